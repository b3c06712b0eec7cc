//! The calling window: whether one can be opened from here, and what is said where none is open.

use contract::{Location, Owner};

use crate::desk::Desk;
use crate::output::Output;

impl Desk {
    /// The address of HubSpot's calling window for this account; none where one cannot be opened from
    /// here or, as far as anybody can tell from who owns, one is open.
    pub(crate) fn window_address(&self) -> Option<String> {
        let in_a_tab = |owner: &Owner| {
            !matches!(owner.location, Some(Location::Window | Location::Own))
                && owner.ear.as_ref().is_none_or(|ear| *ear == owner.surface)
        };
        let portal = self.portal.as_ref()?;
        let digits = portal.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !self.ear.is_in_the_bar() || !self.owner.as_ref().is_some_and(in_a_tab) {
            return None;
        }
        let query = if self.ear.window_is_unused() { "?usesCallingWindow=false" } else { "" };
        Some([&self.host_origin, "/calling-integration-popup-ui/", portal, query].concat())
    }

    /// Opens it, at a person's press.
    pub(crate) fn open_window(&mut self) {
        self.menu = None;
        if let Some(url) = self.window_address() {
            self.out.push_back(Output::OpenWindow { url });
        }
    }

    /// The person has read why a calling window is better.
    pub(crate) fn drop_hint(&mut self) {
        self.hint_dropped = true;
        self.out.push_back(Output::DropHint);
    }
}
