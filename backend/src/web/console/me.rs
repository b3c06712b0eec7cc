//! `GET /api/console/me`.

use axum::Json;
use axum::extract::State;
use contract::console::{Me, Membership};
use std::sync::Arc;

use super::refusal::Refusal;
use super::who::Who;
use crate::app::App;
use crate::store::passkeys;

/// Who is signed in, and which tenants they may set up.
pub async fn me(State(app): State<Arc<App>>, who: Who) -> Result<Json<Me>, Refusal> {
    let tenants = who.tenants(&app).await?;
    let tenants = tenants
        .into_iter()
        .map(|(tenant, name, role)| Membership { tenant: tenant.0, name, role })
        .collect();
    let person = who.person;
    let passkeys = passkeys::of(&app.store, &person.id).await?.len();
    let passkeys = u32::try_from(passkeys).unwrap_or(u32::MAX);
    Ok(Json(Me {
        id: person.id.0,
        name: person.name,
        owner: person.owner,
        tenants,
        mail: app.mail.is_some(),
        passkeys,
    }))
}
