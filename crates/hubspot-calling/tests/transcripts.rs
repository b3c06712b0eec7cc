//! The recorded exchanges of HubSpot's SDK, replayed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{Channel, HostMessage, Incoming, Origins, Output, SyncAck, WidgetMessage};
use serde_json::Value;

const TRANSCRIPTS: [(&str, &str); 6] = [
    ("inbound", include_str!("transcripts/inbound.jsonl")),
    ("outbound-context", include_str!("transcripts/outbound-context.jsonl")),
    ("outbound-plain", include_str!("transcripts/outbound-plain.jsonl")),
    ("probe-frame-reload", include_str!("transcripts/probe-frame-reload.jsonl")),
    ("raw-min-ack", include_str!("transcripts/raw-min-ack.jsonl")),
    ("react-remote-and-window", include_str!("transcripts/react-remote-and-window.jsonl")),
];

struct Line {
    of: String,
    to_widget: bool,
    origin: String,
    data: Value,
}

fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, text) in TRANSCRIPTS {
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let to_widget = line["dir"] == "host->widget" || line["at"] == "widget";
            lines.push(Line {
                of: format!("{name} {}", line["seq"]),
                to_widget,
                origin: line["event_origin"].as_str().unwrap().to_owned(),
                data: line["data"].clone(),
            });
        }
    }
    assert_eq!(lines.len(), 58, "a transcript has changed");
    lines
}

#[test]
fn every_sync_is_answered_as_the_sdk_answered_it() {
    let lines = lines();
    let mut greetings = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.data["type"] == "SYNC") {
        let recorded = lines[at + 1..].iter().find(|line| !line.to_widget).unwrap();
        let ack = SyncAck::from_json(&recorded.data.clone().into()).unwrap();
        let mut origins = Origins::hubspot();
        origins.add(&line.origin).unwrap();
        // Each SYNC of a transcript met a page that had just been loaded.
        let mut channel = Channel::new(origins, ack.iframe_url, ack.version, "w");
        channel.handle(Incoming {
            from_parent: true,
            origin: &line.origin,
            data: line.data.clone().into(),
        });
        let Some(Output::Post { target_origin, message }) = channel.poll() else {
            panic!("{}: no answer", line.of);
        };
        let message = Value::from(message);
        assert_eq!(target_origin, line.origin);
        let mut expected = recorded.data.clone();
        if recorded.data.get("version").is_some() {
            expected["debugMode"] = Value::Bool(false);
            assert_eq!(message, expected, "{}", line.of);
        } else {
            // The smallest answer that a host takes: ours says more, and the same id.
            assert_eq!(message["messageId"], expected["messageId"]);
        }
        greetings += 1;
    }
    assert_eq!(greetings, 8);
}

#[test]
fn every_host_message_arrives_typed_and_writes_back_the_same() {
    let mut channels: Vec<(String, Channel)> = Vec::new();
    let mut heard = 0;
    for line in lines().into_iter().filter(|line| line.to_widget) {
        let transcript = line.of.split(' ').next().unwrap().to_owned();
        if line.data["type"] == "SYNC" {
            let mut origins = Origins::hubspot();
            origins.add(&line.origin).unwrap();
            channels.push((transcript.clone(), Channel::new(origins, "https://w", "1", "w")));
        }
        let (of, channel) = channels.last_mut().unwrap();
        assert_eq!(*of, transcript);
        let data = line.data.clone();
        channel.handle(Incoming { from_parent: true, origin: &line.origin, data: data.into() });
        let outputs = support::drain(channel);
        assert_eq!(channel.dropped().refused(), 0, "{}", line.of);
        if line.data["type"] == "SYNC" {
            assert_eq!(outputs.len(), 2, "{}", line.of);
            continue;
        }
        let [Output::Message(message)] = &outputs[..] else { panic!("{}", line.of) };
        assert!(!matches!(message, HostMessage::Unknown { .. }), "{}", line.of);
        let id = line.data["messageId"].as_str().unwrap();
        assert_eq!(Value::from(message.to_json(id)), line.data, "{}", line.of);
        heard += 1;
    }
    assert_eq!(heard, 13);
}

#[test]
fn every_widget_message_is_typed_and_writes_back_the_same() {
    let mut said = 0;
    for line in lines().into_iter().filter(|line| !line.to_widget) {
        if line.data["type"] == "SYNC_ACK" {
            assert!(SyncAck::from_json(&line.data.clone().into()).is_some());
            continue;
        }
        let message = WidgetMessage::from_json(&line.data.clone().into()).unwrap();
        assert!(!matches!(message, WidgetMessage::Unknown { .. }), "{}", line.of);
        let id = line.data["messageId"].as_str().unwrap();
        assert_eq!(Value::from(message.to_json(id)), line.data, "{}", line.of);
        said += 1;
    }
    assert_eq!(said, 29);
}
