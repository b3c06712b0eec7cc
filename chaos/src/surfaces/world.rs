//! Agents, their pages and the service, and everything that is on its way between them.

use std::collections::BTreeMap;

use contract::CallId;
use desk::{Desk, Input, Output};
use fastrand::Rng;
use hubspot_calling::IframeLocation;

use super::host::{self, Word};
use super::page::{Page, Parcel, Post, Tab, Up};
use super::service::Service;

/// The service's clock when the pages' begins.
const EPOCH: u64 = 1_700_000_000_000;

/// Where a parcel goes.
enum To {
    Page(u64, Parcel),
    Service(Post),
}

/// All of it.
pub struct World {
    /// The pages' time in milliseconds.
    pub now: u64,
    /// Chance.
    pub rng: Rng,
    /// The service.
    pub service: Service,
    /// Loads of our frame, by number.
    pub pages: BTreeMap<u64, Page>,
    /// What HubSpot's pages heard.
    pub heard: Vec<Word>,
    /// Whether requests and answers get lost.
    pub lossy: bool,
    /// Whether HubSpot's replies name their call.
    with_ids: bool,
    /// Whether the account uses HubSpot's calling window.
    uses_window: bool,
    due: BTreeMap<(u64, u64), To>,
    /// Sockets by the service's number: of which page, which try.
    sockets: BTreeMap<u64, (u64, u32)>,
    /// Whose surface it is, also when it is gone.
    owners: BTreeMap<String, usize>,
    numbers: u64,
}

impl World {
    /// A world in which nobody has opened anything.
    pub fn new(agents: usize, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        Self {
            now: 1_000,
            with_ids: rng.bool(),
            uses_window: rng.u32(..3) > 0,
            rng,
            service: Service::new(agents),
            pages: BTreeMap::new(),
            heard: Vec::new(),
            lossy: true,
            due: BTreeMap::new(),
            sockets: BTreeMap::new(),
            owners: BTreeMap::new(),
            numbers: 0,
        }
    }

    /// The service's time.
    pub fn clock(&self) -> u64 {
        EPOCH + self.now
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// An id that no call has.
    pub fn fresh(&mut self) -> CallId {
        CallId(format!("01900000-0000-7000-8000-{:012x}", self.number()))
    }

    // ---- tabs -------------------------------------------------------------------------------

    /// Opens a tab; without a place it is a page of our own.
    pub fn open(&mut self, agent: usize, place: Option<IframeLocation>) -> u64 {
        let uses_window = self.uses_window;
        let tab = Tab { id: self.number(), agent, place, uses_window, instance: 1 };
        self.load(tab)
    }

    /// Loads our frame in a tab.
    pub fn load(&mut self, tab: Tab) -> u64 {
        let id = self.number();
        let surface = format!("s{id}");
        self.owners.insert(surface.clone(), tab.agent);
        let page = Page {
            desk: Desk::new(surface.clone(), id),
            tab,
            surface,
            frozen: false,
            offline: false,
            visible: true,
            attempt: 0,
            broken: false,
            socket: None,
            in_hand: None,
            heard: self.now,
            last_down: 0,
            last_up: 0,
            stash: std::collections::VecDeque::new(),
        };
        self.pages.insert(id, page);
        self.send(id, Parcel::Greeted);
        self.obey(id);
        id
    }

    /// Ends a page. `gently`: it is told before, as `pagehide` does.
    pub fn end(&mut self, id: u64, gently: bool) -> Option<Tab> {
        if gently && self.pages.get(&id).is_some_and(|page| !page.frozen) {
            self.give(id, Input::PageHide);
        }
        let page = self.pages.remove(&id)?;
        // A computer without a network tells nobody; the service finds out by itself.
        if let Some(socket) = page.socket.filter(|_| !page.offline && !page.broken) {
            self.post(Post::Ended(socket));
        }
        Some(page.tab)
    }

    /// Takes the network away or gives it back. A socket does not survive it; who notices, and when,
    /// is chance.
    pub fn set_offline(&mut self, id: u64, offline: bool) {
        let (page_notices, service_notices) = (self.rng.bool(), self.rng.bool());
        let Some(page) = self.pages.get_mut(&id) else { return };
        let was = std::mem::replace(&mut page.offline, offline);
        if !offline || was {
            return;
        }
        page.broken = true;
        let (attempt, socket) = (page.attempt, page.socket.take());
        if page_notices {
            self.send(id, Parcel::Down(attempt, None));
        }
        if let Some(socket) = socket.filter(|_| service_notices) {
            self.post(Post::Ended(socket));
        }
    }

    /// Lets a page run again: what has come meanwhile comes at once.
    pub fn thaw(&mut self, id: u64) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.frozen = false;
        while let Some(parcel) = self.pages.get_mut(&id).and_then(|page| page.stash.pop_front()) {
            self.deliver(id, parcel);
        }
        self.give(id, Input::Tick);
    }

    // ---- time -------------------------------------------------------------------------------

    /// Lets time pass.
    pub fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        for turn in 0.. {
            assert!(turn < 200_000, "somebody ticks for ever");
            let desks = self.pages.values().filter(|page| !page.frozen);
            let desks = desks.filter_map(|page| page.desk.deadline());
            let service = self.service.deadline().map(|at| at.saturating_sub(EPOCH));
            let parcel = self.due.keys().next().map(|(at, _)| *at);
            let next = desks.chain(service).chain(parcel).min().filter(|at| *at <= end);
            let Some(next) = next else { break };
            self.now = self.now.max(next);
            self.step();
        }
        self.now = end;
    }

    fn step(&mut self) {
        while let Some(entry) = self.due.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            match entry.remove() {
                To::Page(id, parcel) => self.arrive(id, parcel),
                To::Service(post) => self.receive(post),
            }
        }
        let ids: Vec<u64> = self.pages.keys().copied().collect();
        for id in ids {
            let Some(page) = self.pages.get(&id) else { continue };
            if !page.frozen && page.desk.deadline().is_some_and(|due| due <= self.now) {
                self.give(id, Input::Tick);
            }
        }
        if self.service.deadline().is_some_and(|due| due <= self.clock()) {
            self.service.tick(self.clock());
        }
        self.carry();
    }

    /// Whether anything of the stream is on its way to this page.
    pub fn is_behind(&self, id: u64) -> bool {
        let down = |to: &To| matches!(to, To::Page(page, Parcel::Down(..)) if *page == id);
        let stash = |page: &Page| !page.stash.is_empty();
        let waits = self.pages.get(&id).is_some_and(stash) || !self.service.out.is_empty();
        waits || self.due.values().any(down)
    }

    // ---- parcels ----------------------------------------------------------------------------

    fn latency(&mut self) -> u64 {
        if self.rng.u32(..20) == 0 { self.rng.u64(50..400) } else { self.rng.u64(1..20) }
    }

    fn send(&mut self, id: u64, parcel: Parcel) {
        let at = self.now + self.latency();
        self.send_at(at, id, parcel);
    }

    fn send_at(&mut self, at: u64, id: u64, parcel: Parcel) {
        let n = self.number();
        self.due.insert((at, n), To::Page(id, parcel));
    }

    fn post(&mut self, post: Post) {
        let (at, n) = (self.now + self.latency(), self.number());
        self.due.insert((at, n), To::Service(post));
    }

    /// What the service has said goes on its way.
    pub fn carry(&mut self) {
        while let Some((socket, message)) = self.service.out.pop_front() {
            let Some((id, attempt)) = self.sockets.get(&socket).copied() else { continue };
            let Some(page) = self.pages.get(&id) else { continue };
            if page.attempt != attempt || page.broken {
                continue;
            }
            // One after the other, as on every socket.
            let at = (self.now + self.latency()).max(self.pages[&id].last_down);
            if let Some(page) = self.pages.get_mut(&id) {
                page.last_down = at;
            }
            self.send_at(at, id, Parcel::Down(attempt, message.map(Box::new)));
        }
    }

    fn arrive(&mut self, id: u64, parcel: Parcel) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        if page.frozen {
            page.stash.push_back(parcel);
        } else {
            self.deliver(id, parcel);
        }
    }

    fn deliver(&mut self, id: u64, parcel: Parcel) {
        let jitter = self.rng.f64();
        let (fresh, now) = (self.fresh(), self.now);
        let Some(page) = self.pages.get_mut(&id) else { return };
        let input = match parcel {
            Parcel::Greeted => page.tab.greeting(),
            Parcel::Told(input) if matches!(*input, Input::SignedIn) && page.offline => {
                // The shell tries again by itself.
                let at = self.now + 1_000;
                return self.send_at(at, id, Parcel::Told(input));
            }
            Parcel::Told(input) => *input,
            Parcel::Opened(attempt) if attempt != page.attempt => return,
            Parcel::Opened(_) if page.offline => Input::StreamLost { jitter },
            Parcel::Opened(_) => {
                page.heard = now;
                Input::StreamOpened
            }
            Parcel::Down(attempt, _) if attempt != page.attempt => return,
            Parcel::Down(_, Some(_)) if page.broken => return,
            Parcel::Down(_, Some(message)) => {
                page.in_hand = Some((*message).clone());
                page.heard = now;
                Input::StreamMessage(*message)
            }
            Parcel::Down(_, None) => {
                page.attempt += 1;
                page.socket = None;
                Input::StreamLost { jitter }
            }
            Parcel::Answered(key, result) => Input::CommandDone { key, result },
            Parcel::Host(instance, _) if instance != page.tab.instance => return,
            Parcel::Host(_, message) => Input::HostMessage { message: *message, fresh },
        };
        self.give(id, input);
    }

    fn receive(&mut self, post: Post) {
        let clock = self.clock();
        match post {
            Post::Ended(socket) => self.service.ends(socket, clock),
            Post::Up(id, attempt, up) => {
                let Some(page) = self.pages.get_mut(&id) else { return };
                if page.attempt != attempt || page.broken || page.offline {
                    return;
                }
                match (*up, page.socket) {
                    (Up::Hello(here, resume), _) => {
                        let (agent, surface) = (page.tab.agent, page.surface.clone());
                        let socket =
                            self.service.hello(agent, &surface, &here, resume.as_ref(), clock);
                        self.sockets.insert(socket, (id, attempt));
                        if let Some(page) = self.pages.get_mut(&id) {
                            page.socket = Some(socket);
                        }
                    }
                    (Up::Says(message), Some(socket)) => {
                        self.service.hears(socket, &message, clock);
                    }
                    (Up::Says(_), None) => {}
                }
            }
            Post::Command(id, key, command, keepalive) => {
                self.command(id, key, *command, keepalive);
            }
        }
        self.carry();
    }

    fn command(&mut self, id: u64, key: String, command: contract::Command, keepalive: bool) {
        let offline = self.pages.get(&id).is_some_and(|page| page.offline);
        let gone = !self.pages.contains_key(&id);
        let fate = if self.lossy { self.rng.u32(..16) } else { 0 };
        let lost = offline || fate == 15 || (gone && !keepalive && self.rng.bool());
        let agent = self.owners.get(&command.surface).copied();
        let result = match agent.filter(|_| !lost) {
            Some(agent) => self.service.command(agent, &key, command, self.clock()).map_err(Some),
            None => Err(None),
        };
        // An answer may be lost too, or never come.
        let result = if fate == 14 { Err(None) } else { result };
        if fate != 13 {
            self.send(id, Parcel::Answered(key, result));
        }
    }

    // ---- pages ------------------------------------------------------------------------------

    /// Hands something to a page, if it can run, and does what it asks for.
    pub fn give(&mut self, id: u64, input: Input) {
        let now = self.now;
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.desk.handle(input, now);
        self.obey(id);
    }

    fn obey(&mut self, id: u64) {
        loop {
            let Some(page) = self.pages.get_mut(&id) else { return };
            let Some(output) = page.desk.poll() else { return };
            let (attempt, instance) = (page.attempt, page.tab.instance);
            match output {
                Output::Host(message) => self.hears(id, instance, &message),
                Output::Renew => self.send(id, Parcel::Told(Box::new(Input::SignedIn))),
                Output::Connect => {
                    page.attempt += 1;
                    page.broken = false;
                    page.last_down = 0;
                    let attempt = page.attempt;
                    self.send(id, Parcel::Opened(attempt));
                }
                Output::Disconnect => {
                    page.attempt += 1;
                    let reachable = !page.offline && !page.broken;
                    let socket = page.socket.take();
                    if let Some(socket) = socket.filter(|_| reachable) {
                        self.post(Post::Ended(socket));
                    }
                }
                Output::Hello { here, resume } => {
                    self.say(id, attempt, Up::Hello(here, resume));
                }
                Output::Send(message) => self.say(id, attempt, Up::Says(message)),
                Output::Command { key, command, keepalive } => {
                    self.post(Post::Command(id, key, Box::new((*command).clone()), keepalive));
                }
                Output::Share { stream, .. } => self.share(id, &stream),
                Output::ReadNumber { .. } => {
                    self.send(id, Parcel::Told(Box::new(Input::NumberRead(Err(None)))));
                }
                // Nobody signs in or out here, nothing opens by itself, and drafts have tests of
                // their own.
                Output::SignIn { .. }
                | Output::Finish { .. }
                | Output::SignOut
                | Output::Move { .. }
                | Output::Open { .. }
                | Output::Keep { .. }
                | Output::Forget { .. }
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
            }
        }
    }

    /// Hands what came last to the agent's other frames, most of the time: they are in one browser.
    fn share(&mut self, id: u64, stream: &str) {
        let Some(page) = self.pages.get(&id).filter(|_| self.rng.u32(..4) > 0) else { return };
        let (agent, Some(message)) = (page.tab.agent, page.in_hand.clone()) else { return };
        let others = self.pages.iter().filter(|(n, page)| **n != id && page.tab.agent == agent);
        for other in others.map(|(n, _)| *n).collect::<Vec<_>>() {
            let (stream, message) = (stream.to_owned(), message.clone());
            self.send(other, Parcel::Told(Box::new(Input::Handed { stream, message })));
        }
    }

    /// Says something on the socket of this try: one after the other, as on every socket.
    fn say(&mut self, id: u64, attempt: u32, up: Up) {
        let (at, n) = (self.now + self.latency(), self.number());
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.last_up = page.last_up.max(at);
        let post = Post::Up(id, attempt, Box::new(up));
        self.due.insert((page.last_up, n), To::Service(post));
    }

    fn hears(&mut self, id: u64, instance: u64, message: &hubspot_calling::WidgetMessage) {
        let (Some(page), Some((kind, call))) = (self.pages.get(&id), host::kind(message)) else {
            return;
        };
        let calls = self.service.cells[page.tab.agent].core.calls();
        let known = calls.iter().find(|known| known.id().0 == call);
        self.heard.push(Word {
            agent: page.tab.agent,
            surface: page.surface.clone(),
            instance: page.tab.instance(),
            kind,
            call: call.to_owned(),
            blind: page.offline || page.broken || self.is_behind(id),
            heeded: page.tab.is_heard(),
            after_end: known.is_some_and(|call| call.host().ended),
            silence: self.now - page.heard,
        });
        if kind == "ANNOUNCED" {
            let record = self.number();
            for (late, reply) in host::replies(call, record, self.with_ids, &mut self.rng) {
                let at = self.now + late;
                self.send_at(at, id, Parcel::Host(instance, Box::new(reply)));
            }
        }
    }
}
