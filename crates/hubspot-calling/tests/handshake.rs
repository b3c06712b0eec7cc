//! The greeting: answered once, completely, and to whom it came from.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{DropReason, HostInfo, Id, IframeLocation, Incoming, Output};
use serde_json::{Value, json};
use support::{HOST, WIDGET, channel, drain, hear, sync};

#[test]
fn the_answer_is_the_whole_sync_with_three_fields_more() {
    let mut channel = channel();
    let sync = json!({
        "type": "SYNC", "messageId": "17_18", "portalId": 5, "engagementId": null,
        "usesCallingWindow": "true", "newField": { "deep": [1, "two", null] },
        "debugMode": true, "version": "theirs", "iFrameUrl": "https://evil.example",
    });
    hear(&mut channel, sync.clone());
    let Some(Output::Post { target_origin, message }) = channel.poll() else { panic!() };
    let mut expected = sync;
    expected["type"] = json!("SYNC_ACK");
    expected["debugMode"] = json!(false);
    expected["version"] = json!("1.2.3");
    expected["iFrameUrl"] = json!(WIDGET);
    assert_eq!(Value::from(message), expected);
    assert_eq!(target_origin, HOST);
}

#[test]
fn ready_comes_after_the_answer_and_says_what_sync_said() {
    let mut channel = channel();
    hear(
        &mut channel,
        json!({
            "type": "SYNC", "messageId": "17_18", "hostUrl": "https://said.example",
            "portalId": 123, "userId": "7", "ownerId": "24681357", "engagementId": 0,
            "iframeLocation": "remote", "usesCallingWindow": true,
        }),
    );
    let outputs = drain(&mut channel);
    let info = HostInfo {
        origin: HOST.into(),
        portal_id: Some(Id::from(123)),
        user_id: Some(Id::from(7)),
        owner_id: Some(Id::from("24681357")),
        engagement_id: None,
        iframe_location: Some(IframeLocation::Remote),
        uses_calling_window: Some(true),
        host_url: Some("https://said.example".into()),
    };
    let ready = Output::Ready { info, instance: "17".into(), restarted: false };
    assert_eq!(outputs[1..], [ready]);
    assert!(channel.is_ready());
    assert_eq!(channel.host_instance(), Some("17"));
}

#[test]
fn host_url_is_never_the_target_of_anything() {
    let mut channel = channel();
    let mut sync = sync("1", 1);
    sync["hostUrl"] = json!("https://app-eu1.hubspot.com");
    hear(&mut channel, sync);
    channel.send(support::answered(1));
    for output in drain(&mut channel) {
        if let Output::Post { target_origin, .. } = output {
            assert_eq!(target_origin, HOST);
        }
    }
}

#[test]
fn a_repeated_sync_is_answered_once() {
    let mut channel = channel();
    for n in 1..=300 {
        hear(&mut channel, sync("1795294475713", n));
    }
    assert_eq!(drain(&mut channel).len(), 2);
    assert_eq!(channel.dropped().count(DropReason::Repeated), 299);
    assert_eq!(channel.dropped().refused(), 0);
}

#[test]
fn without_a_usable_message_id_nothing_happens() {
    let unusable = [None, Some(json!("")), Some(json!(0)), Some(json!(0.0)), Some(json!(-0.0))]
        .into_iter()
        .chain([json!(null), json!(true), json!([1]), json!({}), json!("7".repeat(300))].map(Some));
    for id in unusable {
        let mut channel = channel();
        let mut sync = json!({ "type": "SYNC" });
        if let Some(id) = &id {
            sync["messageId"] = id.clone();
        }
        hear(&mut channel, sync);
        assert_eq!(drain(&mut channel), [], "{id:?}");
        assert_eq!(channel.dropped().count(DropReason::Shape), 1, "{id:?}");
    }
}

#[test]
fn message_ids_without_a_separator_are_one_instance() {
    let ids: [Value; 3] = [json!(17), json!("18"), json!("_19")];
    let mut channel = channel();
    for id in ids {
        hear(&mut channel, json!({ "type": "SYNC", "messageId": id }));
    }
    let outputs = drain(&mut channel);
    assert_eq!(outputs.len(), 2);
    assert_eq!(support::posted(&outputs[0])["messageId"], json!(17));
    assert_eq!(channel.host_instance(), Some(""));
}

#[test]
fn the_instance_is_everything_before_the_last_separator() {
    let mut channel = channel();
    hear(&mut channel, sync("a_b", 1));
    assert_eq!(channel.host_instance(), Some("a_b"));
}

#[test]
fn other_messages_before_the_greeting_are_dropped() {
    let mut channel = channel();
    let dial = json!({
        "type": "DIAL_NUMBER", "messageId": "1_1", "data": { "phoneNumber": "+15550100" },
    });
    hear(&mut channel, dial.clone());
    assert_eq!(channel.dropped().count(DropReason::State), 1);
    hear(&mut channel, sync("1", 2));
    assert_eq!(drain(&mut channel).len(), 2);
    hear(&mut channel, dial);
    assert!(matches!(drain(&mut channel)[..], [Output::Message(_)]));
}

#[test]
fn a_type_like_sync_is_not_sync() {
    for kind in ["sync", "SYNC ", " SYNC", "SYNC_ACK", "SYNC\u{0}", "READY"] {
        let mut channel = channel();
        channel.handle(Incoming {
            from_parent: true,
            origin: HOST,
            data: json!({ "type": kind, "messageId": "1_1" }).into(),
        });
        assert_eq!(drain(&mut channel), [], "{kind:?}");
        assert!(!channel.is_ready());
    }
}
