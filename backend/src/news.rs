//! What the phone system, the look-ups and the records have to tell a seat. They only put it into
//! this channel; the switchboard takes it out in order.

use tokio::sync::{mpsc, oneshot};

use crate::store::people::AgentId;

/// One piece of news for one seat.
#[derive(Debug)]
pub struct News {
    /// Whose seat.
    pub agent: AgentId,
    /// What happened.
    pub input: seat::Input,
    /// Told when it is done.
    pub done: Option<oneshot::Sender<()>>,
}

/// Where news are put.
pub type Sender = mpsc::UnboundedSender<News>;

/// Where they come out.
pub type Receiver = mpsc::UnboundedReceiver<News>;

/// A new channel.
pub fn channel() -> (Sender, Receiver) {
    mpsc::unbounded_channel()
}
