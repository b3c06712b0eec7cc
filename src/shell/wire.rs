//! Reads what the backend says: JSON to the contract's types.
//!
//! The contract derives its readers, and here they are written out once more. The derived ones are
//! correct, but they cost 18 kB of the frame's 80, because each type brings its own copy of the JSON
//! parser; these all walk one `serde_json::Value`. Tests hold the two against each other.
//! What is absent and has no default, or is of another kind, makes the whole message unreadable; but
//! what a newer service has added costs no more than itself.

use std::collections::BTreeMap;

use contract::{
    Agent, CallId, CallView, Candidate, Case, Choice, Direction, Draft, Emergency, EndStatus,
    Event, History, Host, LastCall, Line, Location, Looked, NumberReading, Outcome, OutcomeList,
    Outcomes, Owner, Party, PartySource, Past, Phase, Pop, PopTab, Presence, Problem, Reason,
    RecordRef, Saved, ServerMessage, Session, Snapshot, Status, Tenant,
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
            // The numbers go on, so a change that is not understood must not leave a gap: it takes a
            // call away that nobody has.
            event: event(content.get("event")?).unwrap_or(Event::Gone(CallId(String::new()))),
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
        "status" => Event::Status(status(content)?),
        "reasons" => Event::Reasons(each(Some(content), reason)),
        "saved" => Event::Saved(last(content)?),
        "outcomes" => Event::Outcomes(outcomes(content)),
        "missed" => Event::Missed(count(content)),
        _ => return None,
    })
}

fn snapshot(value: &Value) -> Option<Snapshot> {
    Some(Snapshot {
        stream: text(value, "stream")?,
        seq: number(value, "seq")?,
        now: number(value, "now")?,
        agent: agent(value.get("agent")?)?,
        status: status(value.get("status")?)?,
        reasons: each(value.get("reasons"), reason),
        line: line(value.get("line")?)?,
        owner: value.get("owner").and_then(owner),
        calls: each(Some(value.get("calls")?), call),
        outcomes: value.get("outcomes").map(outcomes).unwrap_or_default(),
        last: value.get("last").and_then(last),
        missed: value.get("missed").map_or(0, count),
    })
}

/// Each thing of a list that can be read.
fn each<T>(value: Option<&Value>, reader: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    let mut read = Vec::new();
    // Put in one by one: collecting would bring more code into the page, for each type anew.
    for one in value.and_then(Value::as_array).into_iter().flatten() {
        if let Some(one) = reader(one) {
            read.push(one);
        }
    }
    read
}

/// How deep outcomes are nested at most, with room to spare.
const DEEPEST: usize = 8;

fn outcomes(value: &Value) -> Outcomes {
    let list = |direction| {
        let list = value.get(direction).unwrap_or(&Value::Null);
        OutcomeList {
            nodes: each(list.get("nodes"), |one| outcome(one, DEEPEST)),
            required: flag(list, "required").unwrap_or_default(),
            notes_required: flag(list, "notesRequired").unwrap_or_default(),
        }
    };
    Outcomes { inbound: list("inbound"), outbound: list("outbound") }
}

fn outcome(value: &Value, deepest: usize) -> Option<Outcome> {
    let deeper = deepest.checked_sub(1)?;
    Some(Outcome {
        id: text(value, "id")?,
        label: text(value, "label")?,
        children: each(value.get("children"), |one| outcome(one, deeper)),
    })
}

fn last(value: &Value) -> Option<LastCall> {
    Some(LastCall {
        call: CallId(text(value, "call")?),
        who: text(value, "who")?,
        saved: saved(value.get("saved")?)?,
    })
}

fn saved(value: &Value) -> Option<Saved> {
    let (name, why) = variant(value)?;
    let why = || why.as_str().unwrap_or_default().to_owned();
    Some(match name {
        "saving" => Saved::Saving,
        "saved" => Saved::Saved,
        "later" => Saved::Later(why()),
        "refused" => Saved::Refused(why()),
        _ => return None,
    })
}

/// The answer of `GET /api/history`.
pub fn history(value: &Value) -> Option<History> {
    let calls = each(Some(value.get("calls")?), past);
    Some(History { calls, more: flag(value, "more").unwrap_or_default() })
}

fn past(value: &Value) -> Option<Past> {
    let is = |key| flag(value, key).unwrap_or_default();
    Some(Past {
        id: CallId(text(value, "id")?),
        direction: direction(value)?,
        number: text(value, "number")?,
        shown: text(value, "shown")?,
        name: some_text(value, "name"),
        record: value.get("record").and_then(record),
        at: number(value, "at")?,
        seconds: value.get("seconds").map_or(0, count),
        end: end(value),
        missed: is("missed"),
        voicemail: is("voicemail"),
        elsewhere: some_text(value, "elsewhere"),
        outcome: some_text(value, "outcome"),
        saved: value.get("saved").and_then(saved),
        open: is("open"),
        simulated: is("simulated"),
    })
}

fn count(value: &Value) -> u32 {
    value.as_u64().unwrap_or_default() as u32
}

fn direction(value: &Value) -> Option<Direction> {
    let names = [("inbound", Direction::Inbound), ("outbound", Direction::Outbound)];
    named(value.get("direction"), &names)
}

fn end(value: &Value) -> EndStatus {
    let names = [
        ("COMPLETED", EndStatus::Completed),
        ("FAILED", EndStatus::Failed),
        ("CANCELED", EndStatus::Canceled),
        ("BUSY", EndStatus::Busy),
        ("NO_ANSWER", EndStatus::NoAnswer),
        ("REJECTED", EndStatus::Rejected),
        ("MISSED", EndStatus::Missed),
    ];
    named(value.get("end"), &names).unwrap_or(EndStatus::Completed)
}

fn owner(value: &Value) -> Option<Owner> {
    Some(Owner {
        surface: text(value, "surface")?,
        epoch: number(value, "epoch")?,
        // A place that a newer service has added is not known here.
        location: named(
            value.get("location"),
            &[
                ("widget", Location::Widget),
                ("remote", Location::Remote),
                ("window", Location::Window),
                ("own", Location::Own),
            ],
        ),
        ear: text(value, "ear"),
    })
}

fn agent(value: &Value) -> Option<Agent> {
    Some(Agent {
        name: text(value, "name")?,
        tenant: text(value, "tenant")?,
        tenants: tenants(value).unwrap_or_default(),
    })
}

fn tenants(value: &Value) -> Option<Vec<Tenant>> {
    let all = value.get("tenants")?.as_array()?;
    all.iter().map(|t| Some(Tenant { id: text(t, "id")?, name: text(t, "name")? })).collect()
}

fn status(value: &Value) -> Option<Status> {
    let Choice { presence, reason } = choice(value)?;
    let missed = flag(value, "missed").unwrap_or_default();
    Some(Status { presence, reason, missed, next: value.get("next").and_then(choice) })
}

fn choice(value: &Value) -> Option<Choice> {
    let known = [("available", Presence::Available), ("unavailable", Presence::Unavailable)];
    let presence = named(value.get("presence"), &known)?;
    Some(Choice { presence, reason: text(value, "reason") })
}

fn reason(value: &Value) -> Option<Reason> {
    Some(Reason { id: text(value, "id")?, label: text(value, "label")? })
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
        direction: direction(value)?,
        from: text(value, "from")?,
        to: text(value, "to")?,
        shown: text(value, "shown")?,
        country: some_text(value, "country"),
        party: value.get("party").and_then(party),
        looked: value.get("looked").map(looked).unwrap_or_default(),
        case: value.get("case").and_then(case),
        pop: value.get("pop").and_then(pop),
        phase: phase(value.get("phase")?)?,
        simulated: flag(value, "simulated")?,
        fork: flag(value, "fork").unwrap_or_default(),
        elsewhere: text(value, "elsewhere"),
        started: number(value, "started")?,
        host: host(value.get("host")?),
        engagement: text(value, "engagement"),
        draft: value.get("draft").map(draft).unwrap_or_default(),
    })
}

fn looked(value: &Value) -> Looked {
    let Some((name, content)) = variant(value) else { return Looked::Pending };
    match name {
        "one" => Looked::One,
        "nobody" => Looked::Nobody,
        "several" => Looked::Several(each(Some(content), candidate)),
        "failed" => Looked::Failed(content.as_str().unwrap_or_default().to_owned()),
        _ => Looked::Pending,
    }
}

fn candidate(value: &Value) -> Option<Candidate> {
    Some(Candidate {
        record: record(value.get("record")?)?,
        name: text(value, "name")?,
        detail: some_text(value, "detail"),
        why: some_text(value, "why"),
    })
}

fn case(value: &Value) -> Option<Case> {
    Some(Case {
        record: record(value.get("record")?)?,
        name: text(value, "name")?,
        url: text(value, "url")?,
        new: flag(value, "new")?,
    })
}

fn pop(value: &Value) -> Option<Pop> {
    Some(Pop {
        record: record(value.get("record")?)?,
        url: text(value, "url")?,
        tab: named(value.get("tab"), &[("same", PopTab::Same), ("new", PopTab::New)])
            // What is on screen is not replaced by accident.
            .unwrap_or(PopTab::New),
    })
}

fn phase(value: &Value) -> Option<Phase> {
    let (name, content) = variant(value)?;
    let at = |key| number(content, key);
    let end = || end(content);
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
            end: end(),
            closes: at("closes")?,
        },
        "closed" => Phase::Closed { since: at("since"), ended: at("ended")?, end: end() },
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
        fields: each(value.get("fields"), |pair| {
            Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
        }),
        record: value.get("record").and_then(record),
        source: named(
            value.get("source"),
            &[
                ("host", PartySource::Host),
                ("lookup", PartySource::Lookup),
                ("dialled", PartySource::Dialled),
                ("chosen", PartySource::Chosen),
            ],
        )
        .unwrap_or(PartySource::Lookup),
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
                fields: vec![("Tier".into(), "Gold".into()), ("Since".into(), "2019".into())],
                record: Some(record_of("0-1")),
                source: PartySource::Lookup,
            }),
            looked: Looked::One,
            case: Some(Case {
                record: record_of("0-5"),
                name: "Call".into(),
                url: "https://app.hubspot.com/5".into(),
                new: true,
            }),
            pop: Some(Pop {
                record: record_of("0-1"),
                url: "https://app.hubspot.com/1".into(),
                tab: PopTab::New,
            }),
            phase,
            simulated: true,
            fork: true,
            elsewhere: Some("Dana".into()),
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

    fn record_of(kind: &str) -> RecordRef {
        RecordRef { object_type: kind.into(), id: "9".into() }
    }

    fn some_outcomes() -> Outcomes {
        let leaf =
            |id: &str| Outcome { id: id.into(), label: "Connected".into(), children: Vec::new() };
        let group = |inside: Outcome| Outcome { children: vec![inside], ..leaf("group") };
        let five = group(group(group(group(leaf("five")))));
        Outcomes {
            inbound: OutcomeList {
                nodes: vec![five, leaf("a")],
                required: true,
                notes_required: false,
            },
            outbound: OutcomeList { nodes: vec![leaf("b")], required: false, notes_required: true },
        }
    }

    fn some_reasons() -> Vec<Reason> {
        ["break", "r-2"].map(|id| Reason { id: id.into(), label: "A break".into() }).into()
    }

    fn some_status() -> Status {
        let because =
            |id: &str| Choice { presence: Presence::Unavailable, reason: Some(id.into()) };
        let Choice { presence, reason } = because("break");
        Status { presence, reason, missed: true, next: Some(because("r-2")) }
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
        let candidate = Candidate {
            record: record_of("0-2"),
            name: "Ada".into(),
            detail: "Acme".into(),
            why: "You own this contact".into(),
        };
        for looked in [
            Looked::Pending,
            Looked::Nobody,
            Looked::Several(vec![candidate.clone(), candidate]),
            Looked::Failed("Busy.".into()),
        ] {
            let pop = Some(Pop { record: record_of("0-3"), url: "u".into(), tab: PopTab::Same });
            let ringing = call_in(Phase::Ringing { until: 1 });
            let event = Event::Call(Box::new(CallView { looked, pop, ..ringing }));
            there_and_back(&ServerMessage::Event { seq: 7, now: 8, event }, server_message);
        }
        for saved in [
            Saved::Saving,
            Saved::Saved,
            Saved::Later("Busy.".into()),
            Saved::Refused("No.".into()),
        ] {
            let last = LastCall { call: CallId("x".into()), who: "Ada".into(), saved };
            let event = Event::Saved(last);
            there_and_back(&ServerMessage::Event { seq: 7, now: 8, event }, server_message);
        }
        let owner = Some(Owner {
            surface: "s".into(),
            epoch: 4,
            location: Some(Location::Own),
            ear: Some("t".into()),
        });
        let events = [
            Event::Gone(CallId("x".into())),
            Event::Owner(owner.clone()),
            Event::Owner(None),
            Event::Owner(Some(Owner { location: Some(Location::Window), ..Owner::default() })),
            Event::Owner(Some(Owner { location: Some(Location::Remote), ..Owner::default() })),
            Event::Owner(Some(Owner { location: Some(Location::Widget), ..Owner::default() })),
            Event::Status(Status::default()),
            Event::Status(some_status()),
            Event::Reasons(some_reasons()),
            Event::Outcomes(some_outcomes()),
            Event::Outcomes(Outcomes::default()),
            Event::Missed(3),
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
                tenants: vec![
                    Tenant { id: "n".into(), name: "Northwind".into() },
                    Tenant { id: "s".into(), name: "Southwind".into() },
                ],
            },
            status: some_status(),
            reasons: some_reasons(),
            line: Line {
                number: "+44".into(),
                shown: "+4 4".into(),
                country: "GB".into(),
                simulated: false,
                emergency: Emergency { numbers: vec!["999".into(), "112".into()], carried: true },
            },
            owner,
            calls: phases().into_iter().map(call_in).collect(),
            outcomes: some_outcomes(),
            last: Some(LastCall {
                call: CallId("x".into()),
                who: "Ada".into(),
                saved: Saved::Later("Busy.".into()),
            }),
            missed: 2,
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
    fn what_a_newer_service_has_added_costs_no_more_than_itself() {
        let call = |more: &str| {
            let text = [
                r#"{"event":{"seq":1,"now":2,"event":{"call":{"id":"x","direction":"inbound",
                "from":"1","to":"2","shown":"1","simulated":false,"started":0,"host":{},"#,
                more,
                "}}}}",
            ]
            .concat();
            match read(&text, server_message).unwrap() {
                ServerMessage::Event { seq: 1, event, .. } => event,
                _ => panic!("{text}"),
            }
        };
        let ring = r#""phase":{"ringing":{"until":5}},"#;
        for more in [
            r#""looked":{"guessed":["x"]}"#,
            r#""looked":"later""#,
            r#""looked":7"#,
            r#""case":{"record":1},"pop":{"url":"u"}"#,
        ] {
            let Event::Call(read) = call(&[ring, more].concat()) else { panic!("{more}") };
            assert!(read.looked == Looked::Pending && read.case.is_none() && read.pop.is_none());
        }
        let party = r#""party":{"name":"Ada","source":"oracle","fields":[["a"],["a","b"],7]}"#;
        let Event::Call(known) = call(&[ring, party].concat()) else { panic!() };
        assert_eq!(known.party.unwrap().fields, [("a".to_owned(), "b".to_owned())]);
        let pop = r#""pop":{"record":{"objectType":"0-1","id":"1"},"url":"u","tab":"aside"}"#;
        let Event::Call(pops) = call(&[ring, pop].concat()) else { panic!() };
        assert_eq!(pops.pop.unwrap().tab, PopTab::New, "what is on screen stays");
        let end = r#""phase":{"closed":{"ended":1,"end":"EATEN"}}"#;
        let Event::Call(over) = call(end) else { panic!() };
        assert_eq!(over.phase, Phase::Closed { since: None, ended: 1, end: EndStatus::Completed });
        // A change that is not understood leaves no gap in the numbers.
        let nothing = Event::Gone(CallId(String::new()));
        assert_eq!(call(r#""phase":{"parked":{}}"#), nothing);
        for event in
            [r#"{"weather":"fine"}"#, r#"{"saved":{"call":"x","who":"y","saved":"maybe"}}"#]
        {
            let text = [r#"{"event":{"seq":1,"now":2,"event":"#, event, "}}"].concat();
            let read = read(&text, server_message);
            assert!(read == Some(ServerMessage::Event { seq: 1, now: 2, event: nothing.clone() }));
        }
    }

    #[test]
    fn outcomes_without_a_floor_end_somewhere() {
        let mut text = String::from(r#"{"id":"x","label":"x"}"#);
        for _ in 0..40 {
            text = [r#"{"id":"x","label":"x","children":["#, &text, "]}"].concat();
        }
        let text = [r#"{"inbound":{"nodes":["#, &text, "]}}"].concat();
        let all = read(&text, |value| Some(outcomes(value))).unwrap();
        let mut deep = 0;
        let mut nodes = &all.inbound.nodes;
        while let Some(node) = nodes.first() {
            (deep, nodes) = (deep + 1, &node.children);
        }
        assert_eq!(deep, DEEPEST);
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
        let past = Past {
            id: CallId("x".into()),
            direction: Direction::Outbound,
            number: "+44".into(),
            shown: "+4 4".into(),
            name: "Ada".into(),
            record: Some(record_of("0-1")),
            at: 7,
            seconds: 61,
            end: EndStatus::NoAnswer,
            missed: true,
            voicemail: true,
            elsewhere: "Dana".into(),
            outcome: "Sold".into(),
            saved: Some(Saved::Later("Busy.".into())),
            open: true,
            simulated: true,
        };
        let bare = Past { record: None, saved: None, open: false, ..past.clone() };
        there_and_back(&History { calls: vec![past, bare], more: true }, history);
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
