//! `…/settings` and `…/choices`: what an administrator decides, and from what.

use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::routing::{MethodRouter, put};
use contract::Event;
use contract::console::{Choices, Settings};
use std::sync::Arc;

use super::groups_form;
use super::refusal::Refusal;
use super::settings_form;
use super::who::InTenant;
use crate::app::App;
use crate::clock;
use crate::store::parties;
use crate::store::people::{AgentId, TenantId};
use crate::web::body::Json;

/// The longest settings, in bytes.
const LONGEST: usize = 512 * 1024;

/// `GET …/settings`.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<axum::Json<Settings>, Refusal> {
    Ok(axum::Json(Settings::clone(&*app.switchboard.settings.of(&tenant).await?)))
}

/// The route that stores them: 500 codes are longer than what is taken elsewhere.
pub fn put_them() -> MethodRouter<Arc<App>> {
    put(save).layer(DefaultBodyLimit::max(LONGEST))
}

/// `PUT …/settings`: all of it is checked and stored, or nothing is. Answers with what was stored.
async fn save(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Json { value, .. }: Json<Settings>,
) -> Result<axum::Json<Settings>, Refusal> {
    let board = &app.switchboard;
    let agents = parties::agents(&app.store, &tenant).await?;
    let known = board.discovery.at_hand(&tenant);
    let settings = settings_form::checked(value, &agents, known.as_deref())?;
    groups_form::are_free(&app.store, &tenant, &settings.groups).await?;
    board.settings.save(&tenant, settings.clone()).await?;
    board.callers.forget_all(&tenant);
    // The numbers of groups may be others.
    app.lines.changed(&tenant).await?;
    app.links.tell_of_settings(&tenant);
    // Which scopes are missing depends on them.
    app.links.tell(&tenant);
    tell_agents(&app, &tenant, &agents, &settings);
    Ok(axum::Json(settings))
}

/// Every open page of the tenant's agents shows outcomes and reasons as they are now.
fn tell_agents(app: &App, tenant: &TenantId, agents: &[(String, String)], settings: &Settings) {
    let board = &app.switchboard;
    let outcomes = board.outcomes.list(tenant);
    for agent in board.hub.present() {
        if agents.iter().any(|(id, _)| AgentId(id.clone()) == agent) {
            let reasons = settings.status.reasons.clone();
            board.hub.publish(&agent, Event::Outcomes(outcomes.clone()), clock::now());
            board.hub.publish(&agent, Event::Reasons(reasons), clock::now());
        }
    }
}

/// `GET …/choices`, with `?fresh` asked anew.
pub async fn choices(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    RawQuery(query): RawQuery,
) -> Result<axum::Json<Choices>, Refusal> {
    let query = query.unwrap_or_default();
    let fresh = query.split('&').any(|part| part.split('=').next() == Some("fresh"));
    let choices = app.switchboard.discovery.choices(&tenant, fresh).await?;
    Ok(axum::Json(Choices::clone(&choices)))
}
