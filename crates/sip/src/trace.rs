//! The last SIP messages of every line and call, without their secrets: for the console's *Test*,
//! and for a report.

use std::collections::{BTreeMap, VecDeque};

use crate::redact::redacted;

/// The longest message that is kept whole, in bytes.
const MOST_BYTES: usize = 8 * 1024;

/// One message that was sent or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Milliseconds since the user agent was started.
    pub at: u64,
    /// We sent it; otherwise we received it.
    pub sent: bool,
    /// Whom to, or whom from, with the transport; empty when it is not known.
    pub peer: String,
    /// The message, without secrets.
    pub text: String,
}

/// The conversations that are remembered, by their Call-ID; the oldest is forgotten first.
#[derive(Debug)]
pub struct Traces {
    /// The most messages of one conversation.
    messages: usize,
    /// The most conversations.
    conversations: usize,
    by_call_id: BTreeMap<String, VecDeque<Message>>,
    order: VecDeque<String>,
    lines: BTreeMap<String, String>,
    legs: BTreeMap<String, String>,
    legs_order: VecDeque<String>,
}

impl Traces {
    /// Keeps the last so many messages of the last so many conversations.
    pub fn new(messages: usize, conversations: usize) -> Self {
        Self {
            messages: messages.max(1),
            conversations: conversations.max(1),
            by_call_id: BTreeMap::new(),
            order: VecDeque::new(),
            lines: BTreeMap::new(),
            legs: BTreeMap::new(),
            legs_order: VecDeque::new(),
        }
    }

    /// Keeps a message of a conversation. Its secrets are taken out here, before it is kept.
    pub fn keep(&mut self, call_id: &str, at: u64, sent: bool, peer: String, message: &str) {
        if !self.by_call_id.contains_key(call_id) {
            if self.order.len() == self.conversations
                && let Some(oldest) = self.order.pop_front()
            {
                self.by_call_id.remove(&oldest);
            }
            self.order.push_back(call_id.to_owned());
        }
        let messages = self.by_call_id.entry(call_id.to_owned()).or_default();
        if messages.len() == self.messages {
            messages.pop_front();
        }
        let mut text = redacted(message);
        if text.len() > MOST_BYTES {
            let end = (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.truncate(end);
            text.push('…');
        }
        messages.push_back(Message { at, sent, peer, text });
    }

    /// A line registers in this conversation.
    pub fn line(&mut self, line: &str, call_id: &str) {
        self.lines.insert(line.to_owned(), call_id.to_owned());
    }

    /// The line is no more.
    pub fn forget_line(&mut self, line: &str) {
        self.lines.remove(line);
    }

    /// A leg lives in this conversation.
    pub fn leg(&mut self, leg: &str, call_id: &str) {
        if self.legs.insert(leg.to_owned(), call_id.to_owned()).is_none() {
            self.legs_order.push_back(leg.to_owned());
        }
        if self.legs_order.len() > self.conversations
            && let Some(oldest) = self.legs_order.pop_front()
        {
            self.legs.remove(&oldest);
        }
    }

    /// What is remembered of a line's registration, oldest first.
    pub fn of_line(&self, line: &str) -> Vec<Message> {
        self.of(self.lines.get(line))
    }

    /// What is remembered of a leg, oldest first; also after it has ended.
    pub fn of_leg(&self, leg: &str) -> Vec<Message> {
        self.of(self.legs.get(leg))
    }

    fn of(&self, call_id: Option<&String>) -> Vec<Message> {
        let messages = call_id.and_then(|call_id| self.by_call_id.get(call_id));
        messages.into_iter().flatten().cloned().collect()
    }
}
