//! Links to HubSpot accounts: made, kept alive, ended. Tokens are opened here and nowhere else, and
//! only for as long as a request takes.

mod ask;
mod begin;
mod end;
mod finish;
mod people;
mod private;
mod sign_in;
mod tokens;
mod uninstall;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use contract::console::Changed;
use tokio::sync::broadcast;
use vault::Secret;

use crate::config::{self, Config};
use crate::hubspot_http::HubSpotHttp;
use crate::safe::{Safe, SafeError};
use crate::store::connections::Connection;
use crate::store::people::TenantId;
use crate::store::secrets::{self, Field};
use crate::store::{Store, StoreError};
use crate::told::Told;

pub use begin::ATTEMPT_MS;
pub use finish::FinishError;
pub use people::Somebody;
pub use sign_in::{SignInBegun, Way};
pub use uninstall::UninstallError;

/// How many news wait for a console that does not read; it reads all again then.
const WAITING: usize = 64;

/// The links of all tenants.
#[derive(Debug)]
pub struct Links {
    store: Store,
    safe: Arc<Safe>,
    http: Arc<HubSpotHttp>,
    ui_url: String,
    origin: String,
    redirect: String,
    /// The token of an installation that has one tenant and no link.
    fallback: Option<config::Secret>,
    /// One refresh at a time for each connection.
    refreshing: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    changed: broadcast::Sender<(TenantId, Changed)>,
}

impl Links {
    /// The links in this store.
    pub fn new(config: &Config, store: Store, safe: Arc<Safe>, http: Arc<HubSpotHttp>) -> Self {
        Self {
            store,
            safe,
            http,
            ui_url: config.hubspot.ui_url.clone(),
            origin: config.own_origin(),
            redirect: redirect_url(&config.own_origin()),
            fallback: config.hubspot.access_token.clone(),
            refreshing: Mutex::default(),
            changed: broadcast::channel(WAITING).0,
        }
    }

    /// What changes, from now on.
    pub fn changes(&self) -> broadcast::Receiver<(TenantId, Changed)> {
        self.changed.subscribe()
    }

    /// Tells every console that a tenant's connections are to be read again.
    pub fn tell(&self, tenant: &TenantId) {
        // Nobody listening is nobody to be told.
        let _ = self.changed.send((tenant.clone(), Changed::Connections(tenant.0.clone())));
    }

    /// Tells every console that something of a tenant is to be read again.
    pub fn tell_what(&self, tenant: &TenantId, what: Changed) {
        let _ = self.changed.send((tenant.clone(), what));
    }

    /// Tells every console that a tenant's people are to be read again.
    pub fn tell_of_people(&self, tenant: &TenantId) {
        let _ = self.changed.send((tenant.clone(), Changed::People(tenant.0.clone())));
    }

    /// Tells every console that a tenant's settings are to be read again.
    pub fn tell_of_settings(&self, tenant: &TenantId) {
        let _ = self.changed.send((tenant.clone(), Changed::Settings(tenant.0.clone())));
    }

    /// Opens a secret of a connection; `None` when it was never set.
    async fn secret(&self, of: &Connection, field: Field) -> Result<Option<Secret>, SafeError> {
        let kept = secrets::of(&self.store, &of.tenant, &of.id).await?;
        let Some(kept) = kept.into_iter().find(|kept| kept.field == field.name()) else {
            return Ok(None);
        };
        self.safe.unseal(&of.tenant, &of.id, field.name(), &kept.sealed).map(Some)
    }

    /// The mark by which the same refresh token is known in two places.
    fn mark(&self, refresh: &Secret) -> [u8; 32] {
        self.safe.fingerprint("refresh token", refresh)
    }

    fn lock_of(&self, connection: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(connection.to_owned()).or_default().clone()
    }
}

/// Where HubSpot sends an administrator back to. It is compared letter by letter there.
pub fn redirect_url(origin: &str) -> String {
    format!("{origin}/oauth/hubspot/linked")
}

/// Where HubSpot sends an agent back to who signs in with it.
pub fn sign_in_url(origin: &str) -> String {
    format!("{origin}/oauth/hubspot/signed-in")
}

/// A trouble of ours in HubSpot's words: what waits for HubSpot waits for this too.
fn ours(error: impl Into<SafeError>) -> hubspot::Error {
    let error = error.into();
    tracing::error!(%error, "a token cannot be had");
    hubspot::Error::NoAnswer { why: "our own store failed".to_owned(), never_sent: true }
}

impl From<Told> for FinishError {
    fn from(told: Told) -> Self {
        Self::Account(told.error)
    }
}

impl From<StoreError> for FinishError {
    fn from(error: StoreError) -> Self {
        Self::Ours(error.into())
    }
}
