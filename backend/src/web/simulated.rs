//! `/api/simulated/…`: lets the simulated phone system ring, and acts as the far end. There only
//! when a control token is configured.

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use call::{CallId, Cause, Offer};
use contract::console::RingGroup;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::oneshot;
use voice::media::Plays;
use voice::{Far, Nonsense, State as FarState};

use super::body::{Json, bearer};
use crate::app::App;
use crate::problem::Failure;
use crate::store::people::{self, Agent, TenantId};
use crate::{ids, number};

/// The request brings the control token.
#[derive(Debug)]
pub struct Control;

impl FromRequestParts<Arc<App>> for Control {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let Some(token) = &app.config.simulated_phone.control_token else {
            return Err(Failure::new(
                StatusCode::NOT_FOUND,
                "invalid",
                "The simulated phone system has no control routes here. Set simulated_phone.control_token.",
            ));
        };
        match bearer(&parts.headers) {
            Some(given) if ids::same_secret(given, token.reveal()) => Ok(Self),
            _ => Err(Failure::new(
                StatusCode::UNAUTHORIZED,
                "signed-out",
                "The control token is missing or wrong.",
            )),
        }
    }
}

/// Who calls whom.
#[derive(Debug, Deserialize)]
pub struct Ring {
    from: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    agent: Option<String>,
}

/// `POST /api/simulated/calls`.
pub async fn ring(
    _: Control,
    State(app): State<Arc<App>>,
    Json { value: ring, .. }: Json<Ring>,
) -> Result<Response, Failure> {
    if [Some(&ring.from), ring.to.as_ref()].into_iter().flatten().any(|n| n.len() > 64) {
        return Err(Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "A number has at most 64 characters.",
        ));
    }
    let board = &app.switchboard;
    let group = match (&ring.agent, &ring.to) {
        (None, Some(to)) => board.group(&number::normalised(to, "")).await?,
        _ => None,
    };
    let agent = if let Some((tenant, group)) = group {
        match routed(&app, &ring, &tenant, "").await? {
            Some(agent) => agent,
            None => return ring_group(&app, &tenant, &group, &ring.from).await,
        }
    } else {
        let usual = whom(&app, &ring).await?;
        let other = routed(&app, &ring, &usual.tenant, &usual.country).await?;
        other.unwrap_or(usual)
    };
    let call = ids::new_id();
    let to = ring.to.unwrap_or_else(|| agent.number.clone());
    let offer = Offer {
        id: CallId(call.clone()),
        from: number::normalised(&ring.from, &agent.country),
        to: number::normalised(&to, &agent.country),
        simulated: true,
        fork: None,
        via: None,
    };
    board.phone.calls(&agent.id, &call);
    if let Err(failure) = board.handle(&agent.id, seat::Input::Offer(offer), None).await {
        board.phone.order(&agent.id, &call, call::Output::Refuse(Cause::Unavailable));
        return Err(failure);
    }
    Ok((StatusCode::CREATED, axum::Json(json!({ "id": call }))).into_response())
}

/// `GET /api/simulated/calls/{id}`: where its far end stands: `calling`, `dialled`, `ringing`,
/// `connected`, or `refused` with the `code` and `reason` that it was told in SIP's words.
pub async fn state(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    let Some(state) = app.switchboard.phone.state(&call) else {
        let over = Nonsense::NoSuchCall.to_string();
        return Err(Failure::new(StatusCode::NOT_FOUND, "no-such-call", &over));
    };
    let state = match state {
        FarState::Calling => json!({ "state": "calling" }),
        FarState::Dialled => json!({ "state": "dialled" }),
        FarState::Ringing => json!({ "state": "ringing" }),
        FarState::Connected => json!({ "state": "connected" }),
        FarState::Refused(why) => {
            let (code, reason) = why.sip();
            json!({ "state": "refused", "code": code, "reason": reason })
        }
    };
    Ok(axum::Json(state).into_response())
}

async fn ring_group(
    app: &App,
    tenant: &TenantId,
    group: &RingGroup,
    from: &str,
) -> Result<Response, Failure> {
    match app.switchboard.ring_group(tenant, group, from, None).await? {
        Some(far) => Ok((StatusCode::CREATED, axum::Json(json!({ "id": far }))).into_response()),
        None => Err(Failure::new(
            StatusCode::NOT_FOUND,
            "invalid",
            "Nobody in this ring group has a line any more. Choose others in the console.",
        )),
    }
}

/// `POST /api/simulated/calls/{id}/answer`.
pub async fn answer(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    act(&app, &call, Far::Answer).await
}

/// `POST /api/simulated/calls/{id}/hangup`.
pub async fn hang_up(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    act(&app, &call, Far::HangUp).await
}

/// `POST /api/simulated/calls/{id}/message`.
pub async fn leave_message(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    act(&app, &call, Far::LeaveMessage).await
}

/// `POST /api/simulated/calls/{id}/third/answer`.
pub async fn third_answers(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    acted(app.switchboard.phone.third(&call, Far::Answer)).await
}

/// `POST /api/simulated/calls/{id}/third/hangup`.
pub async fn third_hangs_up(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    acted(app.switchboard.phone.third(&call, Far::HangUp)).await
}

/// `POST /api/simulated/calls/{id}/tone`: a far end that is spoken with plays a steady tone of
/// 1,000 Hz from now on, instead of saying again what it hears.
pub async fn plays_a_tone(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    let phone = &app.switchboard.phone;
    let (status, why) = match (phone.state(&call), &app.sound) {
        (Some(FarState::Connected), Some(sound)) => {
            sound.plays(&phone.sound_of(&call), Plays::Tone);
            return Ok(axum::Json(json!({})).into_response());
        }
        (None, _) => (StatusCode::NOT_FOUND, Nonsense::NoSuchCall.to_string()),
        _ => (StatusCode::CONFLICT, "Only who is spoken with can play a tone.".to_owned()),
    };
    let code = if status == StatusCode::NOT_FOUND { "no-such-call" } else { "not-now" };
    Err(Failure::new(status, code, &why))
}

/// `GET /api/simulated/calls/{id}/recording`: what its far end heard in the last two minutes, as WAV;
/// `X-Digits` has the keys that it was told.
pub async fn recording(
    _: Control,
    State(app): State<Arc<App>>,
    Path(call): Path<String>,
) -> Result<Response, Failure> {
    let heard = app.sound.as_ref().and_then(|sound| {
        let far = app.switchboard.phone.sound_of(&call);
        Some((sound.recording(&far)?, sound.digits(&far)))
    });
    let Some((samples, digits)) = heard else {
        let none = Nonsense::NoSuchCall.to_string();
        return Err(Failure::new(StatusCode::NOT_FOUND, "no-such-call", &none));
    };
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: voice::sound::RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = std::io::Cursor::new(Vec::new());
    let written = hound::WavWriter::new(&mut wav, spec).and_then(|mut writer| {
        samples.iter().try_for_each(|sample| writer.write_sample(*sample))?;
        writer.finalize()
    });
    written.map_err(|_| Failure::internal())?;
    let headers = [("content-type", "audio/wav".to_owned()), ("x-digits", digits)];
    Ok((headers, wav.into_inner()).into_response())
}

async fn act(app: &App, call: &str, does: Far) -> Result<Response, Failure> {
    acted(app.switchboard.phone.far(call, does)).await
}

async fn acted(done: Result<oneshot::Receiver<()>, Nonsense>) -> Result<Response, Failure> {
    let heard = done.map_err(|nonsense| {
        let (status, code) = match nonsense {
            Nonsense::NoSuchCall => (StatusCode::NOT_FOUND, "no-such-call"),
            _ => (StatusCode::CONFLICT, "not-now"),
        };
        Failure::new(status, code, &nonsense.to_string())
    })?;
    // Dropped only when the service stops.
    let _ = heard.await;
    Ok(axum::Json(json!({})).into_response())
}

/// Whom the tenant's rules name for this caller, if they do; whoever was named is rung in any case.
async fn routed(
    app: &App,
    ring: &Ring,
    tenant: &TenantId,
    country: &str,
) -> Result<Option<Agent>, Failure> {
    if ring.agent.is_some() {
        return Ok(None);
    }
    Ok(app.switchboard.routed(tenant, &ring.from, country).await?)
}

/// The agent by login, else by the called number, else the only one who is there, else the only one
/// there is.
async fn whom(app: &App, ring: &Ring) -> Result<Agent, Failure> {
    let candidates = match (&ring.agent, &ring.to) {
        (Some(login), _) => people::by_login(&app.store, login).await?,
        (None, Some(to)) => {
            let found = people::by_number(&app.store, to).await?;
            if found.is_empty() { people::first_two(&app.store).await? } else { found }
        }
        (None, None) => match &app.switchboard.hub.present()[..] {
            [one] => people::agent(&app.store, one).await?.into_iter().collect(),
            _ => people::first_two(&app.store).await?,
        },
    };
    let refused = |status, sentence| Err(Failure::new(status, "invalid", sentence));
    let mut candidates = candidates.into_iter();
    match (candidates.next(), candidates.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => refused(StatusCode::NOT_FOUND, "There is no such agent."),
        _ => {
            refused(StatusCode::CONFLICT, "Several agents could take this call. Name one by agent.")
        }
    }
}
