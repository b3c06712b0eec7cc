//! A far end that calls waits, gives up when told, and is gone when refused.

use voice::{Config, Event, Far, Nonsense, Order, Rebuilt, Refusal, Simulated, State};

#[test]
fn an_accepted_caller_speaks_until_somebody_hangs_up() {
    let mut phone = Simulated::new(Config::default());
    phone.calls("c");
    assert_eq!(phone.far("c", Far::Answer), Err(Nonsense::ItIsCalling));
    phone.order("c", Order::Accept, 1);
    assert_eq!(phone.poll(), None);
    phone.order("c", Order::HangUp, 2);
    assert_eq!(phone.legs(), 0);
    assert_eq!(phone.poll(), None);
}

#[test]
fn a_caller_may_give_up() {
    let mut phone = Simulated::new(Config::default());
    phone.calls("c");
    phone.far("c", Far::HangUp).unwrap();
    assert_eq!(phone.poll(), Some(("c".to_owned(), Event::HungUp)));
    phone.order("c", Order::Accept, 1);
    assert_eq!(phone.legs(), 0);
}

#[test]
fn a_rebuilt_leg_goes_on_where_it_was() {
    let mut phone = Simulated::new(Config { answer_after: 500, rings_after: 100 });
    phone.rebuild("in", Rebuilt::Inbound, 0);
    phone.rebuild("on", Rebuilt::Connected, 0);
    phone.rebuild("out", Rebuilt::Outbound { to: "+1".to_owned(), rings: true }, 0);
    assert_eq!(phone.deadline(), Some(500));
    phone.tick(500);
    assert_eq!(phone.poll(), Some(("out".to_owned(), Event::Answered)));
    phone.far("on", Far::HangUp).unwrap();
    assert_eq!(phone.poll(), Some(("on".to_owned(), Event::HungUp)));
    phone.far("in", Far::HangUp).unwrap();
    assert_eq!(phone.poll(), Some(("in".to_owned(), Event::HungUp)));
}

// row!(P1)
#[test]
fn a_refused_caller_is_told_why_and_can_still_leave_a_message() {
    for (why, code) in [
        (Refusal::Unavailable, 480),
        (Refusal::Busy, 486),
        (Refusal::NoAnswer, 480),
        (Refusal::Declined, 603),
    ] {
        let mut phone = Simulated::new(Config::default());
        phone.calls("c");
        assert_eq!(phone.state("c"), Some(State::Calling));
        phone.order("c", Order::Refuse(why), 1);
        assert_eq!(phone.state("c"), Some(State::Refused(why)));
        assert_eq!(why.sip().0, code);
        phone.order("c", Order::Accept, 2);
        assert_eq!(phone.far("c", Far::HangUp), Err(Nonsense::NoSuchCall));
        assert_eq!(phone.legs(), 0);
        phone.far("c", Far::LeaveMessage).unwrap();
        assert_eq!(phone.poll(), Some(("c".to_owned(), Event::LeftMessage)));
        assert_eq!(phone.far("c", Far::LeaveMessage), Err(Nonsense::NoSuchCall));
    }
}

#[test]
fn refused_callers_are_forgotten_in_the_end_and_a_call_of_the_same_id_is_not() {
    let mut phone = Simulated::new(Config::default());
    for n in 0..=101 {
        phone.calls(&n.to_string());
        phone.order(&n.to_string(), Order::Refuse(Refusal::Busy), 1);
    }
    phone.calls("1");
    assert_eq!(phone.forget().as_deref(), Some("0"));
    assert_eq!(phone.forget().as_deref(), Some("1"));
    assert_eq!(phone.forget(), None);
    assert_eq!((phone.state("0"), phone.state("1")), (None, Some(State::Calling)));
}
