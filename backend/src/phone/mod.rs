//! The shell of the phone systems: moves orders in, and what far ends do out. A far end is simulated,
//! or at a tenant's phone system ([`sip`]); legs hang on either in the same way.

mod begin;

mod colleague;

mod fars;

mod sip;

mod third;

mod third_by_sip;

use call::{CallId, Cause};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};
use voice::media::Plays;
use voice::{
    Config, Event, Far, Forks, Left, Lost, Nonsense, Order, Rebuilt, Refusal, Simulated, State,
    Voice,
};

pub use third::{Back, HandOn};

use crate::clock;
use crate::lines::Lines;
use crate::news::{News, Sender};
use crate::sound::Sound;
use crate::store::people::AgentId;

pub use self::begin::Arrived;
use self::fars::Fars;

/// The phone system of all tenants.
#[derive(Debug)]
pub struct Phone {
    legs: Mutex<Legs>,
    woken: Notify,
    news: Sender,
    sound: Option<Arc<Sound>>,
    lines: Arc<Lines>,
    /// How long two at a phone system who were left to each other may speak, in milliseconds.
    left_alone: u64,
}

#[derive(Debug)]
struct Legs {
    simulated: Simulated,
    sip: Fars,
    forks: Forks,
    agents: HashMap<String, AgentId>,
    /// Far ends that were handed to these legs, and who gets them back.
    handed: HashMap<String, Option<Back>>,
    /// The calls by which colleagues are asked, each by the far end of the call that asks.
    asked: HashMap<String, String>,
}

impl Phone {
    /// Phone systems that tell what happens through this channel, and are heard by this, if they are
    /// heard at all. What is not simulated goes by these lines; two who are left to each other there may
    /// speak for so many milliseconds.
    pub fn new(
        config: Config,
        news: Sender,
        sound: Option<Arc<Sound>>,
        lines: Arc<Lines>,
        left_alone: u64,
    ) -> Self {
        let legs = Legs {
            simulated: Simulated::new(config),
            sip: Fars::default(),
            forks: Forks::default(),
            agents: HashMap::new(),
            handed: HashMap::new(),
            asked: HashMap::new(),
        };
        Self { legs: Mutex::new(legs), woken: Notify::new(), news, sound, lines, left_alone }
    }

    /// A far end begins to call an agent.
    pub fn calls(&self, agent: &AgentId, call: &str) {
        let mut legs = self.lock();
        legs.agents.insert(call.to_owned(), agent.clone());
        legs.simulated.calls(call);
    }

    /// A far end, simulated or one that has arrived, begins to call several agents, each by a leg:
    /// the leg's call, whose, their name.
    pub fn calls_several(&self, far: &str, several: &[(String, AgentId, String)], simulated: bool) {
        let mut legs = self.lock();
        for (leg, agent, name) in several {
            legs.agents.insert(leg.clone(), agent.clone());
            legs.forks.hang(far, leg, name);
        }
        if simulated {
            legs.simulated.calls(far);
        } else if !legs.sip.has(far) {
            // The caller has given up meanwhile.
            legs.forget_if_over(far);
        }
    }

    /// A leg is about to be answered; a call that is no leg is nobody else's anyway.
    pub fn claim(&self, leg: &str) -> Result<(), Lost> {
        self.lock().forks.claim(leg)
    }

    /// Whether a leg still rings or speaks, as far as the far end is concerned.
    pub fn hangs(&self, leg: &str) -> Result<(), Lost> {
        self.lock().forks.hangs(leg)
    }

    /// The answer did not come about.
    pub fn release(&self, leg: &str) {
        self.lock().forks.release(leg);
    }

    /// Does what the seat orders.
    pub fn order(&self, agent: &AgentId, call: &str, order: call::Output) {
        let order = match order {
            call::Output::Dial { to } => Order::Dial { to },
            call::Output::Accept => Order::Accept,
            call::Output::Refuse(cause) => Order::Refuse(match cause {
                Cause::Unavailable => Refusal::Unavailable,
                Cause::Busy => Refusal::Busy,
                Cause::NoAnswer => Refusal::NoAnswer,
                Cause::Declined => Refusal::Declined,
            }),
            call::Output::HangUp => Order::HangUp,
            call::Output::Mute(on) => Order::Mute(on),
            call::Output::Hold(on) => Order::Hold(on),
            call::Output::Digits(with, keys) => return self.press(call, with, &keys),
            other => match third::order(other) {
                Some(order) => order,
                None => return,
            },
        };
        let mut legs = self.lock();
        legs.agents.entry(call.to_owned()).or_insert_with(|| agent.clone());
        let far = legs.forks.far_end(call).map(str::to_owned);
        match far {
            Some(far) => self.order_of_leg(&mut legs, &far, call, order),
            None => self.carry(&mut legs, call, order),
        }
        while let Some(refused) = legs.simulated.forget() {
            self.forget_if_over(&mut legs, &refused);
        }
        drop(legs);
        self.woken.notify_one();
    }

    /// Where the far end of a call stands.
    pub fn state(&self, call: &str) -> Option<State> {
        self.lock().simulated.state(call)
    }

    /// The agent's end of a call is carried by this surface from now on, or by nobody.
    pub fn voice(&self, call: &str, to: Option<seat::Voice>) {
        tracing::debug!(call, to = to.as_ref().map(|to| &to.surface), "a voice moves");
        let mut legs = self.lock();
        let far = legs.forks.far_end(call).unwrap_or(call).to_owned();
        let before = legs.simulated.voice_of(&far);
        let to = to.map(|to| Voice::after(before, to.surface, to.epoch));
        if let (Some(sound), None) = (&self.sound, &to) {
            sound.let_go(&far);
        }
        legs.simulated.order(&far, Order::Voice(to), clock::now());
    }

    /// The call by which the sound of a call goes: its own, or what it hangs on.
    pub fn sound_of(&self, call: &str) -> String {
        self.lock().forks.far_end(call).unwrap_or(call).to_owned()
    }

    /// What an order does to the sound of a far end.
    fn sounds(&self, far: &str, order: &Order) {
        let Some(sound) = &self.sound else { return };
        match order {
            Order::Accept => sound.plays(far, Plays::Echo),
            Order::Mute(on) => sound.mute(far, *on),
            Order::Hold(on) => sound.hold(far, *on),
            order => self.sounds_of_third(far, order),
        }
    }

    fn plays(&self, far: &str, plays: Plays) {
        if let Some(sound) = &self.sound {
            sound.plays(far, plays);
        }
    }

    /// The surface that carries the agent's end of a call.
    pub fn voice_of(&self, call: &str) -> Option<Voice> {
        let legs = self.lock();
        let far = legs.forks.far_end(call).unwrap_or(call);
        legs.simulated.voice_of(far).cloned()
    }

    /// What one of several does to the far end that they hang on.
    fn order_of_leg(&self, legs: &mut Legs, far: &str, leg: &str, order: Order) {
        if self.handed(legs, far, leg, &order) {
            return;
        }
        match &order {
            Order::Accept => {
                let (others, name) = legs.forks.answered(leg);
                for other in others {
                    let Some(agent) = legs.agents.remove(&other) else { continue };
                    self.tell(agent, other, call::Input::Elsewhere(name.clone()), None);
                }
            }
            Order::Refuse(_) => {
                legs.agents.remove(leg);
                if legs.forks.gone(leg) == Left::Some {
                    return;
                }
            }
            _ => {}
        }
        self.carry(legs, far, order);
    }

    /// Does to a far end what is ordered, wherever it is.
    fn carry(&self, legs: &mut Legs, far: &str, order: Order) {
        if legs.sip.has(far) {
            self.order_by_sip(legs, far, order);
        } else {
            let asker = legs.asker_of(far);
            // A colleague who answers is no echo.
            if asker.is_none() || order != Order::Accept {
                self.sounds(far, &order);
            }
            if order == Order::DropThird {
                self.drop_colleague(legs, far);
            }
            let does = match order {
                // They are no caller, who could still leave a message.
                Order::Refuse(_) if asker.is_some() => Order::HangUp,
                _ => order.clone(),
            };
            legs.simulated.order(far, does, clock::now());
            if let Some(asker) = asker {
                self.colleague_does(legs, &asker, far, &order);
            }
            self.pass_on(legs, None);
        }
        self.forget_if_over(legs, far);
        self.pass_on(legs, None);
    }

    /// Builds the far end of a call anew after a restart. A leg brings its agent's name and what it
    /// hangs on.
    pub fn rebuild(
        &self,
        agent: &AgentId,
        call: &str,
        hangs_on: Option<(&str, &str)>,
        as_it_was: Rebuilt,
    ) {
        let mut legs = self.lock();
        legs.agents.insert(call.to_owned(), agent.clone());
        let answered = as_it_was == Rebuilt::Connected;
        if let Some((far, name)) = hangs_on {
            legs.forks.hang(far, call, name);
            if answered {
                // Nobody else has: that was decided before it was written down.
                let _ = legs.forks.claim(call);
            }
        }
        // One of several that speaks says how it is at the far end.
        if hangs_on.is_none_or(|(far, _)| answered || !legs.simulated.has(far)) {
            let far = hangs_on.map_or(call, |(far, _)| far);
            match &as_it_was {
                Rebuilt::Connected => self.plays(far, Plays::Echo),
                Rebuilt::Outbound { rings: true, .. } => self.plays(far, Plays::Ringing),
                Rebuilt::Inbound | Rebuilt::Outbound { rings: false, .. } => {}
            }
            legs.simulated.rebuild(far, as_it_was, clock::now());
        }
        drop(legs);
        self.woken.notify_one();
    }

    /// A person acts as the far end. What is returned is told once the seat knows of it.
    pub fn far(&self, call: &str, does: Far) -> Result<oneshot::Receiver<()>, Nonsense> {
        let (done, heard) = oneshot::channel();
        let mut legs = self.lock();
        legs.simulated.far(call, does)?;
        self.pass_on(&mut legs, Some(done));
        self.forget_if_over(&mut legs, call);
        Ok(heard)
    }

    /// Lets far ends act when their time has come, for ever.
    pub async fn run(&self) {
        loop {
            let deadline = {
                let legs = self.lock();
                legs.simulated.deadline().into_iter().chain(legs.sip.alone_until()).min()
            };
            tokio::select! {
                () = clock::until(deadline) => {
                    let (mut legs, now) = (self.lock(), clock::now());
                    legs.simulated.tick(now);
                    self.pass_on(&mut legs, None);
                    self.end_alone(&mut legs, now);
                }
                () = self.woken.notified() => {}
            }
        }
    }

    fn pass_on(&self, legs: &mut Legs, mut done: Option<oneshot::Sender<()>>) {
        while let Some((call, event)) = legs.simulated.poll() {
            let hears = legs.hear(&call);
            match event {
                Event::Rings => self.plays(&call, Plays::Ringing),
                Event::Answered => self.plays(&call, Plays::Echo),
                _ => {}
            }
            self.forget_if_over(legs, &call);
            let input = match event {
                Event::Rings => call::Input::FarRings,
                Event::Answered => call::Input::FarAnswered,
                // The call knows by its stage whether this is a refusal.
                Event::HungUp | Event::Rejected => call::Input::FarHungUp,
                Event::Busy => call::Input::FarBusy,
                Event::Failed => call::Input::FarFailed,
                Event::LeftMessage => call::Input::Voicemail,
                Event::Third(did) => {
                    let colleague = legs.asked.contains_key(&call);
                    self.third_did(&call, did, colleague)
                }
                Event::Taker(did) => self.taker_did(&call, did),
            };
            let last = hears.len().saturating_sub(1);
            for (n, (agent, leg)) in hears.into_iter().enumerate() {
                // News come out in order: when the last has heard, all have.
                let done = if n == last { done.take() } else { None };
                self.tell(agent, leg, input.clone(), done);
            }
        }
    }

    fn tell(
        &self,
        agent: AgentId,
        call: String,
        input: call::Input,
        done: Option<oneshot::Sender<()>>,
    ) {
        let input = seat::Input::Phone(CallId(call), input);
        // Nobody listens only when the service stops.
        let _ = self.news.send(News { agent, input, done });
    }

    fn forget_if_over(&self, legs: &mut Legs, call: &str) {
        if legs.forget_if_over(call) {
            self.drop_colleague(legs, call);
            if let Some(sound) = &self.sound {
                sound.ends(call);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Legs> {
        self.legs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Legs {
    /// The agents who hear what a far end does, each with their call.
    fn hear(&self, far: &str) -> Vec<(AgentId, String)> {
        let hears = self.forks.legs(far).unwrap_or_else(|| vec![far.to_owned()]);
        let hears = hears.into_iter();
        hears.filter_map(|leg| Some((self.agents.get(&leg).cloned()?, leg))).collect()
    }

    /// Whether it was over.
    fn forget_if_over(&mut self, call: &str) -> bool {
        let over = !self.simulated.has(call) && !self.sip.has(call);
        if over {
            self.agents.remove(call);
            for leg in self.forks.legs(call).unwrap_or_default() {
                self.agents.remove(&leg);
                self.handed.remove(&leg);
            }
            self.forks.over(call);
        }
        over
    }
}
