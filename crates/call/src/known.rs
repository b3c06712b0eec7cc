//! What is known of a call, for whoever shows it or writes it down.

use crate::{
    Call, CallId, Case, Direction, Draft, EndStatus, Fork, HostLedger, Looked, Ms, Party,
    RecordRef, Stage, Via,
};

/// What is known of the call.
impl Call {
    /// Its id.
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// Who began it.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The calling number.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The called number.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The number at the other end.
    pub fn far_number(&self) -> &str {
        match self.direction {
            Direction::Inbound => &self.from,
            Direction::Outbound => &self.to,
        }
    }

    /// Whether the simulated phone system carries it.
    pub fn simulated(&self) -> bool {
        self.simulated
    }

    /// When it began to ring or to dial.
    pub fn started(&self) -> Ms {
        self.started
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What HubSpot's page was told.
    pub fn host(&self) -> &HostLedger {
        &self.host
    }

    /// HubSpot's id of the record.
    pub fn engagement(&self) -> Option<&str> {
        self.engagement.as_deref()
    }

    /// Who the other party is.
    pub fn party(&self) -> Option<&Party> {
        self.party.as_ref()
    }

    /// How far the look-up of the number is.
    pub fn looked(&self) -> &Looked {
        &self.looked
    }

    /// The ticket or deal that it is filed under.
    pub fn case(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// Whether the caller left a message instead of speaking with somebody.
    pub fn voicemail(&self) -> bool {
        self.voicemail
    }

    /// What it hangs on, when several agents were rung.
    pub fn fork(&self) -> Option<&Fork> {
        self.fork.as_ref()
    }

    /// The name of the agent who took it instead.
    pub fn elsewhere(&self) -> Option<&str> {
        self.elsewhere.as_deref()
    }

    /// Which transfer it comes from.
    pub fn via(&self) -> Option<&Via> {
        self.via.as_ref()
    }

    /// The name or number of whoever it was given to.
    pub fn transferred(&self) -> Option<&str> {
        self.transferred.as_deref()
    }

    /// What did not come about with a third, in a sentence.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// How many keys were pressed in it.
    pub fn digits(&self) -> u32 {
        self.digits
    }

    /// What it hangs on at the phone system, where that is not its own.
    pub fn far_end(&self) -> Option<&CallId> {
        let of = self.fork.as_ref().map(|fork| &fork.of);
        of.or(self.via.as_ref().map(|via| &via.far))
    }

    /// Whether it is over, somebody called, and nobody took it: neither here nor elsewhere, and it
    /// was not declined.
    pub fn is_missed(&self) -> bool {
        let Stage::Closed(closed) = &self.stage else { return false };
        self.direction == Direction::Inbound
            && closed.since.is_none()
            && closed.end != EndStatus::Rejected
            && self.elsewhere.is_none()
    }

    /// The record that was called.
    pub fn callee(&self) -> Option<&RecordRef> {
        self.callee.as_ref()
    }

    /// The record on screen when the number was clicked.
    pub fn on_screen(&self) -> Option<&RecordRef> {
        self.on_screen.as_ref()
    }

    /// What the agent entered.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }
}
