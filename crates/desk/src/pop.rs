//! Records that open: by themselves when the backend says so, and by hand.
//!
//! What opens by itself opens once, on whatever surface: first the ear reports that it is about to,
//! and only when that is kept does it open. A surface that dies in between opens nothing; the button
//! is still there.

use contract::{CallId, CallView, Owner, Phase, PopTab, RecordRef, Told, Wish};
use hubspot_calling::{
    COMPANY, CONTACT, Id, NavigateToRecord, NavigationFailure, ObjectCoordinates, OpenIn,
    WidgetMessage,
};

use crate::beside::RecordLink;
use crate::desk::Desk;
use crate::output::Output;
use crate::timers::wait;

/// A record that was to open.
#[derive(Debug)]
pub(crate) struct Popping {
    pub call: CallId,
    pub record: RecordRef,
    /// The epoch under which it was reported; none for a press.
    epoch: Option<u64>,
    since: u64,
    pub state: PopState,
}

/// How far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PopState {
    /// Reported, and not acknowledged yet.
    Told,
    /// The report was refused: another surface speaks now.
    Stale,
    /// Opened, as far as anybody says.
    Opened,
    /// The browser, or the time that it took, kept it from opening.
    Blocked,
    /// HubSpot's page did not open it.
    Failed,
}

impl Desk {
    /// Reports what is about to open, as the ear with this epoch.
    pub(crate) fn pop(&mut self, epoch: u64, now: u64) {
        for call in self.calls.iter() {
            let Some(pop) = call.pop.as_ref().filter(|_| !call.host.popped) else { continue };
            let mut known = self.pops.iter_mut().filter(|one| one.epoch.is_some());
            let known = known.find(|one| one.call == call.id);
            let again = known
                .as_ref()
                .is_none_or(|one| one.state == PopState::Stale && one.epoch != Some(epoch));
            if !again || matches!(call.phase, Phase::Closed { .. }) {
                continue;
            }
            let popping = Popping {
                call: call.id.clone(),
                record: pop.record.clone(),
                epoch: Some(epoch),
                since: now,
                state: PopState::Told,
            };
            match known {
                Some(known) => *known = popping,
                None => self.pops.push(popping),
            }
            let wish = Wish::Told { call: call.id.clone(), told: Told::Popped };
            // Not beyond the page's end: then nobody would open it.
            self.commands.issue(wish, Some(epoch), false, now, &mut self.out);
        }
    }

    fn told_of(&mut self, call: &CallId) -> Option<&mut Popping> {
        self.pops.iter_mut().find(|one| one.call == *call && one.state == PopState::Told)
    }

    /// The report is kept: now it opens, unless that would come as a surprise.
    pub(crate) fn popped(&mut self, call: &CallId, now: u64) {
        let known = self.calls.get(call).and_then(|call| call.pop.clone());
        let Some(popping) = self.told_of(call) else { return };
        popping.state = PopState::Blocked;
        let on_time = now < popping.since.saturating_add(wait::POP);
        let Some(pop) = known.filter(|pop| on_time && pop.record == popping.record) else { return };
        popping.state = PopState::Opened;
        let record = pop.record;
        if self.navigates(&record) {
            self.navigate(call, &record, pop.tab);
        } else if self.is_hubspots(&pop.url) {
            self.out.push_back(Output::Open { call: call.clone(), url: pop.url });
        }
    }

    /// The report was refused. Under a newer epoch it is made again, for good only otherwise.
    pub(crate) fn pop_refused(&mut self, call: &CallId, stale: bool) {
        if let Some(popping) = self.told_of(call) {
            popping.state = if stale { PopState::Stale } else { PopState::Blocked };
        }
    }

    /// The browser did not open what this call's pop names.
    pub(crate) fn not_opened(&mut self, call: &CallId) {
        for one in self.pops.iter_mut().filter(|one| one.call == *call && one.epoch.is_some()) {
            one.state = PopState::Blocked;
        }
    }

    /// HubSpot's page did not open a record; it may say which.
    pub(crate) fn not_navigated(&mut self, failed: &NavigationFailure) {
        let id = failed.object.as_ref().map(|object| object.object_id.as_str());
        let fits = |one: &&mut Popping| {
            one.state == PopState::Opened && id.is_none_or(|id| id == one.record.id)
        };
        let mut last = self.pops.iter_mut().filter(fits);
        if let Some(one) = last.next_back() {
            one.state = PopState::Failed;
            self.announce("HubSpot did not open the record");
        }
    }

    /// A person opens a record. A link leads there by itself.
    pub(crate) fn open(&mut self, call: &CallId, record: &RecordRef, now: u64) {
        let Some(known) = self.calls.get(call) else { return };
        let links = self.links(known);
        let Some(link) = links.iter().find(|link| link.record == *record) else { return };
        let pop = known.pop.as_ref().filter(|pop| pop.record == *record);
        // What is on screen is not thrown away, unless the administrator wants it so.
        let tab = pop.map_or(PopTab::New, |pop| pop.tab);
        let led = !link.url.is_empty();
        match self.pops.iter_mut().find(|one| one.call == *call && one.record == *record) {
            Some(one) if one.state == PopState::Told => {}
            // After a failure it stays a link.
            Some(one) if one.state == PopState::Failed => {}
            Some(one) => one.state = PopState::Opened,
            None => self.pops.push(Popping {
                call: call.clone(),
                record: record.clone(),
                epoch: None,
                since: now,
                state: PopState::Opened,
            }),
        }
        if !led {
            self.navigate(call, record, tab);
        }
    }

    pub(crate) fn navigate(&mut self, call: &CallId, record: &RecordRef, tab: PopTab) {
        let known = self.calls.get(call);
        self.out.push_back(Output::Host(WidgetMessage::NavigateToRecord(NavigateToRecord {
            engagement_id: known.and_then(|call| call.engagement.as_deref()).map(Id::from),
            object: Some(ObjectCoordinates {
                portal_id: self.portal.as_deref().map(Id::from),
                object_id: Id::from(record.id.as_str()),
                object_type_id: Some(record.object_type.clone()),
            }),
            open_in: Some(match tab {
                PopTab::Same => OpenIn::CurrentTab,
                PopTab::New => OpenIn::NewTab,
            }),
        })));
    }

    /// Whether HubSpot's page opens this kind of record for this surface. A frame that only shows says
    /// nothing to its page: its records are links.
    pub(crate) fn navigates(&self, record: &RecordRef) -> bool {
        let heard = |owner: &Owner| owner.ear.as_ref() == Some(&self.surface);
        matches!(record.object_type.as_str(), CONTACT | COMPANY)
            && self.ear.is_here()
            && self.owner.as_ref().is_some_and(heard)
            && self.portal.is_some()
    }

    /// Whether an address leads into HubSpot: to a page that may speak to this frame.
    fn is_hubspots(&self, url: &str) -> bool {
        // Up to the third slash. What is compared to the letter needs no closer reading.
        let slashes = url.bytes().enumerate().filter(|(_, byte)| *byte == b'/');
        let Some(origin) = slashes.map(|(at, _)| at).nth(2).and_then(|at| url.get(..at)) else {
            return false;
        };
        origin == self.host_origin || self.hubspot.allows(origin)
    }

    /// The address of a record as HubSpot writes it; empty where that is not known.
    pub(crate) fn address(&self, record: &RecordRef) -> String {
        let (origin, kind, id) = (&self.host_origin, &record.object_type, &record.id);
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let Some(portal) = self
            .portal
            .as_ref()
            .filter(|portal| !origin.is_empty() && plain(portal) && plain(kind) && plain(id))
        else {
            return String::new();
        };
        [origin, "/contacts/", portal, "/record/", kind, "/", id].concat()
    }

    /// What can be opened of a call: the person or company, the ticket or deal, what pops.
    pub(crate) fn links(&self, call: &CallView) -> Vec<RecordLink> {
        let mut links = Vec::new();
        if let Some(record) = self.party(call).and_then(|party| party.record) {
            self.link(&mut links, call, &record, "");
        }
        if let Some(case) = &call.case {
            self.link(&mut links, call, &case.record, &case.url);
        }
        if let Some(pop) = &call.pop {
            self.link(&mut links, call, &pop.record, &pop.url);
        }
        links
    }

    /// Adds one, unless it is there or nobody knows a safe way to it.
    fn link(&self, links: &mut Vec<RecordLink>, call: &CallView, record: &RecordRef, url: &str) {
        let failed = |one: &Popping| {
            one.call == call.id && one.record == *record && one.state == PopState::Failed
        };
        let pressed = self.navigates(record) && !self.pops.iter().any(failed);
        let url = match () {
            () if pressed => String::new(),
            () if self.is_hubspots(url) => String::from(url),
            () => self.address(record),
        };
        let known = links.iter().any(|link| link.record == *record);
        if !known && (pressed || !url.is_empty()) {
            links.push(RecordLink { record: record.clone(), url });
        }
    }

    /// What is said of a record that did not open; empty when there is nothing to say.
    pub(crate) fn pop_note(&self, call: &CallId) -> &'static str {
        let states = self.pops.iter().filter(|one| one.call == *call).map(|one| one.state);
        states.fold("", |said, state| match state {
            PopState::Failed => "HubSpot did not open the record. Open it here.",
            PopState::Blocked => "The record did not open by itself. Open it here.",
            _ => said,
        })
    }
}
