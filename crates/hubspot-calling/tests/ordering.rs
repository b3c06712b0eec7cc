//! What is sent before the host is there arrives after it, in order, within a limit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{DropReason, Output, QUEUE_LIMIT, WidgetMessage};
use serde_json::Value;
use support::{answered, channel, drain, hear, kinds, posted, sync};

fn calls(outputs: &[Output]) -> Vec<String> {
    let of = |output: &Output| match output {
        Output::Post { message, .. } => {
            message.get("data")?.get("externalCallId")?.as_str().map(str::to_owned)
        }
        _ => None,
    };
    outputs.iter().filter_map(of).collect()
}

// row!(L23)
#[test]
fn early_sends_wait_for_the_greeting_and_keep_their_order() {
    let mut channel = channel();
    channel.send(WidgetMessage::LoggedIn);
    channel.send(WidgetMessage::UserAvailable);
    channel.send(answered(1));
    assert_eq!(drain(&mut channel), []);
    hear(&mut channel, sync("1", 1));
    channel.send(answered(2));
    let outputs = drain(&mut channel);
    assert!(matches!(outputs[1], Output::Ready { .. }));
    assert_eq!(
        kinds(&outputs),
        ["SYNC_ACK", "LOGGED_IN", "USER_AVAILABLE", "CALL_ANSWERED", "CALL_ANSWERED"]
    );
    assert_eq!(calls(&outputs), ["1", "2"]);
}

#[test]
fn the_queue_forgets_its_oldest_and_counts_them() {
    let mut channel = channel();
    let surplus = 44;
    for n in 0..QUEUE_LIMIT + surplus {
        channel.send(answered(n));
    }
    hear(&mut channel, sync("1", 1));
    let expected: Vec<String> = (surplus..QUEUE_LIMIT + surplus).map(|n| n.to_string()).collect();
    assert_eq!(calls(&drain(&mut channel)), expected);
    assert_eq!(channel.dropped().count(DropReason::Unsent), surplus as u32);
    assert_eq!(channel.dropped().refused(), 0);
}

#[test]
fn events_without_payload_have_no_data_key() {
    let mut channel = support::ready();
    for message in [
        WidgetMessage::LoggedIn,
        WidgetMessage::LoggedOut,
        WidgetMessage::UserAvailable,
        WidgetMessage::UserUnavailable,
    ] {
        channel.send(message);
        let outputs = drain(&mut channel);
        let posted = posted(&outputs[0]);
        let keys: Vec<&String> = posted.as_object().map(|o| o.keys().collect()).unwrap();
        assert_eq!(keys, ["messageId", "type"]);
    }
}

#[test]
fn messages_are_handed_out_in_the_order_they_came() {
    let mut channel = support::ready();
    for kind in ["END_CALL", "DIAL_NUMBER", "VISIBILITY_CHANGED", "SOMETHING_NEW"] {
        let message: Value = serde_json::json!({ "type": kind, "messageId": "1_2" });
        hear(&mut channel, message);
    }
    let kinds: Vec<String> = drain(&mut channel)
        .into_iter()
        .map(|output| match output {
            Output::Message(message) => message.kind().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["END_CALL", "DIAL_NUMBER", "VISIBILITY_CHANGED", "SOMETHING_NEW"]);
}
