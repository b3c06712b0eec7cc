//! `/preview/calls`: the far ends of calls, for scripts and for the host page.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Path, State},
    http::{Method, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    clock,
    code::DEMO_LOGIN,
    problem::{self, Problem},
    state::{Preview, Shared},
};

/// What the preview knows of one far end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FarEnd {
    /// The call's id.
    pub id: String,
    /// `inbound` or `outbound`, as the agent sees it.
    pub direction: String,
    /// The far end's number.
    pub number: String,
    /// When it began, milliseconds since 1970.
    pub since: u64,
}

/// The far ends by call id.
pub type FarEnds = BTreeMap<String, FarEnd>;

/// The routes of `/preview/calls`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/preview/calls", get(list).post(ring))
        .route("/preview/calls/{id}/recording", get(recording))
        .route("/preview/calls/{id}/answer", post(answer))
        .route("/preview/calls/{id}/hangup", post(hang_up))
        .route("/preview/calls/{id}/message", post(leave_message))
        .route("/preview/calls/{id}/tone", post(plays_a_tone))
}

#[derive(Clone, Deserialize, Serialize)]
struct Ring {
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
}

/// `POST /preview/calls`: lets the simulated phone system ring. 201 `{"id"}`. Without a number and an
/// agent it rings at the only agent there is, or at the demo agent.
async fn ring(State(preview): State<Shared>, body: Bytes) -> Result<Response, Problem> {
    let ring: Ring = problem::json(&body)?;
    if rest_of_number(&ring.from).is_empty() {
        return Err(Problem::malformed("`from` must be a telephone number."));
    }
    let (status, answer) =
        match ask(&preview, Method::POST, "/api/simulated/calls", json!(ring)).await {
            // It could be meant for several, none of whom is there: the demo agent, where there is one.
            Err(problem) if problem.status == StatusCode::CONFLICT && ring.agent.is_none() => {
                let named = Ring { agent: Some(DEMO_LOGIN.to_owned()), ..ring.clone() };
                ask(&preview, Method::POST, "/api/simulated/calls", json!(named)).await?
            }
            asked => asked?,
        };
    if let Some(id) = answer["id"].as_str() {
        note(&preview, id, "inbound", &ring.from);
    }
    Ok((status, Json(answer)).into_response())
}

fn rest_of_number(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Remembers a far end, so that the host page can list it.
pub fn note(preview: &Preview, id: &str, direction: &str, number: &str) {
    let far_end = FarEnd {
        id: id.to_owned(),
        direction: direction.to_owned(),
        number: number.to_owned(),
        since: clock::now_ms(),
    };
    preview.far_ends().entry(id.to_owned()).or_insert(far_end);
}

/// `GET /preview/calls`: the calls that are running, each with its `state` at the phone system:
/// `calling`, `dialled`, `ringing`, `connected`. One that the phone system no longer has is
/// forgotten; while it cannot be asked, all stay, and their state is `null`.
async fn list(State(preview): State<Shared>) -> Json<Value> {
    let known: Vec<FarEnd> = preview.far_ends().values().cloned().collect();
    let mut results = Vec::new();
    for far_end in known {
        let path = format!("/api/simulated/calls/{}", far_end.id);
        let state = match ask(&preview, Method::GET, &path, json!({})).await {
            Ok((_, answer)) => answer["state"].clone(),
            Err(problem) if problem.status == StatusCode::NOT_FOUND => json!("refused"),
            Err(_) => Value::Null,
        };
        if state == "refused" {
            preview.far_ends().remove(&far_end.id);
            continue;
        }
        let FarEnd { id, direction, number, since } = far_end;
        results.push(json!({
            "id": id, "direction": direction, "number": number, "since": since, "state": state
        }));
    }
    Json(json!({ "results": results }))
}

async fn answer(
    State(preview): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    act(&preview, &id, "answer").await
}

async fn hang_up(
    State(preview): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let done = act(&preview, &id, "hangup").await;
    // Refused because it is over already: then it is off the list as well.
    let over = StatusCode::CONFLICT;
    if done.as_ref().map_or_else(|problem| problem.status == over, |_| true) {
        preview.far_ends().remove(&id);
    }
    done
}

/// The far end plays a tone from now on, instead of saying again what it hears.
async fn plays_a_tone(
    State(preview): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    act(&preview, &id, "tone").await
}

/// The caller leaves a message: the call is over for the phone too.
async fn leave_message(
    State(preview): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let done = act(&preview, &id, "message").await;
    if done.is_ok() {
        preview.far_ends().remove(&id);
    }
    done
}

/// `GET /preview/calls/{id}/recording`: what the far end heard in the last two minutes, as WAV.
async fn recording(
    State(preview): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    known(&id)?;
    let path = format!("/api/simulated/calls/{id}/recording");
    let answer = request(&preview, Method::GET, &path, json!({})).await?;
    Ok(answer.map(Body::new))
}

/// Whether this can be a call's id.
fn known(id: &str) -> Result<(), Problem> {
    match id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
        true => Ok(()),
        false => Err(Problem::missing("There is no such call: an id is a UUID.")),
    }
}

async fn act(preview: &Arc<Preview>, id: &str, what: &str) -> Result<Response, Problem> {
    known(id)?;
    let path = format!("/api/simulated/calls/{id}/{what}");
    let done = ask(preview, Method::POST, &path, json!({})).await;
    if done.as_ref().is_err_and(|problem| problem.status == StatusCode::NOT_FOUND) {
        preview.far_ends().remove(id);
    }
    done.map(|(status, answer)| (status, Json(answer)).into_response())
}

/// Asks the backend's simulated phone system. Its own problems come back as ours.
async fn ask(
    preview: &Preview,
    method: Method,
    path: &str,
    body: Value,
) -> Result<(StatusCode, Value), Problem> {
    let answer = request(preview, method, path, body).await?;
    let status = answer.status();
    let body = to_bytes(Body::new(answer.into_body()), 1024 * 1024).await;
    let body: Value = body.ok().and_then(|b| serde_json::from_slice(&b).ok()).unwrap_or(json!({}));
    if status.is_success() {
        return Ok((status, body));
    }
    let sentence = body["message"].as_str().or(body["error"].as_str());
    Err(Problem::new(status, sentence.unwrap_or("The backend refused this without a reason.")))
}

/// Asks it, whatever it answers.
async fn request(
    preview: &Preview,
    method: Method,
    path: &str,
    body: Value,
) -> Result<axum::http::Response<hyper::body::Incoming>, Problem> {
    let address = (*preview.upstream.borrow()).ok_or_else(Problem::backend_down)?;
    let request = Request::builder()
        .method(method)
        .uri(format!("http://{address}{path}"))
        .header(header::HOST, preview.our_origin().trim_start_matches("http://"))
        .header(header::AUTHORIZATION, format!("Bearer {}", preview.control_token))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .map_err(|_| Problem::malformed("The request cannot be written."))?;
    preview.client.request(request).await.map_err(|_| Problem::backend_down())
}
