//! What the test files share: a channel with the usual origins, and a host's messages.
#![allow(dead_code, reason = "every test file uses a part of it")]

use hubspot_calling::{Channel, DropReason, Incoming, Origins, Output, WidgetMessage};
use serde_json::{Value, json};

/// HubSpot as most tests have it.
pub const HOST: &str = "https://app.hubspot.com";

/// The widget's own origin.
pub const WIDGET: &str = "https://widget.example";

/// Every reason, to compare what was counted.
pub const REASONS: [DropReason; 7] = [
    DropReason::NotParent,
    DropReason::Origin,
    DropReason::Shape,
    DropReason::State,
    DropReason::TooLarge,
    DropReason::Repeated,
    DropReason::Unsent,
];

pub fn channel() -> Channel {
    let mut origins = Origins::hubspot();
    origins.add("http://localhost:8101").unwrap();
    Channel::new(origins, WIDGET, "1.2.3", "w0random")
}

pub fn sync(instance: &str, n: u32) -> Value {
    json!({ "type": "SYNC", "messageId": format!("{instance}_{n}") })
}

pub fn hear(channel: &mut Channel, data: Value) {
    channel.handle(Incoming { from_parent: true, origin: HOST, data: data.into() });
}

/// Everything that is to be done now.
pub fn drain(channel: &mut Channel) -> Vec<Output> {
    std::iter::from_fn(|| channel.poll()).collect()
}

/// A channel whose handshake is over, and nothing left to do.
pub fn ready() -> Channel {
    let mut channel = channel();
    hear(&mut channel, sync("1", 1));
    assert_eq!(drain(&mut channel).len(), 2);
    channel
}

pub fn posted(output: &Output) -> Value {
    match output {
        Output::Post { message, .. } => message.clone().into(),
        other => panic!("not a post: {other:?}"),
    }
}

/// The types of the messages that are posted, in order.
pub fn kinds(outputs: &[Output]) -> Vec<String> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Post { message, .. } => message.get("type")?.as_str().map(str::to_owned),
            _ => None,
        })
        .collect()
}

pub fn answered(n: usize) -> WidgetMessage {
    WidgetMessage::CallAnswered { external_call_id: n.to_string() }
}
