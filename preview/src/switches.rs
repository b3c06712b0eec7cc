//! Switches of the preview that hold for every page and test.

use std::sync::atomic::{AtomicBool, Ordering};

/// Switches of the server; those of one page live in the page.
#[derive(Debug)]
pub struct Switches {
    auto_sign_in: AtomicBool,
}

impl Default for Switches {
    fn default() -> Self {
        Self { auto_sign_in: AtomicBool::new(true) }
    }
}

impl Switches {
    /// Whether a widget that is not signed in becomes the demo agent by itself.
    pub fn auto_sign_in(&self) -> bool {
        self.auto_sign_in.load(Ordering::Relaxed)
    }

    /// Turns it on or off.
    pub fn set_auto_sign_in(&self, on: bool) {
        self.auto_sign_in.store(on, Ordering::Relaxed);
    }
}
