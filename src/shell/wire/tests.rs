//! What is read here is what the contract's derived readers read.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use contract::{
    Agent, CallId, CallView, Candidate, Case, Choice, Colleague, Direction, Draft, Emergency,
    EndStatus, Event, History, Host, LastCall, Later, Line, Location, Looked, NumberReading,
    Outcome, OutcomeList, Outcomes, Owner, Party, PartySource, Past, Phase, Pop, PopTab, Presence,
    Problem, Properties, Reach, Reason, RecordRef, Saved, ServerMessage, Session, Snapshot,
    SoundQuality, Status, Targets, Tenant, Third, ThirdStage,
};
use hubspot_calling::Json;
use serde::Serialize;

use super::stream::{DEEPEST, outcomes};
use super::*;
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
        third: Some(Third { name: "Dana".into(), stage: ThirdStage::Joined, mixes: true }),
        transferred: true,
        note: Some("Transferred to Dana.".into()),
        started: 1_795_294_475_713,
        host: Host {
            may_announce: Some(3),
            announced: Some("1795294475713".into()),
            answered: true,
            ended: false,
            transferred: true,
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

fn some_numbers() -> Vec<Later> {
    let bare = Later { number: "+49".into(), country: None, callee: None, on_screen: None };
    let full = Later {
        number: "030".into(),
        country: Some("DE".into()),
        callee: Some(record_of("0-1")),
        on_screen: Some(record_of("0-2")),
    };
    vec![bare, full]
}

fn some_status() -> Status {
    let because = |id: &str| Choice { presence: Presence::Unavailable, reason: Some(id.into()) };
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
    for stage in [
        ThirdStage::Transferring,
        ThirdStage::Dialling,
        ThirdStage::Ringing,
        ThirdStage::WithThird,
        ThirdStage::WithFar,
    ] {
        let third = Some(Third { name: "Dana".into(), stage, mixes: false });
        let spoken = call_in(Phase::Connected { since: 1, muted: false, held: false });
        let event = Event::Call(Box::new(CallView { third, ..spoken }));
        there_and_back(&ServerMessage::Event { seq: 7, now: 8, event }, server_message);
    }
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
    for saved in
        [Saved::Saving, Saved::Saved, Saved::Later("Busy.".into()), Saved::Refused("No.".into())]
    {
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
        Event::Later(some_numbers()),
        Event::Closing,
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
        later: some_numbers(),
        closing: true,
    };
    there_and_back(&ServerMessage::Snapshot(Box::new(snapshot)), server_message);
    there_and_back(&ServerMessage::Welcome { stream: "n".into(), now: 1 }, server_message);
    there_and_back(&ServerMessage::Ping(u32::MAX), server_message);
    let call = CallId("x".into());
    let sound = SoundQuality { call, you: true, mos: 44, rtt: 120, jitter: 3, loss: 12 };
    there_and_back(&ServerMessage::Sound(sound), server_message);
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
    for event in [r#"{"weather":"fine"}"#, r#"{"saved":{"call":"x","who":"y","saved":"maybe"}}"#] {
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
    for rtc in ["", "{\"iceServers\":[]}"] {
        let sent = Session { token: "t".into(), expires_in: 900_000, rtc: rtc.into() };
        there_and_back(&sent, session);
    }
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
    let colleague = |reach| Colleague { id: "7".into(), name: "Dana".into(), reach };
    let agents = [Reach::Free, Reach::Busy, Reach::Away].map(colleague).into();
    there_and_back(&Targets { agents, more: true }, targets);
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
