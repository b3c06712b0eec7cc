//! Message ids: never twice, and never taken for a host's own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::collections::BTreeSet;

use hubspot_calling::{Channel, Json, Origins, Output};
use support::{answered, drain, hear, sync};

fn ids(channel: &mut Channel) -> Vec<String> {
    let id = |output: Output| match output {
        Output::Post { message, .. } => {
            let text = |name| message.get(name).and_then(Json::as_str).unwrap().to_owned();
            (text("type") != "SYNC_ACK").then(|| text("messageId"))
        }
        _ => None,
    };
    drain(channel).into_iter().filter_map(id).collect()
}

#[test]
fn ten_thousand_sends_in_one_moment_have_ten_thousand_ids() {
    let mut seen = BTreeSet::new();
    // Two pages, each with sends from before and after the greeting, and a host that restarts.
    for instance in ["w0a", "w0b"] {
        let mut channel = Channel::new(Origins::hubspot(), "https://w", "1", instance);
        for n in 0..100 {
            channel.send(answered(n));
        }
        hear(&mut channel, sync("1", 1));
        for n in 0..4900 {
            if n == 2000 {
                hear(&mut channel, sync("2", 1));
            }
            channel.send(answered(n));
        }
        for id in ids(&mut channel) {
            assert!(id.starts_with(instance));
            assert!(seen.insert(id));
        }
    }
    assert_eq!(seen.len(), 10_000);
}

#[test]
fn an_id_never_begins_with_a_hosts_digits() {
    for instance in ["1795294475713", "", "_", "9", "é", "-1"] {
        let mut channel = Channel::new(Origins::hubspot(), "https://w", "1", instance);
        hear(&mut channel, sync("1795294475713", 1));
        channel.send(answered(1));
        let [id] = &ids(&mut channel)[..] else { panic!() };
        assert_eq!(*id, format!("w{instance}_1"));
    }
}
