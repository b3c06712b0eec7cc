//! The settings of a calling app: where its frame is and what it can do.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{ApiError, guard::bearer};
use crate::{
    clock, iso,
    oauth::demo::{APP_ID, DEVELOPER_KEY},
    state::Shared,
};

/// Calling settings with every field, and when they were made and changed.
#[derive(Debug, Clone)]
pub struct CallingSettings {
    fields: Map<String, Value>,
    created: u64,
    updated: u64,
}

impl CallingSettings {
    /// As the routes show them.
    pub fn show(&self) -> Value {
        let mut shown = Value::Object(self.fields.clone());
        shown["createdAt"] = iso::write(self.created).into();
        shown["updatedAt"] = iso::write(self.updated).into();
        shown
    }

    /// Takes over what is given, all or nothing. Of a wrong type is an error; so is a name that
    /// does not exist, since here it can only be a slip.
    fn change(&mut self, given: Map<String, Value>, now: u64) -> Result<(), ApiError> {
        let mut fields = self.fields.clone();
        for (name, value) in given {
            let own = fields.get_mut(&name);
            let own = own.ok_or_else(|| ApiError::invalid(format!("{name} is not a setting")))?;
            let fits = match own {
                Value::String(_) => value.as_str().is_some_and(|text| !text.is_empty()),
                Value::Number(_) => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
                _ => value.is_boolean(),
            };
            if !fits {
                return Err(ApiError::invalid(format!("The value of {name} is invalid")));
            }
            *own = value;
        }
        (self.fields, self.updated) = (fields, now);
        Ok(())
    }

    /// New settings. HubSpot's documents disagree on what must be given; name and address are
    /// what all of them ask for.
    fn new(given: Map<String, Value>, now: u64) -> Result<Self, ApiError> {
        for name in ["name", "url"] {
            if !given.contains_key(name) {
                return Err(ApiError::invalid(format!("{name} is required")));
            }
        }
        let usual = json!({
            "name": "", "url": "", "height": 600, "width": 400, "isReady": false,
            "supportsCustomObjects": false, "supportsInboundCalling": false,
            "usesCallingWindow": true, "usesRemote": false,
        });
        let Value::Object(fields) = usual else { return Err(ApiError::missing()) };
        let mut made = Self { fields, created: now, updated: now };
        made.change(given, now)?;
        Ok(made)
    }
}

/// The routes, in their dated form and the one before.
pub fn router() -> Router<Shared> {
    let settings = || get(read).post(make).patch(change).delete(remove);
    Router::new()
        .route("/crm/extensions/calling/2026-09/{app}/settings", settings())
        .route("/crm/v3/extensions/calling/{app}/settings", settings())
}

#[derive(Deserialize)]
struct Key {
    hapikey: Option<String>,
}

/// The developer's key opens these routes, in the query or as a bearer: HubSpot's documents name
/// both ways. No account's token does.
fn admit(app: &str, key: Key, headers: &HeaderMap) -> Result<(), ApiError> {
    if key.hapikey.as_deref().or_else(|| bearer(headers)) != Some(DEVELOPER_KEY) {
        return Err(ApiError::unauthenticated());
    }
    let app: u64 = app.parse().map_err(|_| ApiError::invalid("appId must be a number"))?;
    if app == APP_ID { Ok(()) } else { Err(ApiError::missing()) }
}

fn given(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::invalid(format!("Invalid input JSON: {error}")))
}

async fn read(
    State(preview): State<Shared>,
    Path(app): Path<String>,
    Query(key): Query<Key>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    admit(&app, key, &headers)?;
    let settings = preview.rest.calling();
    settings.as_ref().map(|settings| Json(settings.show())).ok_or_else(ApiError::missing)
}

async fn make(
    State(preview): State<Shared>,
    Path(app): Path<String>,
    Query(key): Query<Key>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    admit(&app, key, &headers)?;
    let mut settings = preview.rest.calling();
    if settings.is_some() {
        return Err(ApiError::invalid("The app has calling settings already")
            .finer("CallingSettingError.SETTINGS_ALREADY_EXISTS"));
    }
    let made = CallingSettings::new(given(&body)?, clock::now_ms())?;
    Ok(Json(settings.insert(made).show()))
}

async fn change(
    State(preview): State<Shared>,
    Path(app): Path<String>,
    Query(key): Query<Key>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    admit(&app, key, &headers)?;
    let mut settings = preview.rest.calling();
    let settings = settings.as_mut().ok_or_else(ApiError::missing)?;
    settings.change(given(&body)?, clock::now_ms())?;
    Ok(Json(settings.show()))
}

async fn remove(
    State(preview): State<Shared>,
    Path(app): Path<String>,
    Query(key): Query<Key>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    admit(&app, key, &headers)?;
    let removed = preview.rest.calling().take();
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(ApiError::missing)
}
