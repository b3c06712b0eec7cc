//! The service in simulated time: real seats, real event streams, the real simulated phone system, and
//! around them what the switchboard and the sockets do, without a store and without a clock.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use call::{CallId, Limits, Offer, Stage};
use contract::{ClientMessage, Command, Event, Here, Problem, Resume, ServerMessage, Snapshot};
use seat::{Input, Output, Seat};
use sidetone_backend::around::Tenancy;
use sidetone_backend::hub::{self, Hub, Subscription};
use sidetone_backend::people::{Agent, AgentId, TenantId};
use sidetone_backend::{later, status, view, wish};
use voice::{Config, Far, Order, Rebuilt, Simulated};

/// Milliseconds between two pings.
const PING: u64 = 5_000;
/// So many unanswered pings, and another surface speaks instead, as in the service.
const ASLEEP: u32 = 2;
/// Unanswered pings after which a surface is gone.
const UNANSWERED: u32 = 3;

/// One agent.
#[derive(Debug)]
pub struct Cell {
    agent: Agent,
    /// The seat.
    pub core: Seat,
    /// What became of each command, by its key.
    done: BTreeMap<String, Result<(), Problem>>,
}

/// One socket, as the service has it.
#[derive(Debug)]
struct Line {
    agent: usize,
    surface: String,
    subscription: Subscription,
    seen: u64,
    sent: u32,
    answered: u32,
    ping_at: u64,
    here: Here,
    asleep: bool,
}

/// The service.
#[derive(Debug)]
pub struct Service {
    /// The seats.
    pub cells: Vec<Cell>,
    hub: Hub,
    phone: Simulated,
    /// Whose call it is.
    agents: BTreeMap<String, usize>,
    tenancy: Tenancy,
    lines: BTreeMap<u64, Line>,
    sockets: u64,
    starts: u32,
    /// What goes out, by socket; `None`: the socket is closed.
    pub out: VecDeque<(u64, Option<ServerMessage>)>,
}

fn new_hub(start: u32) -> Hub {
    Hub::new(format!("start-{start}"), hub::Limits { horizon: 40, queue: 256, sockets: 64 })
}

impl Service {
    /// A service with so many agents.
    pub fn new(agents: usize) -> Self {
        let agent = |n: usize| Agent {
            id: AgentId(format!("a{n}")),
            tenant: TenantId("t".to_owned()),
            tenant_name: "Tenant".to_owned(),
            login: format!("agent{n}"),
            name: format!("Agent {n}"),
            number: format!("+44207946090{n}"),
            country: "GB".to_owned(),
            simulated: true,
        };
        let cell = |n| Cell {
            agent: agent(n),
            core: Seat::restore(seat::Saved::default(), Limits::default()),
            done: BTreeMap::new(),
        };
        Self {
            cells: (0..agents).map(cell).collect(),
            hub: new_hub(0),
            phone: Simulated::new(Config { answer_after: 0, rings_after: 150 }),
            agents: BTreeMap::new(),
            tenancy: Tenancy { settings: Arc::default(), account: None, mixes: false },
            lines: BTreeMap::new(),
            sockets: 0,
            starts: 0,
            out: VecDeque::new(),
        }
    }

    // ---- sockets ----------------------------------------------------------------------------

    /// A surface greets on a socket of its own; its number is told.
    pub fn hello(
        &mut self,
        agent: usize,
        surface: &str,
        here: &Here,
        resume: Option<&Resume>,
        now: u64,
    ) -> u64 {
        self.sockets += 1;
        let number = self.sockets;
        let id = self.cells[agent].agent.id.clone();
        let Ok(subscription) = self.hub.subscribe(&id, surface) else {
            self.out.push_back((number, None));
            return number;
        };
        let line = Line {
            agent,
            surface: surface.to_owned(),
            subscription,
            seen: 0,
            sent: 0,
            answered: 0,
            ping_at: now + PING,
            here: here.clone(),
            asleep: false,
        };
        self.lines.insert(number, line);
        self.is_here(number, here, now);
        let stream = self.hub.stream_name(&id);
        self.out.push_back((number, Some(ServerMessage::Welcome { stream, now })));
        let missed = resume.and_then(|resume| Some((resume.seq, self.hub.missed(&id, resume)?)));
        let seen = match missed {
            Some((seq, missed)) => {
                for event in &missed {
                    self.out.push_back((number, serde_json::from_str(&event.text).ok()));
                }
                missed.last().map_or(seq, |last| last.seq)
            }
            None => {
                let snapshot = self.snapshot(agent, now);
                let seen = snapshot.seq;
                self.out.push_back((number, Some(ServerMessage::Snapshot(Box::new(snapshot)))));
                seen
            }
        };
        if let Some(line) = self.lines.get_mut(&number) {
            line.seen = seen;
        }
        self.flush(now);
        number
    }

    /// A surface says something on its socket.
    pub fn hears(&mut self, socket: u64, message: &ClientMessage, now: u64) {
        match message {
            ClientMessage::Here(here) => self.is_here(socket, here, now),
            ClientMessage::Pong(number) => {
                let Some(line) = self.lines.get_mut(&socket) else { return };
                line.answered = line.answered.max(*number);
                if std::mem::take(&mut line.asleep) {
                    let here = line.here.clone();
                    self.is_here(socket, &here, now);
                }
            }
            ClientMessage::Hello { .. } => self.ends(socket, now),
        }
        self.flush(now);
    }

    /// A socket has ended.
    pub fn ends(&mut self, socket: u64, now: u64) {
        let Some(line) = self.lines.remove(&socket) else { return };
        self.out.push_back((socket, None));
        let id = self.cells[line.agent].agent.id.clone();
        if self.hub.unsubscribe(&id, &line.surface, line.subscription.connection) {
            let _ = self.step(line.agent, Input::SurfaceGone(line.surface), now);
        }
        self.flush(now);
    }

    fn is_here(&mut self, socket: u64, here: &Here, now: u64) {
        let Some(line) = self.lines.get_mut(&socket) else { return };
        line.here = here.clone();
        let (agent, surface) = (line.agent, line.surface.clone());
        let id = &self.cells[agent].agent.id;
        if self.hub.is_present(id, &surface, line.subscription.connection) {
            let here = seat::Here { asleep: line.asleep, ..view::here(here) };
            let _ = self.step(agent, Input::Surface { surface, here }, now);
        }
    }

    /// Sends what there is to every socket.
    fn flush(&mut self, now: u64) {
        let mut over = Vec::new();
        for (number, line) in &mut self.lines {
            if line.subscription.bye.borrow().is_some() {
                over.push(*number);
                continue;
            }
            while let Ok(event) = line.subscription.events.try_recv() {
                if event.seq > line.seen {
                    line.seen = event.seq;
                    self.out.push_back((*number, serde_json::from_str(&event.text).ok()));
                }
            }
        }
        for number in over {
            self.ends(number, now);
        }
    }

    // ---- seats ------------------------------------------------------------------------------

    /// A caller rings an agent.
    pub fn offer(&mut self, agent: usize, call: &str, now: u64) {
        self.agents.insert(call.to_owned(), agent);
        self.phone.calls(call);
        let offer = Offer {
            id: CallId(call.to_owned()),
            from: "+447700900123".to_owned(),
            to: self.cells[agent].agent.number.clone(),
            simulated: true,
            fork: None,
            via: None,
        };
        if self.step(agent, Input::Offer(offer), now).is_err() {
            self.phone.order(call, Order::Refuse(voice::Refusal::Unavailable), now);
        }
        self.flush(now);
    }

    /// The far end of a call does something, if it can.
    pub fn far(&mut self, call: &str, does: Far, now: u64) {
        let _ = self.phone.far(call, does);
        self.phone_says(now);
        self.flush(now);
    }

    /// A command arrives; the same key does the same once.
    pub fn command(
        &mut self,
        agent: usize,
        key: &str,
        command: Command,
        now: u64,
    ) -> Result<(), Problem> {
        if let Some(known) = self.cells[agent].done.get(key) {
            return known.clone();
        }
        let Command { surface, epoch, wish } = command;
        let result =
            wish::read(wish, &self.cells[agent].agent, &self.tenancy.settings).and_then(|wish| {
                let dials = match &wish {
                    seat::Wish::Dial(dial) => Some(dial.id.0.clone()),
                    _ => None,
                };
                if let Some(call) = &dials {
                    self.agents.insert(call.clone(), agent);
                }
                let done = self.step(agent, Input::Wish { surface, epoch, wish }, now);
                if let (Some(call), Err(_)) = (&dials, &done) {
                    // There was never such a call.
                    self.agents.remove(call);
                }
                done
            });
        self.cells[agent].done.insert(key.to_owned(), result.clone());
        self.flush(now);
        result
    }

    /// Whether it has ever heard of this call.
    pub fn knows(&self, call: &str) -> bool {
        self.agents.contains_key(call)
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<u64> {
        let seats = self.cells.iter().filter_map(|cell| cell.core.deadline());
        let pings = self.lines.values().map(|line| line.ping_at);
        seats.chain(pings).chain(self.phone.deadline()).min()
    }

    /// Does what is due.
    pub fn tick(&mut self, now: u64) {
        for agent in 0..self.cells.len() {
            if self.cells[agent].core.deadline().is_some_and(|due| due <= now) {
                let _ = self.step(agent, Input::Tick, now);
            }
        }
        if self.phone.deadline().is_some_and(|due| due <= now) {
            self.phone.tick(now);
            self.phone_says(now);
        }
        let (mut silent, mut asleep) = (Vec::new(), Vec::new());
        for (number, line) in self.lines.iter_mut().filter(|(_, line)| line.ping_at <= now) {
            line.ping_at = now + PING;
            if line.sent - line.answered >= UNANSWERED {
                silent.push(*number);
                continue;
            }
            if line.sent - line.answered >= ASLEEP && !line.asleep {
                line.asleep = true;
                asleep.push((*number, line.here.clone()));
            }
            line.sent += 1;
            self.out.push_back((*number, Some(ServerMessage::Ping(line.sent))));
        }
        for (number, here) in asleep {
            self.is_here(number, &here, now);
        }
        for number in silent {
            self.ends(number, now);
        }
        self.flush(now);
    }

    /// The service is killed and starts again: sockets and streams are gone, seats are as they were
    /// written down.
    pub fn restart(&mut self, now: u64) {
        for number in std::mem::take(&mut self.lines).into_keys() {
            self.out.push_back((number, None));
        }
        self.starts += 1;
        self.hub = new_hub(self.starts);
        self.phone = Simulated::new(Config { answer_after: 0, rings_after: 150 });
        for cell in &mut self.cells {
            cell.core = Seat::restore(cell.core.saved().clone(), Limits::default());
            for call in cell.core.calls() {
                let as_it_was = match call.stage() {
                    Stage::Ringing(_) => Rebuilt::Inbound,
                    Stage::Dialling(dialling) => {
                        Rebuilt::Outbound { to: call.to().to_owned(), rings: dialling.far_rings }
                    }
                    Stage::Connected(_) => Rebuilt::Connected,
                    Stage::WrapUp(_) | Stage::Closed(_) => continue,
                };
                self.phone.rebuild(&call.id().0, as_it_was, now);
            }
        }
    }

    fn phone_says(&mut self, now: u64) {
        while let Some((call, event)) = self.phone.poll() {
            let input = match event {
                voice::Event::Rings => call::Input::FarRings,
                voice::Event::Answered => call::Input::FarAnswered,
                voice::Event::HungUp | voice::Event::Rejected => call::Input::FarHungUp,
                voice::Event::Busy => call::Input::FarBusy,
                voice::Event::Failed => call::Input::FarFailed,
                voice::Event::LeftMessage => call::Input::Voicemail,
                // Nobody is added to these calls.
                voice::Event::Third(_) | voice::Event::Taker(_) => continue,
            };
            if let Some(agent) = self.agents.get(&call).copied() {
                // A far end that hangs up while the agent does is no error.
                let _ = self.step(agent, Input::Phone(CallId(call), input), now);
            }
        }
    }

    /// One input for one seat, and what comes of it: what the switchboard's step does.
    fn step(&mut self, agent: usize, input: Input, now: u64) -> Result<(), Problem> {
        let cell = &mut self.cells[agent];
        cell.core.handle(input, now).map_err(|refusal| {
            let code = match refusal {
                seat::Refusal::StaleEpoch => "stale-epoch",
                seat::Refusal::NoSuchCall => "no-such-call",
                seat::Refusal::Busy | seat::Refusal::Full => "busy",
                _ => "not-now",
            };
            Problem { code: code.to_owned(), message: refusal.to_string() }
        })?;
        let id = cell.agent.id.clone();
        while let Some(output) = cell.core.poll() {
            match output {
                Output::Changed(call) => {
                    let shown = view::call(&call, &cell.agent, &self.tenancy);
                    self.hub.publish(&id, Event::Call(Box::new(shown)), now);
                }
                Output::Gone(call) => {
                    self.hub.publish(&id, Event::Gone(contract::CallId(call.0)), now);
                }
                // The simulated phone system has no audio to move.
                Output::Voice(..) => {}
                Output::Owner(owner) => {
                    self.hub.publish(&id, Event::Owner(owner.as_ref().map(view::owner)), now);
                }
                Output::Later(numbers) => {
                    self.hub.publish(&id, Event::Later(later::show(&numbers)), now);
                }
                Output::Status(status) => {
                    self.hub.publish(&id, Event::Status(status::show(&status)), now);
                }
                Output::Phone(call, order) => {
                    let order = match order {
                        call::Output::Dial { to } => Order::Dial { to },
                        call::Output::Accept => Order::Accept,
                        call::Output::Refuse(_) => Order::Refuse(voice::Refusal::Unavailable),
                        call::Output::HangUp => Order::HangUp,
                        call::Output::Mute(on) => Order::Mute(on),
                        call::Output::Hold(on) => Order::Hold(on),
                        // The walks do not go there.
                        _ => continue,
                    };
                    self.phone.order(&call.0, order, now);
                }
            }
        }
        self.phone_says(now);
        Ok(())
    }

    /// All that a surface of this agent needs to show.
    fn snapshot(&self, agent: usize, now: u64) -> Snapshot {
        let cell = &self.cells[agent];
        let calls = cell.core.calls().iter();
        Snapshot {
            stream: self.hub.stream_name(&cell.agent.id),
            seq: self.hub.position(&cell.agent.id),
            now,
            agent: contract::Agent {
                name: cell.agent.name.clone(),
                tenant: cell.agent.tenant_name.clone(),
                tenants: Vec::new(),
            },
            line: contract::Line {
                number: cell.agent.number.clone(),
                shown: cell.agent.number.clone(),
                country: cell.agent.country.clone(),
                simulated: true,
                emergency: contract::Emergency { numbers: Vec::new(), carried: false },
            },
            owner: cell.core.owner().map(view::owner),
            calls: calls.map(|call| view::call(call, &cell.agent, &self.tenancy)).collect(),
            outcomes: contract::Outcomes::default(),
            status: status::show(cell.core.status()),
            reasons: Vec::new(),
            missed: 0,
            later: later::show(cell.core.later()),
            last: None,
            closing: false,
        }
    }
}
