//! Malformed input of any kind changes nothing and cannot panic: random values, random sequences.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{Channel, DropReason, HostMessage, Incoming, Output, WidgetMessage};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{HOST, REASONS, WIDGET, answered, channel, drain, posted};

const KEYS: [&str; 26] = [
    "type",
    "data",
    "messageId",
    "hostUrl",
    "iFrameUrl",
    "portalId",
    "userId",
    "ownerId",
    "engagementId",
    "iframeLocation",
    "usesCallingWindow",
    "phoneNumber",
    "phone_number",
    "calleeInfo",
    "calleeId",
    "objectId",
    "objectCoordinates",
    "callerIdMatches",
    "callerIdType",
    "externalCallId",
    "error",
    "message",
    "isMinimized",
    "startTimestamp",
    "sizeInfo",
    "engagementProperties",
];

const KINDS: [&str; 20] = [
    "SYNC",
    "SYNC_ACK",
    "DIAL_NUMBER",
    "CREATE_ENGAGEMENT_SUCCEEDED",
    "CALLER_ID_MATCH_SUCCEEDED",
    "CALLER_ID_MATCH_FAILED",
    "NAVIGATE_TO_RECORD_FAILED",
    "VISIBILITY_CHANGED",
    "END_CALL",
    "SET_CALL_STATE",
    "FAILED",
    "INITIALIZED",
    "OUTGOING_CALL_STARTED",
    "INCOMING_CALL",
    "CALL_ENDED",
    "CALL_COMPLETED",
    "NAVIGATE_TO_RECORD",
    "RESIZE_WIDGET",
    "ERROR",
    "toString",
];

const ORIGINS: [&str; 6] = [
    HOST,
    "https://app-eu1.hubspot.com",
    "http://localhost:8101",
    "https://evil.example",
    "null",
    "",
];

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&KEYS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9_]{0,20}".prop_map(Value::from),
        prop::sample::select(&KINDS[..]).prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An object that often is a message, with any data.
fn message() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        6 => prop::sample::select(&KINDS[..]).prop_map(Value::from),
        1 => value(),
    ];
    let id = prop_oneof![4 => "[12]_[0-9]{1,3}".prop_map(Value::from), 1 => value()];
    let extra = prop::collection::vec((key(), value()), 0..4);
    (kind, id, value(), extra).prop_map(|(kind, id, data, extra)| {
        let mut message: Map<String, Value> = extra.into_iter().collect();
        message.insert("type".into(), kind);
        message.insert("messageId".into(), id);
        message.insert("data".into(), data);
        Value::Object(message)
    })
}

#[derive(Debug, Clone)]
enum Step {
    Hear { from_parent: bool, origin: &'static str, data: Value },
    Send,
}

fn step() -> impl Strategy<Value = Step> {
    let origin = prop_oneof![3 => Just(HOST), 1 => prop::sample::select(&ORIGINS[..])];
    let data = prop_oneof![4 => message(), 1 => value()];
    prop_oneof![
        6 => (prop::bool::weighted(0.8), origin, data)
            .prop_map(|(from_parent, origin, data)| Step::Hear { from_parent, origin, data }),
        1 => Just(Step::Send),
    ]
}

fn counts(channel: &Channel) -> [u32; 7] {
    REASONS.map(|reason| channel.dropped().count(reason))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_value_can_be_read_in_both_directions(value in prop_oneof![value(), message()]) {
        let value = value.into();
        if let Some(message) = HostMessage::from_json(&value) {
            // What was understood survives being written and read again.
            let again = HostMessage::from_json(&message.to_json("1_1"));
            prop_assert_eq!(again, Some(message));
        }
        if let Some(message) = WidgetMessage::from_json(&value) {
            let again = WidgetMessage::from_json(&message.to_json("1_1"));
            prop_assert_eq!(again, Some(message));
        }
    }

    #[test]
    fn a_dropped_message_changes_nothing_but_one_count(steps in prop::collection::vec(step(), 0..40)) {
        let mut channel = channel();
        for step in steps {
            let Step::Hear { from_parent, origin, data } = step else { continue };
            let before = (channel.is_ready(), channel.host_instance().map(str::to_owned));
            let was = counts(&channel);
            channel.handle(Incoming { from_parent, origin, data: data.into() });
            let now = counts(&channel);
            let outputs = drain(&mut channel);
            let counted: u32 = now.iter().zip(was).map(|(now, was)| now - was).sum();
            if counted == 0 {
                prop_assert!(from_parent);
                prop_assert!(!outputs.is_empty());
            } else {
                prop_assert_eq!(counted, 1);
                prop_assert_eq!(outputs, vec![]);
                let after = (channel.is_ready(), channel.host_instance().map(str::to_owned));
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn any_sequence_keeps_the_rules(steps in prop::collection::vec(step(), 0..60)) {
        let mut channel = channel();
        let mut greeted: Option<&str> = None;
        let mut answered_instances: Vec<String> = Vec::new();
        let mut sent = 0;
        let mut delivered = 0;
        for step in steps {
            match step {
                Step::Send => {
                    channel.send(answered(sent));
                    sent += 1;
                }
                Step::Hear { from_parent, origin, data } => {
                    channel.handle(Incoming { from_parent, origin, data: data.into() });
                    if greeted.is_none() && channel.is_ready() {
                        prop_assert!(from_parent);
                        prop_assert!(ORIGINS[..3].contains(&origin));
                        greeted = Some(origin);
                    }
                }
            }
            for output in drain(&mut channel) {
                match &output {
                    Output::Post { target_origin, .. } => {
                        // One target for ever; ours in order; nothing else is ever said.
                        prop_assert_eq!(Some(target_origin.as_str()), greeted);
                        let message = posted(&output);
                        if message["type"] == "SYNC_ACK" {
                            prop_assert_eq!(&message["iFrameUrl"], &json!(WIDGET));
                            prop_assert_eq!(&message["debugMode"], &json!(false));
                        } else {
                            prop_assert_eq!(&message["type"], &json!("CALL_ANSWERED"));
                            let call = message["data"]["externalCallId"].as_str();
                            let expected = delivered.to_string();
                            prop_assert_eq!(call, Some(expected.as_str()));
                            delivered += 1;
                        }
                    }
                    Output::Ready { info, instance, restarted } => {
                        prop_assert_eq!(Some(info.origin.as_str()), greeted);
                        prop_assert_eq!(*restarted, !answered_instances.is_empty());
                        prop_assert!(!answered_instances.contains(instance));
                        answered_instances.push(instance.clone());
                    }
                    Output::Message(_) => prop_assert!(greeted.is_some()),
                    other => prop_assert!(false, "unexpected {:?}", other),
                }
            }
        }
        prop_assert_eq!(delivered, if greeted.is_some() { sent } else { 0 });
        prop_assert_eq!(channel.dropped().count(DropReason::Unsent), 0);
    }
}
