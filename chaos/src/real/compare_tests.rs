//! Books that are right, and every way in which they can be wrong.

use serde_json::json;

use super::*;

const CALL: &str = "0190-call";

fn row(id: &str) -> CallRow {
    CallRow {
        id: id.to_owned(),
        started: 1,
        direction: Direction::Inbound,
        number: String::new(),
        party: String::new(),
        agent: String::new(),
        end: Some(EndStatus::Completed),
        talked: 40,
        outcome: String::new(),
        state: WriteState::Saved { at: 2 },
        url: None,
    }
}

fn record(id: &str, call: &str) -> Object {
    Object {
        id: id.to_owned(),
        properties: json!({
            "hs_call_external_id": call, "hs_call_disposition": "sold",
            "hs_call_body": "a &lt;b&gt;<br>c", "hs_call_direction": "INBOUND",
            "hs_call_status": "COMPLETED", "hs_call_duration": "40",
        }),
        tickets: vec!["t".to_owned()],
    }
}

fn ticket(id: &str, call: &str) -> Object {
    let properties = json!({ "content": format!("Call {call}") });
    Object { id: id.to_owned(), properties, tickets: Vec::new() }
}

fn known(call: &str) -> Acknowledged {
    let draft = Some((Some("sold".to_owned()), "a <b>\nc".to_owned()));
    Acknowledged { call: call.to_owned(), script: 0, draft }
}

fn right() -> Books {
    Books {
        calls: vec![row(CALL)],
        records: vec![record("r", CALL)],
        tickets: vec![ticket("t", CALL)],
        with_tickets: true,
    }
}

/// What is said of books after a change.
fn said(change: impl FnOnce(&mut Books)) -> String {
    let mut books = right();
    change(&mut books);
    let made = [("r".to_owned(), CALL.to_owned())];
    compare(&[books], &[known(CALL)], &made).join("; ")
}

#[test]
fn books_that_are_right_have_nothing_said_of_them() {
    assert_eq!(said(|_| {}), "");
}

#[test]
fn a_call_without_a_record_and_one_with_two_are_named() {
    assert!(said(|books| books.records.clear()).contains("0190-call: 0 records"));
    let twice = said(|books| books.records.push(record("s", CALL)));
    assert!(twice.contains("0190-call: 2 records"), "{twice}");
}

#[test]
fn a_record_of_no_call_and_a_page_s_record_that_is_gone_are_named() {
    let stray = said(|books| books.records.push(record("s", "other")));
    assert_eq!(stray, "record s is of no call (it says \"other\")");
    let gone = said(|books| books.records[0].id = "s".to_owned());
    assert_eq!(gone, "0190-call: the page's record r is gone");
}

#[test]
fn what_was_saved_and_is_not_there_is_named() {
    let said = said(|books| books.records[0].properties["hs_call_body"] = json!(""));
    assert!(said.contains("hs_call_body is \"\" and should be \"a &lt;b&gt;<br>c\""), "{said}");
}

#[test]
fn a_call_that_was_accepted_and_lost_is_named() {
    let books = Books::default();
    let said = compare(&[books], &[known(CALL)], &[]).join("; ");
    assert!(said.contains("knows nothing of it"), "{said}");
}

#[test]
fn a_call_without_its_ticket_and_one_with_two_are_named() {
    assert!(said(|books| books.tickets.clear()).contains("0 tickets where 1"));
    assert!(said(|books| books.tickets.push(ticket("u", CALL))).contains("2 tickets where 1"));
    assert!(said(|books| books.records[0].tickets.clear()).contains("not linked to its ticket t"));
    assert!(said(|books| books.with_tickets = false).contains("1 tickets where 0"));
}

#[test]
fn a_record_that_the_console_does_not_call_saved_is_named() {
    let open = said(|books| books.calls[0].state = WriteState::Open);
    assert_eq!(open, "0190-call: the console says Open");
}
