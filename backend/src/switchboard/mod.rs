//! The switchboard: every agent's seat behind a lock of its own. One input is one step: the seat
//! changes, the change is written down, surfaces hear of it, the phone system gets its orders.

mod agents;
mod closing;
mod colleague;
mod late;
mod snapshot;
mod step;
mod transfer;

use call::{Call, CallId, Stage};
use seat::{Saved, Seat};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Mutex as AsyncMutex, Notify};
use voice::Rebuilt;

use crate::callers::Callers;
use crate::choices::Discovery;
use crate::hub::Hub;
use crate::hubspot_client::HubSpotClient;
use crate::listening::Listening;
use crate::news::{News, Receiver, Sender};
use crate::outbox::Outbox;
use crate::outcomes::Outcomes;
use crate::phone::Phone;
use crate::problem::Failure;
use crate::settings::AllSettings;
use crate::store::calls::SeatRow;
use crate::store::idempotency::Answer;
use crate::store::people::{self, Agent, AgentId};
use crate::store::{Store, StoreError, calls as kept, forks};
use crate::tasks::Tasks;
use crate::{clock, status, words};

pub use closing::Closing;
use late::late_words;

/// Every seat of this process, and what seats speak with.
#[derive(Debug)]
pub struct Switchboard {
    /// The store.
    pub store: Store,
    /// The event streams.
    pub hub: Arc<Hub>,
    /// The simulated phone system.
    pub phone: Arc<Phone>,
    /// The records.
    pub outbox: Arc<Outbox>,
    /// Where HubSpot's pages are when it did not say.
    pub ui_url: String,
    /// The outcomes to choose from.
    pub outcomes: Arc<Outcomes>,
    /// What tenants' administrators have decided.
    pub settings: Arc<AllSettings>,
    /// What accounts have to choose from.
    pub discovery: Arc<Discovery>,
    /// The other ends of calls.
    pub callers: Arc<Callers>,
    /// HubSpot.
    pub client: Arc<HubSpotClient>,
    /// What seats go by where their tenant has decided nothing else.
    pub rules: seat::Rules,
    /// How calls sound.
    pub listening: Listening,
    /// Whether the service is about to stop.
    pub closing: Closing,
    /// When this process began: whoever has no page since then is absent after the grace.
    pub started: u64,
    /// Where look-ups put what they found.
    pub news: Sender,
    /// Where background tasks run.
    pub tasks: Arc<Tasks>,
    /// The seats, by agent.
    pub seats: Mutex<HashMap<AgentId, Arc<Cell>>>,
}

/// One seat.
#[derive(Debug)]
pub struct Cell {
    /// Whose: the id stays, name and line can change between calls.
    pub id: AgentId,
    agent: RwLock<Arc<Agent>>,
    /// Held while a command is read, done and answered, so that the same key twice is done once.
    pub commands: AsyncMutex<()>,
    /// The same for what waits for HubSpot: nothing else may wait behind it.
    pub slow_commands: AsyncMutex<()>,
    seat: AsyncMutex<Seated>,
    woken: Notify,
}

impl Cell {
    /// The agent as they are now.
    pub fn agent(&self) -> Arc<Agent> {
        self.agent.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[derive(Debug)]
struct Seated {
    core: Seat,
    /// Who is connected: needed when a step has to be taken back.
    surfaces: BTreeMap<String, seat::Here>,
}

impl Switchboard {
    /// An agent's seat, restored from the store when it is needed for the first time.
    pub async fn cell(self: &Arc<Self>, id: &AgentId) -> Result<Arc<Cell>, StoreError> {
        if let Some(cell) = self.lock().get(id) {
            return Ok(cell.clone());
        }
        let agent = people::agent(&self.store, id).await?.ok_or(sqlx::Error::RowNotFound)?;
        let settings = self.settings.of(&agent.tenant).await?;
        let (row, calls) = kept::load_seat(&self.store, id).await?;
        let new = || SeatRow { status: status::first(&settings), ..SeatRow::default() };
        let SeatRow { epoch, status, later } = row.unwrap_or_else(new);
        let mut core = Seat::restore(Saved { epoch, status, later, calls }, self.rules.limits);
        core.go_by(self.rules_of(&settings));
        core.empty_since(self.started);
        let mut seats = self.lock();
        // Somebody else may have been faster; theirs is the one.
        let cell = seats.entry(id.clone()).or_insert_with(|| {
            let cell = Arc::new(Cell {
                id: agent.id.clone(),
                agent: RwLock::new(Arc::new(agent)),
                commands: AsyncMutex::default(),
                slow_commands: AsyncMutex::default(),
                seat: AsyncMutex::new(Seated { core, surfaces: BTreeMap::new() }),
                woken: Notify::new(),
            });
            self.tasks.spawn(self.clone().keep_time(cell.clone()));
            cell
        });
        Ok(cell.clone())
    }

    /// Takes up the calls that an earlier process left: records, seats, far ends. Records come first:
    /// what seats have to say sends some of them, and what this process has under way must not be taken
    /// for what the earlier one had.
    pub async fn restore(self: &Arc<Self>) -> Result<(), StoreError> {
        self.outbox.resume().await?;
        for id in kept::agents_in_calls(&self.store).await? {
            let cell = self.cell(&id).await?;
            let seated = cell.seat.lock().await;
            for call in seated.core.calls() {
                if matches!(call.stage(), Stage::Ringing(_))
                    && let Some(other) = forks::taken_by(&self.store, call).await?
                {
                    let heard = call::Input::Elsewhere(other);
                    let input = seat::Input::Phone(call.id().clone(), heard);
                    let _ = self.news.send(News { agent: id.clone(), input, done: None });
                } else if let Some(heard) = lost(call) {
                    let input = seat::Input::Phone(call.id().clone(), heard);
                    let _ = self.news.send(News { agent: id.clone(), input, done: None });
                } else if self.is_asked(&cell.agent(), call).await? {
                    let input = seat::Input::Phone(call.id().clone(), call::Input::FarHungUp);
                    let _ = self.news.send(News { agent: id.clone(), input, done: None });
                } else if let Some(as_it_was) = far_end_of(call) {
                    let name = &cell.agent().name;
                    let hangs_on = call.far_end().map(|far| (&*far.0, name.as_str()));
                    self.phone.rebuild(&id, &call.id().0, hangs_on, as_it_was);
                    self.listens(&id, call);
                    self.phone.rebuild_third(call);
                    if self.has_asked(&cell.agent(), call).await? {
                        self.phone.order(&id, &call.id().0, call::Output::DropThird);
                        let gone = call::Input::Third(call::ThirdNews::Gone(call::Gone::Failed));
                        let input = seat::Input::Phone(call.id().clone(), gone);
                        let _ = self.news.send(News { agent: id.clone(), input, done: None });
                    }
                }
                if call.stage().is_live() && call.party().is_none() {
                    self.look_up(&cell, call);
                }
            }
        }
        self.restore_groups().await
    }

    /// Hands news to their seats, for ever.
    pub async fn deliver(self: Arc<Self>, mut news: Receiver) {
        while let Some(News { agent, input, done }) = news.recv().await {
            let word = words::of(&input);
            let late = late_words(&input);
            let offered = match &input {
                seat::Input::Offer(offer) => Some(offer.id.clone()),
                _ => None,
            };
            if let Err(failure) = self.handle(&agent, input, None).await {
                if let Some(leg) = offered {
                    // Whom it came from gets it back.
                    let refused = call::Output::Refuse(call::Cause::Unavailable);
                    self.phone.order(&agent, &leg.0, refused);
                }
                if let Some((call, words)) = late {
                    self.hear_late(&agent, call, words).await;
                }
                // A far end that hangs up while the agent does is no error.
                tracing::debug!(news = word, code = failure.problem.code, "news came too late");
            }
            if let Some(done) = done {
                let _ = done.send(());
            }
        }
    }

    /// Does something of an agent's while no input of theirs is handled.
    pub(crate) async fn in_turn<T>(
        self: &Arc<Self>,
        agent: &AgentId,
        what: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let cell = self.cell(agent).await?;
        let _seated = cell.seat.lock().await;
        what.await
    }

    /// How well an agent can be reached now, and whether they take calls at all.
    pub(crate) async fn reach(
        self: &Arc<Self>,
        agent: &AgentId,
    ) -> Result<(seat::Reach, bool), StoreError> {
        let cell = self.cell(agent).await?;
        let settings = self.settings.of(&cell.agent().tenant).await?;
        let mut seated = cell.seat.lock().await;
        seated.core.go_by(self.rules_of(&settings));
        let takes_calls = seated.core.status().now.presence == seat::Presence::Available;
        Ok((seated.core.reach(), takes_calls))
    }

    /// One input for one seat. Done and written down when this returns; with the answer to the
    /// command, if it was one.
    pub async fn handle(
        self: &Arc<Self>,
        agent: &AgentId,
        input: seat::Input,
        answer: Option<&Answer>,
    ) -> Result<(), Failure> {
        // A page that is left ends its request, and with it whoever waits here. What has begun is done
        // all the same: else a call would be answered and nobody told.
        let (board, agent, answer) = (self.clone(), agent.clone(), answer.cloned());
        let (tell, told) = tokio::sync::oneshot::channel();
        self.tasks.spawn(async move {
            let done = async {
                let cell = board.cell(&agent).await?;
                let seated = cell.seat.lock().await;
                board.step(&cell, seated, input, answer.as_ref()).await
            };
            // Nobody may listen any more.
            let _ = tell.send(done.await);
        });
        // Without an answer the service ends.
        told.await.unwrap_or_else(|_| Err(Failure::internal()))
    }

    /// What a seat of a tenant with these settings goes by now.
    fn rules_of(&self, settings: &contract::console::Settings) -> seat::Rules {
        let closing = self.closing.has_begun();
        seat::Rules { closing, ..status::rules(settings, self.rules) }
    }

    /// A call at hand, as it is now.
    pub async fn call(
        self: &Arc<Self>,
        agent: &AgentId,
        id: &CallId,
    ) -> Result<Option<Call>, StoreError> {
        let cell = self.cell(agent).await?;
        let seated = cell.seat.lock().await;
        Ok(seated.core.calls().iter().find(|call| call.id() == id).cloned())
    }

    /// Listens to a call while it is on the line.
    fn listens(&self, agent: &AgentId, call: &Call) {
        let id = &call.id().0;
        match call.stage() {
            Stage::Connected(_) => self.listening.begins(agent, id, || self.phone.sound_of(id)),
            _ => self.listening.ends(id),
        }
    }

    /// Asks who it is, beside everything else.
    fn look_up(self: &Arc<Self>, cell: &Cell, call: &Call) {
        let (board, who, call) = (self.clone(), cell.agent(), call.clone());
        let agent = who.id.clone();
        self.tasks.spawn(async move {
            if let Some((looked, party)) = board.callers.look_up(&who, &call).await {
                let input = seat::Input::Looked(call.id().clone(), looked, party);
                let _ = board.news.send(News { agent, input, done: None });
            }
        });
    }

    /// Ticks a seat when its next moment comes, for ever.
    async fn keep_time(self: Arc<Self>, cell: Arc<Cell>) {
        loop {
            let deadline = cell.seat.lock().await.core.deadline();
            tokio::select! {
                () = clock::until(deadline) => {}
                () = cell.woken.notified() => continue,
            }
            let seated = cell.seat.lock().await;
            let ticked = self.step(&cell, seated, seat::Input::Tick, None).await;
            if ticked.is_err() {
                // The store failed; what is due stays due.
                clock::until(Some(clock::now() + 1_000)).await;
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AgentId, Arc<Cell>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a call at a phone system comes to when the service starts again: the dialog has gone with the
/// process, and nothing can be built anew from here. Whoever called hears nothing more and gives up.
fn lost(call: &Call) -> Option<call::Input> {
    if call.simulated() {
        return None;
    }
    match call.stage() {
        Stage::Ringing(_) => Some(call::Input::Unreachable(call::EndStatus::Missed)),
        Stage::Dialling(_) => Some(call::Input::FarFailed),
        // They have spoken: the record says so.
        Stage::Connected(_) => Some(call::Input::FarHungUp),
        Stage::WrapUp(_) | Stage::Closed(_) => None,
    }
}

/// The far end of a call that goes on, to be built anew.
fn far_end_of(call: &Call) -> Option<Rebuilt> {
    match call.stage() {
        Stage::Ringing(_) => Some(Rebuilt::Inbound),
        Stage::Dialling(dialling) => {
            Some(Rebuilt::Outbound { to: call.to().to_owned(), rings: dialling.far_rings })
        }
        Stage::Connected(_) => Some(Rebuilt::Connected),
        Stage::WrapUp(_) | Stage::Closed(_) => None,
    }
}
