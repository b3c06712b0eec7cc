//! A surface: one page of the agent's that shows the calls.

use serde::{Deserialize, Serialize};

/// HubSpot's `iframeLocation`, and the one place that is not HubSpot's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Location {
    /// The call widget of a record page.
    Widget,
    /// The navigation bar, one in each tab.
    Remote,
    /// The detached calling window.
    Window,
    /// A page of our own, opened by itself: nobody frames it.
    Own,
}

/// Where a surface is and whether HubSpot hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// Unknown before the handshake with HubSpot's page.
    pub location: Option<Location>,
    /// Whether that handshake is done.
    pub hosted: bool,
    /// HubSpot's `usesCallingWindow`.
    pub uses_calling_window: bool,
    /// Whether the page can be seen.
    pub visible: bool,
    /// Whether it has left pings unanswered: its browser has frozen it, or its computer sleeps. It may
    /// still come back; until then it can do nothing for the agent.
    pub asleep: bool,
}

impl Here {
    /// How fit the surface is to carry the voice: the higher the better.
    pub(crate) fn rank(&self) -> u8 {
        let place = match self.visible {
            _ if self.is_window() => 4,
            true => 2,
            false => 0,
        };
        let awake = if self.asleep { 0 } else { 8 };
        awake + place + u8::from(self.is_heard())
    }

    /// Whether it stays while HubSpot's pages come and go.
    pub(crate) fn is_window(&self) -> bool {
        matches!(self.location, Some(Location::Window | Location::Own))
    }

    /// Whether HubSpot's page around it listens to it. A calling window that the account does not use
    /// is hosted, but its page obeys the frames in the navigation bar.
    pub(crate) fn is_heard(&self) -> bool {
        match self.location {
            Some(Location::Own) => false,
            Some(Location::Window) => self.hosted && self.uses_calling_window,
            _ => self.hosted,
        }
    }

    /// Whether HubSpot wants to hear this one and no frame beside it.
    pub(crate) fn is_heard_alone(&self) -> bool {
        self.location == Some(Location::Window) && self.is_heard()
    }
}
