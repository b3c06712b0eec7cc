//! A line is tried: it registers anew and calls a number. For the console's *Test*.

use sip::{Dial, LegEvent, LineEvent, Message, Why, sdp};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use voice::media::Remote;

use super::{Lines, Way};
use crate::ids;
use crate::store::people::{AgentId, TenantId};

/// How long a registration may take: its old one ends first.
const REGISTERS: Duration = Duration::from_secs(15);
/// How long the other end may ring.
const RINGS: Duration = Duration::from_secs(20);
/// How long the line stays open when somebody answers.
const SPEAKS: Duration = Duration::from_secs(3);

/// What came of a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestReport {
    /// What was tried, in order. A step that fails is the last.
    pub steps: Vec<Stepped>,
    /// The messages of registration and call, without secrets, in order.
    pub exchange: Vec<Message>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// Which.
    pub step: Step,
    /// Whether it worked.
    pub good: bool,
    /// What happened, and what to do.
    pub sentence: String,
}

/// The steps of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The line is set up, and registered where it has to be.
    Registers,
    /// It rings at the other end.
    Rings,
    /// The other end answers. Nobody has to.
    Answers,
}

impl TestReport {
    fn good(&mut self, step: Step, sentence: impl Into<String>) {
        self.steps.push(Stepped { step, good: true, sentence: sentence.into() });
    }

    fn has(&self, step: Step) -> bool {
        self.steps.iter().any(|stepped| stepped.step == step)
    }

    fn bad(&mut self, step: Step, sentence: impl Into<String>) {
        self.steps.push(Stepped { step, good: false, sentence: sentence.into() });
    }
}

/// A line that is being tried; another trial of it waits until this is dropped.
struct Turn<'a>(&'a Lines, String);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.trying().remove(&self.1);
    }
}

/// A call of a trial. It is hung up, and its ports closed, when this is dropped.
struct Trial<'a> {
    lines: &'a Lines,
    leg: String,
    events: mpsc::UnboundedReceiver<LegEvent>,
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        self.lines.with(|ua| ua.hang_up(&self.leg));
        self.lines.trials().remove(&self.leg);
        if let Some(sound) = &self.lines.sound {
            sound.ends(&self.leg);
        }
    }
}

impl Lines {
    /// Registers the trunk's or an agent's line anew and calls a number with it: until it rings, and
    /// some seconds more. Takes 40 s at most.
    pub async fn test(&self, tenant: &TenantId, agent: Option<&AgentId>, to: &str) -> TestReport {
        let mut report = TestReport::default();
        let way = self.plans().get(tenant).and_then(|plan| match agent {
            Some(agent) => plan.way(agent),
            None => plan.trunk_way(),
        });
        let Some(way) = way else {
            report.bad(Step::Registers, "There is no such line. Save its user and password first.");
            return report;
        };
        if !self.trying().insert(way.line.clone()) {
            report.bad(Step::Registers, "This line is being tested already. Wait a minute.");
            return report;
        }
        let _turn = Turn(self, way.line.clone());
        if self.registers(&way.line, &mut report).await {
            self.calls(&way, to, &mut report).await;
        }
        let registration = self.with(|ua| ua.line_trace(&way.line)).unwrap_or_default();
        report.exchange.splice(0..0, registration);
        report.exchange.sort_by_key(|message| message.at);
        report
    }

    async fn registers(&self, line: &str, report: &mut TestReport) -> bool {
        let planned = self.plans().values().find_map(|plan| plan.lines.get(line).cloned());
        let Some(planned) = planned else {
            report.bad(Step::Registers, "The line was just removed.");
            return false;
        };
        let mut told = self.told.subscribe();
        if let Some(refused) = self.set_up_anew(line, &planned).await {
            report.bad(Step::Registers, refused);
            return false;
        }
        if planned.config.access == sip::Access::Address {
            let sentence = "The phone system knows this service by its address.";
            report.good(Step::Registers, sentence);
            return true;
        }
        let answer = async {
            loop {
                match told.recv().await {
                    Ok((of, event)) if of == line => match event {
                        LineEvent::Registered { granted_s } => return Ok(granted_s),
                        LineEvent::RegistrationFailed { sentence, .. } => return Err(sentence),
                        _ => {}
                    },
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        match tokio::time::timeout(REGISTERS, answer).await {
            Ok(Ok(granted_s)) => {
                report.good(Step::Registers, format!("Registered for {granted_s} seconds."));
                true
            }
            Ok(Err(sentence)) => {
                report.bad(Step::Registers, sentence);
                false
            }
            Err(_) => {
                report.bad(
                    Step::Registers,
                    "The phone system has not answered. Check its address and the firewall.",
                );
                false
            }
        }
    }

    async fn calls(&self, way: &Way, to: &str, report: &mut TestReport) {
        let leg = format!("test-{}", ids::new_id());
        let (sender, events) = mpsc::unbounded_channel();
        self.trials().insert(leg.clone(), sender);
        let mut trial = Trial { lines: self, leg, events };
        let port = self.sound.as_ref().map(|sound| sound.far_opens(&trial.leg));
        let (Some(Ok(port)), Some(address)) = (port, self.sound_address()) else {
            let sentence = "No port is free for the sound of a call, or this service has no sound: see voice.listen and voice.ports.";
            return report.bad(Step::Rings, sentence);
        };
        let mut session = sdp::Session::new(ids::seed(), address, port).speaking(&way.codecs);
        let dial = Dial {
            leg: trial.leg.clone(),
            line: way.line.clone(),
            to: to.to_owned(),
            caller_number: way.caller_number.clone(),
            caller_name: None,
            sdp: session.offer(sdp::Direction::SendRecv),
            limit_ms: u64::try_from(RINGS.as_millis()).unwrap_or(u64::MAX),
        };
        self.with(|ua| ua.dial(dial));
        let answer = tokio::time::timeout(RINGS, trial.answer(report)).await;
        if let Ok(Some(answer)) = answer {
            self.speaks(&mut trial, port, (&answer, &way.codecs), report).await;
        } else if answer.is_err() && report.steps.last().is_some_and(|last| last.good) {
            if report.has(Step::Rings) {
                report.good(Step::Answers, "It rang, and nobody answered. That is fine.");
            } else {
                report.bad(
                    Step::Rings,
                    "Nothing rang: the phone system gave no answer, or took the call and rang nobody. Check the number, and whether the server lets this line call it.",
                );
            }
        }
        report.exchange = self.with(|ua| ua.leg_trace(&trial.leg)).unwrap_or_default();
    }

    /// Sends what a line without a voice sounds like, so that the other end hears that it is open.
    async fn speaks(
        &self,
        trial: &mut Trial<'_>,
        port: u16,
        (sdp, codecs): (&str, &[sdp::Codec]),
        report: &mut TestReport,
    ) {
        match (sdp::read_with(sdp, codecs), &self.sound) {
            (Ok(remote), Some(sound)) => {
                let address = std::net::SocketAddr::new(remote.address, remote.port);
                let reports =
                    std::net::SocketAddr::new(remote.address, remote.port.saturating_add(1));
                let digits = remote.telephone_event;
                let codec = remote.codec;
                let number = remote.payload_type;
                let remote = Remote { address, codec, number, digits, reports, roams: true };
                sound.far(&trial.leg, port, remote);
                let ended = tokio::time::timeout(SPEAKS, trial.ended()).await.is_ok();
                let heard = sound.sounds(&trial.leg).is_some_and(|sounds| sounds.far.packets > 0);
                match (heard, ended) {
                    (true, _) => report.good(Step::Answers, "Answered, and its sound arrives here."),
                    (false, true) => report.good(Step::Answers, "Answered, and hung up at once."),
                    (false, false) => report.bad(
                        Step::Answers,
                        "Answered, but no sound arrives here. Open the ports of voice.ports for UDP, and behind a NAT set sip.public_address.",
                    ),
                }
            }
            (Err(unusable), _) => report.bad(Step::Answers, format!("Answered, but {unusable}.")),
            (_, None) => {}
        }
    }
}

impl Trial<'_> {
    /// Waits for the answer: its description. `None`: it ended, and the report says why.
    async fn answer(&mut self, report: &mut TestReport) -> Option<String> {
        loop {
            match self.events.recv().await? {
                LegEvent::Rings { .. } if !report.has(Step::Rings) => {
                    report.good(Step::Rings, "It rings at the other end.");
                }
                LegEvent::Answered { sdp } => {
                    if !report.has(Step::Rings) {
                        report.good(Step::Rings, "The other end took the call at once.");
                    }
                    return Some(sdp);
                }
                LegEvent::Ended(why) => {
                    let rang = report.has(Step::Rings);
                    let step = if rang { Step::Answers } else { Step::Rings };
                    match why {
                        // The way there works, and that is what is tried.
                        Why::Busy => report.good(step, "The other end is busy. The way works."),
                        Why::NoAnswer => report.good(step, "Nobody answered. The way works."),
                        Why::Rejected => report.bad(
                            step,
                            "The phone system or the other end refused the call. Check what the line may call.",
                        ),
                        Why::Failed { sentence, .. } => report.bad(step, sentence),
                        _ => report.bad(step, "The call ended before anybody answered."),
                    }
                    return None;
                }
                _ => {}
            }
        }
    }

    async fn ended(&mut self) {
        while let Some(event) = self.events.recv().await {
            if matches!(event, LegEvent::Ended(_)) {
                return;
            }
        }
    }
}
