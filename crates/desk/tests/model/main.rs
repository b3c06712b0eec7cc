//! Random shifts: a model of the backend and of HubSpot's page drives desks through calls,
//! losses, reloads and restarts; what HubSpot was told must obey the rules all the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod acts;
mod backend;
#[path = "../common/mod.rs"]
mod common;
mod page;
mod world;

use std::collections::BTreeMap;

use acts::{Act, acts};
use contract::*;
use proptest::prelude::*;
use world::World;

/// What HubSpot's page heard of each call, and whether it was all right.
fn check_heard(world: &World) {
    let mut calls: BTreeMap<&str, Vec<&page::Word>> = BTreeMap::new();
    for word in &world.page.heard {
        calls.entry(&word.call).or_default().push(word);
    }
    calls.remove("");
    for (call, words) in calls {
        let count = |kind: &str| words.iter().filter(|word| word.kind == kind).count();
        assert!(count("ANNOUNCED") <= 1, "{call} announced twice: {words:#?}");
        for (at, word) in words.iter().enumerate() {
            let before = &words[..at];
            let said = |kind: &str| before.iter().any(|other| other.kind == kind);
            let mine = |kind: &str| {
                before.iter().any(|other| other.kind == kind && other.surface == word.surface)
            };
            assert!(!mine(word.kind), "said twice by one surface: {words:#?}");
            assert!(!mine("COMPLETED"), "something after the last word: {words:#?}");
            match word.kind {
                "ANSWERED" => {
                    let here = before
                        .iter()
                        .any(|other| other.kind == "ANNOUNCED" && other.instance == word.instance);
                    assert!(here, "answered where it was not announced: {words:#?}");
                    assert!(!mine("ENDED"), "answered after its end: {words:#?}");
                }
                "COMPLETED" => assert!(said("ENDED"), "completed before its end: {words:#?}"),
                _ => {}
            }
        }
    }
}

/// No record and no name was given to the wrong call.
fn check_replies(world: &World) {
    for call in world.backend.calls.iter().chain(&world.backend.gone) {
        if let Some(record) = &call.engagement {
            assert_eq!(world.page.records.get(record), Some(&call.id.0), "a crossed record");
        }
        if let Some(party) = &call.party {
            assert_eq!(party.name, call.id.0, "a crossed name");
        }
    }
}

/// HubSpot never heard *unavailable* from a surface between its announcement and the last word.
fn check_presence(world: &World) {
    let mut open: Vec<(&str, &str)> = Vec::new();
    for word in &world.page.heard {
        match word.kind {
            "ANNOUNCED" => open.push((&word.surface, &word.call)),
            "COMPLETED" => open.retain(|(_, call)| *call != word.call),
            "UNAVAILABLE" => {
                let waits = open.iter().any(|(surface, _)| *surface == word.surface);
                assert!(!waits, "unavailable in a call: {:#?}", world.page.heard);
            }
            _ => {}
        }
    }
}

fn shift(with_ids: bool, frames: usize, seed: u64, acts: &[Act]) {
    let mut world = World::new(with_ids, frames, seed);
    for act in acts {
        world.act(act);
        world.check_screens();
        check_heard(&world);
        check_replies(&world);
    }
    world.calm();
    world.check_screens();
    world.check_parties();
    // What was to open was reported, and opened at most once.
    for call in world.backend.calls.iter().filter(|call| call.pop.is_some()) {
        let open = !matches!(call.phase, Phase::Closed { .. });
        assert!(!open || call.host.popped, "never reported: {call:?}");
    }
    // Nothing that was typed is lost.
    for (call, notes) in &world.typed {
        let id = CallId(call.clone());
        let all = world.backend.calls.iter().chain(&world.backend.gone);
        let known = all.into_iter().find(|known| known.id == id).expect("no call is lost");
        assert_eq!(&known.draft.notes, notes, "what was typed for {call}");
    }
    // Every call comes to its end, and HubSpot hears of it.
    for call in world.backend.calls.clone() {
        world.backend.end(&call.id);
        world.backend.close(&call.id);
    }
    world.pump();
    world.pass(45_000);
    assert!(world.backend.owner.is_some(), "somebody speaks");
    assert!(world.backend.calls.is_empty(), "left behind: {:#?}", world.backend.calls);
    for call in world.backend.gone.iter().filter(|call| call.host.may_announce.is_some()) {
        let completed = |word: &page::Word| word.call == call.id.0 && word.kind == "COMPLETED";
        assert!(world.page.heard.iter().any(completed), "never completed: {call:?}");
    }
    assert!(world.backend.dialled.values().all(|times| *times == 1), "dialled once each");
    assert!(world.opened.values().all(|times| *times == 1), "opened once: {:?}", world.opened);
    for (by, made) in &world.backend.contacts {
        assert!(made <= &world.wanted[by], "one contact for each wish: {by:?}");
    }
    check_heard(&world);
    check_replies(&world);
    check_presence(&world);
}

/// Failing seeds are printed; they belong into a named test, not into a file of numbers.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_shift_with_replies_that_name_their_call(
        seed in any::<u64>(), frames in 1usize..3, acts in prop::collection::vec(acts(), 1..60)
    ) {
        shift(true, frames, seed, &acts);
    }

    #[test]
    fn a_shift_with_replies_that_name_no_call(
        seed in any::<u64>(), frames in 1usize..3, acts in prop::collection::vec(acts(), 1..60)
    ) {
        shift(false, frames, seed, &acts);
    }
}
