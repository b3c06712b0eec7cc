//! The browser's side of passkeys.
//!
//! All of it is asked for by name, because not every browser has all of it: where the functions that
//! read and write WebAuthn's JSON are missing, the bytes are put in and taken out by hand.

use js_sys::{Function, JSON, Object, Promise, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::logic::device;
use crate::logic::webauthn::{Step, bytes_in, encode};

/// What a ceremony does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// Makes a passkey.
    Create,
    /// Proves who one is.
    Get,
}

/// Why a ceremony brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The person, or the time, put an end to it; browsers do not say which.
    #[error("The passkey was not used: the browser's window was closed, or it waited too long.")]
    Cancelled,
    /// The device has a passkey of this person's.
    #[error("This device has a passkey of yours already. You can sign in with it.")]
    There,
    /// The browser will not do it at this address.
    #[error(
        "The browser refuses passkeys at this address. Open Sidetone by its proper name, with https."
    )]
    Address,
    /// Anything else, in the browser's own words.
    #[error("The browser could not use a passkey. It says: {0}")]
    Other(String),
}

/// Why there are no passkeys in this browser, at this address; none where there are.
pub fn missing() -> Option<&'static str> {
    let host = web_sys::window().and_then(|w| w.location().hostname().ok()).unwrap_or_default();
    if device::is_ip(&host) {
        return Some(
            "Passkeys are bound to a name, and this address is a number. Open Sidetone by its name to make one.",
        );
    }
    let there = kind().is_some() && credentials().is_some();
    (!there).then_some("This browser has no passkeys. Use a newer one, or another device.")
}

/// Carries out a ceremony, and gives what the browser made in WebAuthn's JSON form.
pub async fn run(ceremony: Ceremony, options: &Value) -> Result<Value, Stopped> {
    #[cfg(feature = "gallery")]
    if let Some(made) = crate::gallery::passkey().await {
        return made;
    }
    let arguments = Object::new();
    set(&arguments, "publicKey", &read(ceremony, options)?)?;
    let name = match ceremony {
        Ceremony::Create => "create",
        Ceremony::Get => "get",
    };
    let credentials = credentials().ok_or_else(|| other("there are no credentials"))?;
    let start = function(&credentials, name).ok_or_else(|| other("there are no credentials"))?;
    let promise = start.call1(&credentials, &arguments).map_err(|e| stopped(&e))?;
    let made =
        JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|e| stopped(&e))?;
    if made.is_null() || made.is_undefined() {
        return Err(Stopped::Cancelled);
    }
    written(&made).ok_or_else(|| other("the passkey cannot be read"))
}

/// The options as the browser wants them.
fn read(ceremony: Ceremony, options: &Value) -> Result<JsValue, Stopped> {
    let options = options.get("publicKey").unwrap_or(options);
    let parsed = JSON::parse(&options.to_string()).map_err(|e| stopped(&e))?;
    let name = match ceremony {
        Ceremony::Create => "parseCreationOptionsFromJSON",
        Ceremony::Get => "parseRequestOptionsFromJSON",
    };
    if let Some(kind) = kind()
        && let Some(parse) = function(&kind, name)
        && let Ok(read) = parse.call1(&kind, &parsed)
    {
        return Ok(read);
    }
    for (way, bytes) in bytes_in(options) {
        put(&parsed, &way, &Uint8Array::from(bytes.as_slice()))?;
    }
    Ok(parsed)
}

/// Puts bytes where the way leads.
fn put(into: &JsValue, way: &[Step], bytes: &JsValue) -> Result<(), Stopped> {
    let key = |step: &Step| match step {
        Step::Field(name) => JsValue::from_str(name),
        Step::At(place) => JsValue::from_f64(f64::from(*place)),
    };
    let Some((last, way)) = way.split_last() else { return Ok(()) };
    let mut place = into.clone();
    for step in way {
        place = Reflect::get(&place, &key(step)).map_err(|e| stopped(&e))?;
    }
    Reflect::set(&place, &key(last), bytes).map(drop).map_err(|e| stopped(&e))
}

/// What the browser made: by its own `toJSON`, or by hand. A password manager that stands in for the
/// browser may have a `toJSON` that fails.
fn written(made: &JsValue) -> Option<Value> {
    if let Some(write) = function(made, "toJSON")
        && let Ok(plain) = write.call0(made)
        && let Some(value) = value(&plain)
        && value.get("response").is_some_and(Value::is_object)
    {
        return Some(value);
    }
    let response = get(made, "response")?;
    let mut parts = serde_json::Map::new();
    for name in
        ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
    {
        if let Some(bytes) = bytes(&response, name) {
            parts.insert(name.to_owned(), json!(encode(&bytes)));
        }
    }
    if let Some(tell) = function(&response, "getTransports")
        && let Ok(transports) = tell.call0(&response)
        && let Some(list) = value(&transports)
    {
        parts.insert("transports".to_owned(), list);
    }
    let results = function(made, "getClientExtensionResults")
        .and_then(|tell| value(&tell.call0(made).ok()?))
        .unwrap_or_else(|| json!({}));
    let id = encode(&bytes(made, "rawId")?);
    let mut whole = json!({
        "id": id, "rawId": id, "type": "public-key",
        "response": parts, "clientExtensionResults": results,
    });
    if let Some(kind) = get(made, "authenticatorAttachment").and_then(|a| a.as_string()) {
        whole["authenticatorAttachment"] = json!(kind);
    }
    Some(whole)
}

fn stopped(error: &JsValue) -> Stopped {
    let text = |name: &str| get(error, name).and_then(|v| v.as_string()).unwrap_or_default();
    match text("name").as_str() {
        "NotAllowedError" | "AbortError" => Stopped::Cancelled,
        "InvalidStateError" => Stopped::There,
        "SecurityError" => Stopped::Address,
        _ => other(&text("message")),
    }
}

fn other(says: &str) -> Stopped {
    Stopped::Other(if says.is_empty() { "nothing".to_owned() } else { says.to_owned() })
}

/// `PublicKeyCredential`, where the browser has it.
fn kind() -> Option<JsValue> {
    get(web_sys::window()?.as_ref(), "PublicKeyCredential")
}

/// `navigator.credentials`, where the browser has it.
fn credentials() -> Option<JsValue> {
    get(web_sys::window()?.navigator().as_ref(), "credentials")
}

/// A field that holds something.
fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_null() && !value.is_undefined()).then_some(value)
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), Stopped> {
    Reflect::set(object, &name.into(), value).map(drop).map_err(|e| stopped(&e))
}

fn function(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// The bytes of a field that is an `ArrayBuffer`.
fn bytes(object: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(Uint8Array::new(&get(object, name)?).to_vec())
}

fn value(plain: &JsValue) -> Option<Value> {
    serde_json::from_str(&JSON::stringify(plain).ok()?.as_string()?).ok()
}
