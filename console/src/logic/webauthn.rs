//! WebAuthn's own JSON form, for browsers that cannot read or write it: which of its texts are bytes.

use serde_json::Value;

/// A step on the way to a value: a field's name, or a place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Field(&'static str),
    /// A place.
    At(u32),
}

/// The bytes in the options of a ceremony (what is in `publicKey`), each with the way to it. What is
/// not base64url is left as it is: the browser says what is wrong with it.
pub fn bytes_in(options: &Value) -> Vec<(Vec<Step>, Vec<u8>)> {
    let mut found = Vec::new();
    let mut take = |way: Vec<Step>, value: Option<&Value>| {
        if let Some(bytes) = value.and_then(Value::as_str).and_then(decode) {
            found.push((way, bytes));
        }
    };
    take(vec![Step::Field("challenge")], options.get("challenge"));
    let user = vec![Step::Field("user"), Step::Field("id")];
    take(user, options.get("user").and_then(|u| u.get("id")));
    for list in ["allowCredentials", "excludeCredentials"] {
        let entries = options.get(list).and_then(Value::as_array);
        for (place, entry) in (0..).zip(entries.into_iter().flatten()) {
            take(vec![Step::Field(list), Step::At(place), Step::Field("id")], entry.get("id"));
        }
    }
    found
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as base64url, without padding.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..=three.len() {
            let at = (bits >> (18 - 6 * n)) & 63;
            text.push(char::from(ALPHABET[at as usize]));
        }
    }
    text
}

/// The bytes of a base64url text, with or without padding; none where it is not one.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    if text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes() {
        let at = ALPHABET.iter().position(|a| *a == byte)?;
        bits = bits << 6 | u32::try_from(at).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bytes_of_every_length_come_back() {
        for length in 0..=66_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37) ^ 0xa5).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "-_8");
        assert_eq!(decode("-_8="), Some(vec![0xfb, 0xff]));
    }

    #[test]
    fn what_is_not_base64url_has_no_bytes() {
        for text in ["+/8", "a", "a b", "ä"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn challenge_user_and_lists_hold_bytes_and_nothing_else_does() {
        let options = json!({
            "challenge": "AQI", "rpId": "AQI", "user": {"id": "Aw", "name": "Ada"},
            "excludeCredentials": [{"id": "BA", "type": "public-key"}, {"id": "BQ"}],
        });
        let found = bytes_in(&options);
        let bytes: Vec<_> = found.iter().map(|(_, bytes)| bytes.clone()).collect();
        assert_eq!(bytes, [vec![1, 2], vec![3], vec![4], vec![5]]);
        let last = vec![Step::Field("excludeCredentials"), Step::At(1), Step::Field("id")];
        assert_eq!(found[3].0, last);
    }

    #[test]
    fn an_empty_list_and_a_missing_user_are_no_trouble() {
        assert_eq!(bytes_in(&json!({"challenge": "AQI", "allowCredentials": []})).len(), 1);
        assert!(bytes_in(&json!(null)).is_empty());
    }
}
