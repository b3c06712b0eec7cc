//! `POST /api/commands`: what a surface asks, done once for each key.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::{CallId, Command, Direction, Draft, Problem, ThirdWish, Wish};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::body::{Json, SignedIn};
use super::{deciding, transferring};
use crate::app::App;
use crate::problem::{Failure, problem};
use crate::store::idempotency::{self, Answer};
use crate::store::{calls as kept, people::AgentId};
use crate::{clock, wish};

/// The header that names the key.
const KEY: &str = "idempotency-key";
/// The longest key.
const LONGEST_KEY: usize = 128;

/// One command. The same key with the same body gets the same answer.
pub async fn command(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    headers: HeaderMap,
    Json { value: command, bytes }: Json<Command>,
) -> Result<Response, Failure> {
    let key = headers
        .get(KEY)
        .and_then(|value| value.to_str().ok())
        .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
        .ok_or_else(|| {
            Failure::from(problem(
                "invalid",
                "A command needs an Idempotency-Key header of at most 128 characters.",
            ))
        })?;
    // Keys may be a PIN, and a digest of so few is as good as they are: which they were is not kept.
    let asked = match command.wish {
        Wish::Digits { .. } => Sha256::digest(b"keys").to_vec(),
        _ => Sha256::digest(&bytes).to_vec(),
    };
    let cell = app.switchboard.cell(&agent).await?;
    // Whoever waits for HubSpot must not keep the agent from hanging up.
    let slow = matches!(command.wish, Wish::Choose { .. } | Wish::CreateContact { .. });
    let turn = if slow { &cell.slow_commands } else { &cell.commands };
    let _one_at_a_time = turn.lock().await;
    if let Some(kept) = idempotency::find(&app.store, &agent, key).await? {
        if kept.asked != asked {
            return Err(problem("invalid", "This key was used for another command.").into());
        }
        return Ok(repeat(&kept));
    }
    let done = Answer { key: key.to_owned(), asked, status: 204, body: String::new() };
    match carry_out(&app, &agent, command, &done).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(failure) => {
            // A failure of ours is no answer: the same key may try again.
            if !failure.status.is_server_error() {
                let body = serde_json::to_string(&failure.problem).unwrap_or_default();
                let refused = Answer { status: failure.status.as_u16(), body, ..done };
                idempotency::keep(&app.store, &agent, &refused, clock::now()).await?;
            }
            Err(failure)
        }
    }
}

async fn carry_out(
    app: &App,
    agent: &AgentId,
    command: Command,
    done: &Answer,
) -> Result<(), Failure> {
    let Command { surface, epoch, wish } = command;
    if surface.len() > LONGEST_KEY {
        return Err(problem("invalid", "The id of the surface is too long.").into());
    }
    let cell = app.switchboard.cell(agent).await?;
    let wish = match wish {
        Wish::Choose { .. } | Wish::CreateContact { .. } => {
            return deciding::decide(app, agent, surface, wish, done).await;
        }
        wish => wish,
    };
    if let Wish::Save { call, draft } = &wish {
        enough(app, agent, call, draft).await?;
    }
    let dialled = match &wish {
        Wish::Dial { call, .. } => Some(call.0.clone()),
        _ => None,
    };
    let agents_own = cell.agent();
    let settings = app.switchboard.settings.of(&agents_own.tenant).await?;
    let wish = match wish {
        Wish::Transfer { call, to, consult } => {
            transferring::read(app, &agents_own, call, to, consult).await?
        }
        Wish::Third { does: ThirdWish::Merge, .. } if !app.switchboard.phone.mixes() => {
            let why =
                "Three cannot speak with each other here. Complete the transfer, or cancel it.";
            return Err(problem("not-now", why).into());
        }
        wish => wish::read(wish, &agents_own, &settings)?,
    };
    if let Some(call) = dialled {
        match kept::agent_of(&app.store, &call).await? {
            // Dialled before, and perhaps over already: it is not dialled again.
            Some(owner) if owner == *agent => {
                return Ok(idempotency::keep(&app.store, agent, done, clock::now()).await?);
            }
            Some(_) => return Err(problem("invalid", "This id of a call is taken.").into()),
            None => {}
        }
    }
    let input = seat::Input::Wish { surface, epoch, wish };
    app.switchboard.handle(agent, input, Some(done)).await
}

/// What the administrator wants entered has to be there.
async fn enough(app: &App, agent: &AgentId, call: &CallId, draft: &Draft) -> Result<(), Failure> {
    let board = &app.switchboard;
    let Some(call) = board.call(agent, &call::CallId(call.0.clone())).await? else {
        return Ok(());
    };
    let tenant = board.cell(agent).await?.agent().tenant.clone();
    board.settings.of(&tenant).await?;
    let direction = match call.direction() {
        call::Direction::Inbound => Direction::Inbound,
        call::Direction::Outbound => Direction::Outbound,
    };
    match board.outcomes.lacking(&tenant, direction, draft) {
        Some(why) => Err(problem("invalid", &why).into()),
        None => Ok(()),
    }
}

fn repeat(kept: &Answer) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match serde_json::from_str::<Problem>(&kept.body) {
        Ok(problem) => Failure { status, problem }.into_response(),
        Err(_) => status.into_response(),
    }
}
