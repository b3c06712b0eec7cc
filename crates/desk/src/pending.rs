//! Numbers that were clicked in HubSpot while the agent was busy. The service keeps them, so that
//! every surface offers them; the page keeps them too until the service has them.

use contract::{LATER_MOST, Later, Wish};

use crate::desk::Desk;
use crate::output::Output;
use crate::view::PendingDial;

impl Desk {
    /// Keeps a number for later; the newest is offered first.
    pub(crate) fn keep_for_later(&mut self, clicked: Later, now: u64) {
        self.pending.retain(|kept| kept.number != clicked.number);
        self.pending.push(clicked);
        self.pending_changed(now);
    }

    /// What waits at the service. Told at first, it may lack what the page has kept over a reload.
    pub(crate) fn pending_told(&mut self, mut told: Vec<Later>, first: bool, now: u64) {
        if self.commands.find(&is_later).is_some() {
            return;
        }
        let unsaid = first && !self.pending.is_empty();
        if unsaid {
            told.retain(|one| self.pending.iter().all(|newer| newer.number != one.number));
            told.append(&mut self.pending);
        }
        self.pending = told;
        if unsaid {
            self.pending_changed(now);
        }
    }

    /// The service has this list: if it is the present one, the page need not keep it.
    pub(crate) fn pending_arrived(&mut self, numbers: &[Later], now: u64) {
        if self.pending == numbers {
            self.out.push_back(Output::KeepPending(Vec::new()));
        } else {
            self.say_pending(now);
        }
    }

    /// Other numbers wait now.
    pub(crate) fn pending_changed(&mut self, now: u64) {
        while self.pending.len() > LATER_MOST {
            self.pending.remove(0);
        }
        self.out.push_back(Output::KeepPending(self.pending.clone()));
        // One at a time, or an older list could arrive last.
        if self.commands.find(&is_later).is_none() {
            self.say_pending(now);
        }
    }

    fn say_pending(&mut self, now: u64) {
        self.ask(Wish::Later { numbers: self.pending.clone() }, now);
    }

    /// What is offered, and how many wait behind it.
    pub(crate) fn pending_view(&self) -> Option<PendingDial> {
        let clicked = self.pending.last()?;
        Some(PendingDial {
            number: clicked.number.clone(),
            shown: clicked.number.clone(),
            more: self.pending.len() - 1,
        })
    }
}

fn is_later(wish: &Wish) -> bool {
    matches!(wish, Wish::Later { .. })
}
