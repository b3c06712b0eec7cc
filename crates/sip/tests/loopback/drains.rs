//! A clean stop.

use std::time::Duration;

use sip::{Access, Drained, LineConfig, LineEvent, UaConfig, Why};

use super::support::{Agent, Peer, both_ways, config, line};

#[tokio::test]
async fn new_calls_are_told_503_and_the_last_end_is_waited_for() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    let access = Access::Registration { expires_s: 300 };
    agent.ua.register(LineConfig { access, ..line(peer.address) }).unwrap();
    let register = peer.request("REGISTER").await;
    peer.reply(&register, "200 OK", "Expires: 300\r\n", "").await;
    agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    let mut call = peer.call("1001", "", &both_ways(6_000)).await;
    let (leg, _) = agent.offered().await;
    agent.ua.accept(&leg, &both_ways(5_000));
    peer.acknowledge(&mut call, "").await;
    let (ua, _events) = agent.split();
    let drained = tokio::spawn(ua.drain(Duration::from_secs(20)));
    // Told as soon as the drain has begun; until then it would be offered.
    loop {
        peer.call("1001", "", &both_ways(6_000)).await;
        let answer =
            peer.wait("an answer", |text| text.seq_method() == "INVITE" && text.status() > 0);
        let answer = answer.await;
        if answer.status() == 503 {
            assert_eq!(answer.header("Retry-After"), "30");
            break;
        }
        assert_eq!(answer.status(), 100);
    }
    assert!(!drained.is_finished());
    peer.ask(&mut call, "BYE", "", "").await;
    assert_eq!(peer.answer("BYE").await.status(), 200);
    let register = peer.request("REGISTER").await;
    assert_eq!(register.header("Expires"), "0");
    peer.reply(&register, "200 OK", "", "").await;
    let drained = drained.await.unwrap();
    assert!(drained.calls >= 1 && drained.cut == 0, "{drained:?}");
}

#[tokio::test]
async fn at_the_limit_calls_are_hung_up() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "1002");
    let invite = peer.request("INVITE").await;
    peer.pick_up(&invite).await;
    agent.answered("leg-00000001").await;
    let (ua, mut events) = agent.split();
    let drained = tokio::spawn(ua.drain(Duration::from_millis(20)));
    let bye = peer.request("BYE").await;
    peer.reply(&bye, "200 OK", "", "").await;
    assert_eq!(drained.await.unwrap(), Drained { calls: 1, cut: 1 });
    let ended = sip::LegEvent::Ended(Why::HungUp);
    let leg = "leg-00000001".to_owned();
    let last = std::iter::from_fn(|| events.try_recv().ok());
    assert!(
        last.into_iter()
            .any(|event| event == sip::Event::Leg { leg: leg.clone(), event: ended.clone() })
    );
}

#[tokio::test]
async fn a_call_that_is_never_acknowledged_does_not_hold_the_stop_up() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    peer.agent = Some(agent.ua.address());
    peer.call("1001", "", &both_ways(6_000)).await;
    let (leg, _) = agent.offered().await;
    agent.ua.accept(&leg, &both_ways(5_000));
    peer.status(200).await;
    agent.ua.hang_up(&leg);
    assert_eq!(agent.ended(&leg).await, Why::HungUp);
    let (ua, _events) = agent.split();
    // Without the limit it would take 32 s.
    let drained = ua.drain(Duration::from_millis(20));
    let drained = tokio::time::timeout(Duration::from_secs(20), drained).await.unwrap();
    assert_eq!(drained, Drained { calls: 1, cut: 1 });
}

#[tokio::test]
async fn a_full_service_says_503_and_makes_no_call() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::with(UaConfig { most_legs: 1, ..config() }).await;
    agent.ua.register(line(peer.address)).unwrap();
    peer.agent = Some(agent.ua.address());
    peer.call("1001", "", &both_ways(6_000)).await;
    agent.offered().await;
    peer.call("1001", "", &both_ways(6_000)).await;
    assert_eq!(peer.answer("INVITE").await.status(), 503);
    agent.dial("leg-00000001", "1002");
    assert!(matches!(agent.ended("leg-00000001").await, Why::Failed { status: 503, .. }));
}

#[tokio::test]
async fn an_address_that_is_taken_is_said_with_its_key() {
    let taken = Peer::new().await;
    let error = sip::Ua::start(UaConfig { udp: taken.address, ..config() }).await.unwrap_err();
    assert_eq!(error.key, "udp");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let tcp = Some(listener.local_addr().unwrap());
    let error = sip::Ua::start(UaConfig { tcp, ..config() }).await.unwrap_err();
    assert_eq!(error.key, "tcp");
    assert!(error.reason.contains("another phone program"), "{error}");
}
