//! The shell of the simulated phone system: moves orders in, and what far ends do out, and wakes
//! it when time has come. It decides nothing.

use call::CallId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};
use voice::{Config, Event, Far, Nonsense, Order, Rebuilt, Simulated, Voice};

use crate::clock;
use crate::news::{News, Sender};
use crate::store::people::AgentId;

/// The phone system of all tenants.
#[derive(Debug)]
pub struct Phone {
    legs: Mutex<Legs>,
    woken: Notify,
    news: Sender,
}

#[derive(Debug)]
struct Legs {
    simulated: Simulated,
    agents: HashMap<String, AgentId>,
}

impl Phone {
    /// A phone system that tells what happens through this channel.
    pub fn new(config: Config, news: Sender) -> Self {
        let legs = Legs { simulated: Simulated::new(config), agents: HashMap::new() };
        Self { legs: Mutex::new(legs), woken: Notify::new(), news }
    }

    /// A far end begins to call an agent.
    pub fn calls(&self, agent: &AgentId, call: &str) {
        let mut legs = self.lock();
        legs.agents.insert(call.to_owned(), agent.clone());
        legs.simulated.calls(call);
    }

    /// Does what the seat orders.
    pub fn order(&self, agent: &AgentId, call: &str, order: call::Output) {
        let order = match order {
            call::Output::Dial { to } => Order::Dial { to },
            call::Output::Accept => Order::Accept,
            call::Output::Refuse => Order::Refuse,
            call::Output::HangUp => Order::HangUp,
            call::Output::Mute(on) => Order::Mute(on),
            call::Output::Hold(on) => Order::Hold(on),
        };
        let mut legs = self.lock();
        legs.agents.entry(call.to_owned()).or_insert_with(|| agent.clone());
        legs.simulated.order(call, order, clock::now());
        self.pass_on(&mut legs, None);
        legs.forget_if_over(call);
        drop(legs);
        self.woken.notify_one();
    }

    /// The agent's end of a call is carried by this surface from now on, or by nobody.
    pub fn voice(&self, call: &str, to: Option<seat::Voice>) {
        tracing::debug!(call, to = to.as_ref().map(|to| &to.surface), "a voice moves");
        let to = to.map(|to| Voice { surface: to.surface, epoch: to.epoch });
        self.lock().simulated.order(call, Order::Voice(to), clock::now());
    }

    /// The surface that carries the agent's end of a call.
    pub fn voice_of(&self, call: &str) -> Option<Voice> {
        self.lock().simulated.voice_of(call).cloned()
    }

    /// Builds the far end of a call anew after a restart.
    pub fn rebuild(&self, agent: &AgentId, call: &str, as_it_was: Rebuilt) {
        let mut legs = self.lock();
        legs.agents.insert(call.to_owned(), agent.clone());
        legs.simulated.rebuild(call, as_it_was, clock::now());
        drop(legs);
        self.woken.notify_one();
    }

    /// A person acts as the far end. What is returned is told once the seat knows of it.
    pub fn far(&self, call: &str, does: Far) -> Result<oneshot::Receiver<()>, Nonsense> {
        let (done, heard) = oneshot::channel();
        let mut legs = self.lock();
        legs.simulated.far(call, does)?;
        self.pass_on(&mut legs, Some(done));
        legs.forget_if_over(call);
        Ok(heard)
    }

    /// Lets far ends act when their time has come, for ever.
    pub async fn run(&self) {
        loop {
            let deadline = self.lock().simulated.deadline();
            tokio::select! {
                () = clock::until(deadline) => {
                    let mut legs = self.lock();
                    legs.simulated.tick(clock::now());
                    self.pass_on(&mut legs, None);
                }
                () = self.woken.notified() => {}
            }
        }
    }

    fn pass_on(&self, legs: &mut Legs, mut done: Option<oneshot::Sender<()>>) {
        while let Some((call, event)) = legs.simulated.poll() {
            let Some(agent) = legs.agents.get(&call).cloned() else { continue };
            legs.forget_if_over(&call);
            let input = match event {
                Event::Rings => call::Input::FarRings,
                Event::Answered => call::Input::FarAnswered,
                // The call knows by its stage whether this is a refusal.
                Event::HungUp | Event::Rejected => call::Input::FarHungUp,
                Event::Busy => call::Input::FarBusy,
                Event::Failed => call::Input::FarFailed,
                Event::LeftMessage => call::Input::Voicemail,
            };
            let input = seat::Input::Phone(CallId(call), input);
            // Nobody listens only when the service stops.
            let _ = self.news.send(News { agent, input, done: done.take() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Legs> {
        self.legs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Legs {
    fn forget_if_over(&mut self, call: &str) {
        if !self.simulated.has(call) {
            self.agents.remove(call);
        }
    }
}
