//! Every tenant's settings at hand: what rings or is written does not wait for the store.

use contract::console::{CaseKind, Looked, Settings};
use hubspot::scopes::{Chosen, Object};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::store::people::TenantId;
use crate::store::{Store, StoreError, settings as kept};

/// The settings as last read or saved. There is one process, so nobody else changes them.
#[derive(Debug)]
pub struct AllSettings {
    store: Store,
    known: RwLock<HashMap<TenantId, Arc<Settings>>>,
}

impl AllSettings {
    /// Nothing is read yet.
    pub fn new(store: Store) -> Self {
        Self { store, known: RwLock::default() }
    }

    /// Those of a tenant.
    pub async fn of(&self, tenant: &TenantId) -> Result<Arc<Settings>, StoreError> {
        if let Some(known) = self.at_hand(tenant) {
            return Ok(known);
        }
        let read = Arc::new(kept::of(&self.store, tenant).await?);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have saved others meanwhile.
        Ok(known.entry(tenant.clone()).or_insert(read).clone())
    }

    /// Those of a tenant without waiting; `None` when they were never read.
    pub fn at_hand(&self, tenant: &TenantId) -> Option<Arc<Settings>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    /// Stores others; whoever asks from now on gets them.
    pub async fn save(&self, tenant: &TenantId, settings: Settings) -> Result<(), StoreError> {
        kept::save(&self.store, tenant, &settings).await?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(tenant.clone(), Arc::new(settings));
        Ok(())
    }
}

/// The kinds of records that a tenant has chosen to work with.
pub fn chosen(settings: &Settings) -> Chosen {
    let look_up = &settings.look_up;
    let companies =
        look_up.primary == Looked::Companies || look_up.secondary == Some(Looked::Companies);
    let case = settings.case.kind.map(|kind| match kind {
        CaseKind::Ticket => Object::Tickets,
        CaseKind::Deal => Object::Deals,
    });
    Chosen(case.into_iter().chain(companies.then_some(Object::Companies)).collect())
}
