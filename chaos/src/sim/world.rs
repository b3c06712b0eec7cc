//! The clock and what happens next: an event at a time, in the order of their moments.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use call::Ms;
use fastrand::Rng;
use seat::Input;

use super::Plan;
use super::hubspot::Account;
use super::service::Service;

/// Two tenants work in the same account.
pub const PORTALS: [usize; 4] = [0, 1, 1, 2];
const AGENTS_EACH: usize = 4;
/// How far apart calls are on an average, over all agents.
const PAUSE: Ms = 4_000;
/// After this much simulated time something hangs.
const LONGEST: Ms = 400 * 3_600_000;

/// What happens at a moment.
#[derive(Debug, Clone)]
pub enum Event {
    /// The next call begins.
    Call,
    /// Something for an agent's seat.
    Seat(usize, Input),
    /// A seat's time has come.
    Tick(usize),
    /// HubSpot's page makes a record of its own for a call of an agent.
    PageMakes(usize, call::CallId),
    /// An agent's page goes.
    PageGoes(usize),
    /// An agent's page is there again.
    PageComes(usize),
    /// A tenant's lane looks for what is due.
    Lane(usize),
    /// A request looks for a place.
    Try(u64),
    /// A request arrives at HubSpot.
    Arrive(u64),
    /// An answer, or the end of waiting for it.
    Answer(u64),
    /// The service dies and is started again.
    Crash,
}

/// Everything.
pub struct World {
    pub plan: Plan,
    pub rng: Rng,
    pub now: Ms,
    queue: BinaryHeap<Reverse<(Ms, u64)>>,
    events: BTreeMap<u64, Event>,
    next: u64,
    pub begun: u32,
    pub accounts: Vec<Account>,
    pub service: Service,
    pub faults: u64,
    pub crashes: u64,
    pub by_page: usize,
}

impl World {
    pub fn new(plan: Plan) -> Self {
        let mut world = Self {
            plan,
            rng: Rng::with_seed(plan.seed),
            // A day that is not the first, so that no moment before the calls is negative.
            now: 1_000_000_000_000,
            queue: BinaryHeap::new(),
            events: BTreeMap::new(),
            next: 0,
            begun: 0,
            accounts: (1..=3).map(Account::new).collect(),
            service: Service::new(PORTALS.len() * AGENTS_EACH),
            faults: 0,
            crashes: 0,
            by_page: 0,
        };
        for agent in 0..world.service.agents() {
            world.after(0, Event::PageComes(agent));
        }
        world.after(1, Event::Call);
        world
    }

    /// The tenant of an agent.
    pub fn tenant(agent: usize) -> usize {
        agent / AGENTS_EACH
    }

    /// Lets something happen later.
    pub fn after(&mut self, pause: Ms, event: Event) {
        self.next += 1;
        self.queue.push(Reverse((self.now + pause, self.next)));
        self.events.insert(self.next, event);
    }

    /// A time from 1 to `most` milliseconds.
    pub fn some(&mut self, most: Ms) -> Ms {
        self.rng.u64(1..=most)
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(0..100) < percent
    }

    /// Whether faults still come: in the end everything has to be written.
    pub fn is_rough(&self) -> bool {
        self.service.kept.len() < self.plan.calls as usize
    }

    pub fn run(&mut self) {
        let began = self.now;
        while let Some(Reverse((at, id))) = self.queue.pop() {
            self.now = at;
            if at - began > LONGEST {
                return;
            }
            let Some(event) = self.events.remove(&id) else { continue };
            match event {
                Event::Call => self.next_call(),
                Event::Seat(agent, input) => self.tell_seat(agent, input),
                Event::Tick(agent) => self.tick(agent),
                Event::PageMakes(agent, call) => self.page_makes(agent, call),
                Event::PageGoes(agent) => self.page_goes(agent),
                Event::PageComes(agent) => self.page_comes(agent),
                Event::Lane(tenant) => self.lane(tenant),
                Event::Try(job) => self.try_to_send(job),
                Event::Arrive(job) => self.arrive(job),
                Event::Answer(job) => self.answer(job),
                Event::Crash => self.crash(),
            }
        }
    }

    fn next_call(&mut self) {
        if !self.is_rough() {
            return;
        }
        self.begun += 1;
        self.begin_call(self.begun);
        let per = self.plan.calls_per_crash;
        if per > 0 && self.rng.u32(0..per) == 0 {
            let pause = self.some(PAUSE * 5);
            self.after(pause, Event::Crash);
        }
        let pause = self.some(2 * PAUSE);
        self.after(pause, Event::Call);
    }
}
