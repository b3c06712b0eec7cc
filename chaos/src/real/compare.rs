//! Compares what must be with what is. Pure: it can be tried with books that are wrong.

use std::collections::BTreeMap;

use contract::Direction;
use contract::EndStatus;
use contract::console::{CallRow, WriteState};

use super::play::Acknowledged;
use super::truth::{Books, Object};

/// HubSpot's outcome "Busy".
const BUSY: &str = "9d9162e7-6cf3-4944-bf63-4dff82258764";
/// HubSpot's outcome "No answer".
const NO_ANSWER: &str = "73a0d17f-1163-4015-bdd5-ec830791da20";

/// What is wrong, a sentence each, with the call's id. `made`: what HubSpot's pages made, record
/// and call.
pub fn compare(books: &[Books], known: &[Acknowledged], made: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let known: BTreeMap<&str, &Acknowledged> = known.iter().map(|k| (k.call.as_str(), k)).collect();
    for call in known.keys() {
        if !books.iter().any(|books| books.calls.iter().any(|row| row.id == *call)) {
            wrong.push(format!("{call}: the service had accepted it and knows nothing of it"));
        }
    }
    for books in books {
        let mut records: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
        for record in &books.records {
            records.entry(record.get("hs_call_external_id")).or_default().push(record);
        }
        for row in &books.calls {
            let own = records.remove(&row.id).unwrap_or_default();
            match own[..] {
                [one] => of_record(row, one, known.get(row.id.as_str()).copied(), &mut wrong),
                _ => wrong.push(format!("{}: {} records in HubSpot", row.id, own.len())),
            }
            if !matches!(row.state, WriteState::Saved { .. }) {
                wrong.push(format!("{}: the console says {:?}", row.id, row.state));
            }
            let tickets = of_tickets(books, row);
            wrong.extend(tickets.map(|what| format!("{}: {what}", row.id)));
        }
        for (call, records) in records {
            for record in records {
                wrong.push(format!("record {} is of no call (it says {call:?})", record.id));
            }
        }
        for ticket in &books.tickets {
            if !books.calls.iter().any(|row| ticket.get("content").contains(&row.id)) {
                wrong.push(format!("ticket {} is of no call", ticket.id));
            }
        }
    }
    for (record, call) in made {
        let found = books.iter().flat_map(|b| &b.records).find(|one| one.id == *record);
        match found.map(|one| one.get("hs_call_external_id")) {
            Some(of) if of == *call => {}
            Some(of) => wrong.push(format!("{call}: the page's record {record} says {of:?}")),
            None => wrong.push(format!("{call}: the page's record {record} is gone")),
        }
    }
    wrong
}

/// What a call's record does not say as it should.
fn of_record(
    row: &CallRow,
    record: &Object,
    known: Option<&Acknowledged>,
    wrong: &mut Vec<String>,
) {
    let draft = known.and_then(|known| known.draft.clone());
    let (outcome, notes) = draft.unwrap_or_default();
    let by_itself = match (row.direction, row.end) {
        (Direction::Outbound, Some(EndStatus::Busy | EndStatus::Rejected)) => BUSY,
        (Direction::Outbound, Some(EndStatus::NoAnswer)) => NO_ANSWER,
        _ => "",
    };
    let direction = match row.direction {
        Direction::Inbound => "INBOUND",
        Direction::Outbound => "OUTBOUND",
    };
    let end = match (row.direction, row.end) {
        (_, Some(EndStatus::Completed)) => "COMPLETED",
        (_, Some(EndStatus::Failed)) => "FAILED",
        (_, Some(EndStatus::Canceled)) => "CANCELED",
        (_, Some(EndStatus::Busy)) | (Direction::Outbound, Some(EndStatus::Rejected)) => "BUSY",
        (_, Some(EndStatus::NoAnswer)) => "NO_ANSWER",
        (_, Some(EndStatus::Missed)) | (Direction::Inbound, Some(EndStatus::Rejected)) => "MISSED",
        (_, None) => "",
    };
    for (name, wanted) in [
        ("hs_call_disposition", outcome.unwrap_or(by_itself.to_owned())),
        ("hs_call_body", html(&notes)),
        ("hs_call_direction", direction.to_owned()),
        ("hs_call_status", end.to_owned()),
        ("hs_call_duration", row.talked.to_string()),
    ] {
        let is = record.get(name);
        if is != wanted {
            wrong.push(format!("{}: {name} is {is:?} and should be {wanted:?}", row.id));
        }
    }
}

/// What is wrong with a call's tickets.
fn of_tickets(books: &Books, row: &CallRow) -> Option<String> {
    let own: Vec<&Object> =
        books.tickets.iter().filter(|ticket| ticket.get("content").contains(&row.id)).collect();
    let answered = row.end == Some(EndStatus::Completed);
    let wanted = usize::from(books.with_tickets && answered);
    if own.len() != wanted {
        return Some(format!("{} tickets where {wanted} should be", own.len()));
    }
    let ticket = &own.first()?.id;
    let record = books.records.iter().find(|one| one.get("hs_call_external_id") == row.id)?;
    let linked = record.tickets.contains(ticket);
    (!linked).then(|| format!("its record {} is not linked to its ticket {ticket}", record.id))
}

/// Notes as HubSpot is to have them.
fn html(notes: &str) -> String {
    let escaped = notes.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\n', "<br>")
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
