//! Another window than the parent, or a parent that may not speak: nothing happens.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{Channel, DropReason, Incoming, Output};
use serde_json::{Value, json};
use support::{HOST, answered, channel, drain, hear, kinds, sync};

const EVIL: &str = "https://evil.example";

/// Every type of the protocol, both directions, and some that are in neither.
const TYPES: [&str; 36] = [
    "SYNC",
    "SYNC_ACK",
    "SYNC_ACK_FAILED",
    "READY",
    "DIAL_NUMBER",
    "CREATE_ENGAGEMENT_SUCCEEDED",
    "CREATE_ENGAGEMENT_FAILED",
    "ENGAGEMENT_CREATED",
    "UPDATE_ENGAGEMENT_SUCCEEDED",
    "UPDATE_ENGAGEMENT_FAILED",
    "CALLER_ID_MATCH_SUCCEEDED",
    "CALLER_ID_MATCH_FAILED",
    "NAVIGATE_TO_RECORD_FAILED",
    "PUBLISH_TO_CHANNEL_SUCCEEDED",
    "PUBLISH_TO_CHANNEL_FAILED",
    "FINALIZE_ENGAGEMENT_SUCCEEDED",
    "FINALIZE_ENGAGEMENT_FAILED",
    "SET_WIDGET_URL_FAILED",
    "INITIATE_CALL_ID_SUCCEEDED",
    "INITIATE_CALL_ID_FAILED",
    "VISIBILITY_CHANGED",
    "END_CALL",
    "SET_CALL_STATE",
    "FAILED",
    "UNLOADING",
    "INITIALIZED",
    "LOGGED_IN",
    "INCOMING_CALL",
    "CALL_ENDED",
    "CALL_COMPLETED",
    "SET_WIDGET_URL",
    "ERROR",
    "toString",
    "__proto__",
    "constructor",
    "SOMETHING_NEW",
];

fn attack(channel: &mut Channel, from_parent: bool, origin: &str) {
    for kind in TYPES {
        let data: Value = json!({
            "type": kind, "messageId": "666_1", "hostUrl": HOST, "iFrameUrl": EVIL,
            "data": { "phoneNumber": "+15550666", "iFrameUrl": EVIL, "engagementId": 666 },
        });
        channel.handle(Incoming { from_parent, origin, data: data.into() });
    }
}

#[test]
fn a_sibling_that_greets_first_is_not_heard_and_the_parent_is() {
    let mut channel = channel();
    attack(&mut channel, false, EVIL);
    attack(&mut channel, false, HOST);
    attack(&mut channel, true, EVIL);
    attack(&mut channel, true, "null");
    assert_eq!(drain(&mut channel), []);
    assert!(!channel.is_ready());
    let all = TYPES.len() as u32;
    assert_eq!(channel.dropped().count(DropReason::NotParent), 2 * all);
    assert_eq!(channel.dropped().count(DropReason::Origin), 2 * all);

    hear(&mut channel, sync("1", 1));
    assert_eq!(kinds(&drain(&mut channel)), ["SYNC_ACK"]);
}

#[test]
fn after_the_greeting_only_its_origin_is_heard_and_only_from_the_parent() {
    let mut channel = support::ready();
    attack(&mut channel, false, EVIL);
    attack(&mut channel, false, HOST);
    attack(&mut channel, true, EVIL);
    // Allowed to greet, but not the one that did.
    attack(&mut channel, true, "https://app-eu1.hubspot.com");
    attack(&mut channel, true, "http://localhost:8101");
    assert_eq!(drain(&mut channel), []);
    assert_eq!(channel.host_instance(), Some("1"));
    assert_eq!(channel.dropped().refused(), 5 * TYPES.len() as u32);

    channel.send(answered(1));
    let outputs = drain(&mut channel);
    assert!(matches!(&outputs[..], [Output::Post { target_origin, .. }] if target_origin == HOST));
}

#[test]
fn the_real_host_may_say_anything_and_is_never_answered_with_an_error() {
    let mut channel = support::ready();
    attack(&mut channel, true, HOST);
    let outputs = drain(&mut channel);
    // SYNC of a new instance is answered; nothing else is.
    assert_eq!(kinds(&outputs), ["SYNC_ACK"]);
    let messages = outputs.iter().filter(|o| matches!(o, Output::Message(_))).count();
    assert_eq!(messages, TYPES.len() - 1);
    assert_eq!(channel.dropped().refused(), 0);
}
