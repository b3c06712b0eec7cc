//! HubSpot's page: hears everything, makes records, replies as it likes.

use std::collections::BTreeMap;

use hubspot_calling::{
    CallerIdMatch, CallerIdMatches, CallerIdType, Failure, HostMessage, Id, Reply, WidgetMessage,
};

use crate::world::Dice;

/// One word that the page heard.
#[derive(Debug, Clone)]
pub struct Word {
    pub surface: String,
    pub instance: String,
    pub kind: &'static str,
    pub call: String,
}

#[derive(Debug)]
pub struct Page {
    pub instance: u64,
    /// Whether replies name the call.
    pub with_ids: bool,
    /// Whether replies may be late, double or missing.
    pub moody: bool,
    pub heard: Vec<Word>,
    /// The record that belongs to each call.
    pub records: BTreeMap<String, String>,
    /// Replies on their way: when, to which frame, about which call, what.
    pub replies: Vec<(u64, usize, String, HostMessage)>,
    pub available: BTreeMap<String, bool>,
    made: u64,
}

impl Page {
    pub fn new(with_ids: bool) -> Page {
        Page {
            instance: 1,
            with_ids,
            moody: true,
            heard: Vec::new(),
            records: BTreeMap::new(),
            replies: Vec::new(),
            available: BTreeMap::new(),
            made: 500,
        }
    }

    pub fn name(&self) -> String {
        format!("h{}", self.instance)
    }

    pub fn hears(
        &mut self,
        surface: &str,
        frame: usize,
        message: &WidgetMessage,
        now: u64,
        dice: &mut Dice,
    ) {
        let (kind, call, asks) = match message {
            WidgetMessage::IncomingCall(call) => ("ANNOUNCED", &call.external_call_id, true),
            WidgetMessage::OutgoingCallStarted(call) => ("ANNOUNCED", &call.external_call_id, true),
            WidgetMessage::CallAnswered { external_call_id } => {
                ("ANSWERED", external_call_id, false)
            }
            WidgetMessage::CallEnded(call) => ("ENDED", &call.external_call_id, false),
            WidgetMessage::CallCompleted(call) => ("COMPLETED", &call.external_call_id, false),
            WidgetMessage::UserUnavailable => {
                self.available.insert(surface.to_owned(), false);
                self.word(surface, "UNAVAILABLE", "");
                return;
            }
            _ => return,
        };
        self.word(surface, kind, call);
        if asks {
            let is_inbound = matches!(message, WidgetMessage::IncomingCall(_));
            self.reply(frame, call, is_inbound, now, dice);
        }
    }

    fn word(&mut self, surface: &str, kind: &'static str, call: &str) {
        self.heard.push(Word {
            surface: surface.to_owned(),
            instance: self.name(),
            kind,
            call: call.to_owned(),
        });
    }

    fn reply(&mut self, frame: usize, call: &str, is_inbound: bool, now: u64, dice: &mut Dice) {
        self.made += 1;
        let record = self.made.to_string();
        self.records.insert(record.clone(), call.to_owned());
        let external_call_id = self.with_ids.then(|| call.to_owned());
        let created = HostMessage::CreateEngagementSucceeded(Reply {
            engagement_id: Some(Id::from(record.as_str())),
            external_call_id: external_call_id.clone(),
        });
        let failed = HostMessage::CreateEngagementFailed(Failure {
            external_call_id: external_call_id.clone(),
            ..Failure::default()
        });
        let matched = HostMessage::CallerIdMatchSucceeded(CallerIdMatches {
            matches: vec![CallerIdMatch {
                caller_id_type: CallerIdType::Contact,
                object: None,
                first_name: None,
                last_name: Some(call.to_owned()), // so that a crossed match is seen
                email: None,
                name: None,
            }],
            external_call_id,
            call_id: None,
        });
        // Only callers are matched.
        let matched = is_inbound.then_some(matched);
        for reply in [Some(created), matched].into_iter().flatten() {
            let mut send = |late: u64, reply: &HostMessage| {
                self.replies.push((now + late, frame, call.to_owned(), reply.clone()));
            };
            match if self.moody { dice.roll(10) } else { 0 } {
                0..=4 => send(20, &reply),
                5 => send(500 + dice.roll(5_000), &reply),
                6 => {
                    send(20, &reply);
                    send(30, &reply);
                }
                7 => {
                    send(20, &reply);
                    send(500 + dice.roll(5_000), &reply);
                }
                8 => send(20, &failed),
                _ => {}
            }
        }
    }
}
