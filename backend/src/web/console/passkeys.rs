//! A person's own passkeys. Whoever is signed in may have some, agents too.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{NewPasskey, Passkey, PasskeyBegun};
use serde_json::Value;
use std::sync::Arc;

use super::refusal::{Refusal, Wrong};
use super::who::Who;
use crate::app::App;
use crate::passkeys::PasskeyError;
use crate::problem::Failure;
use crate::store::StoreError;
use crate::store::passkeys::{self as kept, Kept};
use crate::web::body::Json;
use crate::{clock, ids};

/// More than anybody has devices.
const MOST: usize = 20;

/// `GET /api/console/passkeys`.
pub async fn list(
    State(app): State<Arc<App>>,
    who: Who,
) -> Result<axum::Json<Vec<Passkey>>, Refusal> {
    let keys = kept::of(&app.store, &who.person.id).await?;
    Ok(axum::Json(keys.into_iter().map(shown).collect()))
}

/// `POST /api/console/passkeys/begin`.
pub async fn begin(
    State(app): State<Arc<App>>,
    who: Who,
    _: Json<Value>,
) -> Result<axum::Json<PasskeyBegun>, Refusal> {
    let keys = kept::of(&app.store, &who.person.id).await?;
    if keys.len() >= MOST {
        return Err(Refusal::not_now("You have twenty passkeys. Remove one that you do not use."));
    }
    let have: Vec<_> =
        keys.iter().filter_map(|key| serde_json::from_str(&key.state).ok()).collect();
    let person = &who.person;
    let login = person.email.as_deref().unwrap_or(&person.name);
    let begun = app.passkeys.begin_to_make(&person.id.0, login, &person.name, &have);
    Ok(axum::Json(begun.map_err(refused)?))
}

/// `POST /api/console/passkeys`.
pub async fn add(
    State(app): State<Arc<App>>,
    who: Who,
    Json { value, .. }: Json<NewPasskey>,
) -> Result<(StatusCode, axum::Json<Passkey>), Refusal> {
    let mut wrong = Wrong::default();
    let name = wrong.text("name", &value.name, 80);
    wrong.check()?;
    let person = who.person.id;
    let made = app.passkeys.make(&value.ceremony, &person.0, value.credential).map_err(refused)?;
    let key = Kept {
        id: ids::new_id(),
        person,
        name,
        state: serde_json::to_string(&made).map_err(StoreError::from)?,
        made: clock::now(),
        used: None,
    };
    if !kept::add(&app.store, &key, made.cred_id()).await? {
        return Err(Refusal::not_now("This passkey is known already."));
    }
    Ok((StatusCode::CREATED, axum::Json(shown(key))))
}

/// `DELETE /api/console/passkeys/{id}`.
pub async fn remove(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    if kept::remove(&app.store, &who.person.id, &id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Refusal::not_found("You have no such passkey. It may be removed already."))
}

fn shown(key: Kept) -> Passkey {
    Passkey { id: key.id, name: key.name, made: key.made, used: key.used }
}

/// A passkey that was not accepted, as an answer.
pub fn refused(error: PasskeyError) -> Refusal {
    match error {
        PasskeyError::Internal => Failure::internal().into(),
        other => Refusal::not_now(&other.to_string()),
    }
}
