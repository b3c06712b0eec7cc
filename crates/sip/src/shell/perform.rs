//! Does what a leg wants: each action is a message of the stack, in a task of its own where it must
//! wait for an answer.

use std::future::Future;
use std::time::Duration;

use rsipstack::dialog::DialogId;
use rsipstack::dialog::dialog::Dialog;
use rsipstack::dialog::invite_dialog::InviteDialog;
use rsipstack::sip::prelude::HeadersExt;
use rsipstack::sip::{Header, Method, Response, StatusCode};
use rsipstack::transaction::key::TransactionRole;

use super::actor::{Actor, Notice};
use super::reach;
use super::register::words;
use crate::address;
use crate::leg::{Action, Heard, Order, Target};
use crate::screen::{ALLOW, description};

/// How long a BYE or CANCEL may take.
const GOODBYE: Duration = Duration::from_secs(4);

fn sdp_headers() -> Vec<Header> {
    vec![Header::ContentType("application/sdp".into()), Header::Allow(ALLOW.into())]
}

impl Actor {
    /// Does all that a leg wants, and forgets it when it is over.
    pub(super) fn perform(&mut self, leg: &str) {
        while let Some(entry) = self.legs.get_mut(leg) {
            match entry.leg.poll() {
                Some(action) => self.act(leg, action),
                None if entry.leg.is_over() => self.end(leg),
                None => return,
            }
        }
    }

    fn act(&mut self, leg: &str, action: Action) {
        let Some(entry) = self.legs.get_mut(leg) else { return };
        let dialog = entry.dialog.clone();
        match (action, dialog) {
            (Action::Tell(event), _) => self.tell(leg, event),
            (Action::After(timer, ms), _) => {
                let (over, notices) = (entry.over.clone(), self.notices.clone());
                let leg = leg.to_owned();
                tokio::spawn(async move {
                    tokio::select! {
                        () = over.cancelled() => {}
                        () = tokio::time::sleep(Duration::from_millis(ms)) => {
                            let _ = notices.send(Notice::Due(leg, timer));
                        }
                    }
                });
            }
            (Action::HangUpOther(other), _) => {
                if let Some(entry) = self.legs.get_mut(&other) {
                    entry.leg.order(Order::HangUp);
                    self.perform(&other);
                }
            }
            (Action::AnswerOffer { n, sdp }, _) => {
                if let Some(handle) = entry.offers.remove(&n) {
                    let body = Some(sdp.into_bytes());
                    tokio::spawn(async move {
                        let _ = handle.respond(StatusCode::OK, Some(sdp_headers()), body).await;
                    });
                }
            }
            (Action::RefuseOffer { n, status }, _) => {
                if let Some(handle) = entry.offers.remove(&n) {
                    let retry = Header::RetryAfter("2".into());
                    let headers = (status == 500).then(|| vec![retry]);
                    tokio::spawn(async move {
                        let _ = handle.respond(StatusCode::from(status), headers, None).await;
                    });
                }
            }
            // It was given up before its INVITE went out; see `Notice::Dialled`.
            (_, None) => {}
            (Action::Ring, Some(dialog)) => {
                done("180", dialog.ringing(Some(vec![Header::Allow(ALLOW.into())]), None));
            }
            (Action::Accept { sdp }, Some(dialog)) => {
                let mut headers = sdp_headers();
                headers.push(Header::Supported("replaces".into()));
                done("200", dialog.accept(Some(headers), Some(sdp.into_bytes())));
            }
            (Action::Refuse { status }, Some(dialog)) => {
                done("a refusal", dialog.reject(Some(StatusCode::from(status)), None));
            }
            (Action::Cancel, Some(dialog)) => self.cancel(dialog),
            (Action::HangUp, Some(dialog)) => {
                self.tasks.spawn(async move {
                    match tokio::time::timeout(GOODBYE, dialog.bye()).await {
                        Ok(outcome) => done("BYE", outcome),
                        Err(_) => tracing::debug!("BYE was not answered"),
                    }
                });
            }
            (Action::Offer { sdp }, Some(dialog)) => self.ask(leg, async move {
                let answer = dialog.reinvite(Some(sdp_headers()), Some(sdp.into_bytes())).await;
                let (status, phrase, response) = read(answer);
                if let Some(response) = response.as_ref().filter(|_| (200..300).contains(&status))
                    && let Ok(contacts) = response.typed_contact_headers()
                    && let Some(contact) = contacts.first()
                {
                    // The far side may have moved; the stack would keep the old target.
                    let raw = response.contact_header().ok().cloned();
                    Dialog::Invite(dialog.clone()).set_remote_target(contact.uri.clone(), raw);
                }
                let body = response.map(|response| response.body).unwrap_or_default();
                Heard::OfferAnswered { status, phrase, sdp: description(&body) }
            }),
            (Action::Press(digit), Some(dialog)) => self.ask(leg, async move {
                let kind = Header::ContentType("application/dtmf-relay".into());
                let answer = dialog.info(Some(vec![kind]), Some(digit.relay().into_bytes())).await;
                Heard::DigitAnswered { status: read(answer).0 }
            }),
            (Action::Refer(target), Some(dialog)) => self.refer(leg, &target, dialog),
        }
    }

    /// CANCEL, and BYE where the answer was faster; the stack sees to both.
    pub(super) fn cancel(&self, dialog: InviteDialog) {
        self.tasks.spawn(async move {
            match tokio::time::timeout(GOODBYE, dialog.cancel()).await {
                Ok(outcome) => done("CANCEL", outcome),
                Err(_) => tracing::debug!("CANCEL was not answered"),
            }
        });
    }

    /// Waits for an answer elsewhere, and tells the leg.
    fn ask(&self, leg: &str, answer: impl Future<Output = Heard> + Send + 'static) {
        let (leg, notices) = (leg.to_owned(), self.notices.clone());
        tokio::spawn(async move {
            let heard = answer.await;
            let _ = notices.send(Notice::Heard(leg, heard));
        });
    }

    fn refer(&self, leg: &str, target: &Target, dialog: InviteDialog) {
        let line = self.legs.get(leg).and_then(|entry| self.line(&entry.line));
        let to = line.as_ref().and_then(|line| match target {
            Target::Number(number) => {
                address::callable(number).map(|number| reach::address(line, &number))
            }
            Target::Leg(other) => self.replacing(other),
        });
        let (Some(line), Some(to)) = (line, to) else {
            let refused = Heard::ReferAnswered { status: 484, phrase: String::new() };
            return self.ask(leg, async move { refused });
        };
        let by = format!("<{}>", reach::address(&line, &line.config.user));
        self.ask(leg, async move {
            let headers =
                vec![Header::ReferTo(format!("<{to}>").into()), Header::ReferredBy(by.into())];
            let answer = dialog.request(Method::Refer, Some(headers), None).await;
            let (status, phrase, _) = read(answer);
            Heard::ReferAnswered { status, phrase }
        });
    }

    /// The far side of another leg, as somebody who is to take its place must call it.
    fn replacing(&self, other: &str) -> Option<String> {
        let entry = self.legs.get(other).filter(|entry| entry.leg.is_talking())?;
        let dialog = entry.dialog.clone()?;
        let DialogId { call_id, local_tag, remote_tag } = dialog.id();
        let role = dialog.role();
        let dialog = Dialog::Invite(dialog);
        let mut uri = match role {
            TransactionRole::Client => dialog.to().uri,
            TransactionRole::Server => dialog.from().uri.clone(),
        };
        uri.params.clear();
        uri.headers.clear();
        let replaces = format!("{call_id};to-tag={remote_tag};from-tag={local_tag}");
        Some(format!("{uri}?Replaces={}", escaped(&replaces)))
    }
}

/// For a header in an address (RFC 3261, 19.1.1).
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            plain.push(char::from(byte));
        } else {
            plain.push_str(&format!("%{byte:02X}"));
        }
    }
    plain
}

/// The number, the words and the whole of an answer; 0 when nothing came.
fn read(answer: rsipstack::Result<Option<Response>>) -> (u16, String, Option<Response>) {
    match answer {
        Ok(Some(response)) => {
            let status = response.status_code.code();
            (status, words(&response), Some(response))
        }
        Ok(None) => (0, String::new(), None),
        Err(error) => (0, error.to_string(), None),
    }
}

fn done<T>(what: &str, outcome: rsipstack::Result<T>) {
    if let Err(error) = outcome {
        tracing::debug!(%error, "{what} could not be sent");
    }
}
