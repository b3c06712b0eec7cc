//! Calls that we are offered.

use sip::{LegEvent, Refusal, Why};

use super::support::{Agent, Peer, both_ways, line};

/// A peer that knows where the agent is, and the agent with its line there.
async fn pair() -> (Peer, Agent) {
    let mut peer = Peer::new().await;
    let agent = Agent::at(peer.address).await;
    peer.agent = Some(agent.ua.address());
    (peer, agent)
}

#[tokio::test]
async fn a_call_is_offered_rung_taken_and_hung_up_by_the_caller() {
    let (mut peer, mut agent) = pair().await;
    let mut call = peer.call("1001", "", &both_ways(6_000)).await;
    let (leg, offered) = agent.offered().await;
    let expected = LegEvent::Offered {
        line: "desk".to_owned(),
        from: "+4930123456".to_owned(),
        from_name: Some("Ada Lovelace".to_owned()),
        to: "1001".to_owned(),
        sdp: Some(both_ways(6_000)),
        replaces: None,
    };
    assert_eq!(offered, expected);
    agent.ua.ring(&leg);
    peer.status(180).await;
    agent.ua.accept(&leg, &both_ways(5_000));
    let answer = peer.acknowledge(&mut call, "").await;
    assert_eq!(answer.body, both_ways(5_000));
    assert!(answer.bracketed("Contact").starts_with(&format!("sip:1001@{}", agent.ua.address())));
    peer.ask(&mut call, "BYE", "", "").await;
    assert_eq!(peer.answer("BYE").await.status(), 200);
    assert_eq!(agent.ended(&leg).await, Why::FarHungUp);
    // The call is forgotten.
    peer.ask(&mut call, "INFO", "", "").await;
    assert!(matches!(peer.answer("INFO").await.status(), 403 | 481));
}

#[tokio::test]
async fn we_hang_a_taken_call_up() {
    let (mut peer, mut agent) = pair().await;
    let mut call = peer.call("1001", "", &both_ways(6_000)).await;
    let (leg, _) = agent.offered().await;
    agent.ua.accept(&leg, &both_ways(5_000));
    peer.acknowledge(&mut call, "").await;
    agent.ua.hang_up(&leg);
    assert_eq!(agent.ended(&leg).await, Why::HungUp);
    let bye = peer.request("BYE").await;
    peer.reply(&bye, "200 OK", "", "").await;
}

#[tokio::test]
async fn a_call_is_refused_with_the_number_of_its_reason() {
    let (mut peer, mut agent) = pair().await;
    let reasons = [
        (Refusal::Unavailable, 480),
        (Refusal::Busy, 486),
        (Refusal::NoAnswer, 480),
        (Refusal::Declined, 603),
    ];
    for (refusal, status) in reasons {
        let mut call = peer.call("1001", "", &both_ways(6_000)).await;
        let (leg, _) = agent.offered().await;
        agent.ua.ring(&leg);
        agent.ua.refuse(&leg, refusal);
        let answer = peer.answer("INVITE").await;
        assert_eq!(answer.status(), status);
        call.theirs = answer.header("To").to_owned();
        peer.ask(&mut call, "ACK", "", "").await;
        assert_eq!(agent.ended(&leg).await, Why::Refused);
    }
}

#[tokio::test]
async fn the_caller_gives_up_or_somebody_else_answers() {
    let (mut peer, mut agent) = pair().await;
    let reasons = [
        ("", Why::Canceled),
        ("Reason: Q.850;cause=16\r\n", Why::Canceled),
        ("Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n", Why::AnsweredElsewhere),
    ];
    for (reason, why) in reasons {
        let mut call = peer.call("1001", "", &both_ways(6_000)).await;
        let (leg, _) = agent.offered().await;
        agent.ua.ring(&leg);
        peer.status(180).await;
        peer.ask(&mut call, "CANCEL", reason, "").await;
        assert_eq!(peer.answer("CANCEL").await.status(), 200);
        assert_eq!(peer.answer("INVITE").await.status(), 487);
        assert_eq!(agent.ended(&leg).await, why);
    }
}

#[tokio::test]
async fn an_invite_that_comes_again_is_no_new_call() {
    let (mut peer, mut agent) = pair().await;
    let (mut call, text) = peer.invite("1001", "", &both_ways(6_000));
    peer.send(&text).await;
    let (leg, _) = agent.offered().await;
    agent.ua.ring(&leg);
    peer.status(180).await;
    // The same once more: the answer is repeated.
    peer.send(&text).await;
    peer.status(180).await;
    // The same call over another way.
    let other = text.replace("branch=z9hG4bK-", "branch=z9hG4bK-other-");
    peer.send(&other).await;
    assert_eq!(peer.answer("INVITE").await.status(), 482);
    agent.ua.accept(&leg, &both_ways(5_000));
    peer.acknowledge(&mut call, "").await;
    // And once more after the answer.
    peer.send(&text).await;
    peer.ask(&mut call, "BYE", "", "").await;
    peer.answer("BYE").await;
    assert_eq!(agent.ended(&leg).await, Why::FarHungUp);
    assert_eq!(agent.unheard(), []);
}

#[tokio::test]
async fn a_call_without_an_offer_gets_ours_and_answers_in_its_ack() {
    let (mut peer, mut agent) = pair().await;
    let mut call = peer.call("1001", "", "").await;
    let (leg, offered) = agent.offered().await;
    assert!(matches!(offered, LegEvent::Offered { sdp: None, .. }));
    agent.ua.accept(&leg, &both_ways(5_000));
    let answer = both_ways(6_000);
    peer.acknowledge(&mut call, &answer).await;
    let described =
        agent.leg(&leg, "described", |event| matches!(event, LegEvent::Described { .. }));
    assert_eq!(described.await, LegEvent::Described { sdp: answer });
}

#[tokio::test]
async fn who_calls_is_read_from_the_phone_systems_own_word() {
    let (mut peer, mut agent) = pair().await;
    let cases = [
        ("P-Asserted-Identity: \"Bob\" <sip:+4940777@pbx.test>\r\n", "+4940777", Some("Bob")),
        ("P-Asserted-Identity: <tel:+4940777>\r\n", "+4940777", Some("Ada Lovelace")),
        ("P-Asserted-Identity: <tel:+4940777>\r\nPrivacy: id\r\n", "", None),
    ];
    for (headers, number, name) in cases {
        peer.call("1001", headers, &both_ways(6_000)).await;
        let (leg, offered) = agent.offered().await;
        let LegEvent::Offered { from, from_name, .. } = offered else { panic!() };
        assert_eq!((from.as_str(), from_name.as_deref()), (number, name), "{headers}");
        agent.ua.refuse(&leg, Refusal::Busy);
        peer.answer("INVITE").await;
    }
}

#[tokio::test]
async fn a_trunk_is_offered_calls_to_all_its_numbers() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(sip::LineConfig { trunk: true, ..line(peer.address) }).unwrap();
    peer.agent = Some(agent.ua.address());
    for number in ["+4930111", "+4930222"] {
        peer.call(number, "", &both_ways(6_000)).await;
        let (leg, offered) = agent.offered().await;
        let LegEvent::Offered { to, .. } = offered else { panic!() };
        assert_eq!(to, number);
        agent.ua.refuse(&leg, Refusal::Busy);
        peer.answer("INVITE").await;
    }
}

#[tokio::test]
async fn what_no_call_can_be_made_of_is_refused() {
    let (mut peer, mut agent) = pair().await;
    let (_, sound) = peer.invite("1001", "", &both_ways(6_000));
    let cases = [
        ("nobody has the number", "sip:1001@", "sip:1009@", 404),
        ("a circle", "Max-Forwards: 70", "Max-Forwards: 0", 483),
        ("no number of hops", "Max-Forwards: 70", "Max-Forwards: many", 400),
        ("a body that is cut", "Content-Length: ", "Content-Length: 9", 400),
        ("no contact", "Contact: ", "X-Contact: ", 400),
        ("no audio that we read", "application/sdp", "application/pdf", 415),
        ("what we cannot", "Max-Forwards", "Require: 100rel\r\nMax-Forwards", 420),
    ];
    for (n, (what, from, to, status)) in cases.into_iter().enumerate() {
        let text = sound.replace("call-", &format!("bad-{n}-")).replace(from, to);
        peer.send(&text).await;
        assert_eq!(peer.answer("INVITE").await.status(), status, "{what}");
    }
    // A timer that the caller runs does not hurt.
    let sound = sound.replace("Max-Forwards", "Require: timer\r\nMax-Forwards");
    peer.send(&sound).await;
    agent.offered().await;
    assert_eq!(agent.unheard(), []);
}
