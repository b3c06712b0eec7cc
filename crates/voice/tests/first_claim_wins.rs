//! Of several agents who are rung by one far end, one gets it.

use proptest::prelude::*;
use voice::{Forks, Left, Lost};

fn three() -> Forks {
    let mut forks = Forks::default();
    for (leg, name) in [("a", "Ada"), ("b", "Bea"), ("c", "Cleo")] {
        forks.hang("far", leg, name);
    }
    forks
}

#[test]
fn the_first_claim_wins_and_the_others_are_told_who_was_faster() {
    let mut forks = three();
    assert_eq!(forks.claim("b"), Ok(()));
    assert_eq!(forks.claim("b"), Ok(()), "claiming again is claiming once");
    let lost = forks.claim("a").unwrap_err();
    assert_eq!(lost, Lost::To("Bea".into()));
    assert_eq!(lost.to_string(), "Bea was faster.");
    assert_eq!(forks.answered("b"), (vec!["a".into(), "c".into()], "Bea".into()));
    assert_eq!(forks.claim("c"), Err(Lost::To("Bea".into())));
    assert_eq!(forks.legs("far"), Some(vec!["b".into()]));
    assert_eq!((forks.hangs("b"), forks.hangs("a")), (Ok(()), Err(Lost::To("Bea".into()))));
}

#[test]
fn a_claim_that_came_to_nothing_is_free_again_but_not_anothers() {
    let mut forks = three();
    forks.claim("a").unwrap();
    forks.release("b");
    assert_eq!(forks.claim("c"), Err(Lost::To("Ada".into())));
    forks.release("a");
    assert_eq!(forks.claim("c"), Ok(()));
}

#[test]
fn the_far_end_is_refused_when_the_last_has_gone() {
    let mut forks = three();
    assert_eq!(forks.gone("a"), Left::Some);
    assert_eq!(forks.gone("c"), Left::Some);
    assert_eq!(forks.claim("a"), Err(Lost::Over), "who declined cannot answer");
    assert_eq!(forks.gone("b"), Left::Nobody);
}

#[test]
fn nothing_is_claimed_of_a_caller_who_has_given_up() {
    let mut forks = three();
    forks.over("far");
    assert_eq!(forks.claim("a"), Err(Lost::Over));
    assert_eq!(forks.legs("far"), None);
    assert_eq!(forks.far_end("a"), None);
}

proptest! {
    #[test]
    fn never_have_two_answered(steps in prop::collection::vec((0u8..5, 0usize..3), 0..40)) {
        let mut forks = three();
        let (mut holds, mut speaks) = (None, None);
        for (what, who) in steps {
            let leg = ["a", "b", "c"][who];
            match what {
                0 | 1 if forks.claim(leg).is_ok() => {
                    prop_assert!(holds.is_none_or(|other| other == leg), "{holds:?} and {leg}");
                    holds = Some(leg);
                }
                2 if holds == Some(leg) && speaks.is_none() => {
                    forks.release(leg);
                    holds = None;
                }
                3 if holds == Some(leg) => {
                    forks.answered(leg);
                    prop_assert!(speaks.is_none_or(|other| other == leg));
                    speaks = Some(leg);
                }
                4 if holds != Some(leg) => { forks.gone(leg); }
                _ => {}
            }
        }
    }
}

#[test]
fn a_far_end_that_is_handed_on_is_the_next_agents_alone() {
    let mut forks = three();
    forks.claim("b").unwrap();
    forks.answered("b");
    forks.hand_on("b", "d", "Dana");
    assert_eq!((forks.far_end("d"), forks.legs("far")), (Some("far"), Some(vec!["d".into()])));
    assert_eq!(forks.claim("b"), Err(Lost::Over));
    assert_eq!(forks.answered("d"), (vec![], "Dana".into()));
    assert_eq!(forks.gone("d"), Left::Nobody);
    // A call of one agent is its own far end.
    forks.hand_on("single", "e", "Eve");
    assert_eq!(
        (forks.far_end("e"), forks.legs("single")),
        (Some("single"), Some(vec!["e".into()]))
    );
}
