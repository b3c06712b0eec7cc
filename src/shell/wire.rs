//! Reads what the backend says: JSON to the contract's types.
//!
//! The contract derives its readers, and here they are written out once more. The derived ones are
//! correct, but they cost 18 kB of the frame's 80, because each type brings its own copy of the JSON
//! parser; these all walk one [`Json`]. Tests hold the two against each other.
//! What is absent and has no default, or is of another kind, makes the whole message unreadable; but
//! what a newer service has added costs no more than itself.

use std::cell::Cell;

use contract::{
    Agent, CallId, CallView, Candidate, Case, Choice, Direction, Draft, Emergency, EndStatus,
    Event, History, Host, LastCall, Line, Location, Looked, NumberReading, Outcome, OutcomeList,
    Outcomes, Owner, Party, PartySource, Past, Phase, Pop, PopTab, Presence, Problem, Properties,
    Reason, RecordRef, Saved, ServerMessage, Session, Snapshot, Status, Tenant,
};
use hubspot_calling::Json;

/// Reads one JSON text; `None` when it is not JSON, or not what was expected.
pub fn read<T>(text: &str, reader: fn(&Json) -> Option<T>) -> Option<T> {
    reader(&parse(text)?)
}

#[cfg(target_arch = "wasm32")]
use hubspot_calling::browser::parse;

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Option<Json> {
    serde_json::from_str::<serde_json::Value>(text).ok().map(Json::from)
}

/// A part of a message that is being read. What has to be there and is not only leaves a mark, and the
/// reader goes on with an empty value: leaving at once would bring code into the page, at every field
/// anew, that drops the fields before it.
struct Part<'a> {
    value: &'a Json,
    whole: &'a Cell<bool>,
}

/// What a reader reads, if everything was there that has to be.
fn whole<T>(value: &Json, reader: impl FnOnce(&Part) -> T) -> Option<T> {
    let whole = Cell::new(true);
    let read = reader(&Part { value, whole: &whole });
    whole.get().then_some(read)
}

/// The name of an enum's variant, and its content.
fn variant(value: &Json) -> (&str, &Json) {
    match value {
        Json::Text(name) => (name, &Json::Null),
        Json::Object(fields) => fields.first().map_or(("", &Json::Null), |(n, v)| (n, v)),
        _ => ("", &Json::Null),
    }
}

/// One of a list of names.
fn named<T: Copy>(value: &Json, names: &[(&str, T)]) -> Option<T> {
    let name = value.as_str()?;
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl<'a> Part<'a> {
    /// What is under a key; nothing is `null`.
    fn at(&self, key: &str) -> &'a Json {
        self.value.get(key).unwrap_or(&Json::Null)
    }

    fn part(&self, key: &str) -> Part<'a> {
        Part { value: self.at(key), whole: self.whole }
    }

    /// The same, of whatever kind, but there.
    fn must(&self, key: &str) -> Part<'a> {
        if self.value.get(key).is_none() {
            self.lacks();
        }
        self.part(key)
    }

    fn variant(&self) -> (&'a str, Part<'a>) {
        let (name, value) = variant(self.value);
        (name, Part { value, whole: self.whole })
    }

    /// Leaves the mark.
    fn lacks(&self) {
        self.whole.set(false);
    }

    fn is_text(&self) -> String {
        self.value.as_str().map(str::to_owned).unwrap_or_else(|| {
            self.lacks();
            String::new()
        })
    }

    fn text(&self, key: &str) -> String {
        self.part(key).is_text()
    }

    /// A text that may be left out.
    fn maybe(&self, key: &str) -> Option<String> {
        self.at(key).as_str().map(str::to_owned)
    }

    /// The same, empty where it is left out.
    fn some(&self, key: &str) -> String {
        self.maybe(key).unwrap_or_default()
    }

    fn id(&self, key: &str) -> CallId {
        CallId(self.text(key))
    }

    fn number(&self, key: &str) -> u64 {
        self.at(key).as_u64().unwrap_or_else(|| {
            self.lacks();
            0
        })
    }

    fn flag(&self, key: &str) -> bool {
        self.at(key).as_bool().unwrap_or_else(|| {
            self.lacks();
            false
        })
    }

    /// Whether something is so; what is left out is not.
    fn is(&self, key: &str) -> bool {
        self.at(key).as_bool() == Some(true)
    }

    /// What may be left out, and is when it cannot be read.
    fn one<T>(&self, key: &str, reader: fn(&Part) -> T) -> Option<T> {
        whole(self.at(key), reader)
    }

    /// Each thing of a list that can be read.
    fn each<T>(&self, key: &str, reader: fn(&Part) -> T) -> Vec<T> {
        each(self.at(key), reader)
    }
}

/// Each thing of a list that can be read.
fn each<T>(value: &Json, reader: impl Fn(&Part) -> T) -> Vec<T> {
    let mut read = Vec::new();
    // Put in one by one: collecting would bring more code into the page, for each type anew.
    for one in value.as_list().unwrap_or_default() {
        if let Some(one) = whole(one, &reader) {
            read.push(one);
        }
    }
    read
}

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

const NO_CHANGE: Event = Event::Gone(CallId(String::new()));

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
    }
}

/// How deep outcomes are nested at most, with room to spare.
const DEEPEST: usize = 8;

fn outcomes(value: &Json) -> Outcomes {
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

fn last(from: &Part) -> LastCall {
    LastCall { call: from.id("call"), who: from.text("who"), saved: saved(&from.part("saved")) }
}

fn saved(from: &Part) -> Saved {
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

fn count(value: &Json) -> u32 {
    value.as_u64().unwrap_or_default() as u32
}

fn direction(from: &Part) -> Direction {
    match from.at("direction").as_str() {
        Some("inbound") => Direction::Inbound,
        Some("outbound") => Direction::Outbound,
        _ => {
            from.lacks();
            Direction::Inbound
        }
    }
}

fn end(from: &Part) -> EndStatus {
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

fn status(from: &Part) -> Status {
    let Choice { presence, reason } = choice(from);
    Status { presence, reason, missed: from.is("missed"), next: from.one("next", choice) }
}

fn choice(from: &Part) -> Choice {
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

fn call(from: &Part) -> CallView {
    CallView {
        id: from.id("id"),
        direction: direction(from),
        from: from.text("from"),
        to: from.text("to"),
        shown: from.text("shown"),
        country: from.some("country"),
        party: from.one("party", party),
        looked: looked(from.at("looked")),
        case: from.one("case", case),
        pop: from.one("pop", pop),
        phase: phase(&from.part("phase")),
        simulated: from.flag("simulated"),
        fork: from.is("fork"),
        elsewhere: from.maybe("elsewhere"),
        started: from.number("started"),
        host: host(&from.must("host")),
        engagement: from.maybe("engagement"),
        draft: draft(from.at("draft")),
    }
}

fn looked(value: &Json) -> Looked {
    let (name, content) = variant(value);
    match name {
        "one" => Looked::One,
        "nobody" => Looked::Nobody,
        "several" => Looked::Several(each(content, candidate)),
        "failed" => Looked::Failed(content.as_str().unwrap_or_default().to_owned()),
        _ => Looked::Pending,
    }
}

fn candidate(from: &Part) -> Candidate {
    Candidate {
        record: record(&from.part("record")),
        name: from.text("name"),
        detail: from.some("detail"),
        why: from.some("why"),
    }
}

fn case(from: &Part) -> Case {
    Case {
        record: record(&from.part("record")),
        name: from.text("name"),
        url: from.text("url"),
        new: from.flag("new"),
    }
}

fn pop(from: &Part) -> Pop {
    Pop {
        record: record(&from.part("record")),
        url: from.text("url"),
        // What is on screen is not replaced by accident.
        tab: if from.at("tab").as_str() == Some("same") { PopTab::Same } else { PopTab::New },
    }
}

fn phase(from: &Part) -> Phase {
    let (name, from) = from.variant();
    let at = |key| from.number(key);
    match name {
        "ringing" => Phase::Ringing { until: at("until") },
        "connected" => Phase::Connected {
            since: at("since"),
            muted: from.flag("muted"),
            held: from.flag("held"),
        },
        "wrapUp" => Phase::WrapUp {
            since: at("since"),
            ended: at("ended"),
            end: end(&from),
            closes: at("closes"),
        },
        "closed" => {
            Phase::Closed { since: from.at("since").as_u64(), ended: at("ended"), end: end(&from) }
        }
        _ => {
            if name != "dialling" {
                from.lacks();
            }
            Phase::Dialling { far_rings: from.flag("farRings") }
        }
    }
}

fn host(from: &Part) -> Host {
    Host {
        may_announce: from.at("mayAnnounce").as_u64(),
        announced: from.maybe("announced"),
        answered: from.is("answered"),
        ended: from.is("ended"),
        completed: from.is("completed"),
        popped: from.is("popped"),
        properties: from.at("properties").as_object().map(texts),
    }
}

/// The texts of an object.
fn texts(object: &[(String, Json)]) -> Properties {
    let mut texts = Properties::default();
    for (name, value) in object {
        if let Some(text) = value.as_str() {
            texts.0.push((name.clone(), text.to_owned()));
        }
    }
    texts
}

fn party(from: &Part) -> Party {
    Party {
        name: from.text("name"),
        detail: from.some("detail"),
        fields: from.each("fields", |pair| {
            let text = |at| {
                let value =
                    pair.value.as_list().and_then(|pair| pair.get(at)).unwrap_or(&Json::Null);
                Part { value, whole: pair.whole }.is_text()
            };
            (text(0), text(1))
        }),
        record: from.one("record", record),
        source: named(
            from.at("source"),
            &[
                ("host", PartySource::Host),
                ("lookup", PartySource::Lookup),
                ("dialled", PartySource::Dialled),
                ("chosen", PartySource::Chosen),
            ],
        )
        .unwrap_or(PartySource::Lookup),
    }
}

fn record(from: &Part) -> RecordRef {
    RecordRef { object_type: from.text("objectType"), id: from.text("id") }
}

/// What was typed for a call.
pub fn draft(value: &Json) -> Draft {
    let from = Part { value, whole: &Cell::new(true) };
    Draft { outcome: from.maybe("outcome"), notes: from.some("notes") }
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
    whole(value, |from| Session { token: from.text("token"), expires_in: from.number("expiresIn") })
}

/// Why something was refused.
pub fn problem(value: &Json) -> Option<Problem> {
    whole(value, |from| Problem { code: from.text("code"), message: from.text("message") })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
    use super::*;
    use serde::Serialize;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn there_and_back<T: Serialize + PartialEq>(sent: &T, reader: fn(&Json) -> Option<T>) {
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
                properties: Some(Properties(vec![("hs_call_title".into(), "Call".into())])),
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
        assert_eq!(draft(&Json::Null), Draft::default());
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
