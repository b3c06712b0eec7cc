//! What this surface said to HubSpot's page about one call, what it heard, and what of both the
//! backend knows.

use contract::{CallId, CallView, Host, Party, Told, Wish};

use crate::calls::number;
use crate::commands::{Commands, is_told};
use crate::timers::wait;

/// One call's ledger. The backend's own ([`Host`]) counts too: what stands in either was said.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub call: CallId,
    /// The other party's number.
    pub number: String,
    /// The instance of the page that heard the announcement from here.
    pub announced: Option<String>,
    /// When it was announced from here.
    pub asked: Option<u64>,
    /// The reply about the record is still to come.
    pub wants_engagement: bool,
    /// The reply about the caller is still to come.
    pub wants_match: bool,
    /// A reply about the record came that may have been about this call.
    pub record_heard: bool,
    /// A reply about the caller came that may have been about this call.
    pub match_heard: bool,
    /// HubSpot's page made no record.
    pub failed: bool,
    pub answered: bool,
    pub transferred: bool,
    pub ended: bool,
    pub completed: bool,
    pub resized: bool,
    /// When this surface first saw that nothing but the engagement id is missing.
    pub closed: Option<u64>,
    pub engagement: Option<String>,
    pub party: Option<Party>,
    reported: Reported,
}

/// What the backend has acknowledged, or refused for good.
#[derive(Debug, Default)]
struct Reported {
    announced: bool,
    answered: bool,
    transferred: bool,
    ended: bool,
    completed: bool,
    engagement: bool,
    party: bool,
}

impl Ledger {
    pub(crate) fn new(call: &CallView) -> Self {
        Self {
            call: call.id.clone(),
            number: String::from(number(call)),
            announced: None,
            asked: None,
            wants_engagement: false,
            wants_match: false,
            record_heard: false,
            match_heard: false,
            failed: false,
            answered: false,
            transferred: false,
            ended: false,
            completed: false,
            resized: false,
            closed: None,
            engagement: None,
            party: None,
            reported: Reported::default(),
        }
    }

    /// Whether the next question has to wait for a reply to this one.
    pub(crate) fn is_open(&self, now: u64) -> bool {
        self.waits() && self.asked_within(wait::HOST_REPLY, now)
    }

    /// When the next question need not wait any more.
    pub(crate) fn open_until(&self) -> Option<u64> {
        self.asked.filter(|_| self.waits()).map(|asked| asked.saturating_add(wait::HOST_REPLY))
    }

    /// A reply that was heard need not have been this call's, but it is no longer worth a wait.
    fn waits(&self) -> bool {
        (self.wants_engagement && !self.record_heard) || (self.wants_match && !self.match_heard)
    }

    /// Whether the question was asked no longer ago than this.
    pub(crate) fn asked_within(&self, span: u64, now: u64) -> bool {
        self.asked.is_some_and(|asked| now < asked.saturating_add(span))
    }

    /// The instance of HubSpot's page that heard the announcement, from whomever.
    pub(crate) fn heard_by<'a>(&'a self, host: &'a Host) -> Option<&'a str> {
        self.announced.as_deref().or(host.announced.as_deref())
    }

    /// HubSpot's id of the record, as far as known.
    pub(crate) fn record<'a>(&'a self, call: &'a CallView) -> Option<&'a str> {
        call.engagement.as_deref().or(self.engagement.as_deref())
    }

    /// Nobody will reply to what was asked: the page that heard it is gone.
    pub(crate) fn stop_waiting(&mut self) {
        self.wants_engagement = false;
        self.wants_match = false;
    }

    /// What the backend has to be told next. Of what HubSpot was told, one at a time and in order,
    /// unless the page goes away; what was heard goes at once.
    pub(crate) fn reports(&self, call: &CallView, commands: &Commands, hurry: bool) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let host = &call.host;
        let id = || self.call.clone();
        let told = [
            (self.announced.is_some() && host.announced.is_none(), self.reported.announced, {
                let instance = self.announced.clone().unwrap_or_default();
                Told::Announced { instance }
            }),
            (self.answered && !host.answered, self.reported.answered, Told::Answered),
            (self.transferred && !host.transferred, self.reported.transferred, Told::Transferred),
            (self.ended && !host.ended, self.reported.ended, Told::Ended),
            (self.completed && !host.completed, self.reported.completed, Told::Completed),
        ];
        let mut heard = Vec::new();
        if let (Some(engagement), None, false) =
            (&self.engagement, &call.engagement, self.reported.engagement)
        {
            heard.push(Wish::Engagement { call: id(), id: engagement.clone() });
        }
        if let (Some(party), false) = (&self.party, self.reported.party) {
            heard.push(Wish::Matched { call: id(), party: party.clone() });
        }
        for (due, reported, told) in told {
            if !due || reported {
                continue;
            }
            if told == Told::Completed && !heard.is_empty() && !hurry {
                break; // the backend forgets the call with it: what was heard goes before
            }
            let flies = |wish: &Wish| is_told(wish, &self.call).is_some_and(|one| one == told);
            let under_way = commands.find(&flies).is_some();
            if !under_way {
                wishes.push(Wish::Told { call: id(), told });
            }
            if !hurry {
                break; // the next one waits until this one has arrived
            }
        }
        wishes.extend(heard);
        wishes.retain(|wish| commands.find(&|flying| flying == wish).is_none());
        wishes
    }

    /// The backend took a report, or never will.
    pub(crate) fn settled(&mut self, wish: &Wish) {
        let done = &mut self.reported;
        match wish {
            Wish::Told { told: Told::Announced { .. }, .. } => done.announced = true,
            Wish::Told { told: Told::Answered, .. } => done.answered = true,
            Wish::Told { told: Told::Transferred, .. } => done.transferred = true,
            Wish::Told { told: Told::Ended, .. } => done.ended = true,
            Wish::Told { told: Told::Completed, .. } => done.completed = true,
            Wish::Engagement { .. } => done.engagement = true,
            Wish::Matched { .. } => done.party = true,
            _ => {}
        }
    }
}
