//! A HubSpot small enough to see through: calls, contacts, dispositions, and faults on demand.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

use crate::fake_crm::{self, Crm};
use crate::fake_oauth::{self, OAuth};

pub const TOKEN: &str = "pat-na1-test";

#[derive(Clone, Default)]
pub struct FakeHubSpot {
    pub url: String,
    state: Arc<Mutex<Inner>>,
    oauth: Arc<Mutex<OAuth>>,
    crm: Arc<Mutex<Crm>>,
}

#[derive(Default)]
struct Inner {
    calls: Vec<Value>,
    asked: Vec<String>,
    /// Answers of the next requests, instead of doing what they ask.
    faults: Vec<u16>,
    /// Paths that contain this are answered with this status.
    broken: Vec<(String, u16)>,
    /// Do what the next creations ask, and answer 504 all the same.
    swallow: u32,
}

impl FakeHubSpot {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let fake = Self { url, state: Arc::default(), oauth: Arc::default(), crm: Arc::default() };
        let router = Router::new()
            .route("/crm/objects/2026-09/calls", post(create))
            .route("/crm/objects/2026-09/calls/batch/create", post(create_all))
            .route("/crm/objects/2026-09/calls/batch/update", post(update_all))
            .route(
                "/crm/associations/2026-09/calls/{kind}/batch/associate/default",
                post(associate_all),
            )
            .route("/crm/objects/2026-09/calls/{id}", patch(update).get(read))
            .route("/crm/objects/2026-09/calls/search", post(search_calls))
            .route("/crm/objects/2026-09/calls/{id}/associations/contacts", get(links))
            .route("/crm/objects/2026-09/tickets", get(first))
            .route("/crm/objects/2026-09/deals", get(first))
            .route(
                "/crm/objects/2026-09/calls/{id}/associations/default/{kind}/{to}",
                put(associate),
            )
            .route(
                "/calling/v1/dispositions",
                get(async || Json(json!([{ "id": "d-1", "label": "Sold", "deleted": false }]))),
            )
            .merge(fake_crm::routes())
            .merge(fake_oauth::behind_a_token())
            .layer(middleware::from_fn_with_state(fake.clone(), fake_crm::say_limits))
            .layer(middleware::from_fn_with_state(fake.clone(), judge))
            .merge(fake_oauth::open())
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fake
    }

    pub fn contact(&self, id: &str, first: &str, last: &str, phone: &str) {
        let properties = json!({ "firstname": first, "lastname": last, "phone": phone });
        self.party("contacts", id, properties);
    }

    /// A record as HubSpot's own page makes it.
    pub fn page_makes(&self, properties: Value) -> String {
        let mut state = self.state();
        let id = (9000 + state.calls.len()).to_string();
        state.calls.push(json!({ "id": id, "properties": properties, "contacts": [] }));
        id
    }

    pub fn fail_next(&self, statuses: &[u16]) {
        self.state().faults.extend(statuses);
    }

    /// Answers this status to every request whose path contains this; 200 ends that.
    pub fn fail_at(&self, path: &str, status: u16) {
        let mut state = self.state();
        state.broken.retain(|(part, _)| part != path);
        if status != 200 {
            state.broken.push((path.to_owned(), status));
        }
    }

    /// The contact that a record is linked to, for as long as it is looked at.
    pub fn unlink_contacts(&self) {
        for call in &mut self.state().calls {
            call["contacts"] = json!([]);
        }
    }

    /// Forgets every call record.
    pub fn forget_calls(&self) {
        self.state().calls.clear();
    }

    pub fn swallow_next_creation(&self) {
        self.state().swallow += 1;
    }

    pub fn calls(&self) -> Vec<Value> {
        self.state().calls.clone()
    }

    pub fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// What the OAuth side knows and does.
    pub fn oauth(&self) -> std::sync::MutexGuard<'_, OAuth> {
        self.oauth.lock().unwrap()
    }

    /// The records beside calls.
    pub fn crm(&self) -> std::sync::MutexGuard<'_, Crm> {
        self.crm.lock().unwrap()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.state.lock().unwrap()
    }
}

async fn judge(State(fake): State<FakeHubSpot>, request: Request, next: Next) -> Response {
    let bearer = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|bearer| bearer.strip_prefix("Bearer ")).unwrap_or_default();
    if !fake.oauth().takes(token) {
        return (StatusCode::UNAUTHORIZED, Json(json!({}))).into_response();
    }
    let line = format!("{} {}", request.method(), request.uri().path());
    let fault = {
        let mut state = fake.state();
        let broken = state.broken.iter().find(|(part, _)| line.contains(part.as_str()));
        let broken = broken.map(|(_, status)| *status);
        state.asked.push(line);
        if let Some(status) = broken {
            let scopes = json!([{ "context": { "requiredGranularScopes": ["some.scope"] } }]);
            let body =
                json!({ "message": "on demand", "errors": scopes, "policyName": "SECONDLY" });
            return (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
        }
        (!state.faults.is_empty()).then(|| state.faults.remove(0))
    };
    match fault {
        Some(status) => {
            (StatusCode::from_u16(status).unwrap(), Json(json!({ "message": "on demand" })))
                .into_response()
        }
        None => next.run(request).await,
    }
}

async fn create(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    let mut state = fake.state();
    let id = (1000 + state.calls.len()).to_string();
    let contacts: Vec<Value> = body["associations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["to"]["id"].clone())
        .collect();
    let made = json!({ "id": id, "properties": body["properties"], "contacts": contacts });
    state.calls.push(made.clone());
    if state.swallow > 0 {
        state.swallow -= 1;
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    (StatusCode::CREATED, Json(made)).into_response()
}

async fn update(
    State(fake): State<FakeHubSpot>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    let mut state = fake.state();
    let Some(call) = state.calls.iter_mut().find(|call| call["id"] == id.as_str()) else {
        return (StatusCode::NOT_FOUND, Json(json!({}))).into_response();
    };
    for (name, value) in body["properties"].as_object().unwrap() {
        call["properties"][name] = value.clone();
    }
    Json(call.clone()).into_response()
}

async fn read(State(fake): State<FakeHubSpot>, Path(id): Path<String>) -> Response {
    let found = fake.state().calls.iter().find(|call| call["id"] == id.as_str()).cloned();
    match found {
        Some(call) => Json(call).into_response(),
        None => (StatusCode::NOT_FOUND, Json(json!({}))).into_response(),
    }
}

async fn links(State(fake): State<FakeHubSpot>, Path(id): Path<String>) -> Response {
    let found = fake.state().calls.iter().find(|call| call["id"] == id.as_str()).cloned();
    let Some(call) = found else {
        return (StatusCode::NOT_FOUND, Json(json!({}))).into_response();
    };
    let contacts = call["contacts"].as_array().unwrap();
    let to: Vec<Value> = contacts.iter().map(|id| json!({ "toObjectId": id })).collect();
    Json(json!({ "results": to })).into_response()
}

async fn first() -> Json<Value> {
    Json(json!({ "results": [{ "id": "1" }] }))
}

async fn associate(
    State(fake): State<FakeHubSpot>,
    Path((id, _, to)): Path<(String, String, String)>,
) -> Response {
    let mut state = fake.state();
    let Some(call) = state.calls.iter_mut().find(|call| call["id"] == id.as_str()) else {
        return (StatusCode::NOT_FOUND, Json(json!({}))).into_response();
    };
    call["contacts"].as_array_mut().unwrap().push(json!(to));
    Json(json!({})).into_response()
}

async fn search_calls(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Json<Value> {
    let filters = body["filterGroups"][0]["filters"].as_array().unwrap().clone();
    let matches = |call: &Value| {
        filters.iter().all(|filter| {
            let value = &call["properties"][filter["propertyName"].as_str().unwrap()];
            match filter["operator"].as_str().unwrap() {
                "EQ" => *value == filter["value"],
                "BETWEEN" => {
                    let number = |v: &Value| v.as_str().and_then(|v| v.parse::<u64>().ok());
                    let (low, high) = (number(&filter["value"]), number(&filter["highValue"]));
                    number(value).is_some_and(|n| low <= Some(n) && Some(n) <= high)
                }
                "IN" => filter["values"].as_array().unwrap().contains(value),
                "GTE" => value.as_str().is_some_and(|v| Some(v) >= filter["value"].as_str()),
                other => panic!("operator {other}"),
            }
        })
    };
    let results: Vec<Value> = fake.state().calls.iter().filter(|c| matches(c)).cloned().collect();
    Json(json!({ "total": results.len(), "results": results }))
}

async fn create_all(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    let mut results = Vec::new();
    for input in body["inputs"].as_array().unwrap() {
        let made = create(State(fake.clone()), Json(input.clone())).await;
        if made.status() != StatusCode::CREATED {
            return made;
        }
        let mut made = fake.state().calls.last().unwrap().clone();
        made["objectWriteTraceId"] = input["objectWriteTraceId"].clone();
        results.push(made);
    }
    (StatusCode::CREATED, Json(json!({ "status": "COMPLETE", "results": results }))).into_response()
}

async fn update_all(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in body["inputs"].as_array().unwrap() {
        let id = input["id"].as_str().unwrap().to_owned();
        let done = update(State(fake.clone()), Path(id.clone()), Json(input.clone())).await;
        if done.status() == StatusCode::OK {
            results.push(json!({ "id": id, "properties": {} }));
        } else {
            let context = json!({ "ids": [id] });
            errors.push(
                json!({ "category": "OBJECT_NOT_FOUND", "message": "no", "context": context }),
            );
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::MULTI_STATUS };
    (status, Json(json!({ "results": results, "errors": errors }))).into_response()
}

async fn associate_all(
    State(fake): State<FakeHubSpot>,
    Path(kind): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    for input in body["inputs"].as_array().unwrap() {
        let id = |end: &str| input[end]["id"].as_str().unwrap().to_owned();
        let path = Path((id("from"), kind.clone(), id("to")));
        let done = associate(State(fake.clone()), path).await;
        if done.status() != StatusCode::OK {
            return done;
        }
    }
    Json(json!({ "results": [] })).into_response()
}
