//! Some hundred random walks over surfaces; `cargo xtask chaos surfaces --sim` does ten thousand.

use sidetone_chaos::surfaces::{Plan, run};

// row!(L7) row!(L9) row!(U36) row!(U39) row!(U40)
#[test]
fn after_every_walk_all_surfaces_agree_and_nobody_rings_alone() {
    let report = run(Plan { seed: 1, walks: 200 });
    println!("{report}");
    assert!(report.wrong.is_empty(), "{report}");
    assert!(report.rang > 2_000 && report.heard > 1_500, "nothing was proven: {report}");
}

#[test]
fn the_same_seed_walks_the_same() {
    let plan = Plan { seed: 77, walks: 3 };
    assert_eq!(run(plan).to_string(), run(plan).to_string());
}
