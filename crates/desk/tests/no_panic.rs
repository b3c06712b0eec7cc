//! Inputs in any order, sensible or not: no panic, no endless ticking, one key for one command.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeMap;

use common::*;
use contract::*;
use desk::{ContactField, Desk, Input, Intent, Microphone, Output, SoundNews};
use hubspot_calling::{
    CallRef, CallerIdMatches, DialNumber, Failure, HostInfo, HostMessage, Id, NavigationFailure,
    Origins, Reply,
};
use proptest::prelude::*;

fn call_id() -> impl Strategy<Value = CallId> {
    prop_oneof![(0u64..4).prop_map(id), Just(CallId(String::new()))]
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(u64::MAX), EPOCH_MS..EPOCH_MS + 100_000, any::<u64>()]
}

fn record() -> impl Strategy<Value = RecordRef> {
    ("0-[1235]|", "[0-9]?|é").prop_map(|(object_type, id)| RecordRef { object_type, id })
}

fn looked() -> impl Strategy<Value = Looked> {
    let candidate = record().prop_map(|record| Candidate {
        record,
        name: "Ada".into(),
        detail: String::new(),
        why: String::new(),
    });
    prop_oneof![
        Just(Looked::Pending),
        Just(Looked::One),
        Just(Looked::Nobody),
        prop::collection::vec(candidate, 0..3).prop_map(Looked::Several),
        Just(Looked::Failed(String::new())),
    ]
}

fn last() -> impl Strategy<Value = LastCall> {
    let saved = prop::sample::select(vec![
        Saved::Saving,
        Saved::Saved,
        Saved::Later(String::new()),
        Saved::Refused(String::new()),
    ]);
    (call_id(), saved).prop_map(|(call, saved)| LastCall { call, who: String::new(), saved })
}

fn outcomes() -> impl Strategy<Value = Outcomes> {
    (any::<bool>(), any::<bool>()).prop_map(|(required, notes_required)| {
        let leaf = Outcome { id: "a".into(), ..Outcome::default() };
        let group = Outcome { children: vec![leaf], ..Outcome::default() };
        let inbound = OutcomeList { nodes: vec![group], required, notes_required };
        Outcomes { inbound, outbound: OutcomeList::default() }
    })
}

fn call() -> impl Strategy<Value = CallView> {
    let end = prop::sample::select(vec![
        EndStatus::Completed,
        EndStatus::Missed,
        EndStatus::Busy,
        EndStatus::Rejected,
    ]);
    let phase = (0u8..5, moment(), moment(), any::<bool>(), any::<bool>(), end).prop_map(
        |(which, at, then, one, other, end)| match which {
            0 => Phase::Ringing { until: at },
            1 => Phase::Dialling { far_rings: one },
            2 => Phase::Connected { since: at, muted: one, held: other },
            3 => Phase::WrapUp { since: at, ended: then, end, closes: then },
            _ => Phase::Closed { since: one.then_some(at), ended: then, end },
        },
    );
    let host = (any::<bool>(), 0u64..3, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(granted, epoch, announced, said, closed)| Host {
            may_announce: granted.then_some(epoch),
            announced: announced.then(|| "h1".into()),
            answered: said,
            transferred: said,
            ended: said,
            completed: said && closed,
            popped: said,
            properties: closed.then(contract::Properties::default),
        },
    );
    let beside = (looked(), prop::option::of(record()), prop::option::of(record()), ".{0,30}");
    (call_id(), phase, host, any::<bool>(), beside).prop_map(
        |(id, phase, host, inbound, beside)| {
            let call = if inbound { ringing(1) } else { dialling(1) };
            let (looked, case, pop, url) = beside;
            let case = case.map(|record| Case {
                record,
                name: String::new(),
                url: url.clone(),
                new: false,
            });
            // Whatever fits together or not.
            let third = (host.popped != inbound).then(|| Third {
                name: url.clone(),
                stage: if host.ended { ThirdStage::Joined } else { ThirdStage::Ringing },
                mixes: inbound,
            });
            let (note, transferred) = (case.is_some().then(|| url.clone()), host.completed);
            let pop = pop.map(|record| Pop { record, url, tab: PopTab::Same });
            CallView { id, phase, host, looked, case, pop, third, note, transferred, ..call }
        },
    )
}

fn server() -> impl Strategy<Value = ServerMessage> {
    let event = prop_oneof![
        1 => call().prop_map(|call| Event::Call(Box::new(call))),
        1 => call_id().prop_map(Event::Gone),
        1 => (0u64..3).prop_map(|epoch| Event::Owner(Some(owner_of("s1", epoch)))),
        1 => Just(Event::Owner(None)),
        1 => Just(is(Presence::Unavailable)),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(missed, next)| Event::Status(Status {
            missed,
            next: next.then(Choice::default),
            ..Status::default()
        })),
        1 => Just(Event::Reasons(Vec::new())),
        1 => last().prop_map(Event::Saved),
        1 => any::<u32>().prop_map(Event::Missed),
        1 => outcomes().prop_map(Event::Outcomes),
    ];
    let stream = prop::sample::select(vec![String::from("st"), String::from("other")]);
    prop_oneof![
        1 => (stream.clone(), moment()).prop_map(|(stream, now)| ServerMessage::Welcome { stream, now }),
        1 => (stream, prop::collection::vec(call(), 0..4), moment(), 0u64..3).prop_map(
            |(stream, calls, now, epoch)| {
                let owner = owner_of("s1", epoch);
                let snapshot = Snapshot { stream, now, ..snapshot(Some(owner), calls, 0) };
                ServerMessage::Snapshot(Box::new(snapshot))
            }
        ),
        4 => (1u64..6, moment(), event)
            .prop_map(|(seq, now, event)| ServerMessage::Event { seq, now, event }),
        1 => Just(ServerMessage::Event { seq: u64::MAX, now: 0, event: Event::Owner(None) }),
        1 => any::<u32>().prop_map(ServerMessage::Ping),
        1 => (any::<bool>(), any::<u32>(), any::<u32>()).prop_map(|(you, mos, loss)| {
            let call = common::id(1);
            ServerMessage::Sound(SoundQuality { call, you, mos, rtt: mos, jitter: loss, loss })
        }),
        1 => "signed-out|replaced|going-away|".prop_map(|code| ServerMessage::Bye { code }),
    ]
}

fn host_message() -> impl Strategy<Value = HostMessage> {
    let reply =
        (any::<bool>(), prop::option::of(call_id()), 0u64..3).prop_map(|(has, call, record)| {
            Reply {
                engagement_id: has.then(|| Id::from(record)),
                external_call_id: call.map(|call| call.0),
            }
        });
    prop_oneof![
        1 => "[0-9+]{0,6}|112".prop_map(|number| HostMessage::DialNumber(DialNumber {
            phone_number: Some(number),
            ..DialNumber::default()
        })),
        1 => reply.prop_map(HostMessage::CreateEngagementSucceeded),
        1 => Just(HostMessage::CreateEngagementFailed(Failure::default())),
        1 => Just(HostMessage::CallerIdMatchSucceeded(CallerIdMatches::default())),
        1 => prop::option::of(call_id()).prop_map(|call| HostMessage::EndCall(CallRef {
            external_call_id: call.map(|call| call.0),
            engagement_id: None,
        })),
        1 => Just(HostMessage::NavigateToRecordFailed(NavigationFailure::default())),
        1 => Just(HostMessage::Unloading),
    ]
}

fn intent() -> impl Strategy<Value = Intent> {
    prop_oneof![
        1 => "\\PC{0,80}".prop_map(Intent::Typed),
        1 => any::<char>().prop_map(Intent::Digit),
        1 => Just(Intent::Backspace),
        1 => Just(Intent::Clear),
        2 => Just(Intent::Dial),
        1 => Just(Intent::DialPending),
        1 => Just(Intent::DropPending),
        2 => call_id().prop_map(Intent::Answer),
        1 => call_id().prop_map(Intent::Decline),
        2 => call_id().prop_map(Intent::HangUp),
        1 => (call_id(), any::<bool>()).prop_map(|(call, on)| Intent::Mute(call, on)),
        1 => (call_id(), any::<bool>()).prop_map(|(call, on)| Intent::Hold(call, on)),
        1 => call_id().prop_map(Intent::Keys),
        2 => (call_id(), "[0-9*#a+]").prop_map(|(call, key)| {
            Intent::Press(call, key.chars().next().unwrap_or('0'))
        }),
        1 => call_id().prop_map(Intent::Transfer),
        1 => "\\PC{0,80}".prop_map(Intent::FindTarget),
        1 => (call_id(), any::<bool>())
            .prop_map(|(call, first)| Intent::Give(call, Target::Number("1".into()), first)),
        1 => call_id().prop_map(|call| Intent::Third(call, ThirdWish::Swap)),
        1 => (call_id(), prop::option::of("[a-z]")).prop_map(|(call, id)| Intent::Outcome(call, id)),
        2 => (call_id(), "\\PC{0,20}").prop_map(|(call, notes)| Intent::Notes(call, notes)),
        2 => call_id().prop_map(Intent::Save),
        1 => Just(Intent::Status(choice(Presence::Unavailable))),
        1 => Just(Intent::Status(choice(Presence::Available))),
        1 => Just(Intent::Statuses),
        1 => call_id().prop_map(Intent::MoreTime),
        1 => Just(Intent::SignIn),
        1 => "[0-9]{0,5}".prop_map(Intent::Redial),
        1 => Just(Intent::DismissNotice),
        1 => Just(Intent::TakeOver),
        1 => Just(Intent::OpenWindow),
        1 => Just(Intent::DropHint),
        1 => Just(Intent::AllowSound),
        1 => Just(Intent::SoundPanel),
        1 => Just(Intent::Report),
        1 => "\\PC{0,5}".prop_map(Intent::FindOutcome),
        1 => "[a-z]?".prop_map(Intent::Group),
        2 => (call_id(), record()).prop_map(|(call, record)| Intent::Choose(call, record)),
        1 => call_id().prop_map(Intent::Others),
        1 => call_id().prop_map(Intent::Contact),
        1 => (call_id(), "\\PC{0,250}")
            .prop_map(|(call, text)| Intent::ContactTyped(call, ContactField::Email, text)),
        1 => call_id().prop_map(Intent::Create),
        1 => (call_id(), record()).prop_map(|(call, record)| Intent::Open(call, record)),
    ]
}

fn sound() -> impl Strategy<Value = SoundNews> {
    let number = || 0_u32..6;
    let problem =
        Just("no-sound").prop_map(|code| Problem { code: code.into(), message: "No.".into() });
    prop_oneof![
        any::<bool>().prop_map(SoundNews::Locked),
        prop_oneof![Just(Microphone::Asks), Just(Microphone::Ready), Just(Microphone::Missing)]
            .prop_map(SoundNews::Microphone),
        number().prop_map(SoundNews::Taken),
        number().prop_map(SoundNews::NotMine),
        (number(), proptest::option::of(problem))
            .prop_map(|(number, problem)| SoundNews::NotTaken(number, problem)),
        number().prop_map(SoundNews::Joined),
        number().prop_map(SoundNews::Shaken),
        number().prop_map(SoundNews::Broken),
        Just(SoundNews::NoSpeaker),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let code = "signed-out|stale-epoch|no-such-call|not-now|invalid|internal|x";
    let problem = code.prop_map(|code| Problem { code, message: String::new() });
    let result =
        prop_oneof![Just(Ok(())), Just(Err(None)), problem.prop_map(|problem| Err(Some(problem))),];
    prop_oneof![
        1 => "h[12]".prop_map(|instance| {
            let info = HostInfo { portal_id: Some(Id::from(7)), ..HostInfo::default() };
            Input::HostReady { info, instance }
        }),
        3 => (host_message(), call_id())
            .prop_map(|(message, fresh)| Input::HostMessage { message, fresh }),
        2 => Just(Input::SignedIn),
        1 => Just(Input::SignedOut),
        4 => Just(Input::StreamOpened),
        16 => server().prop_map(Input::StreamMessage),
        1 => any::<f64>().prop_map(|jitter| Input::StreamLost { jitter }),
        4 => (0u32..20, result).prop_map(|(n, result)| Input::CommandDone {
            key: format!("s1-{n}"),
            result,
        }),
        1 => Just(Input::NumberRead(Err(None))),
        1 => (0u32..5, any::<bool>()).prop_map(|(number, good)| Input::Targets {
            number,
            result: if good { Ok(Targets::default()) } else { Err(None) },
        }),
        1 => call_id().prop_map(|call| Input::NotOpened { call }),
        1 => prop::collection::vec((call_id(), Just(Draft::default())), 0..3).prop_map(Input::Kept),
        10 => (intent(), call_id()).prop_map(|(intent, fresh)| Input::Do { intent, fresh }),
        1 => any::<bool>().prop_map(Input::Visible),
        1 => Just(Input::PageHide),
        1 => Just(Input::PageShow),
        1 => Just(Input::OwnPage { hubspot: Origins::hubspot() }),
        1 => Just(Input::NoWindow),
        1 => Just(Input::HintDropped),
        3 => sound().prop_map(Input::Sound),
        4 => server().prop_map(|message| Input::Handed { stream: "st".into(), message }),
        2 => Just(Input::Tick),
    ]
}

fn pause() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0u64..400, 2 => 0u64..20_000, 1 => Just(u64::MAX)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_inputs_panics(steps in prop::collection::vec((input(), pause()), 1..120)) {
        let mut desk = Desk::new("s1".into(), 3);
        let mut now = 0u64;
        let mut keys: BTreeMap<String, Wish> = BTreeMap::new();
        for (input, pause) in steps {
            now = now.saturating_add(pause.min(u64::MAX - now));
            desk.handle(input, now);
            while let Some(output) = desk.poll() {
                if let Output::Command { key, command, .. } = output {
                    let known = keys.entry(key).or_insert_with(|| command.wish.clone());
                    assert_eq!(*known, command.wish, "a key stands for one command");
                }
            }
        }
    }

    #[test]
    fn ticking_comes_to_rest(steps in prop::collection::vec((input(), 0u64..5_000), 1..60)) {
        let mut desk = Desk::new("s1".into(), 3);
        let mut now = 0u64;
        for (input, pause) in steps {
            now += pause;
            desk.handle(input, now);
            let mut ticks = 0;
            while desk.deadline().is_some_and(|due| due <= now) {
                desk.handle(Input::Tick, now);
                ticks += 1;
                assert!(ticks < 20, "a deadline does not go away");
            }
            while desk.poll().is_some() {}
        }
    }
}
