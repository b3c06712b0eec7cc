//! The agent's status between the seat, the tenant's settings and the pages.

use contract as wire;
use contract::console::Settings;
use seat::{Choice, Presence, Rules, Status};

use crate::problem::problem;

/// What a seat of this tenant goes by. `usual` is what the service is configured to.
pub fn rules(settings: &Settings, usual: Rules) -> Rules {
    let of = &settings.status;
    let wrap_up = of.wrap_up_seconds.map_or(usual.limits.wrap_up, |s| u64::from(s) * 1_000);
    Rules {
        limits: call::Limits { wrap_up, ..usual.limits },
        away_when_unanswered: of.away_when_unanswered,
        ..usual
    }
}

/// How an agent begins who has never chosen.
pub fn first(settings: &Settings) -> Status {
    let now = Choice { presence: presence(settings.status.first), reason: None };
    Status { now, ..Status::default() }
}

/// A choice as an agent makes it.
///
/// # Errors
/// The answer, when there is no such choice in this tenant.
pub fn read(to: wire::Choice, settings: &Settings) -> Result<Choice, wire::Problem> {
    if let Some(reason) = &to.reason {
        if to.presence == wire::Presence::Available {
            return Err(problem("invalid", "A reason is for being unavailable only."));
        }
        if settings.status.reasons.iter().all(|known| known.id != *reason) {
            return Err(problem("invalid", "This reason is no longer there. Choose another one."));
        }
    }
    Ok(Choice { presence: presence(to.presence), reason: to.reason })
}

/// The status as pages show it.
pub fn show(status: &Status) -> wire::Status {
    wire::Status {
        presence: shown(status.now.presence),
        reason: status.now.reason.clone(),
        missed: status.missed,
        next: status.next.as_ref().map(|next| wire::Choice {
            presence: shown(next.presence),
            reason: next.reason.clone(),
        }),
    }
}

fn presence(presence: wire::Presence) -> Presence {
    match presence {
        wire::Presence::Available => Presence::Available,
        wire::Presence::Unavailable => Presence::Unavailable,
    }
}

fn shown(presence: Presence) -> wire::Presence {
    match presence {
        Presence::Available => wire::Presence::Available,
        Presence::Unavailable => wire::Presence::Unavailable,
    }
}
