//! Going somewhere else while something is not saved: it is asked first.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::Console;
use crate::logic::failure::Failure;
use crate::logic::route::Route;
use crate::net::session;

/// Where somebody wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// Another page.
    Page(Route),
    /// Another tenant.
    Tenant(String),
    /// Out.
    SignOut,
}

impl Console {
    /// Whether they may go there now. If not, they are asked, and the page stays.
    pub fn may_leave(self, to: Leaving) -> bool {
        let stays = match &to {
            Leaving::Page(route) => *route == self.route.get_untracked(),
            Leaving::Tenant(tenant) => self.tenant.with_untracked(|t| t == tenant),
            Leaving::SignOut => false,
        };
        if stays || !self.unsaved.get_untracked() {
            return true;
        }
        if let Leaving::Page(_) = &to
            && let Some(history) = web_sys::window().and_then(|w| w.history().ok())
        {
            let here = Some(self.route.get_untracked().hash());
            // Refused only for addresses of other origins.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", here);
        }
        self.leaving.set(Some(to));
        false
    }

    /// Goes there, and lets go what is not saved.
    pub async fn leave_for(self, to: Leaving) -> Result<(), Failure> {
        if to == Leaving::SignOut {
            session::close().await?;
        }
        self.unsaved.set(false);
        self.leaving.set(None);
        match to {
            Leaving::Page(route) => {
                if let Some(window) = web_sys::window() {
                    // Refused by no browser.
                    let _ = window.location().set_hash(route.hash());
                }
            }
            Leaving::Tenant(tenant) => self.choose(tenant),
            Leaving::SignOut => self.leave(),
        }
        Ok(())
    }
}
