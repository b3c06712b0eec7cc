//! The seat itself: inputs in, changes and orders out.

use std::collections::{BTreeMap, VecDeque};

use call::{
    Call, CallId, Case, Dial, Direction, EndStatus, Limits, Looked, Ms, Offer, Party, Stage,
};
use serde::{Deserialize, Serialize};

use crate::{
    Here, Later, Owner, Presence, Refusal, Rules, Status, Timer, Voice, Wish,
    election::{Stay, ear, elect},
    later,
    past::Past,
};

/// Calls on the phone system at one time; the next inbound one finds the agent busy.
const LIVE_CALLS: usize = 4;
/// Calls at hand at one time, open wrap-ups among them.
const CALLS_AT_HAND: usize = 20;

/// One agent.
#[derive(Debug)]
pub struct Seat {
    rules: Rules,
    saved: Saved,
    surfaces: BTreeMap<String, Here>,
    /// Since when there is no surface, where that is known.
    empty: Option<Ms>,
    owner: Option<Owner>,
    past: Past,
    /// The surface that the agent wants to speak, as long as it is there to be seen.
    asked: Option<String>,
    /// Where the voices of calls were said to be.
    pub(crate) voices: BTreeMap<CallId, Voice>,
    outputs: VecDeque<Output>,
}

/// What a store keeps of a seat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The number of the last appointment.
    pub epoch: u64,
    /// The agent's status.
    pub status: Status,
    /// The numbers to be called later, the newest last.
    pub later: Vec<Later>,
    /// The calls at hand, oldest first.
    pub calls: Vec<Call>,
}

/// What can happen to a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A surface has connected, or says anew where it is.
    Surface {
        /// Its id.
        surface: String,
        /// Where it is.
        here: Here,
    },
    /// A surface has gone.
    SurfaceGone(String),
    /// The phone system offers a call.
    Offer(Offer),
    /// The phone system says something of a call.
    Phone(CallId, call::Input),
    /// The agent or a surface asks for something.
    Wish {
        /// The surface that asks.
        surface: String,
        /// The epoch it believes to own.
        epoch: Option<u64>,
        /// What it asks.
        wish: Wish,
    },
    /// The backend's own look-up is done; with the other party where it is known who that is.
    Looked(CallId, Looked, Option<Party>),
    /// The call is filed under this ticket or deal.
    Filed(CallId, Case),
    /// The backend wrote the record itself; this is its id.
    Recorded(CallId, String),
    /// Time has passed.
    Tick,
}

/// What has changed, or must be done. In order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A call is new or has changed: write it down, then show it.
    Changed(Box<Call>),
    /// The phone system must do something about a call.
    Phone(CallId, call::Output),
    /// A call is closed and HubSpot heard all it will hear: put it away.
    Gone(CallId),
    /// Another surface speaks, or nobody.
    Owner(Option<Owner>),
    /// Other numbers are to be called later.
    Later(Vec<Later>),
    /// The agent's status changed.
    Status(Status),
    /// The agent's end of this call is carried by this surface from now on, or by nobody: the call
    /// waits for one, or is over.
    Voice(CallId, Option<Voice>),
}

impl Seat {
    /// A seat as the store kept it. A new agent's is `Saved::default()`. Unless
    /// [`Seat::empty_since`] says otherwise, nobody is there from the first input on.
    pub fn restore(saved: Saved, limits: Limits) -> Self {
        let (surfaces, outputs) = (BTreeMap::new(), VecDeque::new());
        let rules = Rules { limits, ..Rules::default() };
        let (voices, past) = (BTreeMap::new(), Past::default());
        Self {
            rules,
            saved,
            surfaces,
            empty: None,
            owner: None,
            past,
            asked: None,
            voices,
            outputs,
        }
    }

    /// Goes by these rules from now on.
    pub fn go_by(&mut self, rules: Rules) {
        self.rules = rules;
    }

    /// Nobody is there since then: since the service started, for a seat that is restored.
    pub fn empty_since(&mut self, at: Ms) {
        self.empty = Some(at);
    }

    /// Since when nobody is there.
    pub fn is_empty_since(&self) -> Option<Ms> {
        self.empty
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.rules.closing
    }

    /// What the store must keep.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// The calls at hand, oldest first.
    pub fn calls(&self) -> &[Call] {
        &self.saved.calls
    }

    /// The surface that speaks.
    pub fn owner(&self) -> Option<&Owner> {
        self.owner.as_ref()
    }

    /// The numbers to be called later, the newest last.
    pub fn later(&self) -> &[Later] {
        &self.saved.later
    }

    /// The agent's status.
    pub fn status(&self) -> &Status {
        &self.saved.status
    }

    /// Takes one input.
    ///
    /// # Errors
    /// [`Refusal`] when it cannot be done; nothing has changed then.
    pub fn handle(&mut self, input: Input, now: Ms) -> Result<(), Refusal> {
        let status = self.saved.status.clone();
        self.count_surfaces(now);
        match input {
            Input::Surface { surface, here } => {
                self.surfaces.insert(surface, here);
            }
            Input::SurfaceGone(surface) => {
                self.asked.take_if(|asked| *asked == surface);
                self.surfaces.remove(&surface);
            }
            Input::Offer(offer) => self.offer(offer, now)?,
            Input::Phone(id, input) => self.phone(&id, input, now)?,
            Input::Wish { surface, epoch, wish } => self.wish(&surface, epoch, wish, now)?,
            Input::Looked(id, looked, party) => {
                self.tell(&id, call::Input::Looked(looked), now)?;
                if let Some(party) = party {
                    self.tell(&id, call::Input::Party(party), now)?;
                }
            }
            Input::Filed(id, case) => self.tell(&id, call::Input::Case(case), now)?,
            Input::Recorded(id, record) => {
                self.tell(&id, call::Input::Engagement(record), now)?;
            }
            Input::Tick => self.tick(now),
        }
        self.appoint();
        self.permit(now);
        self.move_voices();
        self.put_away(now);
        self.count_surfaces(now);
        if !self.is_busy() {
            self.saved.status.free();
        }
        if self.saved.status != status {
            self.outputs.push_back(Output::Status(self.saved.status.clone()));
        }
        Ok(())
    }

    pub(crate) fn put_out(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    /// The next change or order; call until `None`.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is due.
    pub fn deadline(&self) -> Option<Ms> {
        let timers = self.saved.calls.iter().flat_map(|call| self.timers(call));
        timers.flatten().map(|(_, due)| due).min()
    }

    fn timers(&self, call: &Call) -> [Option<(Timer, Ms)>; 2] {
        Timer::of(call, self.empty, &self.rules)
    }

    fn offer(&mut self, offer: Offer, now: Ms) -> Result<(), Refusal> {
        if self.position(&offer.id).is_some() {
            return Ok(());
        }
        let live = self.saved.calls.iter().filter(|call| call.stage().is_live()).count();
        let away = self.saved.status.now.presence == Presence::Unavailable;
        let unreachable = if away || self.rules.closing || self.is_absent(now) {
            Some(EndStatus::Missed)
        } else if live >= LIVE_CALLS || self.is_full() {
            Some(EndStatus::Busy)
        } else {
            None
        };
        let id = offer.id.clone();
        self.saved.calls.push(Call::inbound(offer, now, self.rules.limits));
        match unreachable {
            Some(end) => self.tell(&id, call::Input::Unreachable(end), now),
            None => {
                self.changed(&id);
                Ok(())
            }
        }
    }

    /// Whether there is no place for another call. Who is closed and only waits for HubSpot's page to
    /// hear of it makes room, the oldest first.
    fn is_full(&mut self) -> bool {
        if self.saved.calls.len() < CALLS_AT_HAND {
            return false;
        }
        let closed = |call: &Call| matches!(call.stage(), Stage::Closed(_));
        let Some(at) = self.saved.calls.iter().position(closed) else { return true };
        let call = self.saved.calls.remove(at);
        self.outputs.push_back(Output::Gone(call.id().clone()));
        self.past.put_away(call.id().clone());
        false
    }

    fn wish(
        &mut self,
        surface: &str,
        epoch: Option<u64>,
        wish: Wish,
        now: Ms,
    ) -> Result<(), Refusal> {
        let may = !wish.is_the_ears()
            || self.is_ear(surface, epoch)
            || wish.is_past() && epoch.is_some_and(|epoch| self.past.heard(epoch, surface));
        if !may {
            return Err(Refusal::StaleEpoch);
        }
        // HubSpot's page may speak of a call in the moment in which it is put away.
        if wish.news_of().is_some_and(|id| self.position(id).is_none() && self.past.had(id)) {
            return Ok(());
        }
        match wish {
            Wish::Dial(dial) => self.dial(dial, now),
            Wish::Answer(id) => self.speak(&id, call::Input::Answer, now),
            Wish::HangUp(id) => self.tell(&id, call::Input::HangUp, now),
            Wish::Mute(id, on) => self.tell(&id, call::Input::Mute(on), now),
            Wish::Hold(id, true) => self.tell(&id, call::Input::Hold(true), now),
            Wish::Hold(id, false) => self.speak(&id, call::Input::Hold(false), now),
            Wish::Digits(id, keys) => self.tell(&id, call::Input::Digits(keys), now),
            Wish::Transfer(id, target) => self.tell(&id, call::Input::Transfer(target), now),
            Wish::Consult(id, who) => self.speak(&id, call::Input::Consult(who), now),
            Wish::Swap(id) => self.speak(&id, call::Input::Swap, now),
            Wish::Merge(id) => self.speak(&id, call::Input::Merge, now),
            Wish::Complete(id) => self.tell(&id, call::Input::Complete, now),
            Wish::DropThird(id) => self.tell(&id, call::Input::DropThird, now),
            Wish::Draft(id, draft) => self.tell(&id, call::Input::Draft(draft), now),
            Wish::Save(id, draft) => self.tell(&id, call::Input::Save(draft), now),
            Wish::Extend(id) => self.tell(&id, call::Input::Extend, now),
            Wish::Status(choice) => {
                let busy = self.is_busy();
                self.saved.status.choose(choice, busy);
                Ok(())
            }
            Wish::Later(numbers) => {
                self.saved.later = later::newest(numbers);
                self.outputs.push_back(Output::Later(self.saved.later.clone()));
                Ok(())
            }
            Wish::TakeOver => {
                self.asked = Some(surface.to_owned());
                Ok(())
            }
            Wish::Choose(id, record) => self.tell(&id, call::Input::Choose(record), now),
            Wish::Told(id, told) => self.tell(&id, call::Input::Told(told), now),
            Wish::Engagement(id, record) => self.tell(&id, call::Input::Engagement(record), now),
            Wish::Matched(id, party) => self.tell(&id, call::Input::Party(party), now),
        }
    }

    fn dial(&mut self, dial: Dial, now: Ms) -> Result<(), Refusal> {
        if self.position(&dial.id).is_some() {
            return Ok(());
        }
        // First of all: to be told to finish a call and then dial would be of no use.
        if self.rules.closing {
            return Err(Refusal::Closing);
        }
        if self.saved.calls.iter().any(|call| call.stage().is_live()) {
            return Err(Refusal::Busy);
        }
        if self.is_full() {
            return Err(Refusal::Full);
        }
        let id = dial.id.clone();
        self.saved.calls.push(Call::outbound(dial, now, self.rules.limits));
        self.changed(&id);
        Ok(())
    }

    /// Answers or resumes a call; whatever else is on the line is held first.
    fn speak(&mut self, id: &CallId, input: call::Input, now: Ms) -> Result<(), Refusal> {
        let at = self.position(id).ok_or(Refusal::NoSuchCall)?;
        let mut tried = self.saved.calls[at].clone();
        tried.handle(input.clone(), now)?;
        for other in self.speaking_besides(id) {
            self.tell(&other, call::Input::Hold(true), now)?;
        }
        self.tell(id, input, now)
    }

    /// A callee who answers while the agent speaks with somebody else waits on hold.
    fn phone(&mut self, id: &CallId, input: call::Input, now: Ms) -> Result<(), Refusal> {
        let answered = input == call::Input::FarAnswered;
        self.tell(id, input, now)?;
        if answered && !self.speaking_besides(id).is_empty() {
            self.tell(id, call::Input::Hold(true), now)?;
        }
        Ok(())
    }

    fn speaking_besides(&self, id: &CallId) -> Vec<CallId> {
        let others = self.saved.calls.iter().filter(|call| call.id() != id);
        let speaking = others.filter(|c| matches!(c.stage(), Stage::Connected(c) if !c.held));
        speaking.map(|call| call.id().clone()).collect()
    }

    fn tell(&mut self, id: &CallId, input: call::Input, now: Ms) -> Result<(), Refusal> {
        let at = self.position(id).ok_or(Refusal::NoSuchCall)?;
        let before = self.saved.calls[at].clone();
        self.saved.calls[at].handle(input, now)?;
        if self.saved.calls[at] != before {
            self.changed(id);
        }
        Ok(())
    }

    fn tick(&mut self, now: Ms) {
        let due = |call: &Call| {
            let due = self.timers(call).into_iter().flatten().find(|(_, due)| *due <= now);
            (call.id().clone(), due.map(|(timer, _)| timer))
        };
        let calls: Vec<(CallId, Option<Timer>)> = self.saved.calls.iter().map(due).collect();
        for (id, timer) in calls {
            let rang = self.rings(&id);
            let input = match timer {
                Some(Timer::Absent) if rang => call::Input::Unreachable(EndStatus::Missed),
                Some(Timer::Absent | Timer::Held) => call::Input::Deserted,
                // A tick fits every stage.
                Some(Timer::Call | Timer::Farewell) | None => call::Input::Tick,
            };
            let _ = self.tell(&id, input, now);
            if rang && !self.rings(&id) {
                self.unanswered();
            }
        }
    }

    fn rings(&self, id: &CallId) -> bool {
        let call = self.saved.calls.iter().find(|call| call.id() == id);
        call.is_some_and(|call| matches!(call.stage(), Stage::Ringing(_)))
    }

    /// A call rang to the end. Who spoke with somebody meanwhile, or had no page to answer on, is
    /// not to blame.
    fn unanswered(&mut self) {
        let speaks = |call: &Call| match call.stage() {
            Stage::Connected(_) => true,
            _ => call.direction() == Direction::Outbound && call.stage().is_live(),
        };
        let there = !self.surfaces.is_empty() && !self.saved.calls.iter().any(speaks);
        if there && self.rules.away_when_unanswered {
            self.saved.status.unanswered();
        }
    }

    fn count_surfaces(&mut self, now: Ms) {
        if self.surfaces.is_empty() {
            self.empty.get_or_insert(now);
        } else {
            self.empty = None;
        }
    }

    fn is_absent(&self, now: Ms) -> bool {
        self.empty.is_some_and(|since| since.saturating_add(self.rules.absent) <= now)
    }

    /// Whether a call or its wrap-up is open.
    fn is_busy(&self) -> bool {
        self.saved.calls.iter().any(|call| !matches!(call.stage(), Stage::Closed(_)))
    }

    /// Says that a call has changed, and passes its orders on.
    fn changed(&mut self, id: &CallId) {
        let Some(at) = self.position(id) else { return };
        let call = &mut self.saved.calls[at];
        let mut orders = Vec::new();
        while let Some(order) = call.poll() {
            orders.push(order);
        }
        let mut shown = call.clone();
        call.take_entries();
        // Two changes in a row are shown as one, with the entries of both.
        if let Some(Output::Changed(last)) = self.outputs.back_mut()
            && last.id() == id
        {
            shown.put_before(last.take_entries());
            self.outputs.pop_back();
        }
        self.outputs.push_back(Output::Changed(Box::new(shown)));
        for order in orders {
            self.outputs.push_back(Output::Phone(id.clone(), order));
        }
    }

    fn appoint(&mut self) {
        let any = |test: fn(&Call) -> bool| self.saved.calls.iter().any(test);
        let stay = if any(|call| matches!(call.stage(), Stage::Connected(_))) {
            Stay::OnTheLine
        } else if any(|call| call.host().may_announce.is_some() && !call.host().completed) {
            Stay::Speaking
        } else {
            Stay::No
        };
        let current = self.owner.as_ref().map(|owner| owner.surface.as_str());
        // A page that is hidden was left: what it asked for is over.
        let there = |here: &Here| here.visible && !here.asleep;
        self.asked.take_if(|asked| !self.surfaces.get(asked).is_some_and(there));
        let next = self.asked.as_deref().or_else(|| elect(&self.surfaces, current, stay));
        let heard = self.owner.as_ref().and_then(|owner| owner.ear.as_deref());
        let next = next.map(|surface| Owner {
            surface: surface.to_owned(),
            epoch: self.saved.epoch,
            location: self.surfaces.get(surface).and_then(|here| here.location),
            ear: ear(&self.surfaces, surface, heard, stay).map(str::to_owned),
        });
        if next == self.owner {
            return;
        }
        let who = |owner: &Owner| (owner.surface.clone(), owner.ear.clone());
        let same = next.as_ref().map(who) == self.owner.as_ref().map(who);
        if let Some(Owner { epoch, ear: Some(ear), .. }) = self.owner.as_ref().filter(|_| !same) {
            self.past.was_ear(*epoch, ear);
        }
        self.owner = next;
        if let Some(owner) = self.owner.as_mut().filter(|_| !same) {
            self.saved.epoch += 1;
            owner.epoch = self.saved.epoch;
        }
        self.outputs.push_back(Output::Owner(self.owner.clone()));
    }

    /// Lets the ear announce calls that nobody was allowed to announce yet.
    fn permit(&mut self, now: Ms) {
        let Some(owner) = &self.owner else { return };
        let ear = owner.ear.as_ref().and_then(|ear| self.surfaces.get(ear));
        if ear.is_none_or(|here| here.asleep) {
            return;
        }
        let epoch = owner.epoch;
        let unheard: Vec<CallId> = self
            .saved
            .calls
            .iter()
            .filter(|call| call.stage().is_live() && call.host().may_announce.is_none())
            .map(|call| call.id().clone())
            .collect();
        for id in unheard {
            let _ = self.tell(&id, call::Input::MayAnnounce(epoch), now);
        }
    }

    fn put_away(&mut self, now: Ms) {
        let (outputs, past, rules) = (&mut self.outputs, &mut self.past, &self.rules);
        self.saved.calls.retain(|call| {
            let Stage::Closed(_) = call.stage() else { return true };
            let host = call.host();
            let timers = Timer::of(call, None, rules);
            let late = timers.into_iter().flatten().any(|(_, due)| due <= now);
            let stays = host.may_announce.is_some() && !host.completed && !late;
            if !stays {
                outputs.push_back(Output::Gone(call.id().clone()));
                past.put_away(call.id().clone());
            }
            stays
        });
    }

    fn is_ear(&self, surface: &str, epoch: Option<u64>) -> bool {
        self.owner
            .as_ref()
            .is_some_and(|o| o.ear.as_deref() == Some(surface) && Some(o.epoch) == epoch)
    }

    fn position(&self, id: &CallId) -> Option<usize> {
        self.saved.calls.iter().position(|call| call.id() == id)
    }
}
