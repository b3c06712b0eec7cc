//! What the stack tells of a leg's dialog, in the words of the leg.

use rsipstack::dialog::dialog::{Dialog, DialogState, TerminatedReason, TransactionHandle};
use rsipstack::sip::prelude::HeadersExt;
use rsipstack::sip::{Header, Method, Request, Response, StatusCode};
use rsipstack::transaction::key::TransactionRole;

use super::actor::Actor;
use crate::digits;
use crate::leg::Heard;
use crate::screen::{ALLOW, content_type, description, is_sdp};
use crate::sipfrag;

impl Actor {
    pub(super) async fn state(&mut self, leg: &str, state: DialogState) {
        let Some(entry) = self.legs.get_mut(leg) else { return self.stray(state).await };
        match state {
            DialogState::Trying(_) => entry.heard = true,
            DialogState::Early(_, response) => {
                entry.heard = true;
                if !entry.leg.is_talking() {
                    self.hear(leg, Heard::Rang { sdp: description(&response.body) });
                }
            }
            DialogState::Confirmed(_, response) => self.confirmed(leg, &response),
            DialogState::Updated(_, request, handle) => self.reoffered(leg, &request, handle).await,
            DialogState::Info(_, request, handle) => {
                let kind = content_type(&request).unwrap_or_default();
                let digit = digits::read(kind, &request.body);
                let taken = digit.is_some() || request.body.is_empty();
                let status = if taken { StatusCode::OK } else { StatusCode::UnsupportedMediaType };
                let _ = handle.reply(status).await;
                if let Some(digit) = digit {
                    self.hear(leg, Heard::Pressed(digit));
                }
            }
            DialogState::Notify(_, request, handle) => match progress(&request) {
                Some(progress) => {
                    let _ = handle.reply(StatusCode::OK).await;
                    self.hear(leg, Heard::Progress(progress));
                }
                None => {
                    let _ = handle.reply(StatusCode::BadEvent).await;
                }
            },
            DialogState::Terminated(_, reason) => self.terminated(leg, reason),
            other => self.stray(other).await,
        }
    }

    /// An ACK, or the answer to our INVITE. The stack says *confirmed* after other requests too.
    fn confirmed(&mut self, leg: &str, response: &Response) {
        let Ok(cseq) = response.cseq_header() else { return };
        if !matches!(cseq.method(), Ok(Method::Invite)) {
            return;
        }
        let seq = cseq.seq().ok();
        let Some(entry) = self.legs.get_mut(leg) else { return };
        let Some(dialog) = entry.dialog.clone() else { return };
        let answers_us = dialog.role() == TransactionRole::Client && !entry.leg.is_talking();
        if answers_us {
            let parked = std::mem::take(&mut entry.parked);
            self.hear(leg, Heard::Answered { sdp: description(&response.body) });
            for tx in parked {
                self.within(leg, tx);
            }
            return;
        }
        // Only the ACK of this very answer may hold a description for it.
        let ack = dialog
            .last_remote_ack()
            .filter(|ack| ack.cseq_header().and_then(|cseq| cseq.seq()).ok() == seq);
        let sdp = ack.and_then(|ack| description(&ack.body));
        self.hear(leg, Heard::Acknowledged { sdp });
    }

    async fn reoffered(&mut self, leg: &str, request: &Request, handle: TransactionHandle) {
        let invite = request.method == Method::Invite;
        if !invite && request.body.is_empty() {
            // Only the session's timer is refreshed.
            let _ = handle.respond(StatusCode::OK, Some(allow()), None).await;
            return;
        }
        if !request.body.is_empty() && !is_sdp(request) {
            let accept = vec![Header::Accept("application/sdp".into())];
            let status = StatusCode::UnsupportedMediaType;
            let _ = handle.respond(status, Some(accept), None).await;
            return;
        }
        let Some(entry) = self.legs.get_mut(leg) else { return };
        if let (Some(dialog), Ok(contacts)) = (&entry.dialog, request.typed_contact_headers())
            && let Some(contact) = contacts.first()
        {
            // The stack keeps the old target otherwise.
            let raw = request.contact_header().ok().cloned();
            Dialog::Invite(dialog.clone()).set_remote_target(contact.uri.clone(), raw);
        }
        if invite {
            // Somebody may have to think; until then it need not be sent again.
            let _ = handle.reply(StatusCode::Trying).await;
        }
        entry.last_offer += 1;
        let n = entry.last_offer;
        entry.offers.insert(n, handle);
        let sdp = description(&request.body);
        self.hear(leg, Heard::Reoffered { n, sdp, needs_ack: invite });
    }

    fn terminated(&mut self, leg: &str, reason: TerminatedReason) {
        let Some(entry) = self.legs.get(leg) else { return };
        let heard = match reason {
            TerminatedReason::UacBye | TerminatedReason::UasBye => Heard::HungUp,
            TerminatedReason::UacCancel => {
                let elsewhere = self.shared.answered_elsewhere(&entry.call_id);
                Heard::Canceled { elsewhere }
            }
            TerminatedReason::Timeout => Heard::NeverAcknowledged,
            TerminatedReason::ProxyAuthRequired => Heard::Lost { status: 407 },
            TerminatedReason::ProxyError(status)
            | TerminatedReason::UacOther(status)
            | TerminatedReason::UasOther(status) => Heard::Lost { status: status.code() },
            TerminatedReason::UacBusy
            | TerminatedReason::UasBusy
            | TerminatedReason::UasDecline => return,
        };
        self.hear(leg, heard);
    }

    /// Requests that nobody here waits for, or whose leg is over.
    async fn stray(&self, state: DialogState) {
        let (handle, status) = match state {
            DialogState::Options(_, _, handle) => (handle, StatusCode::OK),
            DialogState::Refer(_, _, handle) => (handle, StatusCode::Decline),
            DialogState::Publish(_, _, handle) | DialogState::Message(_, _, handle) => {
                (handle, StatusCode::MethodNotAllowed)
            }
            DialogState::Updated(_, _, handle)
            | DialogState::Notify(_, _, handle)
            | DialogState::Info(_, _, handle) => (handle, StatusCode::CallTransactionDoesNotExist),
            _ => return,
        };
        let _ = handle.respond(status, Some(allow()), None).await;
    }
}

fn allow() -> Vec<Header> {
    vec![Header::Allow(ALLOW.into())]
}

fn progress(request: &Request) -> Option<sipfrag::Progress> {
    let (mut event, mut state) = ("", "");
    for header in request.headers.iter() {
        match header {
            Header::Event(value) => event = value.value(),
            Header::SubscriptionState(value) => state = value.value(),
            _ => {}
        }
    }
    sipfrag::read(event, state, &request.body)
}
