//! The greeting: what SYNC says, and what SYNC_ACK answers.

use crate::id::Id;
use crate::json::{Fields, Object, text};
use crate::shapes::{IframeLocation, MAX_TYPE_BYTES};
use crate::value::Json;

/// What the host says of itself in SYNC. Hints, not proof: anybody who frames the page sends them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostInfo {
    /// The origin that the browser vouches for.
    pub origin: String,
    /// The account.
    pub portal_id: Option<Id>,
    /// The person in HubSpot.
    pub user_id: Option<Id>,
    /// The same person as owner of records.
    pub owner_id: Option<Id>,
    /// The record of a call that already runs.
    pub engagement_id: Option<Id>,
    /// Where the frame is.
    pub iframe_location: Option<IframeLocation>,
    /// Whether the account uses the detached calling window.
    pub uses_calling_window: Option<bool>,
    /// The origin that the host says it has. Never used as a target.
    pub host_url: Option<String>,
}

impl HostInfo {
    /// Reads a SYNC that came from `origin`. Missing and unusable fields are absent.
    pub fn from_sync(origin: &str, sync: &Json) -> HostInfo {
        let fields = Fields::of(Some(sync));
        HostInfo {
            origin: origin.to_owned(),
            portal_id: fields.record("portalId"),
            user_id: fields.record("userId"),
            owner_id: fields.record("ownerId"),
            engagement_id: fields.record("engagementId"),
            iframe_location: IframeLocation::read(fields),
            uses_calling_window: fields.flag("usesCallingWindow"),
            host_url: fields.text("hostUrl"),
        }
    }

    /// The SYNC that a host sends. `origin` is not part of it.
    pub fn to_sync(&self, message_id: &str) -> Json {
        let mut sync = Object::default();
        sync.text("type", "SYNC");
        sync.some_text("hostUrl", &self.host_url);
        sync.some_id("portalId", &self.portal_id);
        sync.some_id("userId", &self.user_id);
        sync.some_id("ownerId", &self.owner_id);
        sync.some_id("engagementId", &self.engagement_id);
        if let Some(location) = &self.iframe_location {
            sync.text("iframeLocation", location.as_str());
        }
        sync.some_flag("usesCallingWindow", self.uses_calling_window);
        sync.text("messageId", message_id);
        sync.into_value()
    }
}

/// What a widget adds to the SYNC that it answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncAck {
    /// Whether the host shall log every message to the console.
    pub debug_mode: bool,
    /// The widget's version.
    pub version: String,
    /// The widget's own origin.
    pub iframe_url: String,
}

impl SyncAck {
    /// The answer to a SYNC: all of it, unknown fields too, and our three fields.
    pub fn to_json(&self, sync: &[(String, Json)]) -> Json {
        let mut ack = Object(sync.to_vec());
        ack.text("type", "SYNC_ACK");
        ack.put("debugMode", Json::Bool(self.debug_mode));
        ack.text("version", &self.version);
        ack.text("iFrameUrl", &self.iframe_url);
        ack.into_value()
    }

    /// Reads a SYNC_ACK as a host does; the host knows it by its message id. `None` where the
    /// message is something else.
    pub fn from_json(message: &Json) -> Option<SyncAck> {
        let fields = Fields::of(Some(message));
        if kind(message)? != "SYNC_ACK" {
            return None;
        }
        Some(SyncAck {
            debug_mode: fields.flag("debugMode").unwrap_or(false),
            version: fields.text("version").unwrap_or_default(),
            iframe_url: fields.text("iFrameUrl").unwrap_or_default(),
        })
    }
}

/// The `type` of a message, where it has a usable one.
pub(crate) fn kind(message: &Json) -> Option<&str> {
    let kind = message.get("type")?.as_str()?;
    (!kind.is_empty() && kind.len() <= MAX_TYPE_BYTES).then_some(kind)
}

/// The longest `messageId` that is taken, in bytes; HubSpot's have 27.
const MAX_MESSAGE_ID_BYTES: usize = 256;

/// The `messageId` of a message: a text, or a number other than 0. Without one a message is
/// ignored by both sides.
pub fn message_id(message: &Json) -> Option<String> {
    let id = message.get("messageId")?;
    let zero = *id == Json::Number(0.0);
    if zero { None } else { text(id).filter(|id| id.len() <= MAX_MESSAGE_ID_BYTES) }
}

/// The host instance that a message id names: what stands before the last `_`. Ids without one
/// all belong to one and the same instance, the empty text.
pub fn host_instance(message_id: &str) -> &str {
    let separator = message_id.bytes().rposition(|b| b == b'_');
    separator.and_then(|at| message_id.get(..at)).unwrap_or_default()
}
