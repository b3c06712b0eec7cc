//! `…/calls`: a tenant's calls, what HubSpot has of each, and sending again what it refused.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use contract::console::{
    CallDetail, CallEvent, CallLog, CallRow, Changed, SentAgain, WriteState, WriteTrouble,
};
use record::{Input, Standing};
use serde::Deserialize;
use std::sync::Arc;

use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::around::Tenancy;
use crate::store::call_log::{self, Logged, Wanted};
use crate::store::outbox;
use crate::store::people::TenantId;
use crate::{clock, number, view};

/// The rows of one answer.
const ROWS: u32 = 50;

/// What of the list is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: Option<u64>,
    only: String,
    number: String,
}

/// The list.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Query(asked): Query<Asked>,
) -> Result<Json<CallLog>, Refusal> {
    let digits: String = asked.number.chars().filter(char::is_ascii_digit).take(20).collect();
    let wanted = Wanted { before: asked.before, troubles: asked.only == "troubles", digits };
    let mut found = call_log::list(&app.store, &tenant, &wanted, ROWS + 1).await?;
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let (waiting, refused) = call_log::counts(&app.store, &tenant).await?;
    let tenancy = app.switchboard.tenancy(&tenant).await?;
    let rows = found.iter().map(|one| row(&app, &tenant, &tenancy, one)).collect();
    Ok(Json(CallLog { rows, more, waiting, refused }))
}

/// One call with everything that was kept of it.
pub async fn one(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, call)): Path<(String, String)>,
) -> Result<Json<CallDetail>, Refusal> {
    let found = call_log::one(&app.store, &tenant, &call).await?.ok_or_else(unknown)?;
    let tenancy = app.switchboard.tenancy(&tenant).await?;
    let events = call_log::events(&app.store, &call).await?;
    let record = &found.record;
    let link = |link: &call::RecordRef| {
        let account = tenancy.account.as_ref();
        let address = account.map(|account| account.address(&link.object_type, &link.id));
        (format!("{} {}", kind(&link.object_type), link.id), address.unwrap_or_default())
    };
    Ok(Json(CallDetail {
        row: row(&app, &tenant, &tenancy, &found),
        creator: if record.facts().host_creates { "HubSpot's page" } else { "Sidetone" }.to_owned(),
        events: (1..).zip(events).map(|(n, (at, what))| CallEvent { n, at, what }).collect(),
        written: record.written().clone().into_iter().collect(),
        links: record.links().iter().map(link).collect(),
        notes: record.facts().notes.clone(),
        sound: found.sound.clone(),
    }))
}

/// Sends one again.
pub async fn again(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, call)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    call_log::one(&app.store, &tenant, &call).await?.ok_or_else(unknown)?;
    send_again(&app, &tenant, vec![call]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends everything again that HubSpot refused.
pub async fn all_again(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<Json<SentAgain>, Refusal> {
    let refused = call_log::refused(&app.store, &tenant).await?;
    let count = u32::try_from(refused.len()).unwrap_or(u32::MAX);
    send_again(&app, &tenant, refused).await?;
    Ok(Json(SentAgain { count }))
}

async fn send_again(app: &App, tenant: &TenantId, calls: Vec<String>) -> Result<(), Refusal> {
    let again = |call| (call, Input::Again, Some("sent again by an administrator"));
    let inputs: Vec<_> = calls.into_iter().map(again).collect();
    let board = &app.switchboard;
    outbox::answer(&app.store, &inputs, clock::now(), board.outbox.limits()).await?;
    board.outbox.wake(tenant);
    app.links.tell_what(tenant, Changed::Calls(tenant.0.clone()));
    Ok(())
}

fn row(app: &App, tenant: &TenantId, tenancy: &Tenancy, of: &Logged) -> CallRow {
    let (call, record) = (&of.call, &of.record);
    let facts = record.facts();
    let account = tenancy.account.as_ref();
    let url = record.id().zip(account).map(|(id, account)| match &facts.customer {
        // A call record's own page is not to be relied on; its customer's shows it.
        Some(customer) => account.address(&customer.object_type, &customer.id),
        None => account.address("0-48", id),
    });
    let outcomes = app.switchboard.outcomes.list(tenant);
    let chosen = call.draft().outcome.as_deref();
    CallRow {
        id: facts.id.clone(),
        started: facts.started,
        direction: view::direction(facts.direction),
        number: number::show(call.far_number()).0,
        party: facts.name.clone(),
        agent: of.agent.clone(),
        end: facts.ended.as_ref().map(|ended| view::end(ended.how)),
        talked: facts.ended.as_ref().map(|ended| ended.talked).unwrap_or_default(),
        outcome: chosen
            .map(|id| label(outcomes.of(view::direction(facts.direction)), id))
            .unwrap_or_default(),
        state: state(app, of),
        url,
    }
}

fn state(app: &App, of: &Logged) -> WriteState {
    let trouble = of.record.trouble().map(|trouble| WriteTrouble {
        at: trouble.at,
        why: trouble.said.why.clone(),
        trace: trouble.said.trace.clone(),
        correlation: trouble.said.correlation.clone(),
    });
    match of.record.standing(app.switchboard.outbox.limits()) {
        Standing::Open => WriteState::Open,
        Standing::Saved(at) => WriteState::Saved { at },
        Standing::Waiting(due) => {
            WriteState::Waiting { due, trouble: trouble.filter(|_| of.record.is_failing()) }
        }
        Standing::Refused(why) => {
            let known = trouble.filter(|trouble| !trouble.why.is_empty());
            WriteState::Refused(known.unwrap_or(WriteTrouble { why, ..WriteTrouble::default() }))
        }
    }
}

/// An outcome for people; its id where the list does not have it any more.
fn label(list: &contract::OutcomeList, id: &str) -> String {
    fn find(nodes: &[contract::Outcome], id: &str) -> Option<String> {
        nodes.iter().find_map(|node| match node.children.is_empty() {
            true => (node.id == id).then(|| node.label.clone()),
            false => find(&node.children, id),
        })
    }
    find(&list.nodes, id).unwrap_or_else(|| id.to_owned())
}

fn kind(object_type: &str) -> &str {
    match object_type {
        "0-1" => "Contact",
        "0-2" => "Company",
        "0-3" => "Deal",
        "0-5" => "Ticket",
        other => other,
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("There is no such call here. It may have been kept long enough.")
}
