//! One random walk: pages are opened, closed, reloaded, frozen, cut off; calls come, are answered and
//! hung up from anywhere. Then everything settles, and what is left must agree.

use desk::{CallCard, CardPhase, Input, Intent};
use fastrand::Rng;
use hubspot_calling::{DialNumber, HostMessage, IframeLocation};
use voice::Far;

use super::check;
use super::page::Page;
use super::world::World;

/// How many pages an agent has at most.
const PAGES: usize = 6;
/// Longer than every limit in which something settles: a lost socket, a ring, a reconnection.
const SETTLES: u64 = 60_000;
/// Within this, what happened is on every screen.
const SHOWN: u64 = 1_500;

/// The frame in HubSpot's navigation bar.
const FRAME: Option<IframeLocation> = Some(IframeLocation::Remote);

/// What may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Ring,
    FarAnswers,
    FarHangsUp,
    /// The person presses what makes sense for the call in front: answer, hang up, save.
    Press,
    Decline,
    Hold,
    Mute,
    /// The banner of another call is answered.
    Second,
    Dial,
    /// A number is clicked in HubSpot.
    Click,
    TakeOver,
    Open,
    OpenWindow,
    /// The widget is opened by itself, outside HubSpot.
    OpenOwn,
    Close,
    Crash,
    ReloadFrame,
    ReloadPage,
    Freeze,
    Thaw,
    GoOffline,
    ComeBack,
    /// Another tab is looked at.
    Show,
    Presence,
    Restart,
    /// Everything settles in the middle of the walk.
    Settle,
}

/// Every act, with how often it happens.
const ACTS: [(u32, Act); 26] = [
    (10, Act::Ring),
    (4, Act::FarAnswers),
    (6, Act::FarHangsUp),
    (26, Act::Press),
    (2, Act::Decline),
    (4, Act::Hold),
    (3, Act::Mute),
    (4, Act::Second),
    (4, Act::Dial),
    (2, Act::Click),
    (5, Act::TakeOver),
    (6, Act::Open),
    (3, Act::OpenWindow),
    (2, Act::OpenOwn),
    (5, Act::Close),
    (3, Act::Crash),
    (5, Act::ReloadFrame),
    (5, Act::ReloadPage),
    (5, Act::Freeze),
    (6, Act::Thaw),
    (4, Act::GoOffline),
    (6, Act::ComeBack),
    (6, Act::Show),
    (2, Act::Presence),
    (1, Act::Restart),
    (1, Act::Settle),
];

/// What a walk has shown.
#[derive(Debug, Default, Clone, Copy)]
pub struct Seen {
    /// Calls that rang or were dialled.
    pub calls: usize,
    /// Pages that were looked at while a call rang.
    pub rang: usize,
    /// Messages of calls that HubSpot heard.
    pub heard: usize,
    /// Appointments of an owner.
    pub appointed: u64,
}

/// Walks. The error says what was not as it should be, and after which acts.
pub fn walk(seed: u64) -> Result<Seen, String> {
    let mut rng = Rng::with_seed(seed);
    let agents = 1 + usize::from(rng.u32(..4) == 0);
    let mut walk = Walk {
        world: World::new(agents, rng.u64(..)),
        rng,
        agents,
        calls: Vec::new(),
        acts: Vec::new(),
        rang: 0,
    };
    match walk.whole() {
        Ok(()) => Ok(Seen {
            calls: walk.calls.len(),
            rang: walk.rang,
            heard: walk.world.heard.iter().filter(|word| !word.call.is_empty()).count(),
            appointed: walk.world.service.cells.iter().map(|cell| cell.core.saved().epoch).sum(),
        }),
        Err(why) => Err(format!("seed {seed}: {why}\nafter {:?}", walk.acts)),
    }
}

struct Walk {
    world: World,
    rng: Rng,
    agents: usize,
    calls: Vec<String>,
    acts: Vec<(u64, Act)>,
    rang: usize,
}

impl Walk {
    fn whole(&mut self) -> Result<(), String> {
        for agent in 0..self.agents {
            for _ in 0..self.rng.usize(1..4) {
                self.world.open(agent, FRAME);
            }
        }
        self.world.pass(2_000);
        for _ in 0..self.rng.usize(10..60) {
            let act = self.choose();
            self.acts.push((self.world.now, act));
            self.act(act)?;
            let pause = match self.rng.u32(..12) {
                0 => self.rng.u64(1_000..30_000),
                1..=3 => self.rng.u64(50..2_000),
                _ => self.rng.u64(..60),
            };
            self.world.pass(pause);
            self.look()?;
        }
        self.settle()?;
        for agent in 0..self.agents {
            self.one_call(agent)?;
        }
        self.finish()
    }

    fn choose(&mut self) -> Act {
        let all: u32 = ACTS.iter().map(|(often, _)| often).sum();
        let mut left = self.rng.u32(..all);
        for (often, act) in ACTS {
            if left < often {
                return act;
            }
            left -= often;
        }
        Act::Press
    }

    fn look(&mut self) -> Result<(), String> {
        self.rang += check::screens(&self.world)?;
        check::heard(&self.world.heard)
    }

    // ---- acts -------------------------------------------------------------------------------

    fn act(&mut self, act: Act) -> Result<(), String> {
        let agent = self.rng.usize(..self.agents);
        let pages: Vec<u64> = self.pages(agent);
        let page = if pages.is_empty() { 0 } else { pages[self.rng.usize(..pages.len())] };
        let call = self.calls.last().cloned().unwrap_or_default();
        match act {
            Act::Ring => {
                let id = self.world.fresh().0;
                self.calls.push(id.clone());
                self.world.service.offer(agent, &id, self.world.clock());
                self.world.carry();
            }
            Act::FarAnswers => self.far(&call, Far::Answer),
            Act::FarHangsUp => self.far(&call, Far::HangUp),
            Act::Press => self.press(page, usual),
            Act::Decline => self.press(page, |card| Some(Intent::Decline(card.id.clone()))),
            Act::Hold => {
                let on = self.rng.bool();
                self.press(page, |card| Some(Intent::Hold(card.id.clone(), on)));
            }
            Act::Mute => {
                let on = self.rng.bool();
                self.press(page, |card| Some(Intent::Mute(card.id.clone(), on)));
            }
            Act::Second => {
                let other = self.world.pages.get(&page).map(|page| page.desk.view().clone());
                if let Some(card) = other.as_ref().and_then(|view| view.others.first()) {
                    self.wish(page, usual(card));
                }
            }
            Act::Dial => {
                self.wish(page, Some(Intent::Typed("+447700900456".to_owned())));
                self.dial(page, Intent::Dial);
            }
            Act::Click => {
                let number = Some("+447700900789".to_owned());
                let dial = DialNumber { phone_number: number, ..DialNumber::default() };
                let fresh = self.world.fresh();
                self.calls.push(fresh.0.clone());
                let message = HostMessage::DialNumber(dial);
                let hosted = |page: &Page| page.tab.place.is_some();
                if self.can_run(page) && self.world.pages.get(&page).is_some_and(hosted) {
                    self.world.give(page, Input::HostMessage { message, fresh });
                }
            }
            Act::TakeOver => self.wish(page, Some(Intent::TakeOver)),
            Act::Open | Act::OpenWindow | Act::OpenOwn if pages.len() < PAGES => {
                let place = match act {
                    Act::Open => FRAME,
                    Act::OpenWindow => Some(IframeLocation::Window),
                    _ => None,
                };
                self.world.open(agent, place);
            }
            Act::Close => drop(self.world.end(page, true)),
            Act::Crash => drop(self.world.end(page, false)),
            Act::ReloadFrame | Act::ReloadPage => {
                if let Some(mut tab) = self.world.end(page, true) {
                    tab.instance += u64::from(act == Act::ReloadPage);
                    self.world.load(tab);
                }
            }
            Act::Freeze => {
                if let Some(page) = self.world.pages.get_mut(&page) {
                    page.frozen = true;
                }
            }
            Act::Thaw => self.world.thaw(page),
            Act::GoOffline => self.world.set_offline(page, true),
            Act::ComeBack => self.world.set_offline(page, false),
            Act::Show => {
                for id in pages {
                    self.show(id, id == page);
                }
            }
            Act::Presence => {
                let presence = if self.rng.bool() {
                    contract::Presence::Available
                } else {
                    contract::Presence::Unavailable
                };
                self.wish(page, Some(Intent::Status(contract::Choice { presence, reason: None })));
            }
            Act::Restart => {
                self.world.service.restart(self.world.clock());
                self.world.carry();
            }
            Act::Settle => self.settle()?,
            Act::Open | Act::OpenWindow | Act::OpenOwn => {}
        }
        Ok(())
    }

    fn pages(&self, agent: usize) -> Vec<u64> {
        let own = self.world.pages.iter().filter(|(_, page)| page.tab.agent == agent);
        own.map(|(id, _)| *id).collect()
    }

    fn can_run(&self, page: u64) -> bool {
        self.world.pages.get(&page).is_some_and(|page| !page.frozen)
    }

    fn far(&mut self, call: &str, does: Far) {
        self.world.service.far(call, does, self.world.clock());
        self.world.carry();
    }

    /// Presses something of the call in front.
    fn press(&mut self, page: u64, what: impl Fn(&CallCard) -> Option<Intent>) {
        let view = self.world.pages.get(&page).map(|page| page.desk.view().clone());
        let intent = view.as_ref().and_then(|view| view.front.as_ref()).and_then(what);
        self.wish(page, intent);
    }

    fn wish(&mut self, page: u64, intent: Option<Intent>) {
        let fresh = self.world.fresh();
        if let Some(intent) = intent.filter(|_| self.can_run(page)) {
            self.world.give(page, Input::Do { intent, fresh });
        }
    }

    fn dial(&mut self, page: u64, intent: Intent) {
        let fresh = self.world.fresh();
        self.calls.push(fresh.0.clone());
        if self.can_run(page) {
            self.world.give(page, Input::Do { intent, fresh });
        }
    }

    fn show(&mut self, id: u64, visible: bool) {
        if let Some(page) = self.world.pages.get_mut(&id)
            && page.visible != visible
            && !page.frozen
        {
            page.visible = visible;
            self.world.give(id, Input::Visible(visible));
        }
    }

    // ---- the end ----------------------------------------------------------------------------

    /// Everything runs and is reached again, and has time to come right.
    fn settle(&mut self) -> Result<(), String> {
        self.world.lossy = false;
        for agent in 0..self.agents {
            // HubSpot hears the last word of a call only where it listens.
            let heard = |id: &u64| self.world.pages[id].tab.is_heard();
            if !self.pages(agent).iter().any(heard) {
                self.world.open(agent, FRAME);
            }
        }
        let ids: Vec<u64> = self.world.pages.keys().copied().collect();
        for id in ids {
            self.world.set_offline(id, false);
            self.world.thaw(id);
        }
        self.world.pass(SETTLES);
        for page in self.world.pages.values() {
            let view = page.desk.view();
            if view.stage != desk::Stage::Working || view.link != desk::Link::Up {
                return Err(format!("{} did not come back: {:?}", page.surface, view.link));
            }
        }
        check::owners(&self.world)?;
        self.look()?;
        self.world.lossy = true;
        Ok(())
    }

    /// A whole call among the pages that are left, each step from any of them and seen by all.
    fn one_call(&mut self, agent: usize) -> Result<(), String> {
        self.world.lossy = false;
        self.end_all(agent)?;
        let any = self.pages(agent)[0];
        self.wish(any, Some(Intent::Status(contract::Choice::default())));
        self.world.pass(SHOWN);
        let id = self.world.fresh().0;
        self.calls.push(id.clone());
        self.world.service.offer(agent, &id, self.world.clock());
        self.world.carry();
        self.everywhere(agent, &id, "ringing")?;
        for (intent, then) in [
            (Intent::Answer as fn(_) -> _, "connected"),
            (Intent::HangUp, "wrap-up"),
            (Intent::Save, ""),
        ] {
            let pages = self.pages(agent);
            let page = pages[self.rng.usize(..pages.len())];
            self.wish(page, Some(intent(contract::CallId(id.clone()))));
            self.everywhere(agent, &id, then)?;
        }
        self.world.pass(5_000);
        let words = self.world.heard.iter().filter(|word| word.call == id);
        let told: Vec<&str> = words.map(|word| word.kind).collect();
        if told != ["ANNOUNCED", "ANSWERED", "ENDED", "COMPLETED"] {
            return Err(format!("of a call that nothing disturbed HubSpot heard {told:?}"));
        }
        Ok(())
    }

    /// Soon all pages of the agent show this call so; `""`: none shows it.
    fn everywhere(&mut self, agent: usize, call: &str, phase: &str) -> Result<(), String> {
        self.world.pass(SHOWN);
        if check::calls(&self.world, agent).get(call).copied().unwrap_or_default() != phase {
            let there = check::calls(&self.world, agent);
            return Err(format!("{call} should be {phase:?}; there is {there:?}"));
        }
        self.look()
    }

    /// Ends every call of an agent, and every wrap-up.
    fn end_all(&mut self, agent: usize) -> Result<(), String> {
        // A page that is asked to hang up may have to be asked again for the wrap-up.
        for _ in 0..3 {
            let open: Vec<String> =
                check::calls(&self.world, agent).into_keys().map(str::to_owned).collect();
            let page = self.pages(agent)[0];
            for call in open {
                let view = self.world.pages[&page].desk.view().clone();
                let card = view.front.iter().chain(&view.others).find(|card| card.id.0 == call);
                let intent = card.map(|card| match card.phase {
                    CardPhase::WrapUp { .. } => Intent::Save(card.id.clone()),
                    _ => Intent::HangUp(card.id.clone()),
                });
                self.wish(page, intent);
                self.world.pass(SHOWN);
            }
        }
        match check::calls(&self.world, agent) {
            open if open.is_empty() => Ok(()),
            open => Err(format!("could not be ended: {open:?}")),
        }
    }

    /// Everything is over: nothing is left, and HubSpot heard the last word of every call.
    fn finish(&mut self) -> Result<(), String> {
        self.world.pass(SETTLES);
        for (agent, cell) in self.world.service.cells.iter().enumerate() {
            if let [left, ..] = cell.core.calls() {
                return Err(format!("agent {agent} is left with {left:#?}"));
            }
        }
        for word in self.world.heard.iter().filter(|word| word.kind == "ANNOUNCED") {
            let last =
                |other: &super::host::Word| other.call == word.call && other.kind == "COMPLETED";
            if !self.world.heard.iter().any(last) {
                return Err(format!("never completed: {word:?}"));
            }
        }
        check::owners(&self.world)?;
        check::availability(&self.world.heard)?;
        self.look()
    }
}

/// What a person does next with a call.
fn usual(card: &CallCard) -> Option<Intent> {
    Some(match card.phase {
        CardPhase::Ringing { .. } => Intent::Answer(card.id.clone()),
        CardPhase::Dialling { .. } | CardPhase::Connected { .. } => Intent::HangUp(card.id.clone()),
        CardPhase::WrapUp { .. } => Intent::Save(card.id.clone()),
        CardPhase::Ended { .. } => Intent::DismissNotice,
    })
}
