//! Sees every message that comes and goes: keeps the trace, and stops strangers at the gate before
//! the stack keeps anything of them.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use rsipstack::sip::prelude::HeadersExt;
use rsipstack::sip::{Header, Host, Method, Request, Response, SipMessage, StatusCode};
use rsipstack::transaction::endpoint::{MessageInspector, TransportEventInspector};
use rsipstack::transaction::random_text;
use rsipstack::transport::{SipAddr, TransportEvent};
use tokio::sync::watch;

use super::clock::Clock;
use crate::gate::{Gate, Verdict};
use crate::trace::Traces;

/// How many calls are remembered that somebody else answered, until their end is handled.
const MOST_ELSEWHERE: usize = 64;

/// What the tasks of the shell share. Every lock is held for moments only.
#[derive(Debug)]
pub(super) struct Shared {
    pub clock: Clock,
    gate: Mutex<Gate>,
    traces: Mutex<Traces>,
    elsewhere: Mutex<VecDeque<String>>,
    /// Counts the connections that were lost.
    pub lost: watch::Sender<u64>,
}

impl Shared {
    pub(super) fn new(traced: usize) -> Arc<Self> {
        Arc::new(Self {
            clock: Clock::start(),
            gate: Mutex::default(),
            traces: Mutex::new(Traces::new(traced, 400)),
            elsewhere: Mutex::default(),
            lost: watch::channel(0).0,
        })
    }

    pub(super) fn gate(&self) -> MutexGuard<'_, Gate> {
        locked(&self.gate)
    }

    pub(super) fn traces(&self) -> MutexGuard<'_, Traces> {
        locked(&self.traces)
    }

    /// The call with this Call-ID was canceled because somebody else answered it. Says so once.
    pub(super) fn answered_elsewhere(&self, call_id: &str) -> bool {
        let mut elsewhere = locked(&self.elsewhere);
        let at = elsewhere.iter().position(|id| id == call_id);
        at.and_then(|at| elsewhere.remove(at)).is_some()
    }

    fn keep(&self, message: &SipMessage, sent: bool, peer: Option<&SipAddr>) {
        let Ok(call_id) = message.call_id_header() else { return };
        let peer = peer.map(ToString::to_string).unwrap_or_default();
        let now = self.clock.now();
        self.traces().keep(call_id.value(), now, sent, peer, &message.to_string());
    }
}

/// A panic while a lock is held would be a bug of ours; what it guards is whole all the same.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Keeps the trace.
pub(super) struct Tracer(pub Arc<Shared>);

impl MessageInspector for Tracer {
    fn before_send(&self, message: SipMessage, to: Option<&SipAddr>) -> SipMessage {
        self.0.keep(&message, true, to);
        message
    }

    fn after_received(&self, message: SipMessage, from: Option<&SipAddr>) -> SipMessage {
        // Without an address it is an answer that the stack made up itself, for instance 408.
        if from.is_some() {
            self.0.keep(&message, false, from);
        }
        message
    }
}

/// Stops strangers.
pub(super) struct Guard(pub Arc<Shared>);

#[async_trait::async_trait]
impl TransportEventInspector for Guard {
    async fn handle(&self, event: TransportEvent) -> Option<TransportEvent> {
        match &event {
            TransportEvent::Incoming(SipMessage::Request(request), connection, from) => {
                let verdict = self.verdict(request, from);
                if verdict == Verdict::Refuse {
                    let refusal = forbidden(request).into();
                    if let Err(error) = connection.send(refusal, None).await {
                        tracing::debug!(%error, "a stranger could not be refused");
                    }
                }
                (verdict == Verdict::Pass).then_some(event)
            }
            TransportEvent::Closed(_) => {
                self.0.lost.send_modify(|lost| *lost += 1);
                Some(event)
            }
            _ => Some(event),
        }
    }
}

impl Guard {
    fn verdict(&self, request: &Request, from: &SipAddr) -> Verdict {
        let (Ok(call_id), Some(from)) = (request.call_id_header(), ip(from)) else {
            return Verdict::Drop;
        };
        let (call_id, now) = (call_id.value(), self.0.clock.now());
        let verdict = self.0.gate().request(from, call_id, request.method == Method::Ack, now);
        if verdict == Verdict::Pass && request.method == Method::Cancel && is_elsewhere(request) {
            let mut elsewhere = locked(&self.0.elsewhere);
            if elsewhere.len() == MOST_ELSEWHERE {
                elsewhere.pop_front();
            }
            elsewhere.push_back(call_id.to_owned());
        }
        verdict
    }
}

/// `Reason: SIP;cause=200;text="Call completed elsewhere"` (RFC 3326).
fn is_elsewhere(cancel: &Request) -> bool {
    cancel.headers.iter().any(|header| match header {
        Header::Reason(reason) => {
            let mut parts = reason.value().split(';').map(str::trim);
            parts.next().is_some_and(|protocol| protocol.eq_ignore_ascii_case("SIP"))
                && parts.any(|part| part.eq_ignore_ascii_case("cause=200"))
        }
        _ => false,
    })
}

/// The address of a peer.
pub(super) fn ip(address: &SipAddr) -> Option<IpAddr> {
    match &address.addr.host {
        Host::IpAddr(ip) => Some(*ip),
        Host::Domain(_) => None,
    }
}

/// 403, without keeping anything.
fn forbidden(request: &Request) -> Response {
    let mut headers: Vec<Header> = Vec::new();
    for header in request.headers.iter() {
        match header {
            Header::Via(_) | Header::From(_) | Header::CallId(_) | Header::CSeq(_) => {
                headers.push(header.clone());
            }
            Header::To(to) => {
                let mut to = to.value().to_owned();
                if !to.contains(";tag=") {
                    to = format!("{to};tag={}", random_text(8));
                }
                headers.push(Header::To(to.into()));
            }
            _ => {}
        }
    }
    headers.push(Header::ContentLength(0_u32.into()));
    Response {
        status_code: StatusCode::Forbidden,
        wire_reason: None,
        version: request.version,
        headers: headers.into(),
        body: Vec::new(),
    }
}
