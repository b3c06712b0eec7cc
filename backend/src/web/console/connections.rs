//! A tenant's links to HubSpot: the form, and what is shown of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{Connection, ConnectionKind, LinkState, Missing, SaveConnection, Secret};
use std::sync::Arc;

use super::form;
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::problem::Failure;
use crate::safe::SafeError;
use crate::store::connections as kept;
use crate::store::people::TenantId;
use crate::store::secrets::{self, Field};
use crate::web::body::Json;
use crate::{clock, ids};

/// A secret that is older than this is due for a change, in milliseconds: six months.
const OLD: u64 = 183 * 24 * 60 * 60_000;

/// `GET …/connections`.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<axum::Json<Vec<Connection>>, Refusal> {
    let mut all = Vec::new();
    for connection in kept::list(&app.store, &tenant).await? {
        all.push(shown(&app, connection).await?);
    }
    Ok(axum::Json(all))
}

/// `POST …/connections`.
pub async fn add(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Json { value, .. }: Json<SaveConnection>,
) -> Result<(StatusCode, axum::Json<Connection>), Refusal> {
    let saved = save(&app, &tenant, &ids::new_id(), &[], &value).await?;
    Ok((StatusCode::CREATED, axum::Json(saved)))
}

/// `PUT …/connections/{connection}`.
pub async fn change(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
    Json { value, .. }: Json<SaveConnection>,
) -> Result<axum::Json<Connection>, Refusal> {
    let before = one(&app, &tenant, &id).await?;
    let set = secrets::of(&app.store, &tenant, &id).await?;
    let other = before.portal != value.portal.trim()
        || before.client_id != value.client_id.trim()
        || before.kind != value.kind;
    if before.linked.is_some() && other {
        return Err(Refusal::not_now(
            "The account is linked with these. Unlink it first, then change the Domain ID, the \
             client id or the kind.",
        ));
    }
    let set: Vec<&str> = set.iter().map(|kept| kept.field.as_str()).collect();
    Ok(axum::Json(save(&app, &tenant, &id, &set, &value).await?))
}

async fn save(
    app: &App,
    tenant: &TenantId,
    id: &str,
    set: &[&str],
    form: &SaveConnection,
) -> Result<Connection, Refusal> {
    let (entered, given) = form::check(form, set)?;
    let mut sealed = Vec::new();
    for (field, secret) in given {
        sealed.push(app.safe.seal(tenant, id, field, &secret).map_err(ours)?);
    }
    if !kept::save(&app.store, tenant, id, &entered, &sealed, clock::now()).await? {
        let mut wrong = Wrong::default();
        wrong.say("name", "Another connection of this tenant has this name.");
        wrong.check()?;
    }
    app.links.tell(tenant);
    shown(app, one(app, tenant, id).await?).await
}

/// A connection of exactly this tenant.
pub(super) async fn one(
    app: &App,
    tenant: &TenantId,
    id: &str,
) -> Result<kept::Connection, Refusal> {
    let found = kept::one(&app.store, tenant, id).await?;
    found.ok_or_else(|| Refusal::not_found("There is no such connection in this tenant."))
}

/// The store or the keys failed; what it was stands in the log.
pub(super) fn ours(error: SafeError) -> Refusal {
    tracing::error!(%error, "a secret could not be handled");
    Failure::internal().into()
}

/// A connection as the console gets to see it: of its secrets, only whether they are there.
pub(super) async fn shown(app: &App, of: kept::Connection) -> Result<Connection, Refusal> {
    let now = clock::now();
    let set = secrets::of(&app.store, &of.tenant, &of.id).await?;
    let secret = |field: Field| {
        let at = set.iter().find(|kept| kept.field == field.name()).map(|kept| kept.set_at);
        Secret { set: at, old: at.is_some_and(|at| now.saturating_sub(at) > OLD) }
    };
    Ok(Connection {
        developer_key: secret(Field::DeveloperKey),
        client_secret: secret(Field::ClientSecret),
        private_token: secret(Field::PrivateToken),
        link: link_state(&of),
        id: of.id,
        name: of.name,
        kind: of.kind,
        portal: of.portal,
        app_id: of.app_id,
        client_id: of.client_id,
        default_user: of.default_user,
        in_use: false,
        sign_in: of.sign_in,
        old_app: of.old_app,
        region: String::new(),
    })
}

fn link_state(of: &kept::Connection) -> LinkState {
    if let Some(since) = of.linking {
        return LinkState::Linking { since };
    }
    let Some(since) = of.linked else { return LinkState::NotLinked { why: of.why.clone() } };
    let granted: Vec<&str> = of.scopes.iter().map(String::as_str).collect();
    let missing = match of.kind {
        ConnectionKind::OAuth => hubspot::scopes::missing(&granted),
        ConnectionKind::PrivateApp => hubspot::scopes::missing_in_private_app(&granted),
    };
    let missing = missing
        .into_iter()
        .map(|scope| Missing { scope: scope.name.to_owned(), disables: scope.disables() })
        .collect();
    LinkState::Linked { since, by: of.linked_by.clone(), missing }
}
