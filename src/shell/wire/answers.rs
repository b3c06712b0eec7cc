//! Answers of requests.

use contract::{Colleague, History, NumberReading, Past, Problem, Reach, Session, Targets};
use hubspot_calling::Json;

use super::part::{Part, each, named, whole};
use super::shared::{count, direction, end, record, saved};

/// The answer of `GET /api/history`.
pub fn history(value: &Json) -> Option<History> {
    whole(value, |from| History {
        calls: each(from.must("calls").value, past),
        more: from.is("more"),
    })
}

fn past(from: &Part) -> Past {
    Past {
        id: from.id("id"),
        direction: direction(from),
        number: from.text("number"),
        shown: from.text("shown"),
        name: from.some("name"),
        record: from.one("record", record),
        at: from.number("at"),
        seconds: count(from.at("seconds")),
        end: end(from),
        missed: from.is("missed"),
        voicemail: from.is("voicemail"),
        elsewhere: from.some("elsewhere"),
        outcome: from.some("outcome"),
        saved: from.one("saved", saved),
        open: from.is("open"),
        simulated: from.is("simulated"),
    }
}

/// The answer of `GET /api/targets`.
pub fn targets(value: &Json) -> Option<Targets> {
    whole(value, |from| Targets {
        agents: each(from.must("agents").value, |from| Colleague {
            id: from.text("id"),
            name: from.text("name"),
            reach: named(from.at("reach"), &[("free", Reach::Free), ("busy", Reach::Busy)])
                .unwrap_or(Reach::Away),
        }),
        more: from.is("more"),
    })
}

/// How a number will be dialled.
pub fn reading(value: &Json) -> Option<NumberReading> {
    whole(value, |from| NumberReading {
        typed: from.text("typed"),
        dials: from.text("dials"),
        shown: from.text("shown"),
        country: from.some("country"),
        valid: from.flag("valid"),
        emergency: from.flag("emergency"),
        note: from.some("note"),
    })
}

/// A session.
pub fn session(value: &Json) -> Option<Session> {
    whole(value, |from| Session {
        token: from.text("token"),
        expires_in: from.number("expiresIn"),
        rtc: from.some("rtc"),
    })
}

/// Why something was refused.
pub fn problem(value: &Json) -> Option<Problem> {
    whole(value, |from| Problem { code: from.text("code"), message: from.text("message") })
}
