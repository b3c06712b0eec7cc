//! Somebody beside a far end is called by the rule of their number, takes the far end or joins it.

use voice::{Config, Event, Far, Nonsense, Order, Simulated, State, ThirdDid};

const FAR: &str = "+442073238299";

/// A call that is on the line.
fn speaking() -> Simulated {
    let mut phone = Simulated::new(Config { answer_after: 3_000, rings_after: 100 });
    phone.calls("c");
    phone.order("c", Order::Accept, 0);
    phone
}

fn seen(phone: &mut Simulated, until: u64) -> Vec<(u64, Event)> {
    let mut seen = Vec::new();
    while let Some(at) = phone.deadline().filter(|at| *at <= until) {
        phone.tick(at);
        while let Some((_, event)) = phone.poll() {
            seen.push((at, event));
        }
    }
    seen
}

fn third(at: u64, did: ThirdDid) -> (u64, Event) {
    (at, Event::Third(did))
}

// row!(P6)
#[test]
fn one_is_busy_two_never_answers_three_declines_four_fails_and_any_other_answers() {
    for transfers in [true, false] {
        let called = |number: &str| {
            let mut phone = speaking();
            let to = format!("+4420732382{number}");
            let order = match transfers {
                true => Order::Transfer { to },
                false => Order::Consult { to },
            };
            phone.order("c", order, 1_000);
            let seen = seen(&mut phone, 60_000);
            (seen, phone.state("c"))
        };
        let third = |at, did| match transfers {
            true => (at, Event::Taker(did)),
            false => third(at, did),
        };
        let (rings, stays) = (third(1_100, ThirdDid::Rings), Some(State::Connected));
        assert_eq!(called("01"), (vec![third(1_100, ThirdDid::Busy)], stays));
        assert_eq!(called("02"), (vec![rings], stays));
        assert_eq!(called("03"), (vec![rings, third(2_100, ThirdDid::HungUp)], stays));
        assert_eq!(called("04"), (vec![third(1_100, ThirdDid::Failed)], stays));
        // Who is given away is no call of ours any more.
        let after = if transfers { None } else { stays };
        assert_eq!(called("99"), (vec![rings, third(4_100, ThirdDid::Answered)], after));
    }
}

#[test]
fn who_is_dropped_says_nothing_more_and_the_far_end_stays() {
    let mut phone = speaking();
    phone.order("c", Order::Consult { to: FAR.into() }, 0);
    phone.order("c", Order::DropThird, 50);
    assert_eq!(seen(&mut phone, 60_000), []);
    assert_eq!(
        (phone.state("c"), phone.third("c", Far::HangUp)),
        (Some(State::Connected), Err(Nonsense::NoSuchCall))
    );
}

#[test]
fn far_end_and_third_who_are_left_alone_speak_until_one_hangs_up_or_it_is_too_long() {
    let mut phone = speaking();
    phone.order("c", Order::Consult { to: FAR.into() }, 0);
    assert_eq!(seen(&mut phone, 10_000).last(), Some(&third(3_100, ThirdDid::Answered)));
    phone.order("c", Order::Join, 20_000);
    assert_eq!((phone.state("c"), phone.legs()), (Some(State::Connected), 1));
    assert_eq!(seen(&mut phone, 700_000), [(620_000, Event::HungUp)]);
    assert_eq!(phone.state("c"), None);
}

#[test]
fn a_third_goes_with_the_far_end() {
    let mut phone = speaking();
    phone.order("c", Order::Consult { to: FAR.into() }, 0);
    phone.far("c", Far::HangUp).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(phone.poll(), Some(("c".to_owned(), Event::HungUp)));
    assert_eq!((seen(&mut phone, 60_000), phone.deadline()), (vec![], None));
}
