//! Answers for signing in and for passkeys.

use serde_json::{Value, json};

use crate::logic::failure::Failure;
use crate::net::clock;

type Answer = Option<Result<String, Failure>>;

/// The answer to what concerns signing in; none to everything else.
pub(super) fn answer(state: &str, path: &str) -> Option<Answer> {
    let good = |value: Value| Some(Ok(value.to_string()));
    let digits = if state == "sign-in-again" { Value::Null } else { json!("402917") };
    let expires = if state == "sign-in-late" { 50 } else { 120_000 };
    let begun = json!({"ceremony": "c", "options": {"publicKey": {"challenge": "AQI"}}});
    let made = clock::now() - 40 * 86_400_000;
    Some(match path {
        "/api/sign-in/ways" if state == "sign-in-unreached" => Some(Err(Failure::NoAnswer)),
        "/api/sign-in/ways" => {
            let hubspot = match state {
                "sign-in-portal" => "needsPortal",
                "sign-in-no-hubspot" => "none",
                _ => "ready",
            };
            good(json!({"passkey": true, "hubspot": hubspot}))
        }
        "/api/sign-in/returned" => {
            let message = "HubSpot says that it is Kay Otis, whom nobody has added here. Use a passkey, or ask Ingrid Solheim to add you.";
            let body = json!({"code": "not-allowed", "message": message});
            Some(Err(Failure::of(403, &body.to_string())))
        }
        "/api/sign-in/hubspot" => {
            let field = json!({"field": "portal", "message": "No account with this Domain ID is linked here. Look at it once more."});
            let body = json!({"code": "invalid", "message": "Look.", "fields": [field]});
            Some(Err(Failure::of(422, &body.to_string())))
        }
        "/api/sign-in/passkey" => {
            good(json!({"name": "Mara Lindqvist", "digits": digits, "expiresIn": expires}))
        }
        "/api/sign-in/passkey/begin" | "passkeys/begin" => good(begun),
        "passkeys" if state == "passkeys-empty" => good(json!([])),
        "passkeys" if state == "passkeys-remove" => {
            good(json!([{"id": "k1", "name": "Mac", "made": made, "used": null}]))
        }
        "passkeys" => good(json!([
            {"id": "k1", "name": "Mac", "made": made, "used": clock::now() - 3_600_000},
            {"id": "k2", "name": "Security key in the drawer on the left", "made": made, "used": null},
        ])),
        _ => return None,
    })
}
