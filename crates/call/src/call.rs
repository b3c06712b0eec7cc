//! The call itself: inputs in, orders to the phone system out.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    CallId, Case, Dial, Dialling, Direction, Draft, EndStatus, Entry, Fork, Happened, HostLedger,
    InvalidTransition, Keys, Limits, Looked, Ms, Offer, Party, PartySource, Peer, RecordRef,
    Ringing, Stage, Target, ThirdNews, Timer, Told, Via, With,
};

/// One call. What is serialised is all there is of it, but for orders not yet handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub(crate) id: CallId,
    pub(crate) direction: Direction,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) simulated: bool,
    pub(crate) started: Ms,
    pub(crate) limits: Limits,
    pub(crate) stage: Stage,
    pub(crate) host: HostLedger,
    pub(crate) engagement: Option<String>,
    pub(crate) party: Option<Party>,
    #[serde(default)]
    pub(crate) looked: Looked,
    #[serde(default)]
    pub(crate) case: Option<Case>,
    /// Whether the caller left a message instead of speaking with somebody.
    #[serde(default)]
    pub(crate) voicemail: bool,
    /// What it hangs on, when several agents were rung.
    #[serde(default)]
    pub(crate) fork: Option<Fork>,
    /// The name of the agent who took it instead.
    #[serde(default)]
    pub(crate) elsewhere: Option<String>,
    /// Which transfer it comes from.
    #[serde(default)]
    pub(crate) via: Option<Via>,
    /// The name of whoever has it now, or their number.
    #[serde(default)]
    pub(crate) transferred: Option<String>,
    /// What did not come about with a third, in a sentence, until something else is tried.
    #[serde(default)]
    pub(crate) trouble: Option<String>,
    /// How many keys were pressed in it.
    #[serde(default)]
    pub(crate) digits: u32,
    pub(crate) callee: Option<RecordRef>,
    pub(crate) on_screen: Option<RecordRef>,
    pub(crate) draft: Draft,
    /// The number of the last entry of the ledger.
    #[serde(default)]
    pub(crate) noted: u32,
    #[serde(skip)]
    pub(crate) fresh: Vec<Entry>,
    #[serde(skip)]
    pub(crate) orders: VecDeque<Output>,
}

/// What can happen to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// The agent takes it. Taking it twice is taking it once.
    Answer,
    /// The agent refuses it, or ends it: whatever it was, it is over afterwards.
    HangUp,
    /// The agent is heard no more, or again.
    Mute(bool),
    /// The far end waits, or speaks again.
    Hold(bool),
    /// Keys are pressed, for whomever the agent speaks with.
    Digits(Keys),
    /// The far end is given to somebody else.
    Transfer(Target),
    /// Somebody else is called while the far end waits.
    Consult(Peer),
    /// Of far end and third the other one waits.
    Swap,
    /// All three speak with each other.
    Merge,
    /// Far end and third speak with each other, and the agent leaves.
    Complete,
    /// The third is hung up, or the transfer given up.
    DropThird,
    /// The phone system says something of the third.
    Third(ThirdNews),
    /// What was typed so far.
    Draft(Draft),
    /// More time for the wrap-up: as much again as there was at first.
    Extend,
    /// The wrap-up is finished. Before the end of the call the draft is only kept.
    Save(Draft),
    /// The far end's phone rings.
    FarRings,
    /// The far end answered.
    FarAnswered,
    /// The far end hung up, in whatever stage.
    FarHungUp,
    /// The far end is busy.
    FarBusy,
    /// The far end does not answer, or cannot be reached, as the phone system says.
    FarNoAnswer,
    /// The phone system cannot carry the call.
    FarFailed,
    /// The agent cannot be offered this call (away, or too many calls): it ends so.
    Unreachable(EndStatus),
    /// The owner of this epoch may announce the call to HubSpot. Only the first counts.
    MayAnnounce(u64),
    /// HubSpot's page was told something.
    Told(Told),
    /// HubSpot's id of the record.
    Engagement(String),
    /// Who the other party is.
    Party(Party),
    /// What the look-up of the number found; one found is given with [`Input::Party`] as well.
    Looked(Looked),
    /// The agent says that this record is the other party: one of the candidates, or another one.
    Choose(RecordRef),
    /// The ticket or deal that the call is filed under.
    Case(Case),
    /// The caller, whom nobody answered, left a message.
    Voicemail,
    /// Another agent, of this name, has taken it: it stops ringing here.
    Elsewhere(String),
    /// The agent's pages are gone, and none came back: the far end waits no longer.
    Deserted,
    /// Time has passed.
    Tick,
}

/// An order to the phone system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Place the call.
    Dial {
        /// The number, exactly as it goes out.
        to: String,
    },
    /// Answer the inbound call.
    Accept,
    /// Refuse the inbound call.
    Refuse(Cause),
    /// End the call, or stop dialling.
    HangUp,
    /// Cut or restore the agent's voice.
    Mute(bool),
    /// Hold or resume the far end.
    Hold(bool),
    /// Say keys to one of the two.
    Digits(With, Keys),
    /// Give the far end to somebody else. To an agent the call is over with it.
    Transfer(Target),
    /// Call somebody else, beside the far end.
    Consult {
        /// The number, exactly as it goes out.
        to: String,
    },
    /// Hold or resume the third.
    HoldThird(bool),
    /// Hang the third up, or stop calling them, or stop giving the far end to them.
    DropThird,
    /// Let far end and third speak with each other, without the agent; the call is over with it.
    Join,
}

/// Why an inbound call was not taken: a phone system sends the caller elsewhere by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The agent is away or absent.
    Unavailable,
    /// The agent has no free place for a call.
    Busy,
    /// It rang, and nobody took it in time.
    NoAnswer,
    /// The agent does not want it.
    Declined,
}

impl Call {
    /// An inbound call begins to ring.
    pub fn inbound(offer: Offer, now: Ms, limits: Limits) -> Self {
        let began = Happened::Offered(offer.clone(), limits);
        let Offer { id, from, to, simulated, fork, via } = offer;
        let stage = Stage::Ringing(Ringing { until: now.saturating_add(limits.ring) });
        let mut call =
            Self::begin(id, Direction::Inbound, (from, to), simulated, now, limits, stage);
        (call.fork, call.via) = (fork, via);
        call.note(now, began);
        call
    }

    /// An outbound call begins: the order to dial is ready to be polled.
    pub fn outbound(dial: Dial, now: Ms, limits: Limits) -> Self {
        let began = Happened::Dialled(dial.clone(), limits);
        let Dial { id, from, to, callee, on_screen, simulated } = dial;
        let until = now.saturating_add(limits.ring);
        let stage = Stage::Dialling(Dialling { far_rings: false, until });
        let order = Output::Dial { to: to.clone() };
        let mut call =
            Self::begin(id, Direction::Outbound, (from, to), simulated, now, limits, stage);
        call.callee = callee;
        call.on_screen = on_screen;
        call.orders.push_back(order);
        call.note(now, began);
        call
    }

    fn begin(
        id: CallId,
        direction: Direction,
        (from, to): (String, String),
        simulated: bool,
        started: Ms,
        limits: Limits,
        stage: Stage,
    ) -> Self {
        Self {
            id,
            direction,
            from,
            to,
            simulated,
            started,
            limits,
            stage,
            host: HostLedger::default(),
            engagement: None,
            party: None,
            looked: Looked::Pending,
            case: None,
            voicemail: false,
            fork: None,
            elsewhere: None,
            via: None,
            transferred: None,
            trouble: None,
            digits: 0,
            callee: None,
            on_screen: None,
            draft: Draft::default(),
            noted: 0,
            fresh: Vec::new(),
            orders: VecDeque::new(),
        }
    }

    /// Takes one input.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the input does not fit the stage; nothing has changed then. What
    /// is already so (answering an answered call, ending an ended one) is no error.
    pub fn handle(&mut self, input: Input, now: Ms) -> Result<(), InvalidTransition> {
        let (before, what) = (self.clone(), input.clone());
        self.step(input, now)?;
        // The ledger has what changed something; orders belong to what changed.
        if *self != before {
            self.note(now, Happened::Was(what));
        }
        Ok(())
    }

    fn step(&mut self, input: Input, now: Ms) -> Result<(), InvalidTransition> {
        match input {
            Input::Answer => self.answer(now),
            Input::HangUp => self.hang_up(now),
            Input::FarAnswered => self.far_answered(now),
            Input::FarRings => {
                if let Stage::Dialling(dialling) = &mut self.stage {
                    dialling.far_rings = true;
                }
                Ok(())
            }
            Input::FarHungUp => {
                // Whoever waited for an answer decides the word: a caller gives up, a callee declines.
                let end = match self.direction {
                    Direction::Inbound => EndStatus::Canceled,
                    Direction::Outbound => EndStatus::Rejected,
                };
                self.hang_up_third();
                self.end(now, end, EndStatus::Completed)
            }
            Input::FarBusy => self.end(now, EndStatus::Busy, EndStatus::Completed),
            Input::FarNoAnswer => self.end(now, EndStatus::NoAnswer, EndStatus::Completed),
            Input::FarFailed => {
                self.hang_up_third();
                self.end(now, EndStatus::Failed, EndStatus::Failed)
            }
            Input::Unreachable(end) => match self.stage {
                Stage::Ringing(_) => {
                    let busy = end == EndStatus::Busy;
                    let cause = if busy { Cause::Busy } else { Cause::Unavailable };
                    self.orders.push_back(Output::Refuse(cause));
                    self.end(now, end, end)
                }
                _ => Err(self.stage.refuse("become unreachable")),
            },
            Input::Mute(on) => self.mute(on),
            Input::Hold(on) => self.hold(on),
            Input::Digits(keys) => self.press(keys),
            Input::Transfer(target) => self.transfer(target, now),
            Input::Consult(who) => self.consult(who, now),
            Input::Swap => self.swap(),
            Input::Merge => self.merge(),
            Input::Complete => self.complete(now),
            Input::DropThird => self.drop_third(),
            Input::Third(news) => self.third(news, now),
            Input::Draft(draft) => self.keep(draft, now),
            Input::Extend => self.extend(),
            Input::Save(draft) => self.save(draft, now),
            Input::MayAnnounce(epoch) => {
                self.host.may_announce.get_or_insert(epoch);
                Ok(())
            }
            Input::Told(told) => {
                self.host.write(told);
                Ok(())
            }
            Input::Engagement(id) => {
                self.engagement = Some(id);
                Ok(())
            }
            Input::Party(party) => {
                self.name(party);
                Ok(())
            }
            Input::Looked(looked) => {
                // What somebody has decided is not asked again.
                if self.party.as_ref().is_none_or(|party| party.source != PartySource::Chosen) {
                    self.looked = looked;
                    // Of several the page knows one: it is the agent who says which it is.
                    let several = matches!(self.looked, Looked::Several(_));
                    self.party.take_if(|party| several && party.source == PartySource::Host);
                }
                Ok(())
            }
            Input::Choose(record) => {
                self.choose(record);
                Ok(())
            }
            Input::Case(case) => {
                self.case = Some(case);
                Ok(())
            }
            Input::Voicemail => match (&self.stage, self.direction) {
                (Stage::Ringing(_), _) => {
                    self.voicemail = true;
                    self.end(now, EndStatus::Missed, EndStatus::Completed)
                }
                (Stage::Closed(closed), Direction::Inbound) if closed.since.is_none() => {
                    self.voicemail = true;
                    Ok(())
                }
                (other, _) => Err(other.refuse("take a message")),
            },
            Input::Elsewhere(name) => match self.stage {
                // Who answered hangs on the far end: nothing is ordered.
                Stage::Ringing(_) => {
                    self.elsewhere = Some(name);
                    self.end(now, EndStatus::Canceled, EndStatus::Canceled)
                }
                Stage::Closed(_) => Ok(()),
                _ => Err(self.stage.refuse("be taken elsewhere")),
            },
            Input::Deserted => match self.stage {
                Stage::Dialling(_) | Stage::Connected(_) => self.hang_up(now),
                _ => Err(self.stage.refuse("be deserted")),
            },
            Input::Tick => self.tick(now),
        }
    }

    /// The next order to the phone system; call until `None`.
    pub fn poll(&mut self) -> Option<Output> {
        self.orders.pop_front()
    }

    /// When [`Input::Tick`] is due.
    pub fn deadline(&self) -> Option<Ms> {
        Timer::of(&self.stage).map(|(_, due)| due)
    }

    fn answer(&mut self, now: Ms) -> Result<(), InvalidTransition> {
        match &self.stage {
            Stage::Ringing(ringing) => {
                self.stage = Stage::Connected(ringing.clone().answered(now));
                self.orders.push_back(Output::Accept);
                Ok(())
            }
            Stage::Connected(_) if self.direction == Direction::Inbound => Ok(()),
            other => Err(other.refuse("be answered")),
        }
    }

    fn hang_up(&mut self, now: Ms) -> Result<(), InvalidTransition> {
        match self.stage {
            Stage::Ringing(_) => {
                self.orders.push_back(Output::Refuse(Cause::Declined));
                self.end(now, EndStatus::Rejected, EndStatus::Rejected)
            }
            Stage::Dialling(_) | Stage::Connected(_) => {
                self.hang_up_third();
                self.orders.push_back(Output::HangUp);
                self.end(now, EndStatus::Canceled, EndStatus::Completed)
            }
            Stage::WrapUp(_) | Stage::Closed(_) => Ok(()),
        }
    }

    fn far_answered(&mut self, now: Ms) -> Result<(), InvalidTransition> {
        match &self.stage {
            Stage::Dialling(dialling) => {
                self.stage = Stage::Connected(dialling.clone().answered(now));
                Ok(())
            }
            Stage::Connected(_) if self.direction == Direction::Outbound => Ok(()),
            other => Err(other.refuse("be answered by the far end")),
        }
    }

    /// Ends the call: `before` is the word when nobody had answered, `after` when somebody had.
    pub(crate) fn end(
        &mut self,
        now: Ms,
        before: EndStatus,
        after: EndStatus,
    ) -> Result<(), InvalidTransition> {
        match &self.stage {
            Stage::Ringing(ringing) => {
                self.stage = Stage::Closed(ringing.clone().ended(now, before));
            }
            Stage::Dialling(dialling) => {
                self.stage = Stage::Closed(dialling.clone().ended(now, before));
            }
            Stage::Connected(connected) => {
                let wrap_up = connected.clone().ended(now, after, self.limits.wrap_up);
                self.stage = Stage::WrapUp(wrap_up);
            }
            Stage::WrapUp(_) | Stage::Closed(_) => {}
        }
        Ok(())
    }

    fn keep(&mut self, draft: Draft, now: Ms) -> Result<(), InvalidTransition> {
        match &mut self.stage {
            Stage::Closed(_) => return Err(self.stage.refuse("take notes")),
            // Somebody is typing: the wrap-up must not close under the hands.
            Stage::WrapUp(wrap_up) => {
                wrap_up.closes = wrap_up.closes.max(now.saturating_add(self.limits.wrap_up));
            }
            _ => {}
        }
        self.draft = draft.within_limits();
        Ok(())
    }

    fn extend(&mut self) -> Result<(), InvalidTransition> {
        let Stage::WrapUp(wrap_up) = &mut self.stage else {
            return Err(self.stage.refuse("get more time"));
        };
        wrap_up.closes = wrap_up.closes.saturating_add(self.limits.wrap_up);
        Ok(())
    }

    fn save(&mut self, draft: Draft, now: Ms) -> Result<(), InvalidTransition> {
        let draft = draft.within_limits();
        match &self.stage {
            Stage::WrapUp(wrap_up) => {
                self.stage = Stage::Closed(wrap_up.clone().closed());
                self.draft = draft;
                Ok(())
            }
            // The answer to the first try was lost; it is saved.
            Stage::Closed(_) if self.draft == draft => Ok(()),
            Stage::Closed(_) => Err(self.stage.refuse("be saved again")),
            _ => self.keep(draft, now),
        }
    }

    fn name(&mut self, party: Party) {
        if party.source == PartySource::Host && matches!(self.looked, Looked::Several(_)) {
            return;
        }
        let known = self.party.as_ref().map(|known| known.source);
        if known.is_none_or(|source: PartySource| source <= party.source) {
            self.party = Some(party);
        }
    }

    fn choose(&mut self, record: RecordRef) {
        let known = match &self.looked {
            Looked::Several(candidates) => candidates
                .iter()
                .map(|candidate| &candidate.party)
                .find(|party| party.record.as_ref() == Some(&record)),
            _ => self.party.as_ref().filter(|party| party.record.as_ref() == Some(&record)),
        };
        let (name, detail, fields) = known
            .map(|party| (party.name.clone(), party.detail.clone(), party.fields.clone()))
            .unwrap_or_default();
        let source = PartySource::Chosen;
        self.party = Some(Party { name, detail, fields, record: Some(record), source });
        self.looked = Looked::One;
    }

    fn tick(&mut self, now: Ms) -> Result<(), InvalidTransition> {
        match Timer::of(&self.stage) {
            Some((_, due)) if now < due => Ok(()),
            Some((Timer::Ring, due)) if self.direction == Direction::Inbound => {
                self.orders.push_back(Output::Refuse(Cause::NoAnswer));
                self.end(due, EndStatus::Missed, EndStatus::Missed)
            }
            Some((Timer::Ring, due)) => {
                self.orders.push_back(Output::HangUp);
                self.end(due, EndStatus::NoAnswer, EndStatus::NoAnswer)
            }
            Some((Timer::Third, _)) => self.third_late(),
            Some((Timer::WrapUp, _)) => {
                if let Stage::WrapUp(wrap_up) = &self.stage {
                    self.stage = Stage::Closed(wrap_up.clone().closed());
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}
