//! Removing the app from the account at HubSpot.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{ConnectionKind, Uninstall, Unlink};
use std::sync::Arc;

use super::connections::{one, ours};
use super::refusal::{Refusal, Wrong};
use super::who::{InTenant, Who};
use crate::app::App;
use crate::links::UninstallError;
use crate::store::connections::Connection;
use crate::store::people::TenantId;
use crate::web::body;

/// `GET …/connections/{connection}/uninstall`.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Uninstall>, Refusal> {
    let connection = removable(&app, &tenant, &id).await?;
    Ok(Json(would_cut_off(&app, &who, &connection).await?))
}

/// `POST …/connections/{connection}/uninstall`.
pub async fn uninstall(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    Path((_, id)): Path<(String, String)>,
    body::Json { value, .. }: body::Json<Unlink>,
) -> Result<StatusCode, Refusal> {
    let connection = removable(&app, &tenant, &id).await?;
    if value.word != "UNINSTALL" {
        let mut wrong = Wrong::default();
        wrong.say("word", "Type the word UNINSTALL in capital letters.");
        wrong.check()?;
    }
    if !would_cut_off(&app, &who, &connection).await?.allowed {
        return Err(Refusal::not_allowed(
            "This would cut off tenants that are not yours. Ask an owner of this installation.",
        ));
    }
    app.links.uninstall(&connection).await.map_err(|error| match error {
        UninstallError::Ours(error) => ours(error),
        other => Refusal::not_now(&other.to_string()),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn removable(app: &App, tenant: &TenantId, id: &str) -> Result<Connection, Refusal> {
    let connection = one(app, tenant, id).await?;
    if connection.kind == ConnectionKind::PrivateApp {
        return Err(Refusal::not_now(
            "A private app is not installed by us. Delete it in HubSpot, under Settings, \
             Integrations, Private Apps.",
        ));
    }
    if connection.linked.is_none() {
        return Err(Refusal::not_now("This account is not linked. Link it first."));
    }
    Ok(connection)
}

/// Whoever is an administrator learns the names of their own tenants only.
async fn would_cut_off(app: &App, who: &Who, of: &Connection) -> Result<Uninstall, Refusal> {
    let mut others: Vec<TenantId> =
        app.links.cut_off(of).await.map_err(ours)?.into_iter().map(|other| other.tenant).collect();
    others.retain(|tenant| *tenant != of.tenant);
    let theirs = who.tenants(app).await?;
    let allowed = others.iter().all(|other| theirs.iter().any(|(id, ..)| id == other));
    let cut = theirs.into_iter().filter(|(id, ..)| others.contains(id));
    Ok(Uninstall { cuts_off: cut.map(|(_, name, _)| name).collect(), allowed })
}
