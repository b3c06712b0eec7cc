//! What the backend says on the stream, but for the calls in it.

use std::cell::Cell;

use contract::{
    Agent, CallId, Choice, Emergency, Event, LastCall, Line, Location, Outcome, OutcomeList,
    Outcomes, Owner, Presence, Reason, ServerMessage, Snapshot, SoundQuality, Status, Tenant,
};
use hubspot_calling::Json;

use super::call::call;
use super::part::{Part, each, named, whole};
use super::shared::{count, laters, saved};

const NO_CHANGE: Event = Event::Gone(CallId(String::new()));

/// How deep outcomes are nested at most, with room to spare.
pub(super) const DEEPEST: usize = 8;

/// What the backend says on the stream.
pub fn server_message(value: &Json) -> Option<ServerMessage> {
    whole(value, message)
}

fn message(from: &Part) -> ServerMessage {
    let (name, from) = from.variant();
    match name {
        "welcome" => {
            ServerMessage::Welcome { stream: from.text("stream"), now: from.number("now") }
        }
        "snapshot" => ServerMessage::Snapshot(Box::new(snapshot(&from))),
        "event" => ServerMessage::Event {
            seq: from.number("seq"),
            now: from.number("now"),
            // The numbers go on, so a change that is not understood must not leave a gap: it takes a
            // call away that nobody has.
            event: whole(from.must("event").value, event).unwrap_or(NO_CHANGE),
        },
        "sound" => ServerMessage::Sound(SoundQuality {
            call: from.id("call"),
            you: from.is("you"),
            mos: count(from.at("mos")),
            rtt: count(from.at("rtt")),
            jitter: count(from.at("jitter")),
            loss: count(from.at("loss")),
        }),
        "bye" => ServerMessage::Bye { code: from.text("code") },
        _ => ServerMessage::Ping(match from.value.as_u64().map(u32::try_from) {
            Some(Ok(nonce)) if name == "ping" => nonce,
            _ => {
                from.lacks();
                0
            }
        }),
    }
}

fn event(from: &Part) -> Event {
    let (name, from) = from.variant();
    match name {
        "call" => Event::Call(Box::new(call(&from))),
        "gone" => Event::Gone(CallId(from.is_text())),
        "owner" => Event::Owner(whole(from.value, owner)),
        "status" => Event::Status(status(&from)),
        "reasons" => Event::Reasons(each(from.value, reason)),
        "saved" => Event::Saved(last(&from)),
        "outcomes" => Event::Outcomes(outcomes(from.value)),
        "missed" => Event::Missed(count(from.value)),
        "later" => Event::Later(laters(from.value)),
        "closing" => Event::Closing,
        _ => {
            from.lacks();
            NO_CHANGE
        }
    }
}

fn snapshot(from: &Part) -> Snapshot {
    Snapshot {
        stream: from.text("stream"),
        seq: from.number("seq"),
        now: from.number("now"),
        agent: agent(&from.part("agent")),
        status: status(&from.part("status")),
        reasons: from.each("reasons", reason),
        line: line(&from.part("line")),
        owner: from.one("owner", owner),
        calls: each(from.must("calls").value, call),
        outcomes: outcomes(from.at("outcomes")),
        last: from.one("last", last),
        missed: count(from.at("missed")),
        later: laters(from.at("later")),
        closing: from.is("closing"),
    }
}

fn last(from: &Part) -> LastCall {
    LastCall { call: from.id("call"), who: from.text("who"), saved: saved(&from.part("saved")) }
}

fn owner(from: &Part) -> Owner {
    Owner {
        surface: from.text("surface"),
        epoch: from.number("epoch"),
        // A place that a newer service has added is not known here.
        location: named(
            from.at("location"),
            &[
                ("widget", Location::Widget),
                ("remote", Location::Remote),
                ("window", Location::Window),
                ("own", Location::Own),
            ],
        ),
        ear: from.maybe("ear"),
    }
}

fn agent(from: &Part) -> Agent {
    Agent {
        name: from.text("name"),
        tenant: from.text("tenant"),
        tenants: from
            .each("tenants", |from| Tenant { id: from.text("id"), name: from.text("name") }),
    }
}

pub(super) fn status(from: &Part) -> Status {
    let Choice { presence, reason } = choice(from);
    Status { presence, reason, missed: from.is("missed"), next: from.one("next", choice) }
}

pub(super) fn choice(from: &Part) -> Choice {
    let presence = match from.at("presence").as_str() {
        Some("available") => Presence::Available,
        Some("unavailable") => Presence::Unavailable,
        _ => {
            from.lacks();
            Presence::Available
        }
    };
    Choice { presence, reason: from.maybe("reason") }
}

fn reason(from: &Part) -> Reason {
    Reason { id: from.text("id"), label: from.text("label") }
}

fn line(from: &Part) -> Line {
    let emergency = from.part("emergency");
    let listed = emergency.at("numbers");
    let numbers = each(listed, |from| from.is_text());
    // None of these may be missed.
    if listed.as_list().map(<[Json]>::len) != Some(numbers.len()) {
        from.lacks();
    }
    Line {
        number: from.text("number"),
        shown: from.text("shown"),
        country: from.text("country"),
        simulated: from.flag("simulated"),
        emergency: Emergency { numbers, carried: emergency.flag("carried") },
    }
}

pub(super) fn outcomes(value: &Json) -> Outcomes {
    let list = |direction| {
        let nothing = Cell::new(true);
        let list = Part { value, whole: &nothing }.part(direction);
        OutcomeList {
            nodes: nested(list.at("nodes"), DEEPEST),
            required: list.is("required"),
            notes_required: list.is("notesRequired"),
        }
    };
    Outcomes { inbound: list("inbound"), outbound: list("outbound") }
}

fn nested(value: &Json, deepest: usize) -> Vec<Outcome> {
    let Some(deeper) = deepest.checked_sub(1) else { return Vec::new() };
    each(value, |from| Outcome {
        id: from.text("id"),
        label: from.text("label"),
        children: nested(from.at("children"), deeper),
    })
}
