//! A dialled far end does what the last two digits of its number say, in its time.

use voice::{Config, Event, Far, Nonsense, Order, Simulated};

fn dial(to: &str, answer_after: u64) -> Simulated {
    let mut phone = Simulated::new(Config { answer_after, rings_after: 100 });
    phone.order("c", Order::Dial { to: to.to_owned() }, 1_000);
    phone
}

fn events(phone: &mut Simulated, until: u64) -> Vec<(u64, Event)> {
    let mut seen = Vec::new();
    while let Some(at) = phone.deadline().filter(|at| *at <= until) {
        phone.tick(at);
        while let Some((call, event)) = phone.poll() {
            assert_eq!(call, "c");
            seen.push((at, event));
        }
    }
    seen
}

#[test]
fn any_other_number_rings_and_answers() {
    let mut phone = dial("+442073238299", 3_000);
    assert_eq!(events(&mut phone, 60_000), [(1_100, Event::Rings), (4_100, Event::Answered)]);
    assert_eq!(phone.legs(), 1);
}

#[test]
fn one_is_busy_two_never_answers_three_declines_four_fails() {
    assert_eq!(events(&mut dial("+4420732382 01", 3_000), 60_000), [(1_100, Event::Busy)]);
    assert_eq!(events(&mut dial("+442073238202", 3_000), 60_000), [(1_100, Event::Rings)]);
    assert_eq!(
        events(&mut dial("+442073238203", 3_000), 60_000),
        [(1_100, Event::Rings), (2_100, Event::Rejected)]
    );
    assert_eq!(events(&mut dial("+442073238204", 3_000), 60_000), [(1_100, Event::Failed)]);
}

#[test]
fn with_no_time_set_it_answers_only_when_told() {
    let mut phone = dial("+442073238299", 0);
    assert_eq!(phone.far("c", Far::Answer), Err(Nonsense::NotRinging));
    assert_eq!(events(&mut phone, 60_000), [(1_100, Event::Rings)]);
    assert_eq!(phone.far("c", Far::Answer), Ok(()));
    assert_eq!(phone.poll(), Some(("c".to_owned(), Event::Answered)));
    assert_eq!(phone.far("c", Far::Answer), Err(Nonsense::Answered));
    assert_eq!(phone.far("c", Far::HangUp), Ok(()));
    assert_eq!(phone.poll(), Some(("c".to_owned(), Event::HungUp)));
    assert_eq!(phone.far("c", Far::HangUp), Err(Nonsense::NoSuchCall));
}

#[test]
fn dialling_the_same_call_twice_dials_once() {
    let mut phone = dial("+442073238299", 3_000);
    phone.order("c", Order::Dial { to: "+442073238299".to_owned() }, 9_000);
    assert_eq!(phone.deadline(), Some(1_100));
}
