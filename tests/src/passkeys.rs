//! A device with passkeys, as Chromium pretends one. Each window has its own; what one has made can
//! be put into another, as if both were the same computer.

use serde_json::{Value, json};

use crate::{Done, Tab};

/// A device in one window.
#[derive(Debug)]
pub struct Device {
    tab: Tab,
    id: String,
}

impl Device {
    /// Puts one into a window. Its person agrees to everything, and is known by their finger.
    pub async fn add(tab: &Tab) -> Done<Self> {
        let wanted = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserConsenting": true, "isUserVerified": true,
        });
        tab.page().text().await?; // the driver looks there now
        let id = tab.browser().authenticator("", Some(wanted)).await?;
        Ok(Self { tab: tab.clone(), id: id.as_str().unwrap_or_default().to_owned() })
    }

    /// The passkeys that are on it.
    pub async fn passkeys(&self) -> Done<Vec<Value>> {
        self.tab.page().text().await?;
        let path = format!("/{}/credentials", self.id);
        let all = self.tab.browser().authenticator(&path, None).await?;
        Ok(all.as_array().cloned().unwrap_or_default())
    }

    /// Puts a passkey onto it.
    pub async fn put(&self, passkey: &Value) -> Done {
        self.tab.page().text().await?;
        let path = format!("/{}/credential", self.id);
        self.tab.browser().authenticator(&path, Some(passkey.clone())).await.map(drop)
    }
}
