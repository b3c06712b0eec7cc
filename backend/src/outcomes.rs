//! The outcomes to choose from: each tenant's own list at HubSpot, kept for ten minutes.

use contract::{Outcome, OutcomeList};
use hubspot::dispositions::{self, Disposition};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::lookup::kind;
use crate::store::people::TenantId;

/// How long a list is good, in milliseconds.
const GOOD_FOR: u64 = 10 * 60_000;

/// The lists as last heard.
#[derive(Debug)]
pub struct Outcomes {
    client: Arc<HubSpotClient>,
    kept: Mutex<HashMap<TenantId, Kept>>,
}

#[derive(Debug)]
struct Kept {
    list: Vec<(String, String)>,
    asked: u64,
}

impl Outcomes {
    /// HubSpot's six defaults for everybody, until something else is heard.
    pub fn new(client: Arc<HubSpotClient>) -> Self {
        Self { client, kept: Mutex::default() }
    }

    /// Those of a tenant, without waiting for anybody.
    pub fn list(&self, tenant: &TenantId) -> contract::Outcomes {
        let node = |(id, label)| Outcome { id, label, children: Vec::new() };
        let nodes = self.with(tenant, |kept| kept.list.iter().cloned().map(node).collect());
        let list = OutcomeList { nodes, required: false, notes_required: false };
        contract::Outcomes { inbound: list.clone(), outbound: list }
    }

    /// Whether it is time to ask again. Says so once for each time.
    pub fn is_stale(&self, tenant: &TenantId) -> bool {
        let now = clock::now();
        self.with(tenant, |kept| {
            let stale = now.saturating_sub(kept.asked) >= GOOD_FOR;
            if stale {
                kept.asked = now;
            }
            stale
        })
    }

    /// Asks HubSpot, if the tenant is linked. On any trouble the last list stays.
    pub async fn refresh(&self, tenant: &TenantId) {
        if !self.client.is_linked(tenant).await {
            // As soon as it is, it is asked.
            self.with(tenant, |kept| kept.asked = 0);
            return;
        }
        match self.client.ask::<Vec<Disposition>>(tenant, &dispositions::list()).await {
            Ok(all) => {
                let list = choices(all);
                if !list.is_empty() {
                    self.with(tenant, |kept| kept.list = list);
                }
            }
            Err(told) => tracing::warn!(
                trace = told.trace,
                kind = kind(&told.error),
                "the outcomes could not be had"
            ),
        }
    }
}

impl Outcomes {
    fn with<T>(&self, tenant: &TenantId, run: impl FnOnce(&mut Kept) -> T) -> T {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = || Kept { list: choices(dispositions::defaults()), asked: 0 };
        run(all.entry(tenant.clone()).or_insert_with(first))
    }
}

fn choices(all: Vec<Disposition>) -> Vec<(String, String)> {
    all.into_iter()
        .filter(|one| !one.deleted && !one.label.is_empty())
        .map(|one| (one.id, one.label))
        .collect()
}
