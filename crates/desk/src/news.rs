//! What the backend says: of the session, on the stream, and in answer to commands.

use std::sync::Arc;

use contract::{
    CallId, CallView, Event, Later, Owner, Phase, Problem, ServerMessage, Snapshot, Told, Wish,
};

use crate::calls::{Calls, who};
use crate::commands::{Commands, Landed, call_of};
use crate::desk::{Desk, Session};
use crate::link::Heard;
use crate::output::Output;
use crate::status::Standing;
use crate::timers::wait;
use crate::view::NoticeKind;
use crate::words;

impl Desk {
    // ---- session ----------------------------------------------------------------------------

    pub(crate) fn signed_in(&mut self, now: u64) {
        if self.session == Session::SigningIn {
            self.notice = None; // it was about the digits
        }
        self.session = Session::In;
        self.digits.clear();
        self.menu = None;
        self.doubted = false;
        self.renewing = false;
        self.renew_at = None;
        self.link.open(now, &mut self.out);
        if self.link.is_up() {
            self.commands.resend(&mut self.out);
        }
    }

    pub(crate) fn signed_out(&mut self, now: u64) {
        self.renewing = false;
        if self.loaded && !self.doubted {
            // A false "signed out" must not take the controls of a call away.
            self.doubted = true;
            self.renew_at = Some(now.saturating_add(wait::RENEW));
            return;
        }
        self.doubted = false;
        self.session = Session::Out;
        if self.loaded {
            self.pending.clear();
            self.out.push_back(Output::KeepPending(Vec::new()));
        }
        self.loaded = false;
        self.link.stop(&mut self.out);
        self.calls.clear();
        self.commands.drop(&|_| true);
        self.agent = None;
        self.line = None;
        self.owner = None;
        self.dialing = None;
        self.pasts.close();
        self.beyond = None;
        self.notice = None;
        self.menu = None;
        self.standing = Standing::default();
        self.pad.clear();
        self.last = None;
        self.askings.clear();
        self.pops.clear();
    }

    pub(crate) fn renew(&mut self) {
        if !self.renewing {
            self.renewing = true;
            self.out.push_back(Output::Renew);
        }
    }

    // ---- stream -----------------------------------------------------------------------------

    pub(crate) fn say_here(&mut self) {
        self.link.here(self.ear.here(self.visible), &mut self.out);
    }

    pub(crate) fn visible(&mut self, visible: bool, now: u64) {
        if self.visible != visible {
            self.visible = visible;
            self.say_here();
        }
        if visible {
            self.link.hurry(now, &mut self.out);
        }
    }

    pub(crate) fn stream_said(&mut self, message: ServerMessage, now: u64) {
        let was_lost = self.link.lost_since().is_some();
        match self.link.message(message, now, &mut self.out) {
            Heard::Nothing => {}
            Heard::Snapshot(mut snapshot) => {
                let (later, first) = (std::mem::take(&mut snapshot.later), !self.loaded);
                self.snapshot(*snapshot, now);
                self.back(was_lost, now);
                if was_lost {
                    self.speak_anew(now);
                }
                self.pending_told(later, first, now);
            }
            Heard::Resumed => self.back(was_lost, now),
            Heard::Event(event) => {
                self.share = self.link.share();
                self.event(event, now);
            }
            Heard::Sound(sound) => self.sound = Some(sound),
            Heard::SignedOut => self.renew(),
        }
    }

    /// Whether the event of this number on this stream is the next one here, so that it is worth
    /// reading what another frame hands on.
    pub fn misses(&self, stream: &str, seq: u64) -> bool {
        self.loaded && self.link.misses(stream, seq)
    }

    /// Takes what another frame heard on the same stream. It says nothing of this page's own: who has
    /// no stream, speaks to nobody.
    pub(crate) fn handed(&mut self, stream: &str, message: ServerMessage, now: u64) {
        if let ServerMessage::Event { seq, event, .. } = message
            && self.misses(stream, seq)
        {
            self.link.skip(seq);
            self.event(event, now);
        }
    }

    /// The backend is reached again: what it has not answered is said again.
    fn back(&mut self, was_lost: bool, now: u64) {
        // Of drafts only the newest is sent, under a key of its own.
        self.commands.drop(&|wish| matches!(wish, Wish::Draft { .. }));
        self.drafts.hurry(now);
        self.commands.resend(&mut self.out);
        if was_lost {
            self.announce("Connected again");
        }
    }

    fn snapshot(&mut self, snapshot: Snapshot, now: u64) {
        self.loaded = true;
        self.session = Session::In;
        self.agent = Some(snapshot.agent);
        self.status_is(snapshot.status);
        self.standing.reasons = Arc::new(snapshot.reasons);
        self.line = Some(snapshot.line);
        self.outcomes = Arc::new(snapshot.outcomes);
        self.owned_by(snapshot.owner);
        let gone: Vec<CallId> = self
            .calls
            .iter()
            .filter(|call| snapshot.calls.iter().all(|other| other.id != call.id))
            .map(|call| call.id.clone())
            .collect();
        for call in gone {
            self.gone(&call, now);
        }
        for call in snapshot.calls {
            self.changed(call, now);
        }
        self.saved(snapshot.last, now);
        self.pasts.missed = snapshot.missed;
        self.closing = snapshot.closing;
        self.ask_history(false);
        let calls = &self.calls;
        self.drafts.retain(|call| calls.get(call).is_some(), &mut self.out);
        if self.dialing.as_ref().is_some_and(|dialing| dialing.taken_until.is_some()) {
            self.dialing = None; // it was taken, and is over already
        }
    }

    fn event(&mut self, event: Event, now: u64) {
        match event {
            Event::Call(call) => self.changed(*call, now),
            Event::Gone(call) => self.gone(&call, now),
            Event::Owner(owner) => self.owned_by(owner),
            Event::Outcomes(outcomes) => self.outcomes = Arc::new(outcomes),
            Event::Saved(last) => {
                self.saved_now(last, now);
                self.ask_history(false);
            }
            Event::Missed(missed) => self.missed(missed),
            Event::Later(numbers) => self.pending_told(numbers, false, now),
            Event::Status(status) => self.status_is(status),
            Event::Closing => self.closing = true,
            Event::Reasons(reasons) => self.standing.reasons = Arc::new(reasons),
        }
    }

    fn owned_by(&mut self, owner: Option<Owner>) {
        if owner.as_ref().is_none_or(|owner| owner.ear.as_ref() != Some(&self.surface)) {
            self.ear.not_heard();
        }
        self.owner = owner;
    }

    /// A call is new or has changed.
    fn changed(&mut self, call: CallView, now: u64) {
        let id = call.id.clone();
        if self.dialing.as_ref().is_some_and(|dialing| dialing.call == id) {
            if self.dialing.take().is_some_and(|dialing| dialing.cancelled) {
                self.unwanted = Some(id.clone());
            }
            self.pad.clear();
        }
        // What the call shows to be done, or past, is no longer waited for.
        let phase = call.phase.clone();
        self.commands.drop(&|wish| {
            call_of(wish) == Some(&id)
                && match wish {
                    Wish::Dial { .. } => true,
                    Wish::Answer { .. } | Wish::Decline { .. } => {
                        !matches!(phase, Phase::Ringing { .. })
                    }
                    Wish::Extend { .. } => matches!(phase, Phase::Closed { .. }),
                    Wish::HangUp { .. }
                    | Wish::Mute { .. }
                    | Wish::Hold { .. }
                    | Wish::Digits { .. }
                    | Wish::Transfer { .. }
                    | Wish::Third { .. } => {
                        matches!(phase, Phase::WrapUp { .. } | Phase::Closed { .. })
                    }
                    _ => false,
                }
        });
        let over = matches!(phase, Phase::WrapUp { .. } | Phase::Closed { .. });
        if !over && self.calls.get(&id).is_none() {
            self.next_call();
            // Nothing lies over a call that comes.
            self.menu = None;
            self.standing.choosing = false;
            self.pasts.close();
        }
        let closes = matches!(phase, Phase::Closed { .. });
        if let (true, Some(name)) = (closes, &call.elsewhere)
            && self.calls.get(&id).is_some_and(|known| known.elsewhere.is_none())
        {
            let text = [name, " took the call from ", who(&call), "."].concat();
            self.tell(NoticeKind::Info, &text, now);
        }
        let beyond = self.beyond_changed(&call);
        let said = self.calls.put(call, now);
        if let Some(said) = beyond.or(said) {
            self.announce(&said);
        }
        if closes {
            self.ask_history(false);
        }
        self.drafts.seen(&id);
        self.looked(&id);
        if self.unwanted.as_ref() == Some(&id) {
            self.unwanted = None;
            if !over {
                self.ask(Wish::HangUp { call: id }, now);
            }
        }
    }

    #[inline(never)] // a page loads it later than the rest
    fn gone(&mut self, call: &CallId, now: u64) {
        if self.drafts.is_unsent(call) {
            let text = "This call was closed before your last changes arrived. \
                        Add them to the record in HubSpot.";
            self.warn(text, now);
        }
        self.drafts.forget(call, &mut self.out);
        self.beyond.take_if(|open| open.call == *call);
        self.calls.remove(call);
        self.find.clear();
        self.askings.retain(|one| one.call != *call);
        self.pops.retain(|one| one.call != *call);
        self.not_unsaved(call);
        self.commands.drop(&|wish| call_of(wish) == Some(call));
    }

    // ---- commands ---------------------------------------------------------------------------

    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn command_done(
        &mut self,
        key: &str,
        result: Result<(), Option<Problem>>,
        now: u64,
    ) {
        match self.commands.landed(key, result, self.link.is_up(), now) {
            None => {}
            Some(Landed::SignedOut) => self.renew(),
            Some(Landed::Done(command)) => self.done(&command.wish, now),
            Some(Landed::Refused(command, problem)) => {
                self.refused(&command.wish, command.epoch, &problem, now);
            }
        }
    }

    fn done(&mut self, wish: &Wish, now: u64) {
        match wish {
            Wish::Dial { call, .. } => self.dial_taken(call, now),
            Wish::Draft { call, draft } | Wish::Save { call, draft } => {
                let known = self.calls.get(call).map(|call| &call.draft);
                self.drafts.arrived(call, draft, known, now, &mut self.out);
            }
            Wish::Told { call, told: Told::Popped } => self.popped(call, now),
            Wish::Told { call, .. }
            | Wish::Engagement { call, .. }
            | Wish::Matched { call, .. } => {
                self.ear.settled(call, wish);
            }
            Wish::CreateContact { call, .. } => self.created(call),
            Wish::Digits { .. } => self.send_keys(now),
            Wish::Later { numbers } => self.pending_arrived(numbers, now),
            _ => {}
        }
    }

    fn refused(&mut self, wish: &Wish, epoch: Option<u64>, problem: &Problem, now: u64) {
        let closed = matches!(problem.code.as_str(), "no-such-call" | "not-now");
        match wish {
            Wish::Told { call, told: Told::Popped } => {
                self.pop_refused(call, problem.code == "stale-epoch");
            }
            Wish::Told { call, .. }
            | Wish::Engagement { call, .. }
            | Wish::Matched { call, .. } => {
                if problem.code == "stale-epoch" {
                    self.ear.refused_as_stale(epoch);
                } else {
                    self.ear.settled(call, wish);
                }
            }
            Wish::Dial { to, country, callee, on_screen, .. } => {
                self.dialing = None;
                if problem.code == "busy" {
                    // A call came in between: the number waits for its end.
                    let clicked = Later {
                        number: to.clone(),
                        country: country.clone(),
                        callee: callee.clone(),
                        on_screen: on_screen.clone(),
                    };
                    self.keep_for_later(clicked, now);
                }
            }
            Wish::Draft { call, .. } => self.drafts.forget(call, &mut self.out),
            Wish::Save { call, .. } if closed => self.drafts.forget(call, &mut self.out),
            Wish::Save { call, .. } => {
                self.unsaved.push(call.clone());
                self.drafts.hurry(now);
            }
            Wish::Choose { call, .. } => self.not_chosen(call),
            Wish::Digits { .. } => self.keys_lost(),
            _ => {}
        }
        if let Some(text) = words::refusal(wish, problem) {
            match wish {
                Wish::CreateContact { call, .. } => self.not_created(call, &text),
                _ => self.warn(&text, now),
            }
        }
    }

    /// Gives a person's command, once: while it is under way, asking again changes nothing.
    pub(crate) fn ask(&mut self, wish: Wish, now: u64) {
        if !self.commands.again(&wish, now, &mut self.out) {
            let keepalive = matches!(wish, Wish::HangUp { .. } | Wish::Save { .. });
            self.commands.issue(wish, None, keepalive, now, &mut self.out);
        }
    }

    pub(crate) fn late(&mut self, now: u64) {
        while let Some(command) = self.commands.late(now, &mut self.out) {
            let wish = &command.wish;
            if let Wish::Dial { .. } = wish
                && let Some(dialing) = self.dialing.take()
                && dialing.cancelled
            {
                self.unwanted = Some(dialing.call);
            }
            match wish {
                Wish::CreateContact { call, .. } => self.not_created(call, words::late(wish)),
                Wish::Digits { .. } => {
                    self.keys_lost();
                    self.warn(words::late(wish), now);
                }
                wish => self.warn(words::late(wish), now),
            }
        }
        let taken_until = self.dialing.as_ref().and_then(|dialing| dialing.taken_until);
        if taken_until.is_some_and(|until| until <= now) {
            self.dialing = None;
        }
    }

    pub(crate) fn send_drafts(&mut self, now: u64) {
        let (calls, commands, hiding) = (&self.calls, &self.commands, self.hiding);
        let due = self.drafts.take_due(now, |call| takes_draft(calls, commands, hiding, call));
        for (call, draft) in due {
            self.commands
                .drop(&|wish| matches!(wish, Wish::Draft { call: other, .. } if *other == call));
            let wish = Wish::Draft { call, draft };
            self.commands.issue(wish, None, hiding, now, &mut self.out);
        }
    }
}

/// Whether a draft of this call may be sent now: one at a time, and not while it is being saved.
pub(crate) fn takes_draft(calls: &Calls, commands: &Commands, hiding: bool, call: &CallId) -> bool {
    let open = calls
        .get(call)
        .is_some_and(|call| !matches!(call.phase, Phase::Ringing { .. } | Phase::Dialling { .. }));
    let under_way = |wish: &Wish| match wish {
        Wish::Draft { call: other, .. } => !hiding && other == call,
        Wish::Save { call: other, .. } => other == call,
        _ => false,
    };
    open && commands.find(&under_way).is_none()
}
