//! Whatever is ordered and told in whatever order: a leg ends at most once, and nothing follows.

use proptest::prelude::*;
use std::collections::BTreeSet;
use voice::{Config, Event, Far, Order, Rebuilt, Refusal, Simulated, ThirdDid};

#[derive(Debug, Clone)]
enum Step {
    Calls,
    Order(Order),
    Far(Far),
    Third(Far),
    Rebuild(Rebuilt),
    Later(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Calls),
        prop_oneof![
            Just(Order::Accept),
            Just(Order::Refuse(Refusal::Busy)),
            Just(Order::HangUp),
            any::<bool>().prop_map(Order::Hold),
            "[0-9+]{0,6}".prop_map(|to| Order::Dial { to }),
            "[0-9]{2}".prop_map(|to| Order::Consult { to }),
            "[0-9]{2}".prop_map(|to| Order::Transfer { to }),
            Just(Order::DropThird),
            Just(Order::Join),
        ]
        .prop_map(Step::Order),
        prop_oneof![Just(Far::Answer), Just(Far::HangUp), Just(Far::LeaveMessage)]
            .prop_map(Step::Far),
        prop_oneof![Just(Far::Answer), Just(Far::HangUp)].prop_map(Step::Third),
        "[0-9]{2}".prop_map(|to| Step::Rebuild(Rebuilt::Outbound { to, rings: false })),
        (0u64..5_000).prop_map(Step::Later),
    ]
}

proptest! {
    #[test]
    fn an_end_is_the_last_event_of_its_leg(steps in prop::collection::vec((0u8..3, step()), 0..60)) {
        let mut phone = Simulated::new(Config::default());
        let mut now = 0;
        let mut ended = BTreeSet::new();
        for (who, step) in steps {
            let call = format!("call {who}");
            match step {
                Step::Calls => { phone.calls(&call); ended.remove(&call); }
                Step::Order(order) => {
                    if matches!(order, Order::Dial { .. }) { ended.remove(&call); }
                    phone.order(&call, order, now);
                }
                Step::Far(far) => { let _ = phone.far(&call, far); }
                Step::Third(far) => { let _ = phone.third(&call, far); }
                Step::Rebuild(was) => { phone.rebuild(&call, was, now); ended.remove(&call); }
                Step::Later(by) => { now += by; phone.tick(now); }
            }
            while let Some((call, event)) = phone.poll() {
                prop_assert!(!ended.contains(&call), "{call}: {event:?} after its end");
                let given = event == Event::Taker(ThirdDid::Answered);
                let goes_on = matches!(event, Event::Rings | Event::Answered | Event::Third(_) | Event::Taker(_));
                if given || !goes_on { ended.insert(call); }
            }
        }
    }
}
