//! Who asks, and in which tenant they may: the only ways to get at either.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use contract::console::Role;
use std::sync::Arc;

use super::refusal::Refusal;
use crate::app::App;
use crate::clock;
use crate::problem::Failure;
use crate::store::console_sessions;
use crate::store::people::{self, TenantId};
use crate::store::persons::{self, Person};
use crate::store::sessions::Kind;
use crate::web::body::bearer;

/// Somebody who is signed in to the console.
#[derive(Debug)]
pub struct Who {
    /// Who it is.
    pub person: Person,
    /// What they are in which tenant: id, name, role.
    pub memberships: Vec<(TenantId, String, Role)>,
}

impl Who {
    /// Every tenant that they may set up, with their role in it.
    pub async fn tenants(&self, app: &App) -> Result<Vec<(TenantId, String, Role)>, Failure> {
        if self.person.owner {
            let all = people::tenants(&app.store).await?;
            return Ok(all.into_iter().map(|(id, name)| (id, name, Role::Owner)).collect());
        }
        let set_up = |(_, _, role): &&(TenantId, String, Role)| *role >= Role::Administrator;
        Ok(self.memberships.iter().filter(set_up).cloned().collect())
    }
}

impl FromRequestParts<Arc<App>> for Who {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let token = bearer(&parts.headers).ok_or_else(Failure::signed_out)?;
        let found = console_sessions::find(&app.store, Kind::Token, token, clock::now()).await?;
        let id = found.ok_or_else(Failure::signed_out)?;
        let person = persons::person(&app.store, &id).await?.ok_or_else(Failure::signed_out)?;
        let memberships = persons::memberships(&app.store, &id).await?;
        Ok(Self { person, memberships })
    }
}

/// An owner of the installation.
#[derive(Debug)]
pub struct Owner;

impl FromRequestParts<Arc<App>> for Owner {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let who = Who::from_request_parts(parts, app).await?;
        if who.person.owner {
            return Ok(Self);
        }
        Err(Refusal::not_allowed("Only owners of this installation may do this. Ask one of them."))
    }
}

/// Somebody who may set up the tenant that the path names. No other way leads to a tenant's id.
#[derive(Debug)]
pub struct InTenant {
    /// Who it is.
    pub who: Who,
    /// The tenant.
    pub tenant: TenantId,
}

impl FromRequestParts<Arc<App>> for InTenant {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let who = Who::from_request_parts(parts, app).await?;
        let unknown = || Refusal::not_found("There is no such tenant here.");
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| unknown())?;
        let named = params.iter().find(|(name, _)| *name == "tenant").ok_or_else(unknown)?.1;
        if let Some((tenant, ..)) =
            who.tenants(app).await?.into_iter().find(|(id, ..)| id.0 == named)
        {
            return Ok(Self { who, tenant });
        }
        // An agent knows that their tenant exists; everybody else learns nothing.
        if who.memberships.iter().any(|(id, ..)| id.0 == named) {
            return Err(Refusal::not_allowed(
                "Agents may not see this. Ask an administrator of the tenant.",
            ));
        }
        Err(unknown())
    }
}
