//! The records of the small HubSpot beside calls: contacts, companies, tickets, what they are made
//! of, and its limits.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::time::Duration;

use crate::fake_hubspot::FakeHubSpot;

#[derive(Default)]
pub struct Crm {
    pub contacts: Vec<Value>,
    pub companies: Vec<Value>,
    /// Open tickets: id, and the contact's.
    pub tickets: Vec<(String, String)>,
    /// Properties of contacts beside `phone`: name and label.
    pub fields: Vec<(String, String)>,
    /// What searches asked for.
    pub searched: Vec<Value>,
    /// The limit and what is left of it, as the headers say.
    pub limit: Option<(u32, u32)>,
    /// The property whose value of a new contact is not valid.
    pub refuses: Option<String>,
    /// How long searches take, in milliseconds.
    pub slow: u64,
}

impl FakeHubSpot {
    /// A contact or company, with whatever properties.
    pub fn party(&self, kind: &str, id: &str, properties: Value) {
        let one = json!({ "id": id, "properties": properties });
        let mut crm = self.crm();
        if kind == "contacts" { crm.contacts.push(one) } else { crm.companies.push(one) }
    }

    pub fn open_ticket(&self, id: &str, contact: &str) {
        self.crm().tickets.push((id.to_owned(), contact.to_owned()));
    }
}

pub fn routes() -> Router<FakeHubSpot> {
    Router::new()
        .route("/crm/objects/2026-09/contacts", get(first).post(create))
        .route("/crm/objects/2026-09/contacts/search", post(search_contacts))
        .route("/crm/objects/2026-09/companies/search", post(search_companies))
        .route("/crm/objects/2026-09/contacts/{id}", get(contact))
        .route("/crm/objects/2026-09/companies/{id}", get(company))
        .route("/crm/objects/2026-09/tickets/search", post(search_tickets))
        .route("/crm/objects/2026-09/tickets/{id}/associations/contacts", get(contacts_of))
        .route("/crm/properties/2026-09/{kind}", get(properties))
        .route("/crm/pipelines/2026-09/tickets", get(tickets))
        .route("/crm/pipelines/2026-09/deals", get(deals))
}

/// Says the limits as HubSpot does: with every answer but those to searches.
pub async fn say_limits(State(fake): State<FakeHubSpot>, request: Request, next: Next) -> Response {
    let search = request.uri().path().ends_with("/search");
    let slow = fake.crm().slow;
    if search && slow > 0 {
        tokio::time::sleep(Duration::from_millis(slow)).await;
    }
    let mut answer = next.run(request).await;
    if let Some((max, remaining)) = fake.crm().limit.filter(|_| !search) {
        let number = |n: u32| HeaderValue::from_str(&n.to_string()).unwrap();
        answer.headers_mut().insert("x-hubspot-ratelimit-max", number(max));
        answer.headers_mut().insert("x-hubspot-ratelimit-remaining", number(remaining));
        answer.headers_mut().insert("x-hubspot-ratelimit-interval-milliseconds", number(10_000));
    }
    answer
}

async fn first() -> Json<Value> {
    Json(json!({ "results": [{ "id": "1" }] }))
}

/// As loose as HubSpot: everybody. The service has to compare for itself.
async fn search_contacts(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Json<Value> {
    let mut crm = fake.crm();
    crm.searched.push(body);
    Json(json!({ "total": crm.contacts.len(), "results": crm.contacts }))
}

async fn search_companies(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Json<Value> {
    let mut crm = fake.crm();
    crm.searched.push(body);
    Json(json!({ "total": crm.companies.len(), "results": crm.companies }))
}

async fn contact(State(fake): State<FakeHubSpot>, Path(id): Path<String>) -> Response {
    one(&fake.crm().contacts, &id)
}

async fn company(State(fake): State<FakeHubSpot>, Path(id): Path<String>) -> Response {
    one(&fake.crm().companies, &id)
}

fn one(all: &[Value], id: &str) -> Response {
    match all.iter().find(|one| one["id"] == id) {
        Some(one) => Json(one.clone()).into_response(),
        None => (StatusCode::NOT_FOUND, Json(json!({}))).into_response(),
    }
}

async fn create(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    let mut crm = fake.crm();
    if let Some(name) = &crm.refuses {
        let list = json!([{ "isValid": false, "error": "INVALID_EMAIL", "name": name }]);
        let message = format!("Property values were not valid: {list}");
        let body = json!({ "status": "error", "message": message, "category": "VALIDATION_ERROR" });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let email = &body["properties"]["email"];
    let same = |one: &&Value| email.is_string() && one["properties"]["email"] == *email;
    if let Some(there) = crm.contacts.iter().find(same) {
        let message =
            format!("Contact already exists. Existing ID: {}", there["id"].as_str().unwrap());
        let body = json!({ "status": "error", "message": message, "category": "CONFLICT" });
        return (StatusCode::CONFLICT, Json(body)).into_response();
    }
    let id = (5000 + crm.contacts.len()).to_string();
    let made = json!({ "id": id, "properties": body["properties"] });
    crm.contacts.push(made.clone());
    (StatusCode::CREATED, Json(made)).into_response()
}

async fn search_tickets(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Json<Value> {
    let mut crm = fake.crm();
    let contacts = body["filterGroups"][0]["filters"][0]["values"].clone();
    crm.searched.push(body);
    let asked = |of: &str| contacts.as_array().is_some_and(|all| all.iter().any(|id| id == of));
    let open = crm.tickets.iter().filter(|(_, of)| asked(of));
    let open: Vec<Value> = open.map(|(id, _)| json!({ "id": id, "properties": {} })).collect();
    Json(json!({ "total": open.len(), "results": open }))
}

async fn contacts_of(State(fake): State<FakeHubSpot>, Path(id): Path<String>) -> Json<Value> {
    let crm = fake.crm();
    let of = crm.tickets.iter().filter(|(ticket, _)| *ticket == id);
    let of: Vec<Value> = of.map(|(_, contact)| json!({ "toObjectId": contact })).collect();
    Json(json!({ "results": of }))
}

async fn properties(State(fake): State<FakeHubSpot>, Path(kind): Path<String>) -> Json<Value> {
    let field = |name: &str, label: &str| json!({ "name": name, "label": label, "type": "string" });
    let mut all = match kind.as_str() {
        "contacts" => vec![
            field("phone", "Phone number"),
            field("mobilephone", "Mobile number"),
            field("company", "Company"),
        ],
        "companies" => vec![field("phone", "Phone number"), field("city", "City")],
        _ => vec![
            field("hs_call_title", "Title"),
            json!({ "name": "hs_createdate", "modificationMetadata": { "readOnlyValue": true } }),
        ],
    };
    if kind == "contacts" {
        all.extend(fake.crm().fields.iter().map(|(name, label)| field(name, label)));
    }
    Json(json!({ "results": all }))
}

async fn tickets() -> Json<Value> {
    Json(json!({ "results": [{ "id": "0", "label": "Support", "stages": [
        { "id": "1", "label": "New", "metadata": { "ticketState": "OPEN" } },
        { "id": "4", "label": "Closed", "metadata": { "ticketState": "CLOSED" } },
    ] }] }))
}

async fn deals() -> Json<Value> {
    Json(json!({ "results": [{ "id": "default", "label": "Sales", "stages": [
        { "id": "won", "label": "Won", "metadata": { "isClosed": "true" } },
    ] }] }))
}

/// A ticket, linked to whom it says.
pub async fn create_ticket(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    let id = (900 + fake.crm().tickets.len()).to_string();
    let contact = body["associations"][0]["to"]["id"].as_str().unwrap_or_default().to_owned();
    fake.open_ticket(&id, &contact);
    let made = json!({ "id": id, "properties": body["properties"] });
    (StatusCode::CREATED, Json(made)).into_response()
}
