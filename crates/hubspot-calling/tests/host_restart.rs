//! A host that restarts without its frame greets as a new instance and is answered again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{DropReason, Json, Output};
use support::{answered, channel, drain, hear, kinds, sync};

fn greeting(outputs: &[Output]) -> (&str, bool) {
    match outputs {
        [Output::Post { message, .. }, Output::Ready { instance, restarted, .. }, ..] => {
            assert_eq!(message.get("type"), Some(&Json::Text("SYNC_ACK".into())));
            (instance, *restarted)
        }
        other => panic!("no greeting: {other:?}"),
    }
}

#[test]
fn each_new_instance_is_answered_once() {
    let mut channel = channel();
    hear(&mut channel, sync("1795294475394", 1));
    assert_eq!(greeting(&drain(&mut channel)), ("1795294475394", false));
    hear(&mut channel, sync("1795294479999", 1));
    hear(&mut channel, sync("1795294479999", 2));
    let outputs = drain(&mut channel);
    assert_eq!(greeting(&outputs), ("1795294479999", true));
    assert_eq!(outputs.len(), 2);
    assert_eq!(channel.host_instance(), Some("1795294479999"));
}

#[test]
fn an_instance_whose_name_begins_with_the_others_is_another() {
    let mut channel = channel();
    hear(&mut channel, sync("17", 1));
    hear(&mut channel, sync("171", 1));
    assert_eq!(kinds(&drain(&mut channel)), ["SYNC_ACK", "SYNC_ACK"]);
}

#[test]
fn a_late_greeting_of_the_older_instance_changes_nothing() {
    let mut channel = channel();
    for (instance, n) in [("1", 1), ("2", 1), ("1", 2), ("2", 2), ("1", 3)] {
        hear(&mut channel, sync(instance, n));
    }
    assert_eq!(kinds(&drain(&mut channel)), ["SYNC_ACK", "SYNC_ACK"]);
    assert_eq!(channel.host_instance(), Some("2"));
    assert_eq!(channel.dropped().count(DropReason::Repeated), 3);
}

#[test]
fn nothing_that_was_sent_is_sent_again_to_a_restarted_host() {
    let mut channel = channel();
    channel.send(answered(1));
    hear(&mut channel, sync("1", 1));
    channel.send(answered(2));
    assert_eq!(drain(&mut channel).len(), 4);
    hear(&mut channel, sync("2", 1));
    assert_eq!(kinds(&drain(&mut channel)), ["SYNC_ACK"]);
}
