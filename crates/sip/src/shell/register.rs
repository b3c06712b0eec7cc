//! One line: registers, keeps it alive, registers again, and ends it.

use std::sync::Arc;
use std::time::Duration;

use rsipstack::dialog::authenticate::{AuthRetry, Credential, handle_client_authenticate};
use rsipstack::sip::prelude::HeadersExt;
use rsipstack::sip::{CallId, Header, Method, Response, SipMessage, StatusCodeKind, Uri, typed};
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transaction::key::{TransactionKey, TransactionRole};
use rsipstack::transaction::transaction::Transaction;
use rsipstack::transaction::{make_tag, random_text};
use rsipstack::transport::{SipAddr, SipConnection};
use secrecy::ExposeSecret;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::clock::dice;
use super::reach::{self, Reach};
use super::watch::{Shared, ip};
use crate::cause::sentence;
use crate::config::{Access, Line};
use crate::event::{Event, LineEvent};
use crate::registration::{Outcome, Registration, granted};
use crate::screen::ALLOW;

/// How long the end of a registration may take: the service is stopping.
const UNREGISTER_LIMIT: Duration = Duration::from_secs(3);
/// How often a line by address looks its server's name up again, in milliseconds.
const LOOK_UP_MS: u64 = 300_000;

/// What a line's task needs.
pub(super) struct LineTask {
    pub line: Arc<Line>,
    pub endpoint: EndpointInnerRef,
    pub reach: Reach,
    pub shared: Arc<Shared>,
    pub events: mpsc::UnboundedSender<Event>,
    pub keepalive_ms: u64,
    pub stop: CancellationToken,
}

/// Name and password of a line, as the stack wants them.
pub(super) fn credential(line: &Line) -> Option<Credential> {
    line.config.password.as_ref().map(|password| Credential {
        username: line.config.user.clone(),
        password: password.expose_secret().to_owned(),
        realm: None,
        auth_username: Some(line.auth_user().to_owned()),
    })
}

struct Attempt {
    outcome: Outcome,
    words: String,
}

impl LineTask {
    /// Runs until it is stopped.
    pub(super) async fn run(self) {
        match self.line.config.access {
            Access::Registration { expires_s } => self.registers(expires_s).await,
            Access::Address => self.looks_up().await,
        }
        self.shared.gate().forget(&self.line.config.line);
        self.shared.traces().forget_line(&self.line.config.line);
    }

    fn tell(&self, event: LineEvent) {
        let line = self.line.config.line.clone();
        let _ = self.events.send(Event::Line { line, event });
    }

    async fn looks_up(&self) {
        loop {
            self.find().await;
            tokio::select! {
                () = self.stop.cancelled() => return self.tell(LineEvent::Unregistered),
                () = tokio::time::sleep(Duration::from_millis(LOOK_UP_MS)) => {}
            }
        }
    }

    /// Lets in whom the server's name stands for.
    async fn find(&self) {
        let target = (self.line.host.as_str(), self.line.port);
        if let Ok(addresses) = tokio::net::lookup_host(target).await {
            for address in addresses {
                self.shared.gate().found(&self.line.config.line, address.ip());
            }
        }
    }

    async fn registers(&self, expires_s: u32) {
        let stream = self.line.config.transport.is_stream();
        let mut registration = Registration::new(expires_s, stream);
        let call_id = random_text(24);
        self.shared.traces().line(&self.line.config.line, &call_id);
        let mut seq = 0;
        let mut registered = false;
        loop {
            let mut way = None;
            let asked_s = registration.expires_s();
            let attempt = tokio::select! {
                attempt = self.attempt(&call_id, &mut seq, asked_s, &mut way) => attempt,
                () = self.stop.cancelled() => break,
            };
            let pause = registration.next(&attempt.outcome, dice());
            match attempt.outcome {
                Outcome::Registered { granted_s } => {
                    registered = true;
                    self.tell(LineEvent::Registered { granted_s });
                }
                Outcome::Refused { status: 423, .. } if pause == 0 => {}
                outcome => {
                    let status = match outcome {
                        Outcome::Refused { status, .. } => status,
                        _ => 0,
                    };
                    let sentence = sentence(status, &attempt.words);
                    self.tell(LineEvent::RegistrationFailed {
                        status,
                        sentence,
                        retry_in_ms: pause,
                    });
                }
            }
            tokio::select! {
                () = self.stop.cancelled() => break,
                () = tokio::time::sleep(Duration::from_millis(pause)) => {}
                () = self.keeps_alive(way.as_ref()) => {
                    // The connection is lost, and with it the way to us.
                    let pause = registration.next(&Outcome::Silent, dice());
                    tokio::select! {
                        () = self.stop.cancelled() => break,
                        () = tokio::time::sleep(Duration::from_millis(pause)) => {}
                    }
                }
            }
        }
        if registered {
            let mut way = None;
            let end = self.attempt(&call_id, &mut seq, 0, &mut way);
            if tokio::time::timeout(UNREGISTER_LIMIT, end).await.is_err() {
                tracing::debug!(
                    line = self.line.config.line,
                    "the end of a registration was not heard"
                );
            }
        }
        self.tell(LineEvent::Unregistered);
    }

    /// Keeps the way open; returns when it is lost.
    async fn keeps_alive(&self, way: Option<&(SipConnection, SipAddr)>) {
        let mut lost = self.shared.lost.subscribe();
        match way {
            Some((SipConnection::Udp(socket), to)) if self.keepalive_ms > 0 => loop {
                tokio::time::sleep(Duration::from_millis(self.keepalive_ms)).await;
                if let Err(error) = socket.send_raw(b"\r\n\r\n", to).await {
                    tracing::debug!(%error, "the way to a phone system could not be kept open");
                }
            },
            Some((connection, _)) => loop {
                let closed = connection.cancel_token().is_some_and(|token| token.is_cancelled());
                if closed || lost.changed().await.is_err() {
                    return;
                }
            },
            None => std::future::pending().await,
        }
    }

    async fn attempt(
        &self,
        call_id: &str,
        seq: &mut u32,
        expires_s: u32,
        way: &mut Option<(SipConnection, SipAddr)>,
    ) -> Attempt {
        self.find().await;
        match self.register(call_id, seq, expires_s, way).await {
            Ok(attempt) => attempt,
            Err(words) => Attempt { outcome: Outcome::Silent, words },
        }
    }

    async fn register(
        &self,
        call_id: &str,
        seq: &mut u32,
        expires_s: u32,
        way: &mut Option<(SipConnection, SipAddr)>,
    ) -> Result<Attempt, String> {
        let line = &*self.line;
        let (connection, resolved) = reach::connect(&self.endpoint, line).await?;
        if let Some(ip) = ip(&resolved) {
            self.shared.gate().found(&line.config.line, ip);
        }
        *way = Some((connection.clone(), resolved.clone()));
        let contact = self.reach.contact(line, Some(&connection));
        let mut tx = self
            .request(call_id, seq, expires_s, &contact, connection, resolved)
            .map_err(|error| error.to_string())?;
        tx.send().await.map_err(|error| error.to_string())?;
        let mut auth = AuthRetry::new();
        while let Some(message) = tx.receive().await {
            let SipMessage::Response(response) = message else { continue };
            let status = response.status_code.code();
            match response.status_code.kind() {
                StatusCodeKind::Provisional => {}
                _ if matches!(status, 401 | 407) && auth.should_answer(&response) => {
                    let Some(credential) = credential(line) else {
                        return Ok(refused(&response));
                    };
                    *seq += 1;
                    tx = handle_client_authenticate(*seq, &tx, response, &credential)
                        .await
                        .map_err(|error| error.to_string())?;
                    tx.send().await.map_err(|error| error.to_string())?;
                }
                StatusCodeKind::Successful => {
                    return Ok(accepted(&response, &contact, expires_s));
                }
                // The stack's own word for silence has no tag.
                _ if status == 408 && is_made_up(&response) => break,
                _ => return Ok(refused(&response)),
            }
        }
        Err(String::new())
    }

    #[expect(clippy::result_large_err, reason = "the stack's own error, once per attempt")]
    fn request(
        &self,
        call_id: &str,
        seq: &mut u32,
        expires_s: u32,
        contact: &str,
        connection: SipConnection,
        resolved: SipAddr,
    ) -> rsipstack::Result<Transaction> {
        let line = &*self.line;
        *seq += 1;
        let own = Uri::try_from(reach::address(line, &line.config.user))?;
        let from = typed::From { display_name: None, uri: own.clone(), params: Vec::new() };
        let to = typed::To { display_name: None, uri: own, params: Vec::new() };
        let via = self.endpoint.get_via(Some(connection.get_addr().clone()), None)?;
        let uri = reach::target(line, "")?;
        let call_id = Some(CallId::from(call_id.to_owned()));
        let from = from.with_tag(make_tag());
        let mut request =
            self.endpoint.make_request(Method::Register, uri, via, from, to, *seq, call_id);
        request.headers.push(Header::Contact(format!("<{contact}>").into()));
        request.headers.push(Header::Expires(expires_s.into()));
        request.headers.push(Header::Allow(ALLOW.into()));
        let key = TransactionKey::from_request(&request, TransactionRole::Client)?;
        let mut tx = Transaction::new_client(key, request, self.endpoint.clone(), Some(connection));
        tx.destination = Some(resolved);
        Ok(tx)
    }
}

/// The stack made this answer up, because nothing came.
pub(super) fn is_made_up(response: &Response) -> bool {
    response.to_header().ok().and_then(|to| to.tag().ok().flatten()).is_none()
}

fn accepted(response: &Response, contact: &str, asked_s: u32) -> Attempt {
    let headers = response.contact_headers();
    let contacts: Vec<&str> = headers.iter().map(|contact| contact.value()).collect();
    let expires = response.expires_header().map(|expires| expires.value());
    let ours = contact.trim_start_matches("sip:").split(';').next().unwrap_or_default();
    let granted_s = granted(&contacts, ours, expires, asked_s);
    Attempt { outcome: Outcome::Registered { granted_s }, words: String::new() }
}

fn refused(response: &Response) -> Attempt {
    let number = |text: &str| {
        let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let retry_after_s = response.headers.iter().find_map(|header| match header {
        Header::RetryAfter(after) => number(after.value()),
        _ => None,
    });
    let min_expires_s = response.min_expires_header().and_then(|least| number(least.value()));
    let status = response.status_code.code();
    let outcome = Outcome::Refused { status, retry_after_s, min_expires_s };
    Attempt { outcome, words: words(response) }
}

/// What stands behind the number of an answer.
pub(super) fn words(response: &Response) -> String {
    response.wire_reason.as_deref().unwrap_or(response.status_code.text()).to_owned()
}
