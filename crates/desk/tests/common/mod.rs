//! A desk on a workbench: inputs in, outputs out, time by hand.
#![allow(dead_code, reason = "every test file takes from here what it needs")]

use contract::*;
use desk::{Desk, Input, Intent, Output};
use hubspot_calling::{HostInfo, HostMessage, IframeLocation, WidgetMessage};

/// The backend's clock when the page's clock is 0.
pub const EPOCH_MS: Ms = 1_800_000_000_000;

/// A desk, its clock, and the number of the last event it was told.
pub struct Bench {
    pub desk: Desk,
    pub now: u64,
    pub seq: u64,
    pub made: u64,
    /// What the other frames were handed: streams and numbers. Not among the outputs.
    pub shared: Vec<(String, u64)>,
}

/// A call id made of a number.
pub fn id(number: u64) -> CallId {
    CallId(format!("01900000-0000-7000-8000-{number:012x}"))
}

/// An owner that HubSpot hears.
pub fn owner_of(surface: &str, epoch: u64) -> Owner {
    Owner { surface: surface.into(), epoch, location: None, ear: Some(surface.into()) }
}

impl Bench {
    /// A desk that knows nothing yet; its first outputs are thrown away.
    pub fn new() -> Bench {
        let mut bench = Bench {
            desk: Desk::new("s1".into(), 7),
            now: 1_000,
            seq: 0,
            made: 1_000,
            shared: Vec::new(),
        };
        bench.drain();
        bench
    }

    /// A desk that works, and is the owner with epoch 1.
    pub fn owner() -> Bench {
        Bench::working(Some(owner_of("s1", 1)), vec![])
    }

    /// A desk that works and knows these calls.
    pub fn working(owner: Option<Owner>, calls: Vec<CallView>) -> Bench {
        let mut bench = Bench::new();
        bench.host("h1");
        bench.give(Input::SignedIn);
        bench.give(Input::StreamOpened);
        bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS + bench.now });
        let snapshot = snapshot(owner, calls, bench.now);
        bench.stream(ServerMessage::Snapshot(Box::new(snapshot)));
        bench
    }

    pub fn drain(&mut self) -> Vec<Output> {
        let mut out = Vec::new();
        while let Some(output) = self.desk.poll() {
            match output {
                Output::Share { stream, seq } => self.shared.push((stream, seq)),
                output => out.push(output),
            }
        }
        out
    }

    pub fn give(&mut self, input: Input) -> Vec<Output> {
        self.desk.handle(input, self.now);
        self.drain()
    }

    pub fn act(&mut self, intent: Intent) -> Vec<Output> {
        self.made += 1;
        let fresh = id(self.made);
        self.give(Input::Do { intent, fresh })
    }

    pub fn host(&mut self, instance: &str) -> Vec<Output> {
        let info = HostInfo {
            iframe_location: Some(IframeLocation::Window),
            uses_calling_window: Some(true),
            ..HostInfo::default()
        };
        self.give(Input::HostReady { info, instance: instance.into() })
    }

    pub fn host_says(&mut self, message: HostMessage) -> Vec<Output> {
        self.made += 1;
        let fresh = id(self.made);
        self.give(Input::HostMessage { message, fresh })
    }

    pub fn stream(&mut self, message: ServerMessage) -> Vec<Output> {
        self.give(Input::StreamMessage(message))
    }

    pub fn event(&mut self, event: Event) -> Vec<Output> {
        self.seq += 1;
        let (seq, now) = (self.seq, EPOCH_MS + self.now);
        self.stream(ServerMessage::Event { seq, now, event })
    }

    pub fn call(&mut self, call: CallView) -> Vec<Output> {
        self.event(Event::Call(Box::new(call)))
    }

    pub fn done(&mut self, key: &str) -> Vec<Output> {
        self.give(Input::CommandDone { key: key.into(), result: Ok(()) })
    }

    pub fn unanswered(&mut self, key: &str) -> Vec<Output> {
        self.give(Input::CommandDone { key: key.into(), result: Err(None) })
    }

    pub fn refused(&mut self, key: &str, code: &str) -> Vec<Output> {
        let problem = Problem { code: code.into(), message: "A sentence.".into() };
        self.give(Input::CommandDone { key: key.into(), result: Err(Some(problem)) })
    }

    /// Lets time pass, ticking whenever the desk wants it.
    pub fn pass(&mut self, ms: u64) -> Vec<Output> {
        let end = self.now + ms;
        let mut out = Vec::new();
        for _ in 0..10_000 {
            match self.desk.deadline() {
                Some(due) if due <= end => {
                    self.now = self.now.max(due);
                    out.extend(self.give(Input::Tick));
                }
                _ => {
                    self.now = end;
                    return out;
                }
            }
        }
        panic!("the desk ticks for ever");
    }

    /// Lets time pass on a stream that lives: the backend pings every five seconds.
    pub fn idle(&mut self, ms: u64) -> Vec<Output> {
        let mut out = Vec::new();
        for start in (0..ms).step_by(5_000) {
            out.extend(self.stream(ServerMessage::Ping(1)));
            out.extend(self.pass((ms - start).min(5_000)));
        }
        out
    }

    /// The session and the stream after a loss: open again, and welcomed with the same numbers.
    pub fn resume(&mut self) -> Vec<Output> {
        let mut out = self.pass(5_000);
        out.extend(self.give(Input::StreamOpened));
        let now = EPOCH_MS + self.now;
        out.extend(self.stream(ServerMessage::Welcome { stream: "st".into(), now }));
        out
    }
}

pub fn line() -> Line {
    Line {
        number: "+442073238299".into(),
        shown: "+44 20 7323 8299".into(),
        country: "GB".into(),
        simulated: true,
        emergency: Emergency { numbers: vec!["112".into(), "999".into()], carried: true },
    }
}

pub fn snapshot(owner: Option<Owner>, calls: Vec<CallView>, now: u64) -> Snapshot {
    Snapshot {
        stream: "st".into(),
        seq: 0,
        now: EPOCH_MS + now,
        agent: Agent { name: "Ada".into(), tenant: "Demo".into(), tenants: Vec::new() },
        status: Status::default(),
        reasons: vec![contract::Reason { id: "break".into(), label: "Break".into() }],
        line: line(),
        owner,
        calls,
        outcomes: contract::Outcomes {
            inbound: contract::OutcomeList {
                nodes: vec![contract::Outcome {
                    id: "guid".into(),
                    label: "Connected".into(),
                    children: Vec::new(),
                }],
                ..Default::default()
            },
            ..Default::default()
        },
        last: None,
        missed: 0,
        later: Vec::new(),
        closing: false,
    }
}

/// A call that rings, which the owner of epoch 1 may announce.
pub fn ringing(number: u64) -> CallView {
    CallView {
        id: id(number),
        direction: Direction::Inbound,
        from: format!("+4930123{number:04}"),
        to: "+442073238299".into(),
        shown: format!("+49 30 123 {number:04}"),
        country: "Germany".into(),
        party: None,
        looked: contract::Looked::Pending,
        case: None,
        pop: None,
        phase: Phase::Ringing { until: EPOCH_MS + 31_000 },
        simulated: true,
        fork: false,
        elsewhere: None,
        third: None,
        transferred: false,
        note: None,
        started: EPOCH_MS + number,
        host: Host { may_announce: Some(1), ..Host::default() },
        engagement: None,
        draft: Draft::default(),
    }
}

/// A call that dials.
pub fn dialling(number: u64) -> CallView {
    let from = ringing(number);
    CallView {
        direction: Direction::Outbound,
        from: from.to.clone(),
        to: from.from.clone(),
        phase: Phase::Dialling { far_rings: false },
        ..from
    }
}

pub fn connected(call: &CallView) -> CallView {
    let phase = Phase::Connected { since: EPOCH_MS + 2_000, muted: false, held: false };
    CallView { phase, ..call.clone() }
}

pub fn wrap_up(call: &CallView) -> CallView {
    let phase = Phase::WrapUp {
        since: EPOCH_MS + 2_000,
        ended: EPOCH_MS + 9_000,
        end: EndStatus::Completed,
        closes: EPOCH_MS + 309_000,
    };
    CallView { phase, ..call.clone() }
}

/// Closed, with what CALL_COMPLETED says; answered before if it was in wrap-up.
pub fn closed(call: &CallView, end: EndStatus) -> CallView {
    let since = matches!(call.phase, Phase::Connected { .. } | Phase::WrapUp { .. })
        .then_some(EPOCH_MS + 2_000);
    let phase = Phase::Closed { since, ended: EPOCH_MS + 9_000, end };
    let properties = Some(Properties(vec![("hs_call_status".into(), "COMPLETED".into())]));
    CallView { phase, host: Host { properties, ..call.host.clone() }, ..call.clone() }
}

/// The types of what HubSpot's page is told.
pub fn told(out: &[Output]) -> Vec<String> {
    out.iter()
        .filter_map(|output| match output {
            Output::Host(message) => Some(message.kind().to_owned()),
            _ => None,
        })
        .collect()
}

/// The commands: key, epoch, wish.
pub fn asked(out: &[Output]) -> Vec<(String, Option<u64>, Wish)> {
    out.iter()
        .filter_map(|output| match output {
            Output::Command { key, command, .. } => {
                Some((key.clone(), command.epoch, command.wish.clone()))
            }
            _ => None,
        })
        .collect()
}

/// The wishes of the commands.
pub fn wishes(out: &[Output]) -> Vec<Wish> {
    asked(out).into_iter().map(|(_, _, wish)| wish).collect()
}

/// The key of the only command.
pub fn key(out: &[Output]) -> String {
    let asked = asked(out);
    assert_eq!(asked.len(), 1, "one command, not {:?}", wishes(out));
    asked[0].0.clone()
}

pub fn hosts(out: &[Output]) -> Vec<WidgetMessage> {
    out.iter()
        .filter_map(|output| match output {
            Output::Host(message) => Some(message.clone()),
            _ => None,
        })
        .collect()
}

/// A choice without a reason.
pub fn choice(presence: Presence) -> Choice {
    Choice { presence, reason: None }
}

/// The agent is so now.
pub fn is(presence: Presence) -> Event {
    Event::Status(Status { presence, ..Status::default() })
}
