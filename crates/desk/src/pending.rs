//! Numbers that were clicked in HubSpot while the agent was busy: the last three, kept over a reload.

use contract::RecordRef;

use crate::desk::{Clicked, Desk};
use crate::output::Output;
use crate::view::PendingDial;

/// So many are kept.
const MOST: usize = 3;

impl Desk {
    /// Keeps a number for later; the newest is offered first.
    pub(crate) fn keep_for_later(&mut self, mut clicked: Clicked) {
        // They would break the form in which it is kept.
        clicked.number.retain(|c| !c.is_control());
        self.pending.retain(|kept| kept.number != clicked.number);
        self.pending.push(clicked);
        self.drop_oldest();
        self.keep_pending();
    }

    /// Takes the number that is offered.
    pub(crate) fn take_pending(&mut self) -> Option<Clicked> {
        let taken = self.pending.pop();
        if taken.is_some() {
            self.keep_pending();
        }
        taken
    }

    /// Takes back what the page kept from before a reload. What was clicked since is newer.
    pub(crate) fn pending_kept(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if let Some(clicked) = read(line)
                && self.pending.iter().all(|newer| newer.number != clicked.number)
            {
                self.pending.insert(at.min(self.pending.len()), clicked);
            }
        }
        self.drop_oldest();
    }

    fn drop_oldest(&mut self) {
        while self.pending.len() > MOST {
            self.pending.remove(0);
        }
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

    /// Writes down what is kept, best effort.
    pub(crate) fn keep_pending(&mut self) {
        let mut text = String::new();
        let mut add = |part: &str, end: char| {
            text.push_str(part);
            text.push(end);
        };
        for clicked in &self.pending {
            add(&clicked.number, '\t');
            add(clicked.country.as_deref().unwrap_or_default(), '\t');
            for (record, end) in [(&clicked.callee, '\t'), (&clicked.on_screen, '\n')] {
                add(record.as_ref().map_or("", |record| &record.object_type), '\t');
                add(record.as_ref().map_or("", |record| &record.id), end);
            }
        }
        self.out.push_back(Output::KeepPending(text));
    }
}

fn read(line: &str) -> Option<Clicked> {
    let mut parts = line.split('\t');
    let mut next = || parts.next().map(String::from);
    let number = next().filter(|number| !number.is_empty())?;
    let country = next().filter(|country| !country.is_empty());
    let mut record = || {
        let (object_type, id) = (next()?, next()?);
        Some(RecordRef { object_type, id }).filter(|record| !record.id.is_empty())
    };
    let (callee, on_screen) = (record(), record());
    Some(Clicked { number, country, callee, on_screen })
}
