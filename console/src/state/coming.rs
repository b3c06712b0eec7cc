//! Coming by an invitation, going on after the session was lost, and leaving.

use std::collections::BTreeMap;

use contract::console::Me;
use leptos::prelude::*;

use super::{Console, Stage};
use crate::net::{self, session, webauthn};

/// What is offered to somebody who has just come by an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Greeting {
    /// A passkey.
    Passkey,
    /// What to do next, for somebody with nothing to set up.
    Next,
}

impl Console {
    /// Somebody has come by an invitation: as [`Console::enter`], and greets.
    pub async fn arrive(self) {
        self.enter().await;
        let Some(me) = untrack(|| self.me()) else { return };
        let nothing = !me.owner && me.tenants.is_empty();
        if me.passkeys == 0 && webauthn::missing().is_none() {
            self.greeting.set(Some(Greeting::Passkey));
        } else if nothing {
            self.greeting.set(Some(Greeting::Next));
        }
    }

    /// Goes on after the session was lost, if there is one again. Says whether it does.
    pub async fn go_on(self) -> bool {
        let before = untrack(|| self.me()).map(|me| me.id);
        if session::resume().await.is_err() {
            return false;
        }
        let Ok(me) = net::get::<Me>("/api/console/me").await else { return false };
        if before.is_some_and(|before| before != me.id) {
            // Somebody else: nothing of this page is theirs.
            if let Some(window) = web_sys::window() {
                // Refused by no browser.
                let _ = window.location().reload();
            }
            return false;
        }
        self.settle(&me);
        self.stage.set(Stage::In(me));
        self.lost.set(None);
        self.said.set("You are signed in again. Nothing was lost.".to_owned());
        self.read_all_again();
        true
    }

    /// Nobody is signed in any more, by their own wish.
    pub fn leave(self) {
        self.drafts.update(BTreeMap::clear);
        self.lost.set(None);
        self.stage.set(Stage::SignedOut { why: None });
    }
}
