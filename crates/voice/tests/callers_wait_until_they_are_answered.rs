//! A far end that calls waits, gives up when told, and is gone when refused.

use voice::{Config, Event, Far, Nonsense, Order, Rebuilt, Simulated};

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
