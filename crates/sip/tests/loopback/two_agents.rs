//! Our user agent with itself: what one side says, the other must understand.

use sip::sdp::Direction;
use sip::{Digit, LegEvent, Refusal, Why};

use super::support::{Agent, both_ways, line, sdp};

/// A call from the first to the second: the agents and the second's leg.
async fn ringing() -> (Agent, Agent, String) {
    let (ada, mut bob) = (Agent::new().await, Agent::new().await);
    ada.ua.register(line(bob.ua.address())).unwrap();
    bob.ua.register(line(ada.ua.address())).unwrap();
    ada.dial("leg-00000001", "1001");
    let (leg, _) = bob.offered().await;
    (ada, bob, leg)
}

async fn talking() -> (Agent, Agent, String) {
    let (mut ada, bob, leg) = ringing().await;
    bob.ua.ring(&leg);
    ada.leg(ADA, "ringing", |event| matches!(event, LegEvent::Rings { .. })).await;
    bob.ua.accept(&leg, &both_ways(6_000));
    assert_eq!(ada.answered(ADA).await, both_ways(6_000));
    (ada, bob, leg)
}

const ADA: &str = "leg-00000001";

#[tokio::test]
async fn hold_and_resume_from_both_sides() {
    let (mut ada, mut bob, leg) = talking().await;
    let legs = [(ADA.to_owned(), leg.clone()), (leg, ADA.to_owned())];
    for (n, (ours, theirs)) in legs.iter().enumerate() {
        let (us, them) = if n == 0 { (&mut ada, &mut bob) } else { (&mut bob, &mut ada) };
        us.ua.hold(ours, &sdp(5_000, Direction::SendOnly));
        let offer =
            them.leg(theirs, "an offer", |event| matches!(event, LegEvent::Reoffered { .. }));
        let LegEvent::Reoffered { sdp: Some(offer) } = offer.await else { panic!() };
        assert!(sip::sdp::read(&offer).unwrap().held());
        them.ua.answer(theirs, &sdp(6_000, Direction::RecvOnly));
        let held = us.leg(ours, "held", |event| matches!(event, LegEvent::Held { .. })).await;
        let LegEvent::Held { sdp: answer } = held else { panic!() };
        assert!(answer.contains("a=recvonly"));
        us.ua.resume(ours, &both_ways(5_000));
        them.leg(theirs, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
        them.ua.answer(theirs, &both_ways(6_000));
        us.leg(ours, "resumed", |event| matches!(event, LegEvent::Resumed { .. })).await;
    }
}

#[tokio::test]
async fn both_hold_at_once_and_both_are_answered_in_the_end() {
    let (mut ada, mut bob, leg) = talking().await;
    ada.ua.hold(ADA, &sdp(5_000, Direction::SendOnly));
    bob.ua.hold(&leg, &sdp(6_000, Direction::SendOnly));
    let (mut held_by_ada, mut held_by_bob) = (false, false);
    // Whether they meet or one comes first is chance; that both are held in the end is not.
    while !(held_by_ada && held_by_bob) {
        let news =
            |event: &LegEvent| matches!(event, LegEvent::Held { .. } | LegEvent::Reoffered { .. });
        tokio::select! {
            event = ada.leg(ADA, "news", news) => match event {
                LegEvent::Held { .. } => held_by_ada = true,
                _ => ada.ua.answer(ADA, &sdp(5_000, Direction::Inactive)),
            },
            event = bob.leg(&leg, "news", news) => match event {
                LegEvent::Held { .. } => held_by_bob = true,
                _ => bob.ua.answer(&leg, &sdp(6_000, Direction::Inactive)),
            },
        }
    }
}

#[tokio::test]
async fn digits_both_ways() {
    let (mut ada, mut bob, leg) = talking().await;
    let digit = Digit::new('#', 120).unwrap();
    ada.ua.press(ADA, digit);
    let event = bob.leg(&leg, "a digit", |event| matches!(event, LegEvent::Digit(_))).await;
    assert_eq!(event, LegEvent::Digit(digit));
    bob.ua.press(&leg, digit);
    ada.leg(ADA, "a digit", |event| matches!(event, LegEvent::Digit(_))).await;
}

#[tokio::test]
async fn the_end_from_both_sides() {
    let (mut ada, mut bob, leg) = talking().await;
    ada.ua.hang_up(ADA);
    assert_eq!(ada.ended(ADA).await, Why::HungUp);
    assert_eq!(bob.ended(&leg).await, Why::FarHungUp);
    let (mut ada, mut bob, leg) = talking().await;
    bob.ua.hang_up(&leg);
    assert_eq!(bob.ended(&leg).await, Why::HungUp);
    assert_eq!(ada.ended(ADA).await, Why::FarHungUp);
}

#[tokio::test]
async fn refusals_and_giving_up() {
    for (refusal, why) in [
        (Refusal::Busy, Why::Busy),
        (Refusal::Unavailable, Why::NoAnswer),
        (Refusal::NoAnswer, Why::NoAnswer),
        (Refusal::Declined, Why::Rejected),
    ] {
        let (mut ada, bob, leg) = ringing().await;
        bob.ua.refuse(&leg, refusal);
        assert_eq!(ada.ended(ADA).await, why);
    }
    let (mut ada, mut bob, leg) = ringing().await;
    bob.ua.ring(&leg);
    ada.leg(ADA, "ringing", |event| matches!(event, LegEvent::Rings { .. })).await;
    ada.ua.hang_up(ADA);
    assert_eq!(bob.ended(&leg).await, Why::Canceled);
    assert_eq!(ada.ended(ADA).await, Why::Canceled);
}

#[tokio::test]
async fn many_calls_at_once_leave_nothing_behind() {
    const CALLS: usize = 200;
    let (mut ada, mut bob) = (Agent::new().await, Agent::new().await);
    ada.ua.register(line(bob.ua.address())).unwrap();
    bob.ua.register(line(ada.ua.address())).unwrap();
    let name = |n: usize| format!("leg-{n:08}");
    for n in 0..CALLS {
        ada.dial(&name(n), "1001");
    }
    let mut legs = Vec::new();
    for _ in 0..CALLS {
        let (leg, _) = bob.offered().await;
        bob.ua.accept(&leg, &both_ways(6_000));
        legs.push(leg);
    }
    for n in 0..CALLS {
        ada.answered(&name(n)).await;
    }
    assert_eq!((ada.ua.counts().calls, bob.ua.counts().calls), (CALLS, CALLS));
    // Half of them from each side.
    for n in (0..CALLS).step_by(2) {
        ada.ua.hang_up(&name(n));
    }
    for leg in legs
        .iter()
        .filter(|leg| leg.split('/').nth(1).unwrap().ends_with(['1', '3', '5', '7', '9']))
    {
        bob.ua.hang_up(leg);
    }
    for n in 0..CALLS {
        ada.ended(&name(n)).await;
    }
    for leg in &legs {
        bob.ended(leg).await;
    }
    assert_eq!((ada.ua.counts().calls, bob.ua.counts().calls), (0, 0));
    assert_eq!((ada.unheard(), bob.unheard()), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn a_transfer_is_refused_politely() {
    let (mut ada, _bob, _) = talking().await;
    ada.ua.transfer(ADA, "1003");
    let failed = |event: &LegEvent| matches!(event, LegEvent::TransferFailed { status: 603, .. });
    ada.leg(ADA, "the refusal", failed).await;
}

#[tokio::test]
async fn over_tcp_too() {
    use super::support::config;
    use sip::{Transport, UaConfig};
    let mut agents = Vec::new();
    for _ in 0..2 {
        let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        agents.push((Agent::with(UaConfig { tcp: Some(tcp), ..config() }).await, tcp));
    }
    let ((mut bob, at_bob), (mut ada, at_ada)) = (agents.pop().unwrap(), agents.pop().unwrap());
    let over = |server| sip::LineConfig { transport: Transport::Tcp, ..line(server) };
    ada.ua.register(over(at_bob)).unwrap();
    bob.ua.register(over(at_ada)).unwrap();
    ada.dial(ADA, "1001");
    let (leg, _) = bob.offered().await;
    bob.ua.accept(&leg, &both_ways(6_000));
    ada.answered(ADA).await;
    bob.ua.hold(&leg, &sdp(6_000, Direction::SendOnly));
    ada.leg(ADA, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    ada.ua.answer(ADA, &sdp(5_000, Direction::RecvOnly));
    bob.leg(&leg, "held", |event| matches!(event, LegEvent::Held { .. })).await;
    bob.ua.hang_up(&leg);
    assert_eq!(ada.ended(ADA).await, Why::FarHungUp);
}
