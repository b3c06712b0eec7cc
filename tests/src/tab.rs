//! One tab or window of the browser.

use fantoccini::wd::WindowHandle;
use serde_json::json;

use crate::{Browser, Done, Host, Trouble, View, view::Place};

/// One tab or window of the browser.
#[derive(Debug, Clone)]
pub struct Tab {
    browser: Browser,
    handle: WindowHandle,
}

impl PartialEq for Tab {
    fn eq(&self, other: &Self) -> bool {
        self.handle == other.handle
    }
}

impl Tab {
    pub(crate) fn new(browser: &Browser, handle: WindowHandle) -> Self {
        Self { browser: browser.clone(), handle }
    }

    pub(crate) fn handle(&self) -> &WindowHandle {
        &self.handle
    }

    /// The page itself.
    pub fn page(&self) -> View {
        View::new(self.clone(), Place::Top)
    }

    /// The widget in the page's frame.
    pub fn widget(&self) -> View {
        View::new(self.clone(), Place::Widget)
    }

    /// HubSpot's side of the page.
    pub fn host(&self) -> Host {
        Host::new(self.page())
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn go(&self, address: &str) -> Done {
        let client = self.browser.at(self, Place::Top).await?;
        let gone = client.goto(address).await;
        self.browser.lost().await;
        Ok(gone?)
    }

    /// Loads the page anew.
    pub async fn reload(&self) -> Done {
        let client = self.browser.at(self, Place::Top).await?;
        let reloaded = client.refresh().await;
        self.browser.lost().await;
        Ok(reloaded?)
    }

    /// Brings the tab to the front, as a click on it does.
    pub async fn show(&self) -> Done {
        self.browser.at(self, Place::Top).await?;
        self.browser.devtools("Page.bringToFront", json!({})).await?;
        Ok(())
    }

    /// Closes it.
    pub async fn close(&self) -> Done {
        let closed = match self.browser.at(self, Place::Top).await {
            Ok(client) => client.close_window().await.map_err(Trouble::from),
            Err(trouble) => Err(trouble),
        };
        self.browser.lost().await;
        match closed {
            Ok(()) => Ok(()),
            // The driver gives up a tab that has crashed or stands still; the browser does not.
            Err(_) => self.shut().await,
        }
    }

    pub(crate) fn browser(&self) -> &Browser {
        &self.browser
    }
}
