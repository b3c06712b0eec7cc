//! `…/phone/states` and `…/phone/test`: how a tenant's lines stand, and a try of one of them.

use axum::extract::State;
use contract::console::{
    PhoneMessage, PhoneStanding, PhoneState, PhoneStep, PhoneTested, TestPhone,
};
use std::sync::Arc;

use super::phone::one;
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::lines::{LineState, Standing, Step, TestReport};
use crate::number::emergency_numbers;
use crate::store::lines::countries;
use crate::store::people::TenantId;
use crate::store::phone_systems::{self, Kind};
use crate::web::body::Json;

/// The longest number that a test calls, as it is typed.
const LONGEST: usize = 64;

/// `GET …/phone/states`.
pub async fn states(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> axum::Json<Vec<PhoneState>> {
    axum::Json(app.lines.states(&tenant).into_iter().map(state).collect())
}

/// `POST …/phone/test`: registers a line anew and calls a number with it. Nothing of a tenant's
/// settings or calls is changed.
pub async fn test(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Json { value, .. }: Json<TestPhone>,
) -> Result<axum::Json<PhoneTested>, Refusal> {
    let kind = phone_systems::of(&app.store, &tenant).await?.kind;
    if kind == Kind::Simulated {
        return Err(Refusal::not_now(
            "The simulated phone system has no lines to test. Choose another one and save it first.",
        ));
    }
    let agent = match value.agent {
        Some(id) => Some(one(&app, &tenant, id).await?.id),
        None => None,
    };
    let to = number(&app, &tenant, &value.to).await?;
    let report = app.lines.test(&tenant, agent.as_ref(), &to).await;
    Ok(axum::Json(told(report)))
}

/// A number or name that may be called for a test.
async fn number(app: &App, tenant: &TenantId, typed: &str) -> Result<String, Refusal> {
    let mut wrong = Wrong::default();
    let to = typed.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || "+*#-_.()/ ".contains(c);
    let plain: String = to.chars().filter(|c| !"-.()/ ".contains(*c)).collect();
    let mut places = countries(&app.store, tenant).await?;
    places.push(String::new());
    if to.is_empty() || to.len() > LONGEST || !to.chars().all(fits) || plain.is_empty() {
        wrong.say("to", "Enter a number or an extension, like +44 20 7946 0100 or 201.");
    } else if places.iter().any(|place| emergency_numbers(place).contains(&plain.as_str())) {
        wrong.say("to", "No emergency number is called for a test. Enter another one.");
    }
    wrong.check()?;
    Ok(to.to_owned())
}

fn state(of: LineState) -> PhoneState {
    let since = of.since;
    PhoneState {
        agent: of.agent.map(|agent| agent.0),
        standing: match of.standing {
            Standing::Waiting => PhoneStanding::Asking,
            Standing::Registered => PhoneStanding::Registered { since },
            Standing::ByAddress => PhoneStanding::Known,
            Standing::Failing(why) => PhoneStanding::Failing { since, why },
        },
    }
}

/// The report as the console shows it: every step, also those that were not come to.
fn told(report: TestReport) -> PhoneTested {
    let name = |step: Step| match step {
        Step::Registers => "Registration",
        Step::Rings => "Ringing",
        Step::Answers => "Answer",
    };
    let stopped = report.steps.last().is_some_and(|last| !last.good);
    let mut steps = Vec::new();
    for step in [Step::Registers, Step::Rings, Step::Answers] {
        let mut tried = false;
        for found in report.steps.iter().filter(|found| found.step == step) {
            tried = true;
            steps.push(PhoneStep {
                what: name(step).to_owned(),
                worked: Some(found.good),
                says: found.sentence.clone(),
            });
        }
        if !tried && stopped {
            let says = "Not tried, because of what is said above.".to_owned();
            steps.push(PhoneStep { what: name(step).to_owned(), worked: None, says });
        }
    }
    let began = report.exchange.first().map_or(0, |message| message.at);
    let message = |message: sip::Message| PhoneMessage {
        at: message.at.saturating_sub(began),
        sent: message.sent,
        peer: message.peer,
        text: message.text,
    };
    PhoneTested { steps, exchange: report.exchange.into_iter().map(message).collect() }
}
