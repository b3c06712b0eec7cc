//! The switchboard: every agent's seat behind a lock of its own. One input is one step: the seat
//! changes, the change is written down, surfaces hear of it, the phone system gets its orders.

use axum::http::StatusCode;
use call::{Call, CallId, Stage};
use contract::{Event, Snapshot};
use seat::{Output, Saved, Seat};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Mutex as AsyncMutex, MutexGuard, Notify};
use voice::Rebuilt;

use crate::around::{Account, Tenancy};
use crate::callers::Callers;
use crate::choices::Discovery;
use crate::hub::Hub;
use crate::hubspot_client::HubSpotClient;
use crate::news::{News, Receiver, Sender};
use crate::outbox::{self, Outbox};
use crate::outcomes::Outcomes;
use crate::phone::Phone;
use crate::problem::Failure;
use crate::settings::AllSettings;
use crate::store::calls::{Change, ChangedCall, SeatRow};
use crate::store::idempotency::Answer;
use crate::store::people::{self, Agent, AgentId, TenantId};
use crate::store::{Store, StoreError, calls as kept, connections, forks, history, matching};
use crate::tasks::Tasks;
use crate::{clock, number, status, view, wish, words};

/// How long a finished call is shown with what became of it, in milliseconds.
const LAST_FOR: u64 = 10 * 60_000;

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
        let new = || SeatRow { epoch: 0, status: status::first(&settings) };
        let SeatRow { epoch, status } = row.unwrap_or_else(new);
        let mut core = Seat::restore(Saved { epoch, status, calls }, self.rules.limits);
        core.go_by(status::rules(&settings, self.rules));
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

    /// Takes up the calls that an earlier process left: seats, far ends, records.
    pub async fn restore(self: &Arc<Self>) -> Result<(), StoreError> {
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
                } else if let Some(as_it_was) = far_end_of(call) {
                    let name = &cell.agent().name;
                    let hangs_on = call.fork().map(|fork| (&*fork.of.0, name.as_str()));
                    self.phone.rebuild(&id, &call.id().0, hangs_on, as_it_was);
                }
                if call.stage().is_live() && call.party().is_none() {
                    self.look_up(&cell, call);
                }
            }
        }
        self.restore_groups().await?;
        self.outbox.resume().await
    }

    /// Hands news to their seats, for ever.
    pub async fn deliver(self: Arc<Self>, mut news: Receiver) {
        while let Some(News { agent, input, done }) = news.recv().await {
            let word = words::of(&input);
            let late = late_words(&input);
            if let Err(failure) = self.handle(&agent, input, None).await {
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

    /// The look-up, or a message that the caller left, was slower than a call that nobody took: the
    /// call is put away, and its record tells of it all the same.
    async fn hear_late(self: &Arc<Self>, agent: &AgentId, id: CallId, words: Vec<call::Input>) {
        let change = |call: &mut Call| {
            let now = clock::now();
            for word in words {
                // What does not fit, as a message in a call on the line, changes nothing.
                let _ = call.handle(word, now);
            }
        };
        if let Err(error) = self.rewrite(agent, &id, change).await {
            tracing::error!(%error, call = id.0, "what was heard of a call could not be kept");
        }
    }

    /// Changes a closed call, if it is kept, where it is kept. What its record goes by is read anew.
    pub(crate) async fn rewrite(
        self: &Arc<Self>,
        agent: &AgentId,
        id: &CallId,
        change: impl FnOnce(&mut Call),
    ) -> Result<(), StoreError> {
        let cell = self.cell(agent).await?;
        // Nobody else changes the call meanwhile.
        let seated = cell.seat.lock().await;
        let Some(mut call) = kept::call(&self.store, &id.0).await? else { return Ok(()) };
        change(&mut call);
        let who = cell.agent();
        let tenancy = self.tenancy(&who.tenant).await?;
        let entries = call.take_entries();
        let entries = entries.into_iter().map(|e| (e.clone(), words::of_entry(&e))).collect();
        let facts = record::Facts::of(&call, &tenancy.around(&who, &call));
        let at_hand = seated.core.calls().iter().any(|known| known.id() == id);
        let change = Change {
            agent: &who.id,
            tenant: &who.tenant,
            at: clock::now(),
            seat: None,
            calls: vec![ChangedCall { call, facts, entries }],
            limits: self.outbox.limits(),
            gone: if at_hand { Vec::new() } else { vec![id.0.clone()] },
            answer: None,
        };
        kept::write(&self.store, &change).await?;
        self.outbox.wake(&who.tenant);
        Ok(())
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
        let seated = cell.seat.lock().await;
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

    /// A surface has connected with this connection, or says anew where it is.
    pub async fn surface_is_here(
        self: &Arc<Self>,
        agent: &AgentId,
        surface: &str,
        connection: u64,
        here: seat::Here,
    ) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        let mut seated = cell.seat.lock().await;
        if !self.hub.is_present(agent, surface, connection) {
            return Ok(());
        }
        seated.surfaces.insert(surface.to_owned(), here);
        let input = seat::Input::Surface { surface: surface.to_owned(), here };
        self.step(&cell, seated, input, None).await
    }

    /// A connection has ended. If it was the surface's present one, the surface is gone.
    pub async fn connection_ended(
        self: &Arc<Self>,
        agent: &AgentId,
        surface: &str,
        connection: u64,
    ) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        // Under the seat's lock: a surface that connects again must not be taken for gone.
        let mut seated = cell.seat.lock().await;
        if !self.hub.unsubscribe(agent, surface, connection) {
            return Ok(());
        }
        seated.surfaces.remove(surface);
        let input = seat::Input::SurfaceGone(surface.to_owned());
        self.step(&cell, seated, input, None).await
    }

    /// Ends every surface of an agent who goes. Not while there is a call: it would be left without
    /// a voice.
    pub async fn leave(self: &Arc<Self>, agent: &AgentId) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        // Under the seat's lock: a call that comes now finds nobody here, or is seen.
        let seated = cell.seat.lock().await;
        let open = |call: &Call| !matches!(call.stage(), Stage::Closed(_));
        if seated.core.calls().iter().any(open) {
            return Err(Failure::new(
                StatusCode::CONFLICT,
                "not-now",
                "You are in a call, or its outcome is still open. Finish it first.",
            ));
        }
        self.hub.sign_out(agent);
        Ok(())
    }

    /// Lets an agent of several tenants work for another one, as available as before.
    pub async fn move_to(
        self: &Arc<Self>,
        from: &AgentId,
        to: &AgentId,
        tenant: &TenantId,
    ) -> Result<(), Failure> {
        let now = self.cell(from).await?.seat.lock().await.core.status().now.clone();
        self.leave(from).await?;
        matching::choose(&self.store, from, tenant).await?;
        // The other tenant has other reasons.
        let wish = seat::Wish::Status(seat::Choice { reason: None, ..now });
        let input = seat::Input::Wish { surface: String::new(), epoch: None, wish };
        self.handle(to, input, None).await
    }

    /// All that a surface of this agent needs to show.
    pub async fn snapshot(self: &Arc<Self>, agent: &AgentId) -> Result<Snapshot, StoreError> {
        let cell = self.cell(agent).await?;
        let tenant = cell.agent().tenant.clone();
        if self.outcomes.is_stale(&tenant) {
            let (outcomes, tenant) = (self.outcomes.clone(), tenant.clone());
            self.tasks.spawn(async move { outcomes.refresh(&tenant).await });
        }
        let tenants = self.tenants(agent).await?;
        // Read once, so that the outcomes are the tenant's.
        self.settings.of(&tenant).await?;
        let tenancy = self.tenancy(&tenant).await?;
        let seated = cell.seat.lock().await;
        let who = &*cell.agent();
        let seq = self.hub.position(agent);
        // Read after the position: what happens meanwhile is told once more.
        let since = clock::now().saturating_sub(LAST_FOR);
        let last = kept::last_closed(&self.store, agent, since).await?;
        let missed = history::unseen(&self.store, agent).await?;
        Ok(Snapshot {
            stream: self.hub.stream_name(agent),
            seq,
            now: clock::now(),
            agent: contract::Agent {
                name: who.name.clone(),
                tenant: who.tenant_name.clone(),
                tenants,
            },
            status: status::show(seated.core.status()),
            reasons: tenancy.settings.status.reasons.clone(),
            line: contract::Line {
                number: who.number.clone(),
                shown: number::show(&who.number).0,
                country: who.country.clone(),
                simulated: who.simulated,
                emergency: contract::Emergency {
                    numbers: number::emergency_numbers(&who.country)
                        .iter()
                        .map(|&digits| digits.to_owned())
                        .collect(),
                    carried: wish::carries_emergency_calls(who),
                },
            },
            owner: seated.core.owner().map(view::owner),
            calls: seated.core.calls().iter().map(|c| view::call(c, who, &tenancy)).collect(),
            outcomes: self.outcomes.list(&tenant),
            last: last.map(|record| outbox::saved(&record, self.outbox.limits())),
            missed,
        })
    }

    /// What calls of a tenant go by.
    pub async fn tenancy(&self, tenant: &TenantId) -> Result<Tenancy, StoreError> {
        let connection = connections::in_use(&self.store, tenant).await?;
        let account = connection.map(|connection| Account::of(&connection, &self.ui_url));
        Ok(Tenancy { settings: self.settings.of(tenant).await?, account })
    }

    /// The tenants to choose from; none where there is no choice.
    async fn tenants(&self, agent: &AgentId) -> Result<Vec<contract::Tenant>, StoreError> {
        let beside = matching::beside(&self.store, agent).await?;
        if beside.len() < 2 {
            return Ok(Vec::new());
        }
        let named = |(_, id, name): (_, TenantId, _)| contract::Tenant { id: id.0, name };
        Ok(beside.into_iter().map(named).collect())
    }

    /// Changes who an agent is, or their line, between two calls: `None` while one is at hand. What
    /// is read anew afterwards is what the next call goes by.
    pub async fn between_calls<T>(
        self: &Arc<Self>,
        id: &AgentId,
        change: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<Option<T>, StoreError> {
        // Nobody without a line is cached for the first time here, and nobody can ring them.
        let known = self.lock().get(id).cloned();
        let cell = match known {
            Some(cell) => cell,
            None if people::agent(&self.store, id).await?.is_some() => self.cell(id).await?,
            None => return change.await.map(Some),
        };
        let seated = cell.seat.lock().await;
        // A closed one only waits for a page that tells HubSpot.
        let open = |call: &Call| !matches!(call.stage(), Stage::Closed(_));
        if seated.core.calls().iter().any(open) {
            return Ok(None);
        }
        let done = change.await?;
        if let Some(now) = people::agent(&self.store, id).await?
            && now != *cell.agent()
        {
            *cell.agent.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
            self.hub.start_over(id);
        }
        Ok(Some(done))
    }

    /// Takes up an agent's new name; their pages see it in their next snapshot.
    pub async fn renew(&self, id: &AgentId) -> Result<(), StoreError> {
        let known = self.lock().get(id).cloned();
        if let (Some(cell), Some(now)) = (known, people::agent(&self.store, id).await?) {
            *cell.agent.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        }
        Ok(())
    }

    async fn step(
        self: &Arc<Self>,
        cell: &Cell,
        mut seated: MutexGuard<'_, Seated>,
        input: seat::Input,
        answer: Option<&Answer>,
    ) -> Result<(), Failure> {
        let now = clock::now();
        let agent = &cell.id;
        let what = words::of(&input);
        let settings = self.settings.of(&cell.agent().tenant).await?;
        seated.core.go_by(status::rules(&settings, self.rules));
        let before = seated.core.saved().clone();
        let claimed = self.claim(&seated.core, &input)?;
        let release = || claimed.iter().for_each(|leg| self.phone.release(leg));
        seated.core.handle(input, now).inspect_err(|_| release())?;
        let mut outputs = Vec::new();
        while let Some(output) = seated.core.poll() {
            outputs.push(output);
        }
        let who = cell.agent();
        let written = match self.tenancy(&who.tenant).await {
            Ok(tenancy) => self
                .write(&who, &tenancy, &before, seated.core.saved(), &outputs, answer)
                .await
                .map(|()| tenancy),
            Err(error) => Err(error),
        };
        let tenancy = match written {
            Ok(tenancy) => tenancy,
            Err(error) => {
                self.take_back(cell, &mut seated, before);
                release();
                return Err(error.into());
            }
        };
        let mut new_facts = false;
        for output in outputs {
            match output {
                Output::Changed(call) => {
                    tracing::info!(call = call.id().0, stage = call.stage().name(), what, "a call");
                    new_facts = true;
                    let shown = view::call(&call, &who, &tenancy);
                    self.hub.publish(agent, Event::Call(Box::new(shown)), now);
                    if is_just_closed(&before, &call) {
                        self.tell_saving(&who, &call, now).await;
                        if call.is_missed()
                            && let Err(error) = self.tell_missed(agent).await
                        {
                            tracing::error!(%error, "missed calls could not be counted");
                        }
                    }
                    if !before.calls.iter().any(|known| known.id() == call.id()) {
                        self.look_up(cell, &call);
                    }
                }
                Output::Phone(call, order) => self.phone.order(agent, &call.0, order),
                Output::Gone(call) => {
                    self.hub.publish(agent, Event::Gone(contract::CallId(call.0.clone())), now);
                }
                Output::Owner(owner) => {
                    let owner = owner.as_ref().map(view::owner);
                    self.hub.publish(agent, Event::Owner(owner), now);
                }
                Output::Voice(call, to) => self.phone.voice(&call.0, to),
                Output::Status(status) => {
                    self.hub.publish(agent, Event::Status(status::show(&status)), now);
                }
            }
        }
        if new_facts {
            self.outbox.wake(&who.tenant);
        }
        drop(seated);
        cell.woken.notify_one();
        Ok(())
    }

    /// Claims the far end for a leg that is about to be answered, before anybody hears of an answer.
    fn claim(&self, core: &Seat, input: &seat::Input) -> Result<Option<String>, Failure> {
        let seat::Input::Wish { wish: seat::Wish::Answer(id), .. } = input else { return Ok(None) };
        let fits = |call: &&Call| {
            call.id() == id && call.fork().is_some() && matches!(call.stage(), Stage::Ringing(_))
        };
        let Some(leg) = core.calls().iter().find(fits).map(|call| call.id().0.clone()) else {
            return Ok(None);
        };
        match self.phone.claim(&leg) {
            Ok(()) => Ok(Some(leg)),
            Err(lost) => Err(Failure::new(StatusCode::CONFLICT, "not-now", &lost.to_string())),
        }
    }

    /// One transaction: ledger, call and record of every call that changed, and the seat.
    async fn write(
        &self,
        who: &Agent,
        tenancy: &Tenancy,
        before: &Saved,
        after: &Saved,
        outputs: &[Output],
        answer: Option<&Answer>,
    ) -> Result<(), StoreError> {
        let mut latest: BTreeMap<&str, ChangedCall> = BTreeMap::new();
        let mut gone = Vec::new();
        for output in outputs {
            match output {
                Output::Changed(call) => {
                    let entries = call.entries().iter().map(|e| (e.clone(), words::of_entry(e)));
                    let mut all: Vec<_> =
                        latest.remove(&*call.id().0).map(|was| was.entries).unwrap_or_default();
                    all.extend(entries);
                    let facts = record::Facts::of(call, &tenancy.around(who, call));
                    let changed = ChangedCall { call: (**call).clone(), facts, entries: all };
                    latest.insert(&call.id().0, changed);
                }
                Output::Gone(id) => gone.push(id.0.clone()),
                _ => {}
            }
        }
        let row = |saved: &Saved| SeatRow { epoch: saved.epoch, status: saved.status.clone() };
        let change = Change {
            agent: &who.id,
            tenant: &who.tenant,
            at: clock::now(),
            seat: Some(row(after)).filter(|now| *now != row(before)),
            calls: latest.into_values().collect(),
            limits: self.outbox.limits(),
            gone,
            answer,
        };
        kept::write(&self.store, &change).await
    }

    /// The agent is done with a call: from now on its pages show how far HubSpot is.
    async fn tell_saving(&self, who: &Agent, call: &Call, now: u64) {
        // It may have been written while the wrap-up was open.
        let kept = match crate::store::outbox::of(&self.store, &call.id().0).await {
            Ok(Some(kept)) => kept,
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "a record could not be read");
                return;
            }
        };
        let mut last = outbox::saved(&kept.record, self.outbox.limits());
        if last.saved == contract::Saved::Saving && !self.client.is_linked(&who.tenant).await {
            last.saved = contract::Saved::Later(
                "HubSpot is not linked. The call is kept and written as soon as it is.".to_owned(),
            );
        }
        self.hub.publish(&who.id, Event::Saved(last), now);
    }

    /// The store failed: the step never happened. Surfaces are appointed anew.
    fn take_back(&self, cell: &Cell, seated: &mut Seated, before: Saved) {
        let now = clock::now();
        let mut core = Seat::restore(before, self.rules.limits);
        if let Some(at) = seated.core.is_empty_since() {
            core.empty_since(at);
        }
        for (surface, here) in &seated.surfaces {
            let input = seat::Input::Surface { surface: surface.clone(), here: *here };
            // A surface is never refused.
            let _ = core.handle(input, now);
        }
        while let Some(output) = core.poll() {
            if let Output::Voice(call, to) = output {
                self.phone.voice(&call.0, to);
            }
        }
        let owner = core.owner().map(view::owner);
        self.hub.publish(&cell.id, Event::Owner(owner), now);
        seated.core = core;
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

/// What a call that is put away already can still hear.
fn late_words(input: &seat::Input) -> Option<(CallId, Vec<call::Input>)> {
    Some(match input {
        seat::Input::Looked(id, looked, party) => {
            let party = party.clone().map(call::Input::Party);
            (id.clone(), [call::Input::Looked(looked.clone())].into_iter().chain(party).collect())
        }
        seat::Input::Phone(id, message @ call::Input::Voicemail) => {
            (id.clone(), vec![message.clone()])
        }
        _ => return None,
    })
}

/// Whether this step has closed the call.
fn is_just_closed(before: &Saved, call: &Call) -> bool {
    let was_closed = before
        .calls
        .iter()
        .any(|known| known.id() == call.id() && matches!(known.stage(), Stage::Closed(_)));
    matches!(call.stage(), Stage::Closed(_)) && !was_closed
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
