//! HubSpot for one tenant at a time: with that tenant's own token, and renewed when it is refused.

use hubspot::{Error, Request};
use serde::de::DeserializeOwned;
use std::sync::Arc;

use crate::hubspot_http::{Answered, HubSpotHttp};
use crate::links::Links;
use crate::store::people::TenantId;

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

    /// Sends a request and reads its reply.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        tenant: &TenantId,
        request: &Request,
    ) -> Result<T, Error> {
        self.send(tenant, request, |answered| request.read(&answered.reply())).await
    }

    /// Sends a request whose reply has nothing to read.
    pub async fn tell(&self, tenant: &TenantId, request: &Request) -> Result<(), Error> {
        self.send(tenant, request, |answered| request.done(&answered.reply())).await
    }

    /// One refresh and one more try when the token is refused, never more.
    async fn send<T>(
        &self,
        tenant: &TenantId,
        request: &Request,
        read: impl Fn(&Answered) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let token = self.links.token(tenant).await?;
        let first = read(&self.http.send(request, Some(&token)).await?);
        let outcome = match first {
            Err(Error::Unauthorised) => {
                let token = self.links.renewed(tenant, &token).await?;
                read(&self.http.send(request, Some(&token)).await?)
            }
            first => first,
        };
        self.http.note(outcome)
    }
}
