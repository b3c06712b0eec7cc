//! The account behind a token: its number, its address for people, its time zone.

use serde::Deserialize;

use crate::endpoints::ACCOUNT;
use crate::{Request, loose};

/// An account's details.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The account's number, which HubSpot also calls Hub ID.
    #[serde(deserialize_with = "loose::number")]
    pub portal_id: u64,
    /// The host of its pages, such as `app-eu1.hubspot.com`; empty when not said.
    #[serde(default, deserialize_with = "loose::text")]
    pub ui_domain: String,
    /// `STANDARD`, `DEVELOPER_TEST`, `SANDBOX` or `APP_DEVELOPER`; empty when not said.
    #[serde(default, deserialize_with = "loose::text")]
    pub account_type: String,
    /// The data centre, such as `eu1`; empty when not said.
    #[serde(default, deserialize_with = "loose::text")]
    pub data_hosting_location: String,
    /// The time zone, such as `Europe/Berlin`; empty when not said.
    #[serde(default, deserialize_with = "loose::text")]
    pub time_zone: String,
}

impl Account {
    /// The address of its pages, if the host is one of HubSpot's: links are made with it, and a
    /// link to somewhere else would look like ours.
    pub fn ui_url(&self) -> Option<String> {
        let host = self.ui_domain.to_ascii_lowercase();
        let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        (plain && host.ends_with(".hubspot.com")).then(|| format!("https://{host}"))
    }
}

/// Asks for the account's details. Answers with an [`Account`].
pub fn details() -> Request {
    Request::get(ACCOUNT.at(&[]))
}
