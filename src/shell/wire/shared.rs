//! What is part of several messages.

use std::cell::Cell;

use contract::{Direction, Draft, EndStatus, Later, RecordRef, Saved};
use hubspot_calling::Json;

use super::part::{Part, each, named};

pub(super) fn record(from: &Part) -> RecordRef {
    RecordRef { object_type: from.text("objectType"), id: from.text("id") }
}

pub(super) fn direction(from: &Part) -> Direction {
    match from.at("direction").as_str() {
        Some("inbound") => Direction::Inbound,
        Some("outbound") => Direction::Outbound,
        _ => {
            from.lacks();
            Direction::Inbound
        }
    }
}

pub(super) fn end(from: &Part) -> EndStatus {
    let names = [
        ("COMPLETED", EndStatus::Completed),
        ("FAILED", EndStatus::Failed),
        ("CANCELED", EndStatus::Canceled),
        ("BUSY", EndStatus::Busy),
        ("NO_ANSWER", EndStatus::NoAnswer),
        ("REJECTED", EndStatus::Rejected),
        ("MISSED", EndStatus::Missed),
    ];
    named(from.at("end"), &names).unwrap_or(EndStatus::Completed)
}

pub(super) fn saved(from: &Part) -> Saved {
    let (name, why) = from.variant();
    let why = || why.value.as_str().unwrap_or_default().to_owned();
    match name {
        "saving" => Saved::Saving,
        "saved" => Saved::Saved,
        "later" => Saved::Later(why()),
        "refused" => Saved::Refused(why()),
        _ => {
            from.lacks();
            Saved::Saving
        }
    }
}

pub(super) fn count(value: &Json) -> u32 {
    value.as_u64().unwrap_or_default() as u32
}

/// Numbers to be called later.
#[inline(never)]
pub fn laters(value: &Json) -> Vec<Later> {
    each(value, |from| Later {
        number: from.text("number"),
        country: from.maybe("country"),
        callee: from.one("callee", record),
        on_screen: from.one("onScreen", record),
    })
}

/// What was typed for a call.
pub fn draft(value: &Json) -> Draft {
    let from = Part { value, whole: &Cell::new(true) };
    Draft { outcome: from.maybe("outcome"), notes: from.some("notes") }
}
