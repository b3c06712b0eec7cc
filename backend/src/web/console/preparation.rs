//! `GET …/preparation`: what an administrator enters in HubSpot before anything can be linked.

use axum::Json;
use axum::extract::State;
use contract::console::{Preparation, ScopeRow};
use hubspot::scopes;
use std::sync::Arc;

use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::links::{redirect_url, sign_in_url};

/// The same for every tenant: the app is one, the accounts are many.
pub async fn show(State(app): State<Arc<App>>, _: InTenant) -> Result<Json<Preparation>, Refusal> {
    let redirect_urls = vec![redirect_url(&app.origin), sign_in_url(&app.origin)];
    let urls: Vec<&str> = redirect_urls.iter().map(String::as_str).collect();
    let hsmeta = scopes::hsmeta("Sidetone", &app.origin, &urls);
    Ok(Json(Preparation {
        hsmeta: serde_json::to_string_pretty(&hsmeta).unwrap_or_default(),
        scopes: rows(),
        redirect_urls,
    }))
}

fn rows() -> Vec<ScopeRow> {
    let row = |scope: &scopes::Scope| ScopeRow {
        scope: scope.name.to_owned(),
        feature: scope.enables.join(", "),
        required: scope.need == scopes::Need::Required,
    };
    scopes::needed().iter().map(row).collect()
}
