//! Values of JavaScript to values of JSON and back.
//!
//! The browser has a reader and a writer of JSON of its own. A second pair in the module, with the
//! tables that turn digits into fractions and back, would be a tenth of what a frame may load.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::value::Json;

/// How deep objects and lists may lie in each other, as in `serde_json`.
const MAX_DEPTH: u32 = 128;

/// Reads a JSON text; `None` where it is not JSON, or deeper than 128. Halves of surrogate pairs,
/// which Rust's texts cannot hold, become U+FFFD.
pub fn parse(text: &str) -> Option<Json> {
    from_plain(&JSON::parse(text).ok()?)
}

/// Reads what `JSON.parse` has made. Other values have getters, cycles and classes: let
/// `JSON.stringify` judge them first.
pub(super) fn from_plain(value: &JsValue) -> Option<Json> {
    read(value, MAX_DEPTH)
}

fn read(value: &JsValue, depth: u32) -> Option<Json> {
    if let Some(text) = value.as_string() {
        return Some(Json::Text(text));
    }
    if let Some(number) = value.as_f64() {
        return Some(Json::Number(number));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Json::Bool(flag));
    }
    if !value.is_object() {
        return Some(Json::Null);
    }
    let depth = depth.checked_sub(1)?;
    if Array::is_array(value) {
        let mut list = Vec::new();
        for item in Array::from(value).to_vec() {
            list.push(read(&item, depth)?);
        }
        return Some(Json::List(list));
    }
    let mut fields = Vec::new();
    for key in Reflect::own_keys(value).ok()?.to_vec() {
        let field = read(&Reflect::get(value, &key).ok()?, depth)?;
        fields.push((key.as_string()?, field));
    }
    Some(Json::Object(fields))
}

/// Makes what `JSON.parse` would make of the same JSON.
pub(super) fn to_plain(value: &Json) -> JsValue {
    match value {
        Json::Null => JsValue::NULL,
        Json::Bool(flag) => JsValue::from_bool(*flag),
        Json::Number(number) => JsValue::from_f64(*number),
        Json::Text(text) => JsValue::from_str(text),
        Json::List(list) => list.iter().map(to_plain).collect::<Array>().into(),
        Json::Object(fields) => {
            // Not by `Reflect.set`: the key `__proto__` would be taken for what it says.
            let fields: Array = fields
                .iter()
                .map(|(key, value)| Array::of2(&JsValue::from_str(key), &to_plain(value)))
                .collect();
            // Only throws for what is no list of pairs.
            Object::from_entries(&fields).map_or(JsValue::NULL, JsValue::from)
        }
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
    use super::*;
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    const TEXTS: [&str; 12] = [
        "null",
        " [ ] ",
        "{}",
        "\"a \\u00e9 \\ud83d\\ude00 \\n\"",
        "[0, 7, -7, 9007199254740991, -9007199254740991]",
        "[0.5, -1.25, 1e21, 1e-7]",
        "[true, false, [null]]",
        r#"{"b": {"c": []}, "a": "1"}"#,
        r#"{"__proto__": {"type": "SYNC"}, "constructor": 1}"#,
        r#"{"a": 1, "a": 2}"#,
        r#"{"2": 1, "1": 2}"#,
        r#"{"": ""}"#,
    ];

    /// As serde_json reads it; in which order an object's members stand says nothing.
    fn of(text: &str) -> serde_json::Value {
        serde_json::from_str(text).unwrap()
    }

    #[wasm_bindgen_test]
    fn a_text_is_read_as_serde_json_reads_it() {
        for text in TEXTS {
            assert_eq!(parse(text).map(Into::into), Some(of(text)), "{text}");
        }
        for text in ["", "{", "{'a': 1}", "undefined", "NaN", "[1,]", "\u{0}"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_read_is_written_as_the_same() {
        for text in TEXTS {
            let value = parse(text).unwrap();
            let plain = to_plain(&value);
            let written = String::from(JSON::stringify(&plain).unwrap());
            assert_eq!(parse(&written).as_ref(), Some(&value), "{text}");
            let inherits = Reflect::get(&plain, &"type".into());
            assert!(inherits.is_err() || inherits.unwrap().is_undefined(), "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn what_lies_too_deep_is_nothing_and_no_overflow() {
        let nested = |depth| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(parse(&nested(128)).is_some());
        assert_eq!(parse(&nested(129)), None);
        assert_eq!(parse(&nested(100_000)), None);
    }

    #[wasm_bindgen_test]
    fn halves_of_pairs_are_replaced() {
        assert_eq!(
            parse(r#"{"\ude00": "a\ud83db"}"#),
            Some(json!({"\u{fffd}": "a\u{fffd}b"}).into())
        );
    }
}
