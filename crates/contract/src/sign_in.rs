//! Signing in, in the window at `/sign-in`: by passkey, or by HubSpot.
//!
//! A frame that wants to sign in makes a secret and opens `/sign-in#attempt=ATTEMPT&portal=PORTAL`
//! in a window of its own: the attempt is the SHA-256 of the secret's text, base64url, and tells
//! nothing of it. The window finds out who is there and shows six digits, and hands them to the page
//! that opened it if that is still ours. The digits are worth something only together with the
//! secret (`POST /api/session`), so that nobody is signed in where they did not ask for it.
//!
//! Without an attempt the window signs in to the console, whose cookie is set at once.
//! Refusals are a [`console::Refused`](crate::console::Refused).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of `POST /api/sign-in/ways`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskWays {
    /// HubSpot's number of the account that the frame is in; a hint, never proof.
    #[serde(default)]
    pub portal: Option<String>,
}

/// How one can sign in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ways {
    /// Whether passkeys work at this address.
    pub passkey: bool,
    /// Whether HubSpot can be asked who it is.
    pub hubspot: HubSpotWay,
}

/// Whether HubSpot can be asked who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HubSpotWay {
    /// Yes.
    Ready,
    /// Yes, once the account's Domain ID is given: there are several.
    NeedsPortal,
    /// No app that could ask is set up.
    None,
}

/// The body of `POST /api/sign-in/passkey`; [`console::PasskeyBegun`](crate::console::PasskeyBegun)
/// of `POST /api/sign-in/passkey/begin` comes first. The answer is [`SignedIn`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeySignIn {
    /// Which ceremony.
    pub ceremony: String,
    /// What the browser made, by its `toJSON`.
    pub credential: Value,
    /// The frame's attempt; none for the console.
    #[serde(default)]
    pub attempt: Option<String>,
    /// See [`AskWays::portal`].
    #[serde(default)]
    pub portal: Option<String>,
}

/// The body of `POST /api/sign-in/hubspot`. The answer is where to go, as a
/// [`console::LinkStarted`](crate::console::LinkStarted); HubSpot sends the window back to
/// `/sign-in#returned`, which asks `POST /api/sign-in/returned` (`{}`) for [`SignedIn`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HubSpotSignIn {
    /// The frame's attempt; none for the console.
    #[serde(default)]
    pub attempt: Option<String>,
    /// See [`AskWays::portal`].
    #[serde(default)]
    pub portal: Option<String>,
}

/// Who it is. For a frame: the digits that finish its attempt. For the console: signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// The person's name.
    pub name: String,
    /// The six digits; `None` for the console, whose cookie is set.
    pub digits: Option<String>,
    /// How long the digits are good, in milliseconds.
    pub expires_in: u64,
}
