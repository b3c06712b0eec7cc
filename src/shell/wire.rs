//! Reads what the backend says: JSON to the contract's types.
//!
//! The contract derives its readers, and here they are written out once more. The derived ones are
//! correct, but they cost 18 kB of the frame's 80, because each type brings its own copy of the JSON
//! parser; these all walk one `serde_json::Value`. Tests hold the two against each other.
//! What is absent and has no default, or is of another kind, makes the whole message unreadable.

use std::collections::BTreeMap;

use contract::{
    Agent, CallId, CallView, Direction, Draft, Emergency, EndStatus, Event, Host, Line, Looked,
    NumberReading, Outcome, OutcomeList, Outcomes, Owner, Party, PartySource, Phase, Presence,
    Problem, RecordRef, ServerMessage, Session, Snapshot, Tenant,
};
use serde_json::Value;

/// Reads one JSON text; `None` when it is not JSON, or not what was expected.
pub fn read<T>(text: &str, reader: fn(&Value) -> Option<T>) -> Option<T> {
    reader(&parse(text)?)
}

#[cfg(target_arch = "wasm32")]
use hubspot_calling::browser::parse;

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The name and the content of an enum's variant.
fn variant(value: &Value) -> Option<(&str, &Value)> {
    match value {
        Value::String(name) => Some((name, &Value::Null)),
        Value::Object(map) => map.iter().next().map(|(name, content)| (name.as_str(), content)),
        _ => None,
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}

/// A text that may be left out.
fn some_text(value: &Value, key: &str) -> String {
    text(value, key).unwrap_or_default()
}

fn number(value: &Value, key: &str) -> Option<u64> {
    value.get(key)?.as_u64()
}

fn flag(value: &Value, key: &str) -> Option<bool> {
    value.get(key)?.as_bool()
}

/// One of a list of names.
fn named<T: Copy>(value: Option<&Value>, names: &[(&str, T)]) -> Option<T> {
    let name = value?.as_str()?;
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// What the backend says on the stream.
pub fn server_message(value: &Value) -> Option<ServerMessage> {
    let (name, content) = variant(value)?;
    Some(match name {
        "welcome" => ServerMessage::Welcome {
            stream: text(content, "stream")?,
            now: number(content, "now")?,
        },
        "snapshot" => ServerMessage::Snapshot(Box::new(snapshot(content)?)),
        "event" => ServerMessage::Event {
            seq: number(content, "seq")?,
            now: number(content, "now")?,
            event: event(content.get("event")?)?,
        },
        "ping" => ServerMessage::Ping(u32::try_from(content.as_u64()?).ok()?),
        "bye" => ServerMessage::Bye { code: text(content, "code")? },
        _ => return None,
    })
}

fn event(value: &Value) -> Option<Event> {
    let (name, content) = variant(value)?;
    Some(match name {
        "call" => Event::Call(Box::new(call(content)?)),
        "gone" => Event::Gone(CallId(content.as_str()?.to_owned())),
        "owner" => Event::Owner(owner(content)),
        "presence" => Event::Presence(presence(Some(content))?),
        _ => return None,
    })
}

fn snapshot(value: &Value) -> Option<Snapshot> {
    let calls = value.get("calls")?.as_array()?;
    let outcomes = value.get("outcomes")?.get("inbound")?.get("nodes")?.as_array()?;
    Some(Snapshot {
        stream: text(value, "stream")?,
        seq: number(value, "seq")?,
        now: number(value, "now")?,
        agent: agent(value.get("agent")?)?,
        line: line(value.get("line")?)?,
        owner: value.get("owner").and_then(owner),
        calls: calls.iter().map(call).collect::<Option<_>>()?,
        outcomes: outcomes
            .iter()
            .map(|one| {
                let (id, label) = (text(one, "id")?, text(one, "label")?);
                Some(Outcome { id, label, children: Vec::new() })
            })
            .collect::<Option<_>>()
            .map(|nodes| Outcomes {
                inbound: OutcomeList { nodes, ..OutcomeList::default() },
                ..Outcomes::default()
            })?,
        last: None,
    })
}

fn owner(value: &Value) -> Option<Owner> {
    Some(Owner { surface: text(value, "surface")?, epoch: number(value, "epoch")? })
}

fn agent(value: &Value) -> Option<Agent> {
    Some(Agent {
        name: text(value, "name")?,
        tenant: text(value, "tenant")?,
        presence: presence(value.get("presence"))?,
        tenants: tenants(value).unwrap_or_default(),
    })
}

fn tenants(value: &Value) -> Option<Vec<Tenant>> {
    let all = value.get("tenants")?.as_array()?;
    all.iter().map(|t| Some(Tenant { id: text(t, "id")?, name: text(t, "name")? })).collect()
}

fn presence(value: Option<&Value>) -> Option<Presence> {
    named(value, &[("available", Presence::Available), ("unavailable", Presence::Unavailable)])
}

fn line(value: &Value) -> Option<Line> {
    let emergency = value.get("emergency")?;
    let numbers = emergency.get("numbers")?.as_array()?;
    Some(Line {
        number: text(value, "number")?,
        shown: text(value, "shown")?,
        country: text(value, "country")?,
        simulated: flag(value, "simulated")?,
        emergency: Emergency {
            numbers: numbers.iter().map(|n| Some(n.as_str()?.to_owned())).collect::<Option<_>>()?,
            carried: flag(emergency, "carried")?,
        },
    })
}

fn call(value: &Value) -> Option<CallView> {
    Some(CallView {
        id: CallId(text(value, "id")?),
        direction: named(
            value.get("direction"),
            &[("inbound", Direction::Inbound), ("outbound", Direction::Outbound)],
        )?,
        from: text(value, "from")?,
        to: text(value, "to")?,
        shown: text(value, "shown")?,
        country: some_text(value, "country"),
        party: value.get("party").and_then(party),
        looked: Looked::Pending,
        case: None,
        pop: None,
        phase: phase(value.get("phase")?)?,
        simulated: flag(value, "simulated")?,
        started: number(value, "started")?,
        host: host(value.get("host")?),
        engagement: text(value, "engagement"),
        draft: value.get("draft").map(draft).unwrap_or_default(),
    })
}

fn phase(value: &Value) -> Option<Phase> {
    let (name, content) = variant(value)?;
    let at = |key| number(content, key);
    let end = || {
        named(
            content.get("end"),
            &[
                ("COMPLETED", EndStatus::Completed),
                ("FAILED", EndStatus::Failed),
                ("CANCELED", EndStatus::Canceled),
                ("BUSY", EndStatus::Busy),
                ("NO_ANSWER", EndStatus::NoAnswer),
                ("REJECTED", EndStatus::Rejected),
                ("MISSED", EndStatus::Missed),
            ],
        )
    };
    Some(match name {
        "ringing" => Phase::Ringing { until: at("until")? },
        "dialling" => Phase::Dialling { far_rings: flag(content, "farRings")? },
        "connected" => Phase::Connected {
            since: at("since")?,
            muted: flag(content, "muted")?,
            held: flag(content, "held")?,
        },
        "wrapUp" => Phase::WrapUp {
            since: at("since")?,
            ended: at("ended")?,
            end: end()?,
            closes: at("closes")?,
        },
        "closed" => Phase::Closed { since: at("since"), ended: at("ended")?, end: end()? },
        _ => return None,
    })
}

fn host(value: &Value) -> Host {
    let told = |key| flag(value, key).unwrap_or_default();
    let properties = value.get("properties").and_then(Value::as_object);
    Host {
        may_announce: number(value, "mayAnnounce"),
        announced: text(value, "announced"),
        answered: told("answered"),
        ended: told("ended"),
        completed: told("completed"),
        popped: told("popped"),
        properties: properties.map(texts),
    }
}

/// The texts of an object. Put in one by one: collecting would bring a sort into the page.
fn texts(object: &serde_json::Map<String, Value>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, value) in object {
        if let Some(text) = value.as_str() {
            texts.insert(name.clone(), text.to_owned());
        }
    }
    texts
}

fn party(value: &Value) -> Option<Party> {
    Some(Party {
        name: text(value, "name")?,
        detail: some_text(value, "detail"),
        fields: Vec::new(),
        record: value.get("record").and_then(record),
        source: named(
            value.get("source"),
            &[
                ("host", PartySource::Host),
                ("lookup", PartySource::Lookup),
                ("dialled", PartySource::Dialled),
                ("chosen", PartySource::Chosen),
            ],
        )?,
    })
}

fn record(value: &Value) -> Option<RecordRef> {
    Some(RecordRef { object_type: text(value, "objectType")?, id: text(value, "id")? })
}

/// What was typed for a call.
pub fn draft(value: &Value) -> Draft {
    Draft { outcome: text(value, "outcome"), notes: some_text(value, "notes") }
}

/// How a number will be dialled.
pub fn reading(value: &Value) -> Option<NumberReading> {
    Some(NumberReading {
        typed: text(value, "typed")?,
        dials: text(value, "dials")?,
        shown: text(value, "shown")?,
        country: some_text(value, "country"),
        valid: flag(value, "valid")?,
        emergency: flag(value, "emergency")?,
        note: some_text(value, "note"),
    })
}

/// A session.
pub fn session(value: &Value) -> Option<Session> {
    Some(Session { token: text(value, "token")?, expires_in: number(value, "expiresIn")? })
}

/// Why something was refused.
pub fn problem(value: &Value) -> Option<Problem> {
    Some(Problem { code: text(value, "code")?, message: text(value, "message")? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
    use super::*;
    use serde::Serialize;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn there_and_back<T: Serialize + PartialEq>(sent: &T, reader: fn(&Value) -> Option<T>) {
        let text = serde_json::to_string(sent).unwrap();
        assert!(read(&text, reader).as_ref() == Some(sent), "{text}");
    }

    fn call_in(phase: Phase) -> CallView {
        CallView {
            id: CallId("01234567-89ab-7fff-bfff-ffffffffffff".into()),
            direction: Direction::Outbound,
            from: "+442079460100".into(),
            to: "+442073238299".into(),
            shown: "+44 20 7323 8299".into(),
            country: "United Kingdom".into(),
            party: Some(Party {
                name: "Priya \"P\" Raman".into(),
                detail: "Acme".into(),
                fields: Vec::new(),
                record: Some(RecordRef { object_type: "0-1".into(), id: "9".into() }),
                source: PartySource::Lookup,
            }),
            looked: Looked::Pending,
            case: None,
            pop: None,
            phase,
            simulated: true,
            started: 1_795_294_475_713,
            host: Host {
                may_announce: Some(3),
                announced: Some("1795294475713".into()),
                answered: true,
                ended: false,
                completed: true,
                popped: true,
                properties: Some([("hs_call_title".into(), "Call".into())].into()),
            },
            engagement: Some("77".into()),
            draft: Draft { outcome: Some("a".into()), notes: "blue\n42".into() },
        }
    }

    fn phases() -> Vec<Phase> {
        let ends = [
            EndStatus::Completed,
            EndStatus::Failed,
            EndStatus::Canceled,
            EndStatus::Busy,
            EndStatus::NoAnswer,
            EndStatus::Rejected,
            EndStatus::Missed,
        ];
        let mut phases = vec![
            Phase::Ringing { until: 1 },
            Phase::Dialling { far_rings: true },
            Phase::Connected { since: 2, muted: true, held: false },
            Phase::Closed { since: Some(5), ended: 6, end: EndStatus::Completed },
        ];
        phases.extend(ends.map(|end| Phase::WrapUp { since: 3, ended: 4, end, closes: 5 }));
        phases.extend(ends.map(|end| Phase::Closed { since: None, ended: 6, end }));
        phases
    }

    #[test]
    fn everything_on_the_stream_is_read_as_the_contract_reads_it() {
        for phase in phases() {
            let event = Event::Call(Box::new(call_in(phase)));
            there_and_back(&ServerMessage::Event { seq: 7, now: 8, event }, server_message);
        }
        let owner = Some(Owner { surface: "s".into(), epoch: 4 });
        let events = [
            Event::Gone(CallId("x".into())),
            Event::Owner(owner.clone()),
            Event::Owner(None),
            Event::Presence(Presence::Available),
            Event::Presence(Presence::Unavailable),
        ];
        for event in events {
            there_and_back(&ServerMessage::Event { seq: 1, now: 2, event }, server_message);
        }
        let snapshot = Snapshot {
            stream: "n".into(),
            seq: 9,
            now: 10,
            agent: Agent {
                name: "Mara".into(),
                tenant: "Northwind".into(),
                presence: Presence::Available,
                tenants: vec![
                    Tenant { id: "n".into(), name: "Northwind".into() },
                    Tenant { id: "s".into(), name: "Southwind".into() },
                ],
            },
            line: Line {
                number: "+44".into(),
                shown: "+4 4".into(),
                country: "GB".into(),
                simulated: false,
                emergency: Emergency { numbers: vec!["999".into(), "112".into()], carried: true },
            },
            owner,
            calls: phases().into_iter().map(call_in).collect(),
            outcomes: Outcomes {
                inbound: OutcomeList {
                    nodes: vec![Outcome {
                        id: "id".into(),
                        label: "Connected".into(),
                        children: Vec::new(),
                    }],
                    ..Default::default()
                },
                ..Default::default()
            },
            last: None,
        };
        there_and_back(&ServerMessage::Snapshot(Box::new(snapshot)), server_message);
        there_and_back(&ServerMessage::Welcome { stream: "n".into(), now: 1 }, server_message);
        there_and_back(&ServerMessage::Ping(u32::MAX), server_message);
        there_and_back(&ServerMessage::Bye { code: "replaced".into() }, server_message);
    }

    #[test]
    fn what_may_be_left_out_may_be_left_out() {
        let text = r#"{"event":{"seq":1,"now":2,"later":{},"event":{"call":{"id":"x",
            "direction":"inbound","from":"1","to":"2","shown":"1","simulated":false,"started":0,
            "phase":{"ringing":{"until":5}},"host":{}}}}}"#;
        let derived: ServerMessage = serde_json::from_str(text).unwrap();
        assert!(read(text, server_message) == Some(derived));
        assert_eq!(draft(&Value::Null), Draft::default());
    }

    #[test]
    fn answers_of_requests_are_read_as_the_contract_reads_them() {
        there_and_back(&Session { token: "t".into(), expires_in: 900_000 }, session);
        there_and_back(&Problem { code: "busy".into(), message: "Wait.".into() }, problem);
        let sent = NumberReading {
            typed: "999".into(),
            dials: "999".into(),
            shown: "999".into(),
            country: String::new(),
            valid: true,
            emergency: true,
            note: "Careful.".into(),
        };
        there_and_back(&sent, reading);
        there_and_back(&Draft { outcome: None, notes: "n".into() }, |v| Some(draft(v)));
    }

    #[test]
    fn what_is_not_a_message_is_nothing_and_no_panic() {
        for text in ["", "null", "[]", "{}", "1", "\"ping\"", r#"{"ping":-1}"#, r#"{"event":{}}"#] {
            assert!(read(text, server_message).is_none(), "{text}");
            assert!(read(text, session).is_none(), "{text}");
        }
    }
}
