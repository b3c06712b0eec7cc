//! The shell of the records: sends what each record wants to HubSpot, and keeps what came of it.
//! What goes next, when, and how often is decided in `record`.

use call::CallId;
use hubspot::calls::{self, Customer};
use hubspot::{Error, Object, Page};
use record::{Facts, Limits, Record, Reply, Request, Trouble};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, Notify};

use crate::hubspot_client::HubSpotClient;
use crate::lookup::kind;
use crate::news::{News, Sender};
use crate::owners::Owners;
use crate::store::people::{AgentId, TenantId};
use crate::store::{Store, calls as kept};
use crate::tasks::Tasks;
use crate::told::Told;
use crate::{clock, ids};

/// A record without an id of HubSpot's within two minutes of the call may be the page's.
const AROUND: u64 = 120_000;

/// How long it is known whom a record can belong to, in milliseconds.
const OWNERS_FOR: u64 = 60_000;

/// How often HubSpot is asked for an agent before a record is written without.
const OWNER_TRIES: u32 = 3;

/// All records that are not finished, or whose calls are at hand.
#[derive(Debug)]
pub struct Records {
    store: Store,
    client: Arc<HubSpotClient>,
    owners: Owners,
    limits: Limits,
    news: Sender,
    tasks: Arc<Tasks>,
    jobs: Mutex<HashMap<String, Arc<Job>>>,
}

/// The work on one record.
#[derive(Debug)]
pub struct Job {
    agent: AgentId,
    tenant: TenantId,
    /// Locked by the seat while it writes new facts, and by the worker while it writes an outcome;
    /// never while a request is under way.
    pub record: AsyncMutex<Record>,
    changed: Notify,
    call_is_gone: AtomicBool,
    started: AtomicBool,
    /// Until when it is known whom the record can belong to.
    owners_until: AtomicU64,
}

impl Records {
    /// No records yet.
    pub fn new(
        store: Store,
        client: Arc<HubSpotClient>,
        limits: Limits,
        news: Sender,
        tasks: Arc<Tasks>,
    ) -> Self {
        let owners = Owners::new(store.clone(), client.clone());
        Self { store, client, owners, limits, news, tasks, jobs: Mutex::default() }
    }

    /// The work on a call's record; new when there is none yet. It starts with [`Records::wake`].
    pub fn job(&self, agent: &AgentId, tenant: &TenantId, facts: &Facts) -> Arc<Job> {
        let new = || Job::new(agent.clone(), tenant.clone(), Record::new(facts.clone()));
        self.lock().entry(facts.id.clone()).or_insert_with(|| Arc::new(new())).clone()
    }

    /// How long things may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// New facts are written down: goes on with the record.
    pub fn wake(self: &Arc<Self>, job: &Arc<Job>) {
        if job.started.swap(true, Ordering::AcqRel) {
            job.changed.notify_one();
        } else {
            self.tasks.spawn(self.clone().work(job.clone()));
        }
    }

    /// The call is put away: when its record is finished, so is the work.
    pub fn call_is_gone(&self, call: &str) {
        if let Some(job) = self.lock().get(call) {
            job.call_is_gone.store(true, Ordering::Release);
            job.changed.notify_one();
        }
    }

    /// Takes up what an earlier process left.
    pub async fn restore(self: &Arc<Self>, at_hand: &[String]) -> Result<(), crate::StoreError> {
        for (agent, tenant, mut record) in kept::open_records(&self.store).await? {
            record.resumed(clock::now(), &self.limits);
            let call = record.facts().id.clone();
            let job = Arc::new(Job::new(agent, tenant, record));
            job.call_is_gone.store(!at_hand.contains(&call), Ordering::Release);
            self.lock().insert(call, job.clone());
            self.wake(&job);
        }
        Ok(())
    }

    async fn work(self: Arc<Self>, job: Arc<Job>) {
        loop {
            let mut record = job.record.lock().await;
            if record.is_finished() && job.call_is_gone.load(Ordering::Acquire) {
                self.lock().remove(&record.facts().id);
                return;
            }
            let now = clock::now();
            let is_due = record.due(&self.limits).is_some_and(|due| due <= now);
            if is_due && job.owners_until.load(Ordering::Relaxed) <= now {
                drop(record);
                self.find_owners(&job).await;
                continue;
            }
            let Some(request) = record.poll(now, &self.limits) else {
                let due = record.due(&self.limits);
                drop(record);
                tokio::select! {
                    () = clock::until(due) => {}
                    () = job.changed.notified() => {}
                }
                continue;
            };
            let call = record.facts().id.clone();
            // First the note that it is under way: after a crash it is looked for, not repeated.
            let noted = kept::save_record(&self.store, &job.agent, &job.tenant, &record).await;
            drop(record);
            let result = match noted {
                Ok(()) => self.carry_out(&job.tenant, &call, &request).await,
                Err(error) => {
                    tracing::error!(%error, call, "a record's state could not be kept");
                    Err(Trouble::Later(None))
                }
            };
            self.finish(&job, &call, result).await;
        }
    }

    /// Finds out whom the record can belong to, before it is written. When HubSpot cannot tell, the
    /// record is written all the same: what is missing is asked for again with the next change.
    async fn find_owners(&self, job: &Job) {
        for _ in 0..OWNER_TRIES {
            match self.owners.of(&job.tenant, &job.agent).await {
                Ok(owners) => {
                    let input = record::Input::Owners(owners);
                    job.record.lock().await.handle(input, clock::now(), &self.limits);
                    break;
                }
                Err(error) => {
                    tracing::warn!(%error, "whom a record belongs to is not known");
                    clock::until(Some(clock::now() + self.limits.back_off)).await;
                }
            }
        }
        job.owners_until.store(clock::now() + OWNERS_FOR, Ordering::Relaxed);
    }

    /// Hands the outcome to the record, keeps it, and tells the seat an id that it does not know.
    async fn finish(&self, job: &Job, call: &str, result: Result<Reply, Trouble>) {
        let mut record = job.record.lock().await;
        let answer = record::Input::Answer { result, jitter: ids::jitter() };
        record.handle(answer, clock::now(), &self.limits);
        let saved = kept::save_record(&self.store, &job.agent, &job.tenant, &record).await;
        if let Err(error) = saved {
            tracing::error!(%error, call, "a record's state could not be kept");
        }
        let id = record.id().map(str::to_owned);
        let seat_knows = record.facts().engagement.is_some();
        drop(record);
        if let Some(id) = id.filter(|_| !seat_knows) {
            let input = seat::Input::Recorded(CallId(call.to_owned()), id);
            let _ = self.news.send(News { agent: job.agent.clone(), input, done: None });
        }
    }

    async fn carry_out(
        &self,
        tenant: &TenantId,
        call: &str,
        request: &Request,
    ) -> Result<Reply, Trouble> {
        let result = match request {
            Request::Find { external_id, from, to, around } => {
                self.find(tenant, external_id, from, to, *around).await.map(Reply::Found)
            }
            Request::Create { properties, customer } => {
                let customer = customer.as_ref().map(as_customer);
                let asked = calls::create(properties, customer);
                self.client
                    .ask_logging::<Object>(tenant, &asked)
                    .await
                    .map(|made| Reply::Created(made.id))
            }
            Request::Update { id, properties } => self
                .client
                .tell_logging(tenant, &calls::update(id, properties))
                .await
                .map(|()| Reply::Done),
            Request::Associate { id, customer } => {
                let asked = calls::associate(id, as_customer(customer));
                self.client.tell_logging(tenant, &asked).await.map(|()| Reply::Done)
            }
            Request::Owner { id } => {
                let read = self.client.ask_logging::<Object>(tenant, &calls::by_id(id)).await;
                read.map(|o| Reply::Owned(!o.property("hubspot_owner_id").is_empty()))
            }
            Request::Archive { id } => {
                self.client.tell_logging(tenant, &calls::archive(id)).await.map(|()| Reply::Done)
            }
        };
        match &result {
            Ok(_) => tracing::info!(call, request = name(request), "HubSpot did it"),
            Err(told) => {
                tracing::warn!(
                    call,
                    trace = told.trace,
                    request = name(request),
                    kind = kind(&told.error),
                    "HubSpot did not do it"
                );
                tracing::debug!(call, error = %told, "what HubSpot said");
            }
        }
        result.map_err(|told| trouble(told.error))
    }

    /// By our own id first, else by numbers and time: a record with another external id is not it.
    async fn find(
        &self,
        tenant: &TenantId,
        external_id: &str,
        from: &str,
        to: &str,
        around: u64,
    ) -> Result<Option<String>, Told> {
        let page: Page =
            self.client.ask_logging(tenant, &calls::find_by_external_id(external_id)).await?;
        if let Some(found) = page.results.into_iter().next() {
            return Ok(Some(found.id));
        }
        let (earliest, latest) = (around.saturating_sub(AROUND), around.saturating_add(AROUND));
        let request = calls::find_by_numbers(from, to, earliest, latest);
        let page: Page = self.client.ask_logging(tenant, &request).await?;
        let unclaimed = |o: &Object| o.property("hs_call_external_id").is_empty();
        Ok(page.results.into_iter().find(unclaimed).map(|found| found.id))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    fn new(agent: AgentId, tenant: TenantId, record: Record) -> Self {
        Self {
            agent,
            tenant,
            record: AsyncMutex::new(record),
            changed: Notify::new(),
            call_is_gone: AtomicBool::new(false),
            started: AtomicBool::new(false),
            owners_until: AtomicU64::new(0),
        }
    }
}

fn as_customer(record: &call::RecordRef) -> Customer<'_> {
    Customer { object_type: &record.object_type, id: &record.id }
}

fn name(request: &Request) -> &'static str {
    match request {
        Request::Find { .. } => "find",
        Request::Create { .. } => "create",
        Request::Update { .. } => "update",
        Request::Associate { .. } => "associate",
        Request::Owner { .. } => "owner",
        Request::Archive { .. } => "archive",
    }
}

/// HubSpot's words in the record's.
fn trouble(error: Error) -> Trouble {
    if error.outcome_unknown() {
        return Trouble::Unknown;
    }
    match error {
        Error::NotFound => Trouble::NoSuchRecord,
        Error::RateLimited { wait } | Error::Locked { wait } => Trouble::Later(Some(wait)),
        Error::Conflict { message, .. } | Error::Invalid { message, .. } => {
            Trouble::Refused(message)
        }
        // A token or a scope is missing: somebody has to act, and then it must go on by itself.
        _ => Trouble::Later(None),
    }
}
