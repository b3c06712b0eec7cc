//! Requests that begin a transaction: calls, what belongs to a call, and everything else.

use rsipstack::dialog::DialogId;
use rsipstack::dialog::dialog::Dialog;
use rsipstack::sip::prelude::{HeadersExt, UntypedHeader};
use rsipstack::sip::{Header, Method, Param, Request, StatusCode};
use rsipstack::transaction::key::TransactionRole;
use rsipstack::transaction::transaction::Transaction;

use super::actor::{Actor, Entry, Notice};
use super::register::credential;
use super::watch::ip;
use crate::address;
use crate::config::Line;
use crate::event::LegEvent;
use crate::leg::Leg;
use crate::lines::{Route, Wanted, route};
use crate::screen::{ALLOW, Objection, description, screen};

impl Actor {
    /// A request that the gate has let in.
    pub(super) fn incoming(&mut self, tx: Transaction) {
        let tag = tx.original.to_header().ok().and_then(|to| to.tag().ok().flatten());
        if tag.is_some() {
            return match self.leg_of(&tx) {
                Some(leg) => self.within(&leg, tx),
                None => self.reply(tx, StatusCode::CallTransactionDoesNotExist, Vec::new()),
            };
        }
        match tx.original.method {
            Method::Invite => self.invite(tx),
            Method::Options => {
                let headers = vec![Header::Accept("application/sdp".into())];
                self.reply(tx, StatusCode::OK, headers);
            }
            Method::Refer => self.reply(tx, StatusCode::Decline, Vec::new()),
            // A mailbox that tells its messages unasked, and its like.
            Method::Notify => self.reply(tx, StatusCode::BadEvent, Vec::new()),
            _ => self.reply(tx, StatusCode::MethodNotAllowed, Vec::new()),
        }
    }

    fn reply(&self, mut tx: Transaction, status: StatusCode, mut headers: Vec<Header>) {
        headers.push(Header::Allow(ALLOW.into()));
        tokio::spawn(async move {
            if let Err(error) = tx.reply_with(status, headers, None).await {
                tracing::debug!(%error, "a request could not be answered");
            }
        });
    }

    /// The leg that a request belongs to, by the tags of its dialog.
    fn leg_of(&self, tx: &Transaction) -> Option<String> {
        let id = DialogId::try_from(tx).ok()?;
        let is_it = |entry: &Entry| {
            entry.call_id == id.call_id
                && entry.dialog.as_ref().is_some_and(|dialog| {
                    let ours = dialog.id();
                    let far = ours.remote_tag == id.remote_tag || dialog.state().can_cancel();
                    ours.local_tag == id.local_tag && far
                })
        };
        self.legs.iter().find(|(_, entry)| is_it(entry)).map(|(leg, _)| leg.clone())
    }

    /// A request within a call.
    pub(super) fn within(&mut self, leg: &str, mut tx: Transaction) {
        let Some(entry) = self.legs.get_mut(leg) else {
            return self.reply(tx, StatusCode::CallTransactionDoesNotExist, Vec::new());
        };
        let Some(dialog) = entry.dialog.clone() else { return };
        let state = dialog.state();
        if state.can_cancel() && dialog.role() == TransactionRole::Client {
            // It overtook the answer. Not many will.
            if entry.parked.len() < 4 {
                entry.parked.push(tx);
            }
            return;
        }
        if state.is_terminated() {
            return self.reply(tx, StatusCode::CallTransactionDoesNotExist, Vec::new());
        }
        // The stack would take a re-INVITE before the ACK for the INVITE itself.
        if !state.is_confirmed() && !matches!(tx.original.method, Method::Bye | Method::PRack) {
            let headers = vec![Header::RetryAfter("1".into())];
            return self.reply(tx, StatusCode::ServerInternalError, headers);
        }
        let mut dialog = dialog;
        tokio::spawn(async move {
            if let Err(error) = dialog.handle(&mut tx).await {
                tracing::debug!(%error, "a request within a call was not handled");
            }
        });
    }

    fn invite(&mut self, tx: Transaction) {
        if let Err(Objection { status, headers }) = screen(&tx.original) {
            return self.reply(tx, status, headers);
        }
        if self.is_draining() || self.legs.len() >= self.most_legs {
            let headers = vec![Header::RetryAfter("30".into())];
            return self.reply(tx, StatusCode::ServiceUnavailable, headers);
        }
        let line = match self.wanted_line(&tx) {
            Route::Line(line) => self.line(line),
            Route::Nobody => None,
            Route::Stranger => return self.reply(tx, StatusCode::Forbidden, Vec::new()),
        };
        let Some(line) = line else { return self.reply(tx, StatusCode::NotFound, Vec::new()) };
        let Ok(call_id) = tx.original.call_id_header().map(|id| id.value().to_owned()) else {
            return;
        };
        // One phone system may ring several of our lines with one call, and one line again later.
        let is_it = |entry: &Entry| {
            entry.call_id == call_id && entry.line == line.config.line && entry.offered
        };
        if self.legs.values().any(is_it) {
            return self.reply(tx, StatusCode::LoopDetected, Vec::new());
        }
        self.last_offered += 1;
        let leg = format!("{}/{call_id}/{}", line.config.line, self.last_offered);
        self.offer(&leg, call_id, &line, tx);
    }

    fn wanted_line(&self, tx: &Transaction) -> Route<'_> {
        let from = tx.connection.as_ref().and_then(|way| way.get_remote_addr()).and_then(ip);
        let Some(from) = from else { return Route::Stranger };
        let uri = &tx.original.uri;
        let mark = uri.params.iter().find_map(|param| match param {
            Param::Other(name, Some(value)) if name.value().eq_ignore_ascii_case("line") => {
                Some(value.value())
            }
            _ => None,
        });
        let user = address::read(&uri.to_string()).user;
        route(self.lines(), &self.shared.gate(), Wanted { from, user: &user, mark })
    }

    fn offer(&mut self, leg: &str, call_id: String, line: &Line, mut tx: Transaction) {
        let contact = self.reach.contact(line, tx.connection.as_ref());
        let contact = rsipstack::sip::Uri::try_from(contact).ok();
        let (states, mut from_dialog) = self.layer.new_dialog_state_channel();
        let made = self.layer.get_or_create_server_invite(&tx, states, credential(line), contact);
        let mut dialog = match made {
            Ok(dialog) => dialog,
            Err(error) => {
                tracing::debug!(%error, "an INVITE could not be read");
                return self.reply(tx, StatusCode::BadRequest, Vec::new());
            }
        };
        // Behind a proxy the caller may speak another transport than the proxy to us, and the stack
        // has written ours into the caller's address.
        if tx.original.record_route_header().is_some()
            && let Ok(contacts) = tx.original.typed_contact_headers()
            && let Some(caller) = contacts.first()
        {
            let raw = tx.original.contact_header().ok().cloned();
            Dialog::Invite(dialog.clone()).set_remote_target(caller.uri.clone(), raw);
        }
        let event = self.offered(line, &tx.original);
        let sdp = matches!(&event, LegEvent::Offered { sdp: Some(_), .. });
        let mut entry = Entry::new(Leg::offered(!sdp), &line.config.line, &call_id);
        entry.offered = true;
        entry.dialog = Some(dialog.clone());
        self.begin(leg, entry);
        let (of_leg, notices) = (leg.to_owned(), self.notices.clone());
        tokio::spawn(async move {
            while let Some(state) = from_dialog.recv().await {
                let _ = notices.send(Notice::State(of_leg.clone(), Box::new(state)));
            }
        });
        // Drives the transaction until the ACK, or the end.
        tokio::spawn(async move {
            if let Err(error) = dialog.handle(&mut tx).await {
                tracing::debug!(%error, "an offered call was not handled");
            }
        });
        self.tell(leg, event);
        self.perform(leg);
    }

    fn offered(&self, line: &Line, invite: &Request) -> LegEvent {
        let value = |header: Result<&str, _>| header.map(address::read).unwrap_or_default();
        let from = value(invite.from_header().map(UntypedHeader::value));
        let to = value(invite.to_header().map(UntypedHeader::value));
        // The phone system's own word about who calls; From may say *anonymous*.
        let asserted = invite.p_asserted_identity_header().map(UntypedHeader::value);
        let asserted = asserted.map(address::read).filter(|asserted| !asserted.user.is_empty());
        let private = invite.privacy_header().is_some_and(|privacy| {
            privacy.value().split(';').any(|level| matches!(level.trim(), "id" | "user" | "header"))
        });
        let caller = match asserted {
            Some(asserted) if !private => asserted,
            _ => from.clone(),
        };
        let hidden = private || caller.user.eq_ignore_ascii_case("anonymous");
        let dialled = address::read(&invite.uri.to_string()).user;
        let own = dialled.is_empty() || dialled == line.config.user;
        LegEvent::Offered {
            line: line.config.line.clone(),
            from: if hidden { String::new() } else { caller.user },
            from_name: caller.name.or(from.name).filter(|_| !hidden),
            to: if own && !to.user.is_empty() { to.user } else { dialled },
            sdp: description(&invite.body),
            replaces: self.replaced(invite),
        }
    }

    /// The leg of ours that the call is to replace (RFC 3891).
    fn replaced(&self, invite: &Request) -> Option<String> {
        let value = invite.replaces_header()?.value();
        let mut parts = value.split(';').map(str::trim);
        let call_id = parts.next()?;
        let (mut ours, mut theirs) = (None, None);
        for part in parts {
            match part.split_once('=') {
                Some((name, tag)) if name.eq_ignore_ascii_case("to-tag") => ours = Some(tag),
                Some((name, tag)) if name.eq_ignore_ascii_case("from-tag") => theirs = Some(tag),
                _ => {}
            }
        }
        let (ours, theirs) = (ours?, theirs?);
        let is_it = |entry: &Entry| {
            entry.dialog.as_ref().is_some_and(|dialog| {
                let id = dialog.id();
                id.call_id == call_id && id.local_tag == ours && id.remote_tag == theirs
            })
        };
        self.legs.iter().find(|(_, entry)| is_it(entry)).map(|(leg, _)| leg.clone())
    }
}
