//! HubSpot's replies: which one belongs to which call.
//!
//! A reply with an id belongs to that call. One without belongs to the one call that still waits
//! for it; where several wait it belongs to none, and the backend finds the record by itself.

use hubspot_calling::{CallerIdMatches, Failure, HostMessage, Id, Reply};

use crate::calls::Calls;
use crate::host_ear::Ear;
use crate::ledger::Ledger;
use crate::timers::wait;
use crate::words;

impl Ear {
    /// Takes a reply. Only what was asked is answered; anything else changes nothing.
    pub(crate) fn heard(&mut self, message: &HostMessage, calls: &Calls, now: u64) {
        match message {
            HostMessage::CreateEngagementSucceeded(reply)
            | HostMessage::EngagementCreated(reply) => self.engagement(reply, calls, now),
            HostMessage::CreateEngagementFailed(failure) => self.no_engagement(failure, now),
            HostMessage::CallerIdMatchSucceeded(found) => self.matched(found, now),
            HostMessage::CallerIdMatchFailed(failure) => self.no_match(failure, now),
            _ => {}
        }
    }

    /// The ledger that a reply is about.
    fn asked(
        &mut self,
        id: Option<&str>,
        now: u64,
        waits: fn(&Ledger) -> bool,
    ) -> Option<&mut Ledger> {
        if let Some(id) = id {
            return self.ledgers.iter_mut().find(|one| one.call.0 == id);
        }
        let could = |one: &&mut Ledger| waits(one) && one.asked_within(wait::HOST_LATE_REPLY, now);
        let mut waiting = self.ledgers.iter_mut().filter(could);
        let only = waiting.next()?;
        if waiting.next().is_some() { None } else { Some(only) }
    }

    fn engagement(&mut self, reply: &Reply, calls: &Calls, now: u64) {
        let Some(record) = reply.engagement_id.as_ref().map(Id::as_str) else { return };
        let id = reply.external_call_id.as_deref();
        // A reply that came twice is not the next call's.
        let known = self.ledgers.iter().any(|one| one.engagement.as_deref() == Some(record))
            || calls.iter().any(|call| call.engagement.as_deref() == Some(record));
        if id.is_none() && known {
            return;
        }
        self.record_came(id, now);
        if let Some(ledger) = self.asked(id, now, |one| one.wants_engagement)
            && ledger.engagement.is_none()
        {
            ledger.engagement = Some(String::from(record));
            ledger.wants_engagement = false;
            ledger.failed = false;
        }
    }

    fn no_engagement(&mut self, failure: &Failure, now: u64) {
        let id = failure.external_call_id.as_deref();
        self.record_came(id, now);
        if let Some(ledger) = self.asked(id, now, |one| one.wants_engagement) {
            ledger.failed = true;
            // Without an id it may be the second of two: a record may still come.
            ledger.wants_engagement &= id.is_none();
        }
    }

    fn matched(&mut self, found: &CallerIdMatches, now: u64) {
        let id = found.external_call_id.as_deref();
        self.match_came(id, now);
        let Some(party) = words::party(found) else { return };
        // The same person again for another number is more likely the same reply again.
        let again = self.may_repeat(id, now, &|one| one.party.as_ref() == Some(&party));
        if id.is_none() && again {
            return;
        }
        if let Some(ledger) = self.asked(id, now, |one| one.wants_match) {
            ledger.wants_match = false;
            if ledger.party.is_none() {
                ledger.party = Some(party);
            }
        }
    }

    fn no_match(&mut self, failure: &Failure, now: u64) {
        let id = failure.external_call_id.as_deref();
        self.match_came(id, now);
        // As above: nobody knows whose it is, so that a name may still come.
        let again = self.may_repeat(id, now, &|one| one.match_heard);
        if let Some(ledger) = self.asked(id, now, |one| one.wants_match) {
            ledger.wants_match &= id.is_none() && again;
        }
    }

    /// A reply about a record came: whatever it says, the next question need not wait for it.
    fn record_came(&mut self, id: Option<&str>, now: u64) {
        if let Some(ledger) = self.asked(id, now, |one| one.wants_engagement && !one.record_heard) {
            ledger.record_heard = true;
        }
    }

    /// A reply about a caller came: whatever it says, the next question need not wait for it.
    fn match_came(&mut self, id: Option<&str>, now: u64) {
        if let Some(ledger) = self.asked(id, now, |one| one.wants_match && !one.match_heard) {
            ledger.match_heard = true;
        }
    }

    /// Whether a reply about a caller may be the repetition of one to a call with another number.
    /// For the same number it would be right all the same.
    fn may_repeat(&mut self, id: Option<&str>, now: u64, like: &dyn Fn(&Ledger) -> bool) -> bool {
        let number = self.asked(id, now, |one| one.wants_match).map(|one| one.number.clone());
        self.ledgers.iter().any(|one| {
            like(one)
                && one.asked_within(wait::HOST_LATE_REPLY, now)
                && number.as_ref() != Some(&one.number)
        })
    }
}
