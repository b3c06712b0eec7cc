//! The shell of the records: sends what each of them wants to HubSpot, and keeps what came of it.
//! What goes next, when, how often and with what is decided in `record`; what waits lies in the store.

mod answers;
mod batches;
mod cases;
mod lane;
mod requests;
mod shown;

use record::Limits;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, Notify};

use crate::clock;
use crate::hub::Hub;
use crate::hubspot_client::HubSpotClient;
use crate::links::Links;
use crate::news::Sender;
use crate::owners::Owners;
use crate::store::people::TenantId;
use crate::store::{Store, StoreError, outbox as kept};
use crate::tasks::Tasks;

pub use shown::saved;

/// The work on every tenant's records.
#[derive(Debug)]
pub struct Outbox {
    store: Store,
    client: Arc<HubSpotClient>,
    links: Arc<Links>,
    hub: Arc<Hub>,
    owners: Owners,
    limits: Limits,
    news: Sender,
    tasks: Arc<Tasks>,
    /// Whether requests go together where they may.
    batches: bool,
    lanes: Mutex<HashMap<TenantId, Arc<Lane>>>,
}

/// The work on one tenant's: no tenant waits for another.
#[derive(Debug, Default)]
struct Lane {
    woken: Notify,
    /// Held while a ticket or deal is made, so that two calls of one customer make one.
    cases: AsyncMutex<()>,
    /// The stages whose tickets and deals are closed, and when that was asked.
    closed: Mutex<HashMap<&'static str, Stages>>,
}

/// When it was asked, and the stages.
type Stages = (u64, Arc<Vec<String>>);

impl Outbox {
    /// Nothing is under way yet: see [`Outbox::resume`].
    pub fn new(
        store: Store,
        client: Arc<HubSpotClient>,
        links: Arc<Links>,
        hub: Arc<Hub>,
        limits: Limits,
        news: Sender,
        tasks: Arc<Tasks>,
    ) -> Self {
        let owners = Owners::new(store.clone(), client.clone());
        let (batches, lanes) = (true, Mutex::default());
        Self { store, client, links, hub, owners, limits, news, tasks, batches, lanes }
    }

    /// The same, with every request by itself if so wanted.
    pub fn with_batches(self, batches: bool) -> Self {
        Self { batches, ..self }
    }

    /// How long things may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A tenant has something new to write, or a new way to write it.
    pub fn wake(self: &Arc<Self>, tenant: &TenantId) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        match lanes.get(tenant) {
            Some(lane) => lane.woken.notify_one(),
            None => {
                let lane = Arc::new(Lane::default());
                lanes.insert(tenant.clone(), lane.clone());
                self.tasks.spawn(self.clone().work(tenant.clone(), lane));
            }
        }
    }

    /// Takes up what an earlier process left, and hears of new links from now on.
    pub async fn resume(self: &Arc<Self>) -> Result<(), StoreError> {
        for tenant in kept::resume(&self.store, clock::now(), &self.limits).await? {
            self.wake(&tenant);
        }
        let (outbox, mut changes) = (self.clone(), self.links.changes());
        self.tasks.spawn(async move {
            use tokio::sync::broadcast::error::RecvError;
            loop {
                match changes.recv().await {
                    Ok((tenant, contract::console::Changed::Connections(_))) => {
                        // Who has nothing to write has no lane to wake.
                        let lanes = outbox.lanes.lock().unwrap_or_else(PoisonError::into_inner);
                        if let Some(lane) = lanes.get(&tenant) {
                            lane.woken.notify_one();
                        }
                    }
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        });
        Ok(())
    }
}
