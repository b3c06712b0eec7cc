//! Numbers that were clicked in HubSpot while the agent was busy: the last three, kept over a reload.

use contract::RecordRef;

use crate::desk::{Clicked, Desk};
use crate::output::Output;
use crate::view::PendingDial;

/// So many are kept.
const MOST: usize = 3;

impl Desk {
    /// Keeps a number for later; the newest is offered first.
    pub(crate) fn keep_for_later(&mut self, clicked: Clicked) {
        self.pending.retain(|kept| kept.number != clicked.number);
        self.pending.push(clicked);
        if self.pending.len() > MOST {
            self.pending.remove(0);
        }
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
        let mut all: Vec<Clicked> = text.lines().filter_map(read).collect();
        all.retain(|kept| self.pending.iter().all(|newer| newer.number != kept.number));
        all.append(&mut self.pending);
        self.pending = all.split_off(all.len().saturating_sub(MOST));
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
        // Nothing that HubSpot says can break the form.
        let mut add = |part: &str, end: char| {
            text.push_str(&part.replace(['\t', '\n', '\r'], ""));
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
    let parts: Vec<&str> = line.split('\t').collect();
    let [number, country, callee_type, callee, screen_type, screen] = parts[..] else {
        return None;
    };
    let record = |object_type: &str, id: &str| {
        let (object_type, id) = (object_type.into(), id.into());
        Some(RecordRef { object_type, id }).filter(|record| !record.id.is_empty())
    };
    (!number.is_empty()).then(|| Clicked {
        number: number.into(),
        country: Some(country.into()).filter(|country: &String| !country.is_empty()),
        callee: record(callee_type, callee),
        on_screen: record(screen_type, screen),
    })
}
