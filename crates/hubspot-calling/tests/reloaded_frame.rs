//! A frame that reloads starts anew and is greeted by the same host instance.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{Channel, Incoming, Origins, Output};
use serde_json::Value;
use support::drain;

// row!(L23)
#[test]
fn the_recorded_reload_is_answered_on_both_pages() {
    let lines: Vec<Value> = include_str!("transcripts/probe-frame-reload.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut instances = Vec::new();
    for page in lines.chunks(2) {
        let [greeting, recorded] = page else { panic!() };
        let origin = greeting["event_origin"].as_str().unwrap();
        let mut origins = Origins::hubspot();
        origins.add(origin).unwrap();
        // What a page does when it loads: a new channel with a new random text.
        let mut channel = Channel::new(
            origins,
            recorded["event_origin"].as_str().unwrap(),
            "0.9.7-beta.0",
            format!("w{}", instances.len()),
        );
        channel.send(support::answered(1));
        channel.handle(Incoming {
            from_parent: true,
            origin,
            data: greeting["data"].clone().into(),
        });
        let outputs = drain(&mut channel);
        let mut expected = recorded["data"].clone();
        expected["debugMode"] = Value::Bool(false);
        assert_eq!(support::posted(&outputs[0]), expected);
        let Output::Ready { instance, restarted, .. } = &outputs[1] else { panic!() };
        assert!(!restarted);
        instances.push(instance.clone());
        assert_eq!(support::posted(&outputs[2])["type"], "CALL_ANSWERED");
    }
    assert_eq!(instances.len(), 2);
    assert_eq!(instances[0], instances[1], "the host did not restart");
}
