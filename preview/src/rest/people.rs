//! The account's people, as owners of records and as users.

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ApiError;
use crate::oauth::demo::{PEOPLE, Person};

/// The routes. All accounts have the same people.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let owners = Router::new().route("/", get(owners)).route("/{id}", get(owner));
    Router::new()
        .nest("/crm/owners/2026-09", owners.clone())
        .nest("/crm/v3/owners", owners)
        .route("/settings/v3/users", get(users))
        .route("/settings/v3/users/{id}", get(user))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<usize>,
    #[serde(default)]
    id_property: Option<String>,
}

impl Wanted {
    fn meets(&self, person: &Person) -> bool {
        let email = self.email.as_deref();
        !self.archived && email.is_none_or(|email| email.eq_ignore_ascii_case(person.email))
    }
}

/// One page of people. `after` is the place of the next one.
fn page(wanted: &Wanted, show: fn(&Person) -> Value) -> Json<Value> {
    let all: Vec<&Person> = PEOPLE.iter().filter(|person| wanted.meets(person)).collect();
    let (after, limit) = (wanted.after.unwrap_or(0), wanted.limit.unwrap_or(100).clamp(1, 100));
    let results: Vec<Value> =
        all.iter().skip(after).take(limit).map(|person| show(person)).collect();
    let mut page = json!({ "results": results });
    let next = after.saturating_add(limit);
    if next < all.len() {
        page["paging"] = json!({ "next": { "after": next.to_string() } });
    }
    Json(page)
}

async fn owners(Query(wanted): Query<Wanted>) -> Json<Value> {
    page(&wanted, show_owner)
}

async fn owner(
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let number = |person: &Person| match wanted.id_property.as_deref() {
        None | Some("id") => Ok(person.owner),
        Some("userId") => Ok(person.user),
        Some(_) => Err(ApiError::invalid("idProperty must be id or userId")),
    };
    for person in &PEOPLE {
        if number(person)?.to_string() == id {
            return Ok(Json(show_owner(person)));
        }
    }
    Err(ApiError::missing())
}

async fn users(Query(wanted): Query<Wanted>) -> Json<Value> {
    page(&wanted, show_user)
}

async fn user(
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let by_email = wanted.id_property.as_deref() == Some("EMAIL");
    let found = PEOPLE.iter().find(|person| match by_email {
        true => person.email.eq_ignore_ascii_case(&id),
        false => person.user.to_string() == id,
    });
    found.map(|person| Json(show_user(person))).ok_or_else(ApiError::missing)
}

fn show_owner(person: &Person) -> Value {
    json!({
        "id": person.owner.to_string(),
        "email": person.email,
        "type": "PERSON",
        "firstName": person.name.0,
        "lastName": person.name.1,
        "userId": person.user,
        "userIdIncludingInactive": person.user,
        "createdAt": "2026-01-05T09:00:00.000Z",
        "updatedAt": "2026-01-05T09:00:00.000Z",
        "archived": false,
        "teams": [],
    })
}

fn show_user(person: &Person) -> Value {
    json!({
        "id": person.user.to_string(),
        "email": person.email,
        "firstName": person.name.0,
        "lastName": person.name.1,
        "superAdmin": person.super_admin,
        "roleIds": [],
    })
}
