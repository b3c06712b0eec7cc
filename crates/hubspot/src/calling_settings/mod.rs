//! What HubSpot knows of our widget: its name, its address and what it can do.
//!
//! HubSpot refuses to create settings where there are some and to change them where there are
//! none. So ask first, then send what [`plan`] says.

mod console;
mod plan;

pub use console::{override_line, override_off_line};
pub use plan::{Difference, Plan, differences, plan};

use serde::Deserialize;

use crate::endpoints::CALLING_SETTINGS;
use crate::{Auth, Error, Method, Reply, Request, loose};

/// The widget's settings. Fields without a value are left as they are in HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The name that people choose as their provider.
    #[serde(default, deserialize_with = "loose::text")]
    pub name: String,
    /// The widget's address.
    #[serde(default, deserialize_with = "loose::text")]
    pub url: String,
    /// The widget's height in pixels.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub height: Option<u64>,
    /// The widget's width in pixels.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub width: Option<u64>,
    /// Whether people can choose it.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub is_ready: Option<bool>,
    /// Whether it takes records of custom objects.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub supports_custom_objects: Option<bool>,
    /// Whether it rings.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub supports_inbound_calling: Option<bool>,
    /// Whether HubSpot opens its calling window for it.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub uses_calling_window: Option<bool>,
    /// Whether it is shown in HubSpot's navigation bar.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub uses_remote: Option<bool>,
}

impl Settings {
    /// Complete settings for a widget that can all that ours can, of the size it is made for.
    pub fn new(name: &str, url: &str) -> Self {
        Self {
            name: name.to_owned(),
            url: url.to_owned(),
            height: Some(650),
            width: Some(400),
            is_ready: Some(true),
            supports_custom_objects: Some(true),
            supports_inbound_calling: Some(true),
            uses_calling_window: Some(true),
            uses_remote: Some(true),
        }
    }

    /// The fields that have a value, by HubSpot's names, in a fixed order.
    fn fields(&self) -> Vec<(&'static str, serde_json::Value)> {
        let flag = |value: Option<bool>| value.map(Into::into);
        let number = |value: Option<u64>| value.map(Into::into);
        let text = |value: &str| (!value.is_empty()).then(|| value.into());
        [
            ("name", text(&self.name)),
            ("url", text(&self.url)),
            ("height", number(self.height)),
            ("width", number(self.width)),
            ("isReady", flag(self.is_ready)),
            ("supportsCustomObjects", flag(self.supports_custom_objects)),
            ("supportsInboundCalling", flag(self.supports_inbound_calling)),
            ("usesCallingWindow", flag(self.uses_calling_window)),
            ("usesRemote", flag(self.uses_remote)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// Asks for the settings; read the reply with [`read`]. Whether HubSpot wants the developer API
/// key here or a token with developer scopes is told in two ways by HubSpot itself: try the key
/// first.
pub fn get(app_id: u64, auth: Auth) -> Request {
    at(Method::Get, app_id, auth)
}

/// Removes the settings: nobody can choose the widget any more. Read with [`Request::done`].
pub fn delete(app_id: u64, auth: Auth) -> Request {
    at(Method::Delete, app_id, auth)
}

fn at(method: Method, app_id: u64, auth: Auth) -> Request {
    Request::new(method, CALLING_SETTINGS.at(&[&app_id.to_string()])).auth(auth)
}

/// Reads the reply to [`get`]: the settings, or `None` where there are none yet.
pub fn read(request: &Request, reply: &Reply<'_>) -> Result<Option<Settings>, Error> {
    match request.read(reply) {
        Err(Error::NotFound) => Ok(None),
        outcome => outcome.map(Some),
    }
}

/// Whether HubSpot refused to create settings because there are some: ask for them and plan again.
pub fn exist_already(reply: &Reply<'_>) -> bool {
    let sub = reply.word("subCategory").unwrap_or_default();
    reply.status == 400 && sub.ends_with("SETTINGS_ALREADY_EXISTS")
}
