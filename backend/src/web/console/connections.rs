//! A tenant's links to HubSpot: the form, and what is shown of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{Connection, ConnectionKind, LinkState, Missing, SaveConnection, Secret};
use hubspot::scopes::Chosen;
use std::sync::Arc;

use super::form;
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::links::FinishError;
use crate::problem::Failure;
use crate::safe::SafeError;
use crate::settings::chosen;
use crate::store::connections as kept;
use crate::store::people::TenantId;
use crate::store::secrets::{self, Field};
use crate::web::body::Json;
use crate::{clock, ids};

/// A secret that is older than this is due for a change, in milliseconds: six months.
pub(super) const OLD: u64 = 183 * 24 * 60 * 60_000;

/// `GET …/connections`.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<axum::Json<Vec<Connection>>, Refusal> {
    let in_use = kept::in_use(&app.store, &tenant).await?.map(|connection| connection.id);
    let mut all = Vec::new();
    for connection in kept::list(&app.store, &tenant).await? {
        all.push(shown(&app, connection, in_use.as_deref()).await?);
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
    let replaced = before.linked.is_some() && before.kind == ConnectionKind::PrivateApp;
    let (_, given) = form::check(&value, &set)?;
    let token = given.iter().find(|(field, _)| replaced && *field == Field::PrivateToken);
    if let Some((_, token)) = token {
        // The old one goes only when the new one is known to work.
        app.links.try_private(&before, token).await.map_err(|error| not_taken(&error))?;
    }
    let saved = save(&app, &tenant, &id, &set, &value).await?;
    if token.is_none() {
        return Ok(axum::Json(saved));
    }
    // What the new token may do is another matter than what the old one might.
    let renewed = app.links.link_private(&one(&app, &tenant, &id).await?).await;
    if let Err(error) = renewed {
        tracing::warn!(%error, connection = id, "what a new token may do is not known yet");
    }
    let in_use = kept::in_use(&app.store, &tenant).await?.map(|connection| connection.id);
    Ok(axum::Json(shown(&app, one(&app, &tenant, &id).await?, in_use.as_deref()).await?))
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
    let in_use = kept::in_use(&app.store, tenant).await?.map(|connection| connection.id);
    shown(app, one(app, tenant, id).await?, in_use.as_deref()).await
}

/// A new token that HubSpot does not take; the old one stays.
fn not_taken(error: &FinishError) -> Refusal {
    let mut wrong = Wrong::default();
    wrong.say("privateToken", &format!("The new token was not stored: {error}"));
    wrong.check().err().unwrap_or_else(|| Failure::internal().into())
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
pub(super) async fn shown(
    app: &App,
    of: kept::Connection,
    in_use: Option<&str>,
) -> Result<Connection, Refusal> {
    let now = clock::now();
    let chosen = chosen(&*app.switchboard.settings.of(&of.tenant).await?);
    let set = secrets::of(&app.store, &of.tenant, &of.id).await?;
    let secret = |field: Field| {
        let at = set.iter().find(|kept| kept.field == field.name()).map(|kept| kept.set_at);
        Secret { set: at, old: at.is_some_and(|at| now.saturating_sub(at) > OLD) }
    };
    Ok(Connection {
        developer_key: secret(Field::DeveloperKey),
        client_secret: secret(Field::ClientSecret),
        private_token: secret(Field::PrivateToken),
        link: link_state(&of, &chosen),
        in_use: in_use == Some(of.id.as_str()),
        id: of.id,
        name: of.name,
        kind: of.kind,
        portal: of.portal,
        app_id: of.app_id,
        client_id: of.client_id,
        default_user: of.default_user,
        sign_in: of.sign_in,
        old_app: of.old_app,
        region: of.region,
    })
}

fn link_state(of: &kept::Connection, chosen: &Chosen) -> LinkState {
    if let Some(since) = of.linking {
        return LinkState::Linking { since };
    }
    let Some(since) = of.linked else { return LinkState::NotLinked { why: of.why.clone() } };
    let granted: Vec<&str> = of.scopes.iter().map(String::as_str).collect();
    let missing = chosen
        .missing(&granted, of.kind == ConnectionKind::PrivateApp)
        .into_iter()
        .map(|lack| Missing { scope: lack.scope.name.to_owned(), disables: lack.disables() })
        .collect();
    LinkState::Linked { since, by: of.linked_by.clone(), missing }
}
