//! Requests go as fast as HubSpot allows and no faster, and call logging goes first.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod rules;
mod world;

use proptest::prelude::*;
use record::allowance::{Class, Kind, Starting};
use world::{Job, World};

const STARTING: Starting = Starting { per_ten_seconds: 110, searches_per_second: 5, per_day: None };

fn job() -> impl Strategy<Value = (u64, Job)> {
    let kind = prop_oneof![3 => Just(Kind::Plain), 1 => Just(Kind::Search)];
    let class = prop_oneof![Just(Class::Logging), Just(Class::Looking)];
    (0..30_000_u64, kind, class, 0..4_000_u64, 0..4_000_u64)
        .prop_map(|(at, kind, class, there, back)| (at, Job { kind, class, there, back }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    // row!(P14)
    #[test]
    fn no_window_ever_holds_more_than_allowed(
        jobs in prop::collection::vec(job(), 1..400),
        limit in 5..130_u32,
    ) {
        let starting = Starting { per_ten_seconds: limit, ..STARTING };
        let mut world = World::new(starting, limit);
        for (at, job) in jobs {
            world.will_ask(at, job);
        }
        world.run_until(4_000_000);
        prop_assert_eq!(world.refused, 0);
        prop_assert_eq!(world.left_waiting(Class::Logging), 0, "all that is to be logged goes");
    }

    // row!(P14)
    #[test]
    fn what_others_use_of_the_account_is_left_to_them(
        others in 15..80_u64,
        there in 1..60_u64,
        back in 1..60_u64,
    ) {
        let mut world = World::new(STARTING, 110);
        for n in 0..others * 6 {
            world.others_ask(n * 10_000 / others);
        }
        for _ in 0..400 {
            world.will_ask(11_000, Job { kind: Kind::Plain, class: Class::Logging, there, back });
        }
        world.run_until(55_000);
        prop_assert_eq!(world.refused, 0);
        prop_assert!(world.done >= 50, "only {} went", world.done);
    }
}

// row!(P14)
#[test]
fn while_work_waits_nearly_all_of_the_allowance_is_used() {
    let mut world = World::new(STARTING, 110);
    let job = Job { kind: Kind::Plain, class: Class::Logging, there: 10, back: 10 };
    for _ in 0..8_000 {
        world.will_ask(0, job);
    }
    world.run_until(600_000);
    // The first window is filled at once; what counts is how it goes on.
    let allowed = 110 * 60;
    let share = world.done as f64 / f64::from(allowed);
    println!("{} of {allowed}: {share:.4}", world.done);
    assert!(share >= 0.98, "{share}");
    assert_eq!(world.refused, 0);
}

// row!(P14)
#[test]
fn a_limit_that_hubspot_names_replaces_ours_both_ways() {
    for (ours, theirs) in [(110, 40), (40, 190)] {
        let mut world = World::new(Starting { per_ten_seconds: ours, ..STARTING }, theirs);
        for _ in 0..2_000 {
            let job = Job { kind: Kind::Plain, class: Class::Logging, there: 5, back: 5 };
            world.will_ask(0, job);
        }
        world.run_until(90_000);
        assert_eq!(world.refused, 0);
        assert!(world.done as u32 >= theirs * 9 * 97 / 100, "{} of {theirs}", world.done);
    }
}
