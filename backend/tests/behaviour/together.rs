//! Records of many calls go to HubSpot with few requests, and each gets its own answer.

use crate::rig::{Rig, eventually};

/// Calls that end while HubSpot is away, so that all of them wait.
async fn waiting(count: usize) -> Rig {
    let rig = Rig::with(|config| config.ring_timeout_ms = 50).await;
    rig.hubspot.fail_at("2026-09", 503);
    for n in 0..count {
        rig.ring(&format!("+4420732380{n:02}")).await;
    }
    let tries = async || {
        let searches = |line: &&String| line.contains("calls");
        (rig.hubspot.asked().iter().filter(searches).count() >= count).then_some(())
    };
    eventually("all of them were tried", tries).await;
    rig
}

// row!(U46) row!(C15)
#[tokio::test(flavor = "multi_thread")]
async fn what_waited_while_hubspot_was_away_goes_together_and_once() {
    let rig = waiting(30).await;
    let before = rig.hubspot.asked().len();
    rig.hubspot.fail_at("2026-09", 200);
    rig.records(|all| all.len() == 30).await;
    rig.records_are_unchanged_at(30).await;
    let after = &rig.hubspot.asked()[before..];
    assert!(after.iter().any(|line| line.ends_with("batch/create")), "{after:#?}");
    let ids: std::collections::BTreeSet<String> = rig
        .hubspot
        .calls()
        .iter()
        .map(|call| call["properties"]["hs_call_external_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 30, "each call has its own");
}

// row!(L21)
#[tokio::test(flavor = "multi_thread")]
async fn creations_together_without_an_answer_are_looked_for_and_not_repeated() {
    let rig = waiting(20).await;
    rig.hubspot.swallow_next_creation();
    rig.hubspot.swallow_next_creation();
    rig.hubspot.fail_at("2026-09", 200);
    rig.records(|all| all.len() >= 20).await;
    rig.records_are_unchanged_at(20).await;
}
