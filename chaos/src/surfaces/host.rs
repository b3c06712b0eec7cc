//! HubSpot's side: everything that its pages hear, and what they reply.

use fastrand::Rng;
use hubspot_calling::{Failure, HostMessage, Id, Reply, WidgetMessage};

/// One word that a page of HubSpot's heard.
#[derive(Debug, Clone)]
pub struct Word {
    /// Of which agent.
    pub agent: usize,
    /// Who said it.
    pub surface: String,
    /// Which load of the page heard it.
    pub instance: String,
    /// What.
    pub kind: &'static str,
    /// Of which call; empty for none.
    pub call: String,
    /// Whether the surface could not know better: it was cut off and had not noticed, or news was on
    /// its way to it.
    pub blind: bool,
    /// Whether HubSpot listens to pages like that.
    pub heeded: bool,
    /// Whether the service knew by then that HubSpot has heard of the call's end.
    pub after_end: bool,
    /// For how long it had heard nothing of the service, in milliseconds.
    pub silence: u64,
}

/// The kind and the call of a message, where it counts.
pub fn kind(message: &WidgetMessage) -> Option<(&'static str, &str)> {
    Some(match message {
        WidgetMessage::IncomingCall(call) => ("ANNOUNCED", call.external_call_id.as_str()),
        WidgetMessage::OutgoingCallStarted(call) => ("ANNOUNCED", call.external_call_id.as_str()),
        WidgetMessage::CallAnswered { external_call_id } => ("ANSWERED", external_call_id),
        WidgetMessage::CallEnded(call) => ("ENDED", &call.external_call_id),
        WidgetMessage::CallCompleted(call) => ("COMPLETED", &call.external_call_id),
        WidgetMessage::UserAvailable => ("AVAILABLE", ""),
        WidgetMessage::UserUnavailable => ("UNAVAILABLE", ""),
        WidgetMessage::Initialized(_) => ("INITIALIZED", ""),
        _ => return None,
    })
}

/// The replies to an announcement, each with the milliseconds that it takes: mostly one at once, and
/// sometimes late, twice, a failure or none.
pub fn replies(call: &str, record: u64, with_ids: bool, rng: &mut Rng) -> Vec<(u64, HostMessage)> {
    let external_call_id = with_ids.then(|| call.to_owned());
    let created = HostMessage::CreateEngagementSucceeded(Reply {
        engagement_id: Some(Id::from(record.to_string().as_str())),
        external_call_id: external_call_id.clone(),
    });
    let failed =
        HostMessage::CreateEngagementFailed(Failure { external_call_id, ..Failure::default() });
    match rng.u32(..10) {
        0..=5 => vec![(20, created)],
        6 => vec![(500 + rng.u64(..5_000), created)],
        7 => vec![(20, created.clone()), (30 + rng.u64(..3_000), created)],
        8 => vec![(20, failed)],
        _ => Vec::new(),
    }
}
