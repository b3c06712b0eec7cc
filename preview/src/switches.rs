//! Switches of the preview that hold for every page and test.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Switches of the server; those of one page live in the page.
#[derive(Debug)]
pub struct Switches {
    auto_sign_in: AtomicBool,
    rotates: AtomicBool,
    same_origin: AtomicBool,
    network: watch::Sender<bool>,
}

/// The `Cross-Origin-Opener-Policy` of the authorize pages. HubSpot's is not known for all times,
/// and with `same-origin` a pop-up can no longer reach the page that opened it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenerPolicy {
    /// Opener and pop-up know each other.
    UnsafeNone,
    /// The browser parts them.
    SameOrigin,
}

impl OpenerPolicy {
    /// The header's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnsafeNone => "unsafe-none",
            Self::SameOrigin => "same-origin",
        }
    }
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            auto_sign_in: AtomicBool::new(true),
            rotates: AtomicBool::new(false),
            same_origin: AtomicBool::new(false),
            network: watch::Sender::new(true),
        }
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

    /// Whether browsers reach our own site; what is connected sees it end.
    pub fn network(&self) -> watch::Receiver<bool> {
        self.network.subscribe()
    }

    /// Cuts the network between browsers and our own site, or mends it.
    pub fn set_network(&self, on: bool) {
        self.network.send_replace(on);
    }

    /// Whether a refresh token is replaced when it is used. HubSpot says neither yes nor no.
    pub fn rotates(&self) -> bool {
        self.rotates.load(Ordering::Relaxed)
    }

    /// Turns it on or off.
    pub fn set_rotates(&self, on: bool) {
        self.rotates.store(on, Ordering::Relaxed);
    }

    /// The opener policy of the authorize pages.
    pub fn opener_policy(&self) -> OpenerPolicy {
        match self.same_origin.load(Ordering::Relaxed) {
            true => OpenerPolicy::SameOrigin,
            false => OpenerPolicy::UnsafeNone,
        }
    }

    /// Chooses it.
    pub fn set_opener_policy(&self, policy: OpenerPolicy) {
        self.same_origin.store(policy == OpenerPolicy::SameOrigin, Ordering::Relaxed);
    }
}
