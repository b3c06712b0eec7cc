//! `GET /api/targets`: whom a call can be given to.

use axum::extract::{Query, State};
use contract::{Colleague, Reach, Targets};
use serde::Deserialize;
use std::sync::Arc;

use super::body::SignedIn;
use crate::app::App;
use crate::problem::{Failure, problem};
use crate::store::people;

/// The longest text.
const LONGEST: usize = 100;
/// So many are shown.
const SHOWN: usize = 20;

/// Who is looked for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    find: String,
}

/// The other agents of the tenant, who can be reached first.
pub async fn list(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    Query(Wanted { find }): Query<Wanted>,
) -> Result<axum::Json<Targets>, Failure> {
    if find.len() > LONGEST {
        return Err(problem("invalid", "This is too long for a name.").into());
    }
    let (found, mut more) = people::colleagues(&app.store, &agent, find.trim()).await?;
    let mut agents = Vec::with_capacity(found.len());
    for (id, name) in found {
        let reach = match app.switchboard.reach_of_known(&id).await {
            seat::Reach::Free => Reach::Free,
            seat::Reach::InOneCall => Reach::Busy,
            seat::Reach::Away => Reach::Away,
        };
        agents.push(Colleague { id: id.0, name, reach });
    }
    agents.sort_by_key(|one| match one.reach {
        Reach::Free => 0,
        Reach::Busy => 1,
        Reach::Away => 2,
    });
    more |= agents.len() > SHOWN;
    agents.truncate(SHOWN);
    Ok(axum::Json(Targets { agents, more }))
}
