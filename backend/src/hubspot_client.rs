//! HubSpot for one tenant at a time: with that tenant's own token, and renewed when it is refused.

use hubspot::{Error, Request};
use record::allowance::{Class, Figures};
use serde::de::DeserializeOwned;
use std::sync::Arc;

use crate::allowances::Way;
use crate::hubspot_http::{Answered, HubSpotHttp};
use crate::links::Links;
use crate::store::people::TenantId;
use crate::told::Told;

/// Requests to the accounts of tenants.
#[derive(Debug)]
pub struct HubSpotClient {
    http: Arc<HubSpotHttp>,
    links: Arc<Links>,
}

impl HubSpotClient {
    /// With the tokens of these links.
    pub fn new(http: Arc<HubSpotHttp>, links: Arc<Links>) -> Self {
        Self { http, links }
    }

    /// Whether a tenant has a token to ask with.
    pub async fn is_linked(&self, tenant: &TenantId) -> bool {
        self.links.is_linked(tenant).await
    }

    /// Sends a request and reads its reply. When places are short it gives up after the deadline.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        tenant: &TenantId,
        request: &Request,
    ) -> Result<T, Told> {
        let read = |answered: &Answered| request.read(&answered.reply());
        self.send(tenant, request, Class::Looking, read).await
    }

    /// Sends a request whose reply has nothing to read.
    pub async fn tell(&self, tenant: &TenantId, request: &Request) -> Result<(), Told> {
        let read = |answered: &Answered| request.done(&answered.reply());
        self.send(tenant, request, Class::Looking, read).await
    }

    /// The same as [`HubSpotClient::ask`] for what has to be written down: it goes first, and waits
    /// its turn however long that takes, unless HubSpot has asked for a pause of more than a minute.
    pub async fn ask_logging<T: DeserializeOwned>(
        &self,
        tenant: &TenantId,
        request: &Request,
    ) -> Result<T, Told> {
        let read = |answered: &Answered| request.read(&answered.reply());
        self.send(tenant, request, Class::Logging, read).await
    }

    /// The same as [`HubSpotClient::tell`] for what has to be written down.
    pub async fn tell_logging(&self, tenant: &TenantId, request: &Request) -> Result<(), Told> {
        let read = |answered: &Answered| request.done(&answered.reply());
        self.send(tenant, request, Class::Logging, read).await
    }

    /// How much of its account's allowance a tenant may see used. Nothing is asked for it.
    pub async fn figures(&self, tenant: &TenantId) -> Result<Figures, Error> {
        let (portal, private) = self.links.account(tenant).await?;
        Ok(self.http.figures(&portal, private))
    }

    /// One refresh and one more try when the token is refused, never more.
    async fn send<T>(
        &self,
        tenant: &TenantId,
        request: &Request,
        class: Class,
        read: impl Fn(&Answered) -> Result<T, Error>,
    ) -> Result<T, Told> {
        let (token, portal, private) = self.links.token(tenant).await?;
        let way = Way { portal, private, class };
        let answered = self.http.send_by(request, Some(&token), &way).await?;
        match answered.told(read(&answered)) {
            Err(Told { error: Error::Unauthorised, .. }) => {
                let token = self.links.renewed(tenant, &token).await?;
                let answered = self.http.send_by(request, Some(&token), &way).await?;
                answered.told(read(&answered))
            }
            first => first,
        }
    }
}
