//! A person's own passkeys.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Ms;

/// One of `GET /api/console/passkeys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    /// Its id.
    pub id: String,
    /// What its person calls it.
    pub name: String,
    /// When it was made.
    pub made: Ms,
    /// When it was used last.
    pub used: Option<Ms>,
}

/// The answer of `POST /api/console/passkeys/begin`: what to hand to the browser. `409` `not-now`
/// where the installation's address is an IP address, which passkeys cannot be bound to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyBegun {
    /// Which ceremony; good for five minutes and once.
    pub ceremony: String,
    /// The argument of `navigator.credentials.create` or `.get`, in WebAuthn's own JSON form: bytes
    /// are base64url texts. `PublicKeyCredential.parseCreationOptionsFromJSON` and
    /// `parseRequestOptionsFromJSON` take what is in `publicKey`.
    pub options: Value,
}

/// The body of `POST /api/console/passkeys`, which keeps a new passkey and answers with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPasskey {
    /// Which ceremony.
    pub ceremony: String,
    /// What the browser made, by its `toJSON`.
    pub credential: Value,
    /// What to call it, 1 to 80 characters.
    pub name: String,
}
