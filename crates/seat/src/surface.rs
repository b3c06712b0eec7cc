//! A surface: one page of the agent's that shows the calls.

use serde::{Deserialize, Serialize};

/// HubSpot's `iframeLocation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Location {
    /// The call widget of a record page.
    Widget,
    /// The navigation bar, one in each tab.
    Remote,
    /// The detached calling window.
    Window,
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
}

impl Here {
    /// How fit the surface is to own: the higher the better.
    pub(crate) fn rank(&self) -> u8 {
        let place = match (self.location, self.visible) {
            (Some(Location::Window), _) => 4,
            (_, true) => 2,
            (_, false) => 0,
        };
        place + u8::from(self.hosted)
    }

    pub(crate) fn is_window(&self) -> bool {
        self.location == Some(Location::Window)
    }
}
