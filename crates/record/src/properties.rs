//! The one function that says what a call record contains.

use std::collections::BTreeMap;

use call::{Direction, EndStatus};

use crate::Facts;

/// HubSpot's default outcome "Busy".
const OUTCOME_BUSY: &str = "9d9162e7-6cf3-4944-bf63-4dff82258764";
/// HubSpot's default outcome "No answer".
const OUTCOME_NO_ANSWER: &str = "73a0d17f-1163-4015-bdd5-ec830791da20";

/// The properties of HubSpot's call record, names and values as its API has them (all strings;
/// duration in milliseconds, time in milliseconds since 1970).
pub fn properties(facts: &Facts) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut put = |name: &str, value: String| {
        all.insert(name.to_owned(), value);
    };
    put("hs_timestamp", facts.started.to_string());
    put("hs_call_title", title(facts));
    put("hs_call_body", body(&noted(facts)));
    put("hs_call_direction", direction(facts.direction).to_owned());
    let beside = &facts.beside;
    let (from, to) = match &beside.numbers {
        Some((from, to)) => (from, to),
        None => (&facts.from, &facts.to),
    };
    put("hs_call_from_number", from.clone());
    put("hs_call_to_number", to.clone());
    if let Some(ended) = &facts.ended {
        put("hs_call_status", status(facts.direction, ended.how).to_owned());
        put("hs_call_duration", ended.talked.to_string());
    }
    if let Some(outcome) = outcome(facts) {
        put("hs_call_disposition", outcome);
    }
    if let Some(owner) = &facts.owner_id {
        put("hubspot_owner_id", owner.clone());
    }
    if let Some(callee) = &facts.customer
        && let Some(kind) = callee_kind(&callee.object_type)
    {
        put("hs_call_callee_object_id", callee.id.clone());
        put("hs_call_callee_object_type", kind.to_owned());
    }
    for (name, value) in beside.extra.iter().chain(&origin(facts)) {
        put(name, value.clone());
    }
    all
}

/// The properties by which a record is known to be a call's of ours.
pub(crate) fn origin(facts: &Facts) -> BTreeMap<String, String> {
    let beside = &facts.beside;
    let all = [
        ("hs_call_source", "INTEGRATIONS_PLATFORM"),
        ("hs_call_external_id", &facts.id),
        ("hs_call_app_id", &beside.app_id),
        ("hs_call_external_account_id", &beside.account),
    ];
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whether a record is worth having without this property.
pub(crate) fn is_optional(name: &str, facts: &Facts) -> bool {
    const OPTIONAL: [&str; 7] = [
        "hubspot_owner_id",
        "hs_call_callee_object_id",
        "hs_call_callee_object_type",
        "hs_call_app_id",
        "hs_call_external_account_id",
        "hs_call_disposition",
        "hs_call_status",
    ];
    OPTIONAL.contains(&name) || facts.beside.extra.contains_key(name)
}

/// Whether somebody entered what this property holds: a record without it is not complete.
pub(crate) fn is_entered(name: &str, facts: &Facts) -> bool {
    let chosen = name == "hs_call_disposition" && facts.outcome.is_some();
    chosen || facts.beside.extra.contains_key(name)
}

/// HubSpot's word for a kind of record, where a callee can be one.
fn callee_kind(object_type: &str) -> Option<&'static str> {
    match object_type {
        "0-1" => Some("contact"),
        "0-2" => Some("company"),
        _ => None,
    }
}

/// The title of the record: who, and which way.
pub fn title(facts: &Facts) -> String {
    let (way, number) = match facts.direction {
        Direction::Inbound if facts.beside.voicemail => ("Message from ", &facts.from),
        Direction::Inbound => ("Call from ", &facts.from),
        Direction::Outbound => ("Call to ", &facts.to),
    };
    let mut title = String::from(way);
    title.push_str(if facts.name.is_empty() { number } else { &facts.name });
    title
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "INBOUND",
        Direction::Outbound => "OUTBOUND",
    }
}

/// HubSpot's record knows fewer words than its page: a declined call was busy to a caller of ours,
/// and missed where we declined it.
fn status(direction: Direction, end: EndStatus) -> &'static str {
    match (end, direction) {
        (EndStatus::Completed, _) => "COMPLETED",
        (EndStatus::Failed, _) => "FAILED",
        (EndStatus::Canceled, _) => "CANCELED",
        (EndStatus::Busy, _) | (EndStatus::Rejected, Direction::Outbound) => "BUSY",
        (EndStatus::NoAnswer, _) => "NO_ANSWER",
        (EndStatus::Missed, _) | (EndStatus::Rejected, Direction::Inbound) => "MISSED",
    }
}

/// The agent's choice, or what the end of an outbound call says by itself.
fn outcome(facts: &Facts) -> Option<String> {
    if facts.outcome.is_some() {
        return facts.outcome.clone();
    }
    if facts.direction == Direction::Inbound {
        return None;
    }
    match facts.ended.as_ref()?.how {
        EndStatus::Busy | EndStatus::Rejected => Some(OUTCOME_BUSY.to_owned()),
        EndStatus::NoAnswer => Some(OUTCOME_NO_ANSWER.to_owned()),
        _ => None,
    }
}

/// Where it came from and went, and what the agent noted.
fn noted(facts: &Facts) -> String {
    let mut lines: Vec<&str> = facts.beside.went.iter().map(String::as_str).collect();
    if !facts.notes.is_empty() {
        lines.push(&facts.notes);
    }
    lines.join("\n")
}

/// Plain text as HTML: nothing that was typed becomes markup, lines stay lines.
fn body(notes: &str) -> String {
    let mut html = String::with_capacity(notes.len());
    for c in notes.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br>"),
            '\r' => {}
            c => html.push(c),
        }
    }
    html
}
