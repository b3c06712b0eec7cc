//! A backend, HubSpot's page, frames in it, and the network between them: all of it may fail.

use std::collections::{BTreeMap, VecDeque};

use contract::*;
use desk::{CardPhase, ContactField, Desk, Input, Intent, Output, SaveState, Stage};
use hubspot_calling::{CallRef, DialNumber, HostInfo, HostMessage, Id, WidgetMessage};

use crate::acts::Act;
use crate::backend::Backend;
use crate::page::Page;

/// Dice with a seed.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One frame of HubSpot's page.
pub struct Frame {
    pub desk: Desk,
    pub surface: String,
    connected: bool,
    /// Messages of the stream that have not arrived.
    inbox: VecDeque<ServerMessage>,
    slow: bool,
}

pub struct World {
    pub now: u64,
    pub backend: Backend,
    pub page: Page,
    pub frames: Vec<Frame>,
    pub dice: Dice,
    /// Whether commands may get lost.
    pub lossy: bool,
    offline: bool,
    /// What the first frame's page keeps.
    kept: BTreeMap<String, (CallId, Draft)>,
    /// What was typed last into the first frame, by call.
    pub typed: BTreeMap<String, String>,
    /// How often a record was opened for each call, by whatever frame.
    pub opened: BTreeMap<String, u32>,
    /// How often a contact was asked for, by surface and call.
    pub wanted: BTreeMap<(String, String), u32>,
    surfaces: u64,
    /// The message of a stream that was given to a frame last.
    in_hand: Option<ServerMessage>,
}

impl World {
    pub fn new(with_ids: bool, frames: usize, seed: u64) -> World {
        let mut world = World {
            now: 1_000,
            backend: Backend::default(),
            page: Page::new(with_ids),
            frames: Vec::new(),
            dice: Dice(seed),
            lossy: true,
            offline: false,
            kept: BTreeMap::new(),
            typed: BTreeMap::new(),
            opened: BTreeMap::new(),
            wanted: BTreeMap::new(),
            surfaces: 0,
            in_hand: None,
        };
        for _ in 0..frames {
            let frame = world.frame();
            world.frames.push(frame);
        }
        for at in 0..frames {
            world.greet(at);
        }
        world.pump();
        world
    }

    fn frame(&mut self) -> Frame {
        self.surfaces += 1;
        let surface = format!("s{}", self.surfaces);
        Frame {
            desk: Desk::new(surface.clone(), self.surfaces),
            surface,
            connected: false,
            inbox: VecDeque::new(),
            slow: false,
        }
    }

    fn greet(&mut self, at: usize) {
        let instance = self.page.name();
        let info = HostInfo { portal_id: Some(Id::from(7)), ..HostInfo::default() };
        let ready = Input::HostReady { info, instance };
        self.give(at, ready);
        if at == 0 {
            let kept = self.kept.values().cloned().collect();
            self.give(0, Input::Kept(kept));
        }
    }

    pub fn give(&mut self, at: usize, input: Input) {
        let now = self.now;
        self.frames[at].desk.handle(input, now);
        self.obey(at);
    }

    /// Does what a desk asks for.
    fn obey(&mut self, at: usize) {
        while let Some(output) = self.frames[at].desk.poll() {
            let surface = self.frames[at].surface.clone();
            let now = self.now;
            match output {
                Output::Host(WidgetMessage::NavigateToRecord(to)) => {
                    // The record of a pop has the call's id.
                    let call = to.object.map(|object| object.object_id.to_string());
                    *self.opened.entry(call.unwrap_or_default()).or_default() += 1;
                }
                Output::Open { call, .. } => {
                    if self.dice.roll(2) == 0 {
                        *self.opened.entry(call.0).or_default() += 1;
                    } else {
                        self.frames[at].desk.handle(Input::NotOpened { call }, now);
                    }
                }
                Output::Host(message) => {
                    self.page.hears(&surface, at, &message, now, &mut self.dice);
                }
                Output::Connect => {
                    let input = if self.offline {
                        Input::StreamLost { jitter: 0.5 }
                    } else {
                        self.frames[at].connected = true;
                        Input::StreamOpened
                    };
                    self.frames[at].desk.handle(input, now);
                }
                Output::Disconnect => self.unplug(at, true),
                Output::Hello { here, resume } => self.backend.hello(&surface, &here, resume),
                Output::Send(ClientMessage::Here(here)) => self.backend.here(&surface, &here),
                Output::Send(_)
                | Output::ReadNumber { .. }
                | Output::SignIn { .. }
                | Output::Finish { .. }
                | Output::SignOut
                | Output::Move { .. }
                | Output::History { .. }
                | Output::Targets { .. }
                | Output::Seen
                | Output::KeepPending(_)
                | Output::OpenWindow { .. }
                | Output::AllowSound
                | Output::Device(..)
                | Output::Volume(_)
                | Output::TestTone
                | Output::Report { .. }
                | Output::DropHint => {}
                Output::Share { stream, .. } => self.share(at, &stream),
                Output::Renew => self.frames[at].desk.handle(Input::SignedIn, now),
                Output::Keep { call, draft } if at == 0 => {
                    self.kept.insert(call.0.clone(), (call, draft));
                }
                Output::Forget { call } if at == 0 => {
                    self.kept.remove(&call.0);
                }
                Output::Keep { .. } | Output::Forget { .. } => {}
                Output::Command { key, command, .. } => self.command(at, key, (*command).clone()),
            }
        }
    }

    fn command(&mut self, at: usize, key: String, command: Command) {
        let fate = if self.lossy { self.dice.roll(12) } else { 0 };
        self.backend.now = self.now;
        let (arrives, answered) = match fate {
            _ if self.offline => (false, Some(false)),
            0..=7 => (true, Some(true)),
            8 => (true, Some(false)),
            9 => (false, Some(false)),
            10 => (true, None),
            _ => (false, None),
        };
        let result = arrives.then(|| self.backend.command(&key, &command));
        let result = match (answered, result) {
            (None, _) => return,
            (Some(true), Some(result)) => result.map_err(Some),
            _ => Err(None),
        };
        let now = self.now;
        self.frames[at].desk.handle(Input::CommandDone { key, result }, now);
    }

    /// Hands what a frame was given last to the others; now and then to nobody.
    fn share(&mut self, at: usize, stream: &str) {
        let Some(message) = self.in_hand.clone().filter(|_| self.dice.roll(4) > 0) else { return };
        let now = self.now;
        for (_, frame) in self.frames.iter_mut().enumerate().filter(|(other, _)| *other != at) {
            let (stream, message) = (stream.to_owned(), message.clone());
            frame.desk.handle(Input::Handed { stream, message }, now);
        }
    }

    fn unplug(&mut self, at: usize, notices: bool) {
        self.frames[at].connected = false;
        self.frames[at].inbox.clear();
        let surface = self.frames[at].surface.clone();
        if notices {
            self.backend.gone_surface(&surface);
        }
    }

    /// Lets everything arrive that can.
    pub fn pump(&mut self) {
        loop {
            self.backend.now = self.now;
            for at in 0..self.frames.len() {
                self.obey(at);
            }
            for (to, message) in std::mem::take(&mut self.backend.out) {
                for frame in &mut self.frames {
                    if frame.surface == to && frame.connected {
                        frame.inbox.push_back(message.clone());
                    }
                }
            }
            let mut moved = false;
            for at in 0..self.frames.len() {
                while !self.frames[at].slow {
                    let Some(message) = self.frames[at].inbox.pop_front() else { break };
                    moved = true;
                    self.in_hand = Some(message.clone());
                    self.give(at, Input::StreamMessage(message));
                }
            }
            if !moved && self.backend.out.is_empty() {
                return;
            }
        }
    }

    fn step(&mut self, to: u64) {
        let frames = self.frames.iter().filter_map(|frame| frame.desk.deadline());
        let replies = self.page.replies.iter().map(|reply| reply.0);
        let next = frames.chain(replies).filter(|at| *at <= to).min().unwrap_or(to);
        self.now = self.now.max(next);
        let now = self.now;
        for at in 0..self.frames.len() {
            if self.frames[at].desk.deadline().is_some_and(|due| due <= now) {
                self.give(at, Input::Tick);
            }
        }
        while let Some(at) = self.page.replies.iter().position(|reply| reply.0 <= now) {
            let (_, frame, _, message) = self.page.replies.remove(at);
            let fresh = self.backend.fresh();
            self.give(frame, Input::HostMessage { message, fresh });
        }
        self.pump();
    }

    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        let mut ping = self.now;
        for turn in 0.. {
            assert!(turn < 20_000, "somebody ticks for ever");
            if self.now >= ping {
                ping = self.now + 4_000;
                for frame in self.frames.iter_mut().filter(|frame| frame.connected) {
                    frame.inbox.push_back(ServerMessage::Ping(1));
                }
                self.pump();
            }
            if self.now >= end {
                return;
            }
            self.step(end.min(ping));
        }
    }

    fn press(&mut self, at: usize, which: u8) {
        let view = desk::View::clone(self.frames[at].desk.view());
        let fresh = self.backend.fresh();
        let intent = match (view.front, which % 8) {
            (_, 0) => Intent::DialPending,
            (None, _) => {
                let typed = Intent::Typed("+4930555".into());
                self.give(at, Input::Do { intent: typed, fresh: fresh.clone() });
                Intent::Dial
            }
            (Some(card), 1) => Intent::Answer(card.id),
            (Some(card), 2) => Intent::Decline(card.id),
            (Some(card), 3) => Intent::HangUp(card.id),
            (Some(card), 4) => Intent::Hold(card.id, true),
            // One person types, so one frame saves.
            (Some(card), 5) if at == 0 => Intent::Save(card.id),
            (Some(card), 6) => match view.others.first() {
                Some(other) => Intent::Answer(other.id.clone()),
                None => Intent::Answer(card.id),
            },
            (Some(card), _) => Intent::Mute(card.id, true),
        };
        self.give(at, Input::Do { intent: intent.clone(), fresh: fresh.clone() });
        self.give(at, Input::Do { intent, fresh }); // everybody clicks twice
    }

    /// Chooses one of the candidates, or makes a contact.
    fn names(&mut self, at: usize, what: u8) {
        let Some(card) = self.frames[at].desk.view().front.clone() else { return };
        let fresh = self.backend.fresh();
        let which = usize::from(what);
        let intents = match card.beside.candidates.get(which % 3) {
            Some(one) if what < 128 => vec![Intent::Choose(card.id, one.record.clone())],
            _ if card.beside.can_create || card.beside.contact.is_some() => vec![
                Intent::Contact(card.id.clone()),
                Intent::ContactTyped(card.id.clone(), ContactField::LastName, "Ada".into()),
                Intent::Create(card.id),
            ],
            _ => vec![Intent::Others(card.id)],
        };
        for intent in intents {
            if let Intent::Create(call) = &intent {
                let by = (self.frames[at].surface.clone(), call.0.clone());
                *self.wanted.entry(by).or_default() += 1;
            }
            self.give(at, Input::Do { intent, fresh: fresh.clone() });
        }
    }

    /// Types into the first frame, where typing makes sense and is not being saved.
    fn types(&mut self, what: u8) {
        let Some(card) = self.frames[0].desk.view().front.clone() else { return };
        let takes_notes =
            matches!(card.phase, CardPhase::Connected { .. } | CardPhase::WrapUp { .. });
        // What is typed into a wrap-up that the backend has closed meanwhile is too late; the
        // person is told so, which has a test of its own.
        let closed = self
            .backend
            .get(&card.id)
            .is_none_or(|known| matches!(known.phase, Phase::Closed { .. }));
        if closed || !takes_notes || matches!(card.saved, SaveState::Saving | SaveState::Failed) {
            return;
        }
        let notes = format!("{}{}", card.draft.notes, (b'a' + what % 26) as char);
        self.typed.insert(card.id.0.clone(), notes.clone());
        let fresh = self.backend.fresh();
        self.give(0, Input::Do { intent: Intent::Notes(card.id, notes), fresh });
    }

    fn reload(&mut self, at: usize) {
        self.give(at, Input::PageHide);
        self.unplug(at, true);
        self.frames[at] = self.frame();
        // What cannot be known after a reload: replies without an id to calls that are forgotten.
        let backend = &self.backend;
        let with_ids = self.page.with_ids;
        let known = |call: &String| backend.calls.iter().any(|one| one.id.0 == *call);
        self.page.replies.retain(|(_, to, call, _)| *to != at || with_ids || known(call));
        self.greet(at);
    }

    pub fn act(&mut self, act: &Act) {
        let frames = self.frames.len();
        let pick = |world: &World, n: usize| world.backend.nth(n);
        match *act {
            Act::Rings => self.backend.rings(),
            Act::FarAnswers(n) => {
                if let Some(call) = pick(self, n)
                    && matches!(self.backend.get(&call).unwrap().phase, Phase::Dialling { .. })
                {
                    self.backend.answer(&call);
                }
            }
            Act::Ends(n) => {
                if let Some(call) = pick(self, n) {
                    self.backend.end(&call);
                }
            }
            Act::Closes(n) => {
                // The wrap-up's time is over; only where nothing was typed, so that drafts can be
                // checked at the end.
                if let Some(call) = pick(self, n)
                    && !self.typed.contains_key(&call.0)
                {
                    self.backend.close(&call);
                }
            }
            Act::Press(at, which) => self.press(at % frames, which),
            Act::Types(what) => self.types(what),
            Act::Clicks(n) => {
                let number = format!("+49305{n}");
                let dial = DialNumber { phone_number: Some(number), ..DialNumber::default() };
                let fresh = self.backend.fresh();
                self.give(0, Input::HostMessage { message: HostMessage::DialNumber(dial), fresh });
            }
            Act::HostEnds => {
                let message = HostMessage::EndCall(CallRef::default());
                let fresh = self.backend.fresh();
                self.give(0, Input::HostMessage { message, fresh });
            }
            Act::Presence(on) => {
                let presence = if on { Presence::Available } else { Presence::Unavailable };
                let fresh = self.backend.fresh();
                self.give(
                    0,
                    Input::Do { intent: Intent::Status(Choice { presence, reason: None }), fresh },
                );
            }
            Act::Passes(ms) => self.pass(u64::from(ms)),
            Act::Loses(at, notices) => {
                let at = at % frames;
                self.unplug(at, notices);
                self.give(at, Input::StreamLost { jitter: 0.3 });
            }
            Act::Offline(offline) => {
                self.offline = offline;
                if offline {
                    for at in 0..frames {
                        self.unplug(at, true);
                        self.give(at, Input::StreamLost { jitter: 0.7 });
                    }
                }
            }
            Act::Slow(at, slow) => self.frames[at % frames].slow = slow,
            Act::ReloadsFrame(at) => self.reload(at % frames),
            Act::ReloadsPage => {
                self.page.instance += 1;
                self.page.replies.clear();
                for at in 0..frames {
                    self.reload(at);
                }
            }
            Act::Restarts => {
                self.backend.restart();
                for at in 0..frames {
                    self.unplug(at, false);
                    self.give(at, Input::StreamLost { jitter: 0.1 });
                }
            }
            Act::Appoints(skip) => self.backend.appoint(skip),
            Act::Names(at, what) => self.names(at % frames, what),
            Act::Saves => self.backend.saves(),
            Act::Visible(at, visible) => self.give(at % frames, Input::Visible(visible)),
        }
        self.pump();
    }

    /// From here on nothing fails, and everything has time to come right.
    pub fn calm(&mut self) {
        self.lossy = false;
        self.page.moody = false;
        self.offline = false;
        for at in 0..self.frames.len() {
            self.frames[at].slow = false;
        }
        self.pass(45_000);
    }

    /// Once nothing is under way, everybody shows the party that the backend has.
    pub fn check_parties(&self) {
        for frame in &self.frames {
            let view = frame.desk.view();
            for card in view.front.iter().chain(&view.others) {
                let known = self.backend.get(&card.id).and_then(|call| call.party.as_ref());
                let open = !matches!(card.phase, CardPhase::Ended { .. });
                assert!(!open || card.party.as_ref() == known, "{}: {card:?}", frame.surface);
            }
        }
    }

    /// Frames that have seen everything show every call that is open, and no other.
    pub fn check_screens(&self) {
        for frame in &self.frames {
            let view = frame.desk.view();
            let behind = !frame.inbox.is_empty() || !frame.connected || frame.slow;
            if behind || view.stage != Stage::Working || view.link != desk::Link::Up {
                continue;
            }
            let open = |call: &&CallView| !matches!(call.phase, Phase::Closed { .. });
            let mut expected: Vec<&CallId> =
                self.backend.calls.iter().filter(open).map(|call| &call.id).collect();
            let mut shown: Vec<&CallId> = (view.front.iter().chain(&view.others))
                .filter(|card| !matches!(card.phase, CardPhase::Ended { .. }))
                .filter(|card| card.waiting != Some(desk::Waiting::Dial))
                .map(|card| &card.id)
                .collect();
            // A call that was given up before it is there is not open yet.
            shown.retain(|id| self.backend.get(id).is_some());
            expected.sort();
            shown.sort();
            assert_eq!(shown, expected, "{} shows what there is", frame.surface);
            let saved = view.last.as_ref().filter(|last| last.saved == Saved::Saved);
            let said = saved.is_none() || saved == self.backend.last.as_ref();
            assert!(said, "{} calls saved what is not", frame.surface);
        }
    }
}
