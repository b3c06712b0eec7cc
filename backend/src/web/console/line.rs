//! A person's line in a form: read, and changed between two calls.

use super::refusal::{Refusal, Wrong};
use crate::app::App;
use crate::number;
use crate::store::StoreError;
use crate::store::lines::{self, Wanted};
use crate::store::people::TenantId;
use crate::store::persons::{Member, Outcome, PersonId};

/// Reads the form's field. A number has to be an international one: there is no line's country yet
/// by which a national one could be meant.
pub fn read(wrong: &mut Wrong, line: Option<&str>) -> Wanted {
    let Some(typed) = line else { return Wanted::AsUsual };
    let typed = typed.trim();
    if typed.is_empty() {
        return Wanted::None;
    }
    if !typed.starts_with('+') {
        wrong.say("line", "Enter the number with + and the country code, like +44 20 7946 0101.");
        return Wanted::AsUsual;
    }
    let reading = number::read(typed, None, "", false);
    let country = number::country_letters(&reading.dials);
    match country {
        Some(country) if reading.valid => Wanted::Number(reading.dials, country),
        _ if !reading.note.is_empty() => {
            wrong.say("line", &reading.note);
            Wanted::AsUsual
        }
        _ => {
            wrong.say("line", "This number is of no country. Enter one with its country code.");
            Wanted::AsUsual
        }
    }
}

/// What the form means for somebody who is here already: what is as it was is no change.
pub fn meant(wanted: Wanted, before: &Member) -> Wanted {
    match (wanted, &before.line) {
        (Wanted::None, None) => Wanted::AsUsual,
        (Wanted::Number(number, _), Some(line)) if number == *line => Wanted::AsUsual,
        (wanted, _) => wanted,
    }
}

/// Makes a change that the agent's seat has to know of: not while a call of theirs is at hand.
pub async fn change(
    app: &App,
    tenant: &TenantId,
    person: &PersonId,
    wanted: &Wanted,
    change: impl Future<Output = Result<Outcome, StoreError>>,
) -> Result<Outcome, Refusal> {
    let board = &app.switchboard;
    let agent = lines::agent_of(&app.store, tenant, person).await?;
    let Some(agent) = agent else { return Ok(change.await?) };
    if *wanted == Wanted::AsUsual {
        let outcome = change.await?;
        board.renew(&agent).await?;
        return Ok(outcome);
    }
    let done = board.between_calls(&agent, change).await?.ok_or_else(|| {
        Refusal::not_now(
            "They have a call at hand. Change the line when the call and its wrap-up are over.",
        )
    })?;
    if *wanted == Wanted::None && done == Outcome::Done {
        board.hub.sign_out(&agent);
    }
    Ok(done)
}
