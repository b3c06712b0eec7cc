//! What the person asks for, and what HubSpot's page asks for in their name.

use contract::{CallId, Draft, Later, Phase, Wish};
use hubspot_calling::{DialNumber, HostMessage};

use crate::beside::Missing;
use crate::desk::{Desk, Dialing, Session};
use crate::input::Intent;
use crate::output::Output;
use crate::pad::{emergency, sentence};
use crate::timers::wait;
use crate::view::NoticeKind;
use crate::words;

impl Desk {
    /// Takes what a person did.
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn intent(&mut self, intent: Intent, fresh: CallId, now: u64) {
        match intent {
            Intent::SignIn => {
                if matches!(self.session, Session::Out | Session::SigningIn) {
                    self.session = Session::SigningIn;
                    self.digits.clear();
                    self.out.push_back(Output::SignIn { portal: self.portal.clone() });
                }
                return;
            }
            Intent::Digits(text) => return self.digits(&text),
            Intent::DismissNotice => {
                if self.notice.take().is_none() {
                    self.calls.drop_ended();
                }
                return;
            }
            _ if !self.loaded => return,
            _ => {}
        }
        match intent {
            Intent::Typed(text) => self.pad.typed(&text, self.line.as_ref(), now),
            Intent::Digit(key) => self.pad.digit(key, self.line.as_ref(), now),
            Intent::Backspace => self.pad.backspace(self.line.as_ref(), now),
            Intent::Clear => self.pad.clear(),
            Intent::Dial => self.dial_typed(fresh, now),
            Intent::Redial(number) => {
                if self.may_dial(now) {
                    self.dial(bare(number), fresh, now);
                }
            }
            Intent::DialPending => {
                if !self.pending.is_empty()
                    && self.may_dial(now)
                    && let Some(clicked) = self.pending.pop()
                {
                    self.dial(clicked, fresh, now);
                    self.pending_changed(now);
                }
            }
            Intent::DropPending => {
                if self.pending.pop().is_some() {
                    self.pending_changed(now);
                }
            }
            Intent::Answer(call) => {
                if self.is(&call, |phase| matches!(phase, Phase::Ringing { .. })) {
                    self.ask(Wish::Answer { call }, now);
                }
            }
            Intent::Decline(call) => {
                if self.is(&call, |phase| matches!(phase, Phase::Ringing { .. })) {
                    self.ask(Wish::Decline { call }, now);
                }
            }
            Intent::HangUp(call) => self.hang_up(call, now),
            Intent::Mute(call, on) => {
                let flies = |wish: &Wish| matches!(wish, Wish::Mute { call: c, .. } if *c == call);
                if self.is_connected(&call) && self.commands.find(&flies).is_none() {
                    self.ask(Wish::Mute { call, on }, now);
                }
            }
            Intent::Hold(call, on) => {
                let flies = |wish: &Wish| matches!(wish, Wish::Hold { call: c, .. } if *c == call);
                if self.is_connected(&call) && self.commands.find(&flies).is_none() {
                    self.ask(Wish::Hold { call, on }, now);
                }
            }
            Intent::Keys(call) => self.keys(call),
            Intent::Press(call, key) => self.press(call, key, now),
            Intent::Transfer(call) => self.choose_target(call),
            Intent::FindTarget(text) => self.find_target(&text),
            Intent::Give(call, to, consult) => self.give(call, to, consult, now),
            Intent::Third(call, does) => self.with_third(call, does, now),
            Intent::Outcome(call, outcome) => {
                if let Some(known) = self.calls.get(&call) {
                    let draft = Draft { outcome, ..self.drafts.shown(known) };
                    self.drafts.edit(known, draft, now, &mut self.out);
                    self.entered(&call, Missing::Outcome);
                }
            }
            Intent::Notes(call, notes) => {
                if let Some(known) = self.calls.get(&call) {
                    let draft = Draft { notes, ..self.drafts.shown(known) };
                    self.drafts.edit(known, draft, now, &mut self.out);
                    self.entered(&call, Missing::Notes);
                }
            }
            Intent::Save(call) => self.save(call, now),
            Intent::FindOutcome(text) => self.find = text,
            Intent::Group(id) => self.group(id),
            Intent::Choose(call, record) => self.choose_party(call, record, now),
            Intent::Others(call) => self.others(&call),
            Intent::Contact(call) => self.contact(&call),
            Intent::ContactTyped(call, field, text) => self.contact_typed(&call, field, &text),
            Intent::Create(call) => self.create(call, now),
            Intent::Open(call, record) => self.open(&call, &record, now),
            Intent::Statuses => self.statuses(),
            Intent::Status(to) => self.choose_status(to, now),
            Intent::MoreTime(call) => self.more_time(call, now),
            Intent::History(open) => self.history(open),
            Intent::OnlyMissed(missed) => self.only_missed(missed),
            Intent::Earlier => self.ask_history(true),
            Intent::OpenPast(call) => self.open_past(&call),
            Intent::AllowSound => self.out.push_back(Output::AllowSound),
            Intent::Device(kind, id) => self.out.push_back(Output::Device(kind, id)),
            Intent::Volume(percent) => self.out.push_back(Output::Volume(percent.min(100))),
            Intent::TestTone => self.out.push_back(Output::TestTone),
            Intent::Said(text) => self.sounding.said = text,
            Intent::Report => self.report(),
            Intent::SoundPanel => {
                self.menu = None;
                self.sounding.open = !self.sounding.open;
            }
            Intent::Menu => {
                self.standing.choosing = false;
                self.sounding.open = false;
                self.menu = if self.menu.is_some() { None } else { Some(String::new()) };
            }
            Intent::Find(text) => self.menu = Some(text),
            Intent::Tenant(tenant) => self.choose(tenant, now),
            Intent::SignOut => self.leave(now),
            Intent::TakeOver => self.take_over(now),
            Intent::OpenWindow => self.open_window(),
            Intent::DropHint => self.drop_hint(),
            Intent::SignIn | Intent::Digits(_) | Intent::DismissNotice => {}
        }
    }

    /// Takes what HubSpot's page said.
    pub(crate) fn host_said(&mut self, message: HostMessage, fresh: CallId, now: u64) {
        match message {
            HostMessage::DialNumber(dial) => self.clicked(dial, fresh, now),
            HostMessage::EndCall(which) => {
                let named = which.external_call_id.map(CallId);
                let dialing = self.dialing.as_ref().map(|dialing| &dialing.call);
                let call = named
                    .filter(|id| self.calls.get(id).is_some() || dialing == Some(id))
                    .or_else(|| dialing.cloned())
                    .or_else(|| self.calls.front().map(|call| call.id.clone()));
                if let Some(call) = call {
                    self.hang_up(call, now);
                }
            }
            HostMessage::NavigateToRecordFailed(failed) => self.not_navigated(&failed),
            message => self.ear.heard(&message, &self.calls, now),
        }
    }

    /// Whether a call can be made now.
    pub(crate) fn is_free(&self) -> bool {
        self.loaded && self.dialing.is_none() && !self.calls.is_live()
    }

    fn is(&self, call: &CallId, test: impl Fn(&Phase) -> bool) -> bool {
        self.calls.get(call).is_some_and(|call| test(&call.phase))
    }

    fn is_connected(&self, call: &CallId) -> bool {
        self.is(call, |phase| matches!(phase, Phase::Connected { .. }))
    }

    // ---- dialling ---------------------------------------------------------------------------

    /// A number was clicked in HubSpot: dial it, or keep it while the agent is busy.
    fn clicked(&mut self, dial: DialNumber, fresh: CallId, now: u64) {
        let number = dial.phone_number.as_deref().unwrap_or_default().trim();
        if number.is_empty() {
            self.warn("HubSpot sent no number with that click. Type it on the pad.", now);
            return;
        }
        // Records of another account are nobody of ours, whatever their ids.
        let said = dial.portal_id.as_ref().map(ToString::to_string);
        let ours = said.is_none() || self.portal.is_none() || said == self.portal;
        let clicked = Later {
            number: number.into(),
            country: dial.country_code.clone(),
            callee: words::callee(&dial).filter(|_| ours),
            on_screen: words::on_screen(&dial).filter(|_| ours),
        };
        if self.is_being_dialled(&clicked.number) {
            return; // a double click
        }
        let urgent = emergency(&clicked.number, self.line.as_ref()).is_some();
        let free = self.is_free() && (urgent || !self.calls.is_busy());
        if free || (urgent && !self.may_carry(&clicked.number, now)) {
            if free {
                self.dial(clicked, fresh, now);
            }
            return;
        }
        self.keep_for_later(clicked, now);
    }

    /// Whether this number is the one that is being dialled from here.
    fn is_being_dialled(&self, number: &str) -> bool {
        let asked = self.dialing.as_ref().is_some_and(|dialing| dialing.number == number);
        let dials = self.dialled.as_ref().is_some_and(|(call, dialled)| {
            dialled == number && self.is(call, |phase| matches!(phase, Phase::Dialling { .. }))
        });
        asked || dials
    }

    fn dial_typed(&mut self, fresh: CallId, now: u64) {
        let text = self.pad.text().trim();
        if text.is_empty() {
            return;
        }
        let text = String::from(text);
        if !self.may_dial(now) || !self.may_carry(&text, now) {
            return;
        }
        if self.pad.is_dialable(self.line.as_ref()) {
            self.dial(bare(text), fresh, now);
        } else {
            self.warn("This is no number that can be dialled. Check it and try again.", now);
        }
    }

    /// Whether a call can be made; says why not. Silent on the second click of a double click.
    fn may_dial(&mut self, now: u64) -> bool {
        if self.dialing.is_none() && self.calls.is_live() {
            self.warn("Finish the call at hand first.", now);
        }
        self.is_free()
    }

    /// Whether the line carries this number; says it when not. Only emergency numbers are known.
    fn may_carry(&mut self, number: &str, now: u64) -> bool {
        match emergency(number, self.line.as_ref()) {
            Some((number, emergency)) if !emergency.carried => {
                self.tell(NoticeKind::Error, &sentence(&number, false), now);
                false
            }
            _ => true,
        }
    }

    fn dial(&mut self, clicked: Later, fresh: CallId, now: u64) {
        if self.dialing.is_some() || !self.may_carry(&clicked.number, now) {
            return;
        }
        let urgent = emergency(&clicked.number, self.line.as_ref()).map(|(number, _)| number);
        // An emergency number is no national number of some country, and nothing is read into it.
        let country = if urgent.is_some() { None } else { clicked.country };
        let to = urgent.unwrap_or_else(|| clicked.number.clone());
        self.calls.drop_ended();
        self.dialled = Some((fresh.clone(), clicked.number.clone()));
        self.dialing = Some(Dialing {
            call: fresh.clone(),
            number: clicked.number,
            since: now,
            cancelled: false,
            taken_until: None,
        });
        let (callee, on_screen) = (clicked.callee, clicked.on_screen);
        self.ask(Wish::Dial { call: fresh, to, country, callee, on_screen }, now);
    }

    /// The backend took a dial command; its call is still to come.
    pub(crate) fn dial_taken(&mut self, call: &CallId, now: u64) {
        let Some(dialing) = self.dialing.as_mut().filter(|dialing| dialing.call == *call) else {
            return;
        };
        if dialing.cancelled {
            self.dialing = None;
            self.ask(Wish::HangUp { call: call.clone() }, now);
        } else {
            dialing.taken_until = Some(now.saturating_add(wait::COMMAND));
        }
    }

    // ---- the calls at hand ------------------------------------------------------------------

    fn hang_up(&mut self, call: CallId, now: u64) {
        if let Some(dialing) = &mut self.dialing
            && dialing.call == call
        {
            dialing.cancelled = true;
            if dialing.taken_until.is_some() {
                self.dialing = None;
                self.ask(Wish::HangUp { call }, now);
            }
            return;
        }
        match self.calls.get(&call).map(|call| &call.phase) {
            Some(Phase::Dialling { .. } | Phase::Connected { .. }) => {
                self.ask(Wish::HangUp { call }, now);
            }
            Some(Phase::Ringing { .. }) => self.ask(Wish::Decline { call }, now),
            _ => {}
        }
    }
}

/// A number that nothing else is known of.
fn bare(number: String) -> Later {
    Later { number, country: None, callee: None, on_screen: None }
}
