//! The single rules, one by one.

use record::allowance::{Allowance, Class, Kind, Next, Policy, Said, Slow, Starting};

const NOW: u64 = 1_000_000_000;

fn new(per_ten_seconds: u32) -> Allowance {
    Allowance::new(Starting { per_ten_seconds, searches_per_second: 5, per_day: None })
}

/// Sends and is answered at once.
fn ask(of: &mut Allowance, kind: Kind, said: Said) {
    let ticket = of.sent(kind, NOW);
    of.answered(ticket, &said, NOW);
}

fn slow(policy: Policy, wait: u64) -> Said {
    Said { slow: Some(Slow { policy, wait }), ..Said::default() }
}

// row!(P14)
#[test]
fn a_place_is_free_one_window_after_the_answer() {
    let mut of = new(1);
    let ticket = of.sent(Kind::Plain, NOW);
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW + 60_000), Next::AfterChange);
    of.answered(ticket, &Said::default(), NOW + 3_000);
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW + 3_000), Next::At(NOW + 13_001));
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW + 13_001), Next::Now);
}

// row!(P14)
#[test]
fn logging_goes_first_and_look_ups_leave_it_a_reserve() {
    let mut of = new(20);
    for _ in 0..17 {
        ask(&mut of, Kind::Plain, Said::default());
    }
    assert_eq!(of.next(Class::Looking, Kind::Plain, NOW), Next::Now);
    of.joined(Class::Logging, Kind::Plain);
    assert_eq!(of.next(Class::Looking, Kind::Plain, NOW), Next::At(NOW + 10_001));
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::Now);
    of.left(Class::Logging, Kind::Plain);
    ask(&mut of, Kind::Plain, Said::default());
    assert_ne!(of.next(Class::Looking, Kind::Plain, NOW), Next::Now, "the last two are kept");
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::Now);
}

// row!(P14)
#[test]
fn six_are_under_way_at_most_and_the_next_is_a_logging_one() {
    let mut of = new(100);
    let mut under_way: Vec<_> = (0..6).map(|_| of.sent(Kind::Plain, NOW)).collect();
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::AfterChange);
    of.joined(Class::Logging, Kind::Plain);
    of.answered(under_way.pop().unwrap(), &Said::default(), NOW);
    assert_eq!(of.next(Class::Looking, Kind::Plain, NOW), Next::AfterChange);
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::Now);
}

// row!(P14)
#[test]
fn a_limit_that_was_met_stops_only_what_it_counts() {
    for (policy, asked, plain, search) in [
        (Policy::TenSeconds, Kind::Plain, true, false),
        (Policy::Second, Kind::Search, false, true),
        (Policy::Unnamed, Kind::Search, false, true),
        (Policy::Day, Kind::Plain, true, true),
        (Policy::Locked, Kind::Plain, true, true),
    ] {
        let mut of = new(100);
        ask(&mut of, asked, slow(policy, 7_000));
        let stopped = |kind| of.next(Class::Logging, kind, NOW) == Next::At(NOW + 7_000);
        assert_eq!((stopped(Kind::Plain), stopped(Kind::Search)), (plain, search), "{policy:?}");
        let figures = of.figures(NOW);
        assert_eq!(figures.paused_until, Some(NOW + 7_000));
        assert_eq!(figures.refused, u32::from(policy != Policy::Locked));
        assert_eq!(of.next(Class::Logging, asked, NOW + 7_000), Next::Now);
    }
}

// row!(P14)
#[test]
fn the_days_end_is_waited_for_with_a_try_now_and_then() {
    let starting = Starting { per_ten_seconds: 100, searches_per_second: 5, per_day: Some(200) };
    let mut of = Allowance::new(starting);
    let said = Said { daily: Some(1_000), daily_remaining: Some(10), ..Said::default() };
    ask(&mut of, Kind::Plain, said);
    assert_ne!(of.next(Class::Looking, Kind::Plain, NOW), Next::Now, "look-ups stop earlier");
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::Now);
    ask(&mut of, Kind::Plain, Said { daily_remaining: Some(0), ..said });
    assert_eq!(of.figures(NOW).day.used, 1_000);
    assert!(of.figures(NOW).day.learnt);
    let quarter = NOW + 15 * 60_000;
    assert_eq!(of.next(Class::Logging, Kind::Search, NOW), Next::At(quarter));
    assert_eq!(of.next(Class::Logging, Kind::Search, quarter), Next::Now);
    // A new day began at HubSpot.
    ask(&mut of, Kind::Plain, Said { daily_remaining: Some(999), ..said });
    assert_eq!(of.next(Class::Logging, Kind::Plain, NOW), Next::Now);
}

// row!(P14) row!(U46)
#[test]
fn the_meter_shows_what_is_used_who_waits_and_what_was_learnt() {
    let mut of = new(100);
    ask(&mut of, Kind::Search, Said::default());
    let said = Said { max: Some(190), remaining: Some(149), ..Said::default() };
    ask(&mut of, Kind::Plain, said);
    of.joined(Class::Logging, Kind::Plain);
    of.joined(Class::Looking, Kind::Search);
    let now = of.figures(NOW);
    assert_eq!((now.plain.used, now.plain.limit, now.plain.learnt), (41, Some(190), true));
    assert_eq!((now.searches.used, now.searches.limit), (1, Some(5)));
    assert_eq!((now.day.used, now.day.limit), (2, None));
    assert_eq!(now.waiting, (1, 1));
    let later = of.figures(NOW + 10_001);
    assert_eq!((later.plain.used, later.searches.used), (0, 0));
}
