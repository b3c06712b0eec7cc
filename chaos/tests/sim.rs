//! A short run of the calls in simulated time; `cargo xtask chaos` does the long one.

use sidetone_chaos::sim::{Plan, run};

// row!(U37) row!(U38) row!(L20) row!(L21) row!(L24) row!(C15) row!(P17)
#[test]
fn every_call_has_one_record_whatever_fails() {
    for seed in 1..=2 {
        let report = run(Plan { seed, calls: 500, calls_per_crash: 50 });
        println!("{report}");
        assert!(report.wrong.is_empty(), "seed {seed}: {:#?}", report.wrong);
        assert!(report.calls >= 500 && report.faults > 200 && report.crashes > 2, "{report}");
        assert!(report.cases > 50 && report.put_away > 0, "nothing was proven: {report}");
    }
}

#[test]
fn the_same_seed_does_the_same_again() {
    let plan = Plan { seed: 42, calls: 150, calls_per_crash: 30 };
    assert_eq!(run(plan).to_string(), run(plan).to_string());
}
