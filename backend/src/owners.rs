//! Who an agent's records belong to in HubSpot: found by their e-mail address, and kept.

use hubspot::owners::{self, Owner};
use hubspot::{Error, Listing};
use std::sync::Arc;

use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::lookup::kind;
use crate::store::people::{AgentId, TenantId};
use crate::store::{Store, StoreError, connections, hubspot_people as kept};

/// How long an owner once found is believed, in milliseconds: a day.
const KNOWN_FOR: u64 = 24 * 60 * 60_000;

/// How long an agent whom HubSpot does not know as an owner is not asked for again.
const UNKNOWN_FOR: u64 = 10 * 60_000;

/// The look-up.
#[derive(Debug)]
pub struct Owners {
    store: Store,
    client: Arc<HubSpotClient>,
}

/// Why it cannot be told now.
#[derive(Debug, thiserror::Error)]
pub enum OwnersError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// HubSpot, for the moment.
    #[error("{0}")]
    HubSpot(Error),
}

impl Owners {
    /// A look-up by this client.
    pub fn new(store: Store, client: Arc<HubSpotClient>) -> Self {
        Self { store, client }
    }

    /// Whom a record of this agent can belong to: the agent, and who was chosen for the rest.
    pub async fn of(
        &self,
        tenant: &TenantId,
        agent: &AgentId,
    ) -> Result<record::Owners, OwnersError> {
        // Without a link of its own a tenant has chosen nobody, and its account is not known.
        let Some(connection) = connections::in_use(&self.store, tenant).await? else {
            return Ok(record::Owners::default());
        };
        let chosen = |wanted: fn(&contract::console::DefaultUser) -> bool| {
            connection.default_user.as_ref().filter(|user| wanted(user)).map(|u| u.owner.clone())
        };
        Ok(record::Owners {
            agent: self.agent(tenant, &connection.portal, agent).await?,
            creates: chosen(|user| user.creates),
            updates: chosen(|user| user.updates),
        })
    }

    async fn agent(
        &self,
        tenant: &TenantId,
        portal: &str,
        agent: &AgentId,
    ) -> Result<Option<String>, OwnersError> {
        let Some(whose) = kept::person_of(&self.store, agent).await? else { return Ok(None) };
        let Some(email) = whose.email else { return Ok(None) };
        let now = clock::now();
        let known = kept::owner_of(&self.store, portal, &whose.person).await?;
        if let Some((owner, asked)) = &known {
            let good = if owner.is_some() { KNOWN_FOR } else { UNKNOWN_FOR };
            if now.saturating_sub(*asked) < good {
                return Ok(owner.clone());
            }
        }
        let before = known.and_then(|(owner, _)| owner);
        let request = owners::list(Some(&email), None);
        match self.client.ask_logging::<Listing<Owner>>(tenant, &request).await {
            Ok(found) => {
                let is_theirs = |owner: &Owner| {
                    !owner.archived
                        && owner.kind != "QUEUE"
                        && owner.email.eq_ignore_ascii_case(&email)
                };
                let owner = found.results.into_iter().find(is_theirs).map(|owner| owner.id);
                kept::keep_owner(&self.store, portal, &whose.person, owner.as_deref(), now).await?;
                Ok(owner)
            }
            Err(told) if before.is_some() || !told.error.is_passing() => {
                tracing::warn!(
                    trace = told.trace,
                    kind = kind(&told.error),
                    "an agent could not be found among the owners"
                );
                Ok(before)
            }
            Err(told) => Err(OwnersError::HubSpot(told.error)),
        }
    }
}
