//! A call that we make: its INVITE, and what comes back for it.

use std::sync::Arc;

use rsipstack::dialog::dialog_layer::DialogLayer;
use rsipstack::dialog::invitation::InviteOption;
use rsipstack::sip::{Header, StatusCodeKind, Uri};
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transaction::random_text;
use tokio::sync::mpsc;

use super::actor::{Actor, Entry, Notice};
use super::reach::{self, Reach};
use super::register::{credential, is_made_up, words};
use crate::address::{callable, showable};
use crate::config::{CallerIn, Line};
use crate::event::LegEvent;
use crate::leg::{Heard, Leg};
use crate::screen::ALLOW;

/// A call to make.
#[derive(Debug, Clone)]
pub struct Dial {
    /// The service's id for it, which is never used twice: late news of an old call would be taken
    /// for news of the new one. It is the Call-ID too, where it may be one.
    pub leg: String,
    /// The line to call from.
    pub line: String,
    /// The number or user name to call.
    pub to: String,
    /// The number to show; the line's when `None`.
    pub caller_number: Option<String>,
    /// The name to show; the line's when `None`.
    pub caller_name: Option<String>,
    /// What we offer.
    pub sdp: String,
    /// Milliseconds after which an unanswered call is given up.
    pub limit_ms: u64,
}

impl Actor {
    pub(super) fn dial(&mut self, dial: Dial) {
        let leg = dial.leg.clone();
        if self.legs.contains_key(&leg) {
            let sentence = "There is a call with this id.".to_owned();
            return self.tell(&leg, LegEvent::Ignored { order: "dial", sentence });
        }
        let Some(line) = self.line(&dial.line) else {
            return self.tell_failed(&leg, 0, "this line is not set up");
        };
        if self.is_draining() || self.legs.len() >= self.most_legs {
            return self.tell_failed(&leg, 503, "the service is stopping, or full");
        }
        let Some(to) = callable(&dial.to) else { return self.tell_failed(&leg, 484, "") };
        let call_id = call_id(&leg);
        self.begin(&leg, Entry::new(Leg::calling(dial.limit_ms), &dial.line, &call_id));
        self.perform(&leg);
        let (endpoint, layer) = (self.endpoint.clone(), self.layer.clone());
        let (reach, notices) = (self.reach.clone(), self.notices.clone());
        tokio::spawn(async move {
            let call = Call { dial: &dial, line: &line, to: &to, call_id };
            if let Err(words) = call.place(&endpoint, layer, &reach, &notices).await {
                let _ = notices.send(Notice::Undialled(leg, words));
            }
        });
    }
}

struct Call<'a> {
    dial: &'a Dial,
    line: &'a Line,
    to: &'a str,
    call_id: String,
}

impl Call<'_> {
    async fn place(
        &self,
        endpoint: &EndpointInnerRef,
        layer: Arc<DialogLayer>,
        reach: &Reach,
        notices: &mpsc::UnboundedSender<Notice>,
    ) -> Result<(), String> {
        let leg = &self.dial.leg;
        let (connection, _) = reach::connect(endpoint, self.line).await?;
        let contact = reach.contact(self.line, Some(&connection));
        let option = self.option(&contact).map_err(|error| error.to_string())?;
        let (states, mut from_dialog) = layer.new_dialog_state_channel();
        let (dialog, answer) =
            layer.do_invite_async(option, states).map_err(|error| error.to_string())?;
        // On the same way as everything after it, and so before it.
        let _ = notices.send(Notice::Dialled(leg.clone(), dialog));
        let (to_actor, of_leg) = (notices.clone(), leg.clone());
        tokio::spawn(async move {
            while let Some(state) = from_dialog.recv().await {
                let _ = to_actor.send(Notice::State(of_leg.clone(), Box::new(state)));
            }
        });
        let (status, phrase) = match answer.await {
            Ok(Ok((id, Some(response)))) => {
                if response.status_code.kind() == StatusCodeKind::Successful {
                    let _ = notices.send(Notice::Settled(leg.clone(), id));
                    return Ok(());
                }
                let made_up = response.status_code.code() == 408 && is_made_up(&response);
                let phrase = if made_up { String::new() } else { words(&response) };
                (response.status_code.code(), phrase)
            }
            Ok(Ok((_, None))) => (0, String::new()),
            Ok(Err(error)) => (0, error.to_string()),
            Err(error) => (0, error.to_string()),
        };
        let _ = notices.send(Notice::Heard(leg.clone(), Heard::Refused { status, phrase }));
        Ok(())
    }

    fn option(&self, contact: &str) -> Result<InviteOption, rsipstack::sip::Error> {
        let (dial, config) = (self.dial, &self.line.config);
        let number = dial.caller_number.as_ref().or(config.caller_number.as_ref());
        let number = number.and_then(|number| callable(number));
        let name = dial.caller_name.as_ref().or(config.caller_name.as_ref());
        let name = name.and_then(|name| showable(name));
        let in_from = matches!(config.caller_in, CallerIn::From | CallerIn::Both);
        let in_identity = matches!(config.caller_in, CallerIn::Asserted | CallerIn::Both);
        let from = number.as_deref().filter(|_| in_from).unwrap_or(&config.user);
        let mut headers = vec![Header::Allow(ALLOW.into()), Header::Supported("replaces".into())];
        if let Some(number) = number.as_deref().filter(|_| in_identity) {
            let shown = name.as_ref().map(|name| format!("\"{name}\" ")).unwrap_or_default();
            let identity = format!("{shown}<{}>", reach::address(self.line, number));
            headers.push(Header::PAssertedIdentity(identity.into()));
        }
        Ok(InviteOption {
            caller_display_name: name,
            caller: Uri::try_from(reach::address(self.line, from))?,
            callee: reach::target(self.line, self.to)?,
            contact: Uri::try_from(contact)?,
            content_type: Some("application/sdp".to_owned()),
            offer: Some(dial.sdp.clone().into_bytes()),
            credential: credential(self.line),
            headers: Some(headers),
            call_id: Some(self.call_id.clone()),
            route_set: reach::route(self.line),
            ..InviteOption::default()
        })
    }
}

/// The leg's id, where it may stand in a message; else a new one.
fn call_id(leg: &str) -> String {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'@');
    let fits = (8..=128).contains(&leg.len()) && leg.bytes().all(fits);
    if fits { leg.to_owned() } else { random_text(24) }
}
