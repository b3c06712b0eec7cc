//! `POST /api/sound`: the owner's page offers to carry the agent's end of a call.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{SoundAnswer, SoundOffer};
use std::sync::Arc;

use super::body::{Json, SignedIn};
use crate::app::App;
use crate::problem::{Failure, problem};

/// The longest name of a connection.
const LONGEST_NAME: usize = 64;

/// The answer for the page's browser. Only the owner carries a call, under its own epoch or an earlier one
/// since which nobody else was appointed; a page whose turn is over must not take the voice from the
/// next one. That a call ends while an offer is on its way is nobody's mistake, and no error.
pub async fn offer(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    Json { value: offer, .. }: Json<SoundOffer>,
) -> Result<Answer<SoundAnswer>, Failure> {
    let SoundOffer { surface, epoch, call, connection, sdp } = offer;
    let Some(sound) = &app.sound else {
        return Err(Failure::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no-sound",
            "This service is not set up for sound. Ask your administrator to set voice.public_address.",
        ));
    };
    if connection.is_empty() || connection.len() > LONGEST_NAME {
        return Err(problem("invalid", "A connection's name has 1 to 64 characters.").into());
    }
    let board = &app.switchboard;
    let theirs = board.call(&agent, &call::CallId(call.0.clone())).await?.is_some();
    let carried = board.phone.voice_of(&call.0);
    if !theirs || !carried.is_some_and(|by| by.is_by(&surface, epoch)) {
        return Ok(Answer(SoundAnswer { sdp: None }));
    }
    let name = format!("{surface} {connection}");
    match sound.offered(&board.phone.sound_of(&call.0), &name, &sdp) {
        Ok(sdp) => Ok(Answer(SoundAnswer { sdp: Some(sdp) })),
        Err(refused) => Err(problem("invalid", &refused.to_string()).into()),
    }
}
