//! The handshake machine: who is obeyed, when, and what is sent in which order.

use std::collections::VecDeque;

use crate::dropped::{DropReason, Dropped};
use crate::handshake::{HostInfo, SyncAck, host_instance, kind, message_id};
use crate::host::HostMessage;
use crate::origins::Origins;
use crate::value::Json;
use crate::widget::WidgetMessage;

/// How many messages are kept before the handshake. The oldest go first.
pub const QUEUE_LIMIT: usize = 256;

/// How many host instances are remembered as answered. A page sees one or two.
const ANSWERED_LIMIT: usize = 16;

/// One event of the window, as the browser's edge read it.
#[derive(Debug, Clone)]
pub struct Incoming<'a> {
    /// Whether `event.source` is `window.parent`, and the page is not its own parent.
    pub from_parent: bool,
    /// `event.origin`.
    pub origin: &'a str,
    /// `event.data`.
    pub data: Json,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Post this to `window.parent`.
    Post {
        /// The target origin; never `*`.
        target_origin: String,
        /// The whole message.
        message: Json,
    },
    /// The host is there. What was sent before goes out right after this.
    Ready {
        /// What the host said of itself.
        info: HostInfo,
        /// The host instance that greeted: the front part of its message ids.
        instance: String,
        /// Whether another instance had greeted before: a host that restarted and knows nothing.
        restarted: bool,
    },
    /// The host says something.
    Message(HostMessage),
}

/// The widget's side of the conversation with its host, without a browser in it.
///
/// **Drain [`Channel::poll`] after every [`Channel::handle`] and [`Channel::send`].**
#[derive(Debug)]
pub struct Channel {
    origins: Origins,
    ack: SyncAck,
    instance: String,
    sent: u64,
    stage: Stage,
    outputs: VecDeque<Output>,
    dropped: Dropped,
}

#[derive(Debug)]
enum Stage {
    /// Nobody has greeted yet.
    Waiting { queue: VecDeque<WidgetMessage> },
    /// This origin has greeted, with these instances so far; the last one is the current.
    Ready { origin: String, answered: VecDeque<String> },
}

impl Channel {
    /// A channel that waits for its host.
    ///
    /// `iframe_url` is the widget's own origin and `version` its version, both told to the host.
    /// `instance` is a random text that no other page load has. Hosts that are built on HubSpot's
    /// SDK swallow messages whose id begins with their own instance, which is all digits; so an
    /// instance that does not begin with a letter gets one.
    pub fn new(
        origins: Origins,
        iframe_url: impl Into<String>,
        version: impl Into<String>,
        instance: impl Into<String>,
    ) -> Channel {
        let mut instance = instance.into();
        if !instance.starts_with(|c: char| c.is_ascii_alphabetic()) {
            instance.insert(0, 'w');
        }
        Channel {
            origins,
            ack: SyncAck {
                debug_mode: false,
                version: version.into(),
                iframe_url: iframe_url.into(),
            },
            instance,
            sent: 0,
            stage: Stage::Waiting { queue: VecDeque::new() },
            outputs: VecDeque::new(),
            dropped: Dropped::default(),
        }
    }

    /// Whether a window may speak at all at this moment. The browser's edge asks before it looks
    /// at the data; [`Channel::handle`] asks again.
    ///
    /// # Errors
    /// The reason to drop the event.
    pub fn admits(&self, from_parent: bool, origin: &str) -> Result<(), DropReason> {
        if !from_parent {
            return Err(DropReason::NotParent);
        }
        let allowed = match &self.stage {
            Stage::Waiting { .. } => self.origins.allows(origin),
            Stage::Ready { origin: greeted, .. } => greeted == origin,
        };
        if allowed { Ok(()) } else { Err(DropReason::Origin) }
    }

    /// Takes one event of the window. Whatever is wrong with it, it is only counted.
    pub fn handle(&mut self, incoming: Incoming<'_>) {
        if let Err(reason) = self.take(incoming) {
            self.dropped.add(reason);
        }
    }

    fn take(&mut self, incoming: Incoming<'_>) -> Result<(), DropReason> {
        self.admits(incoming.from_parent, incoming.origin)?;
        let kind = kind(&incoming.data).ok_or(DropReason::Shape)?;
        let id = message_id(&incoming.data).ok_or(DropReason::Shape)?;
        if kind == "SYNC" {
            let sync = incoming.data.as_object().ok_or(DropReason::Shape)?;
            return self.greet(incoming.origin, sync, host_instance(&id), &incoming.data);
        }
        match self.stage {
            Stage::Waiting { .. } => Err(DropReason::State),
            Stage::Ready { .. } => {
                let message = HostMessage::from_json(&incoming.data).ok_or(DropReason::Shape)?;
                self.outputs.push_back(Output::Message(message));
                Ok(())
            }
        }
    }

    /// Answers a SYNC, once for each host instance.
    fn greet(
        &mut self,
        origin: &str,
        sync: &[(String, Json)],
        instance: &str,
        whole: &Json,
    ) -> Result<(), DropReason> {
        let restarted = match &self.stage {
            Stage::Waiting { .. } => false,
            // A greeting of an older instance can still be on its way when the newer one has
            // spoken; so all of them are remembered, not the last alone.
            Stage::Ready { answered, .. } if answered.iter().any(|known| known == instance) => {
                return Err(DropReason::Repeated);
            }
            Stage::Ready { .. } => true,
        };
        let ack = self.ack.to_json(sync);
        self.outputs.push_back(Output::Post { target_origin: origin.to_owned(), message: ack });
        let info = HostInfo::from_sync(origin, whole);
        let ready = Output::Ready { info, instance: instance.to_owned(), restarted };
        self.outputs.push_back(ready);
        match &mut self.stage {
            Stage::Waiting { queue } => {
                let queue = std::mem::take(queue);
                let answered = VecDeque::from([instance.to_owned()]);
                self.stage = Stage::Ready { origin: origin.to_owned(), answered };
                for message in queue {
                    self.send(message);
                }
            }
            Stage::Ready { answered, .. } => {
                if answered.len() == ANSWERED_LIMIT {
                    answered.pop_front();
                }
                answered.push_back(instance.to_owned());
            }
        }
        Ok(())
    }

    /// Sends a message to the host, or keeps it until there is one.
    pub fn send(&mut self, message: WidgetMessage) {
        match &mut self.stage {
            Stage::Waiting { queue } => {
                if queue.len() == QUEUE_LIMIT {
                    queue.pop_front();
                    self.dropped.add(DropReason::Unsent);
                }
                queue.push_back(message);
            }
            Stage::Ready { origin, .. } => {
                self.sent += 1;
                let id = [self.instance.as_str(), "_", &self.sent.to_string()].concat();
                let message = message.to_json(&id);
                let target_origin = origin.clone();
                self.outputs.push_back(Output::Post { target_origin, message });
            }
        }
    }

    /// The next thing to do, until there is none.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Whether a host has greeted.
    pub fn is_ready(&self) -> bool {
        matches!(self.stage, Stage::Ready { .. })
    }

    /// The host instance that greeted last.
    pub fn host_instance(&self) -> Option<&str> {
        match &self.stage {
            Stage::Waiting { .. } => None,
            Stage::Ready { answered, .. } => answered.back().map(String::as_str),
        }
    }

    /// What was dropped so far.
    pub fn dropped(&self) -> &Dropped {
        &self.dropped
    }

    /// Counts an event that the browser's edge dropped by itself.
    pub fn count(&mut self, reason: DropReason) {
        self.dropped.add(reason);
    }
}
