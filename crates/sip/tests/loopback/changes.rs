//! Changes within a call, with the raw phone system: collisions, INFO, UPDATE, what we do not do.

use sip::sdp::Direction;
use sip::{Digit, LegEvent, Why};

use super::support::{Agent, Call, Peer, both_ways, sdp};

/// An answered call that we made.
async fn talking() -> (Peer, Agent, Call) {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "1002");
    let invite = peer.request("INVITE").await;
    let call = peer.pick_up(&invite).await;
    agent.answered("leg-00000001").await;
    (peer, agent, call)
}

const LEG: &str = "leg-00000001";

#[tokio::test]
async fn an_offer_of_theirs_that_meets_ours_is_told_491_and_ours_is_tried_again_after_theirs() {
    let (mut peer, mut agent, mut call) = talking().await;
    agent.ua.hold(LEG, &sdp(5_000, Direction::SendOnly));
    let ours = peer.request("INVITE").await;
    assert!(ours.body.contains("a=sendonly"));
    peer.ask(&mut call, "INVITE", "", &sdp(6_000, Direction::SendOnly)).await;
    let answer = peer.wait("491", |text| text.status() == 491).await;
    assert_eq!(answer.seq(), call.seq);
    peer.ask(&mut call, "ACK", "", "").await;
    // Ours is told the same, and comes again by itself.
    peer.reply(&ours, "491 Request Pending", "", "").await;
    peer.request("ACK").await;
    let again = peer.request("INVITE").await;
    assert!(again.seq() > ours.seq());
    assert_eq!(again.body, ours.body);
    peer.reply(&again, "200 OK", "", &sdp(6_000, Direction::RecvOnly)).await;
    peer.request("ACK").await;
    agent.leg(LEG, "held", |event| matches!(event, LegEvent::Held { .. })).await;
}

#[tokio::test]
async fn a_hold_that_is_refused_leaves_the_call_and_a_forgotten_call_ends() {
    let (mut peer, mut agent, _) = talking().await;
    agent.ua.hold(LEG, &sdp(5_000, Direction::SendOnly));
    let offer = peer.request("INVITE").await;
    peer.reply(&offer, "488 Not Acceptable Here", "", "").await;
    peer.request("ACK").await;
    let refused = |event: &LegEvent| matches!(event, LegEvent::OfferRefused { status: 488, .. });
    agent.leg(LEG, "the refusal", refused).await;
    agent.ua.resume(LEG, &both_ways(5_000));
    let offer = peer.request("INVITE").await;
    peer.reply(&offer, "481 Call Does Not Exist", "", "").await;
    let Why::Failed { status: 481, .. } = agent.ended(LEG).await else { panic!() };
}

#[tokio::test]
async fn digits_go_both_ways_by_info() {
    let (mut peer, mut agent, mut call) = talking().await;
    for key in ['4', '2'] {
        agent.ua.press(LEG, Digit::new(key, 160).unwrap());
    }
    for key in ["4", "2"] {
        let info = peer.request("INFO").await;
        assert_eq!(info.header("Content-Type"), "application/dtmf-relay");
        assert_eq!(info.body, format!("Signal={key}\r\nDuration=160\r\n"));
        peer.reply(&info, "200 OK", "", "").await;
    }
    let relay = "Content-Type: application/dtmf-relay\r\n";
    peer.ask(&mut call, "INFO", relay, "Signal=#\r\nDuration=200\r\n").await;
    assert_eq!(peer.answer("INFO").await.status(), 200);
    let event = agent.leg(LEG, "a digit", |event| matches!(event, LegEvent::Digit(_))).await;
    assert_eq!(event, LegEvent::Digit(Digit { key: '#', ms: 200 }));
    peer.ask(&mut call, "INFO", "Content-Type: text/plain\r\n", "hello").await;
    assert_eq!(peer.answer("INFO").await.status(), 415);
    let trace = agent.ua.leg_trace(LEG);
    assert!(trace.iter().all(|message| !message.text.contains("Signal=")), "{trace:#?}");
    // A phone system that takes none is told apart.
    agent.ua.press(LEG, Digit::new('9', 160).unwrap());
    let info = peer.request("INFO").await;
    peer.reply(&info, "405 Method Not Allowed", "", "").await;
    agent.leg(LEG, "refused", |event| *event == LegEvent::DigitRefused { status: 405 }).await;
}

#[tokio::test]
async fn timers_are_refreshed_and_what_we_do_not_do_is_refused_politely() {
    let (mut peer, mut agent, mut call) = talking().await;
    let cases = [
        ("UPDATE", "Session-Expires: 1800;refresher=uac\r\n", 200),
        ("OPTIONS", "", 200),
        ("REFER", "Refer-To: <sip:1003@pbx.test>\r\n", 603),
        ("MESSAGE", "Content-Type: text/plain\r\n", 405),
        ("NOTIFY", "Event: message-summary\r\nSubscription-State: active\r\n", 489),
        ("PUBLISH", "Event: presence\r\n", 405),
    ];
    for (method, headers, status) in cases {
        peer.ask(&mut call, method, headers, "").await;
        assert_eq!(peer.answer(method).await.status(), status, "{method}");
    }
    // A re-INVITE that refreshes, with the description that is known.
    peer.ask(&mut call, "INVITE", "Session-Expires: 1800\r\n", &both_ways(6_000)).await;
    agent.leg(LEG, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    agent.ua.answer(LEG, &both_ways(5_000));
    peer.acknowledge(&mut call, "").await;
    // UPDATE with a description is an offer too, without an ACK.
    peer.ask(&mut call, "UPDATE", "", &sdp(6_000, Direction::SendOnly)).await;
    agent.leg(LEG, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    agent.ua.answer(LEG, &sdp(5_000, Direction::RecvOnly));
    assert!(peer.answer("UPDATE").await.body.contains("a=recvonly"));
    // An offer that we do not take changes nothing.
    peer.ask(&mut call, "INVITE", "", &both_ways(6_002)).await;
    agent.leg(LEG, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    agent.ua.decline(LEG);
    assert_eq!(peer.answer("INVITE").await.status(), 488);
    peer.ask(&mut call, "ACK", "", "").await;
    agent.ua.hang_up(LEG);
    peer.request("BYE").await;
}

#[tokio::test]
async fn an_offer_without_a_description_gets_ours() {
    let (mut peer, mut agent, mut call) = talking().await;
    peer.ask(&mut call, "INVITE", "", "").await;
    agent.leg(LEG, "an offer", |event| *event == LegEvent::Reoffered { sdp: None }).await;
    agent.ua.answer(LEG, &both_ways(5_000));
    let answer = both_ways(6_004);
    peer.acknowledge(&mut call, &answer).await;
    let described =
        agent.leg(LEG, "described", |event| matches!(event, LegEvent::Described { .. }));
    assert_eq!(described.await, LegEvent::Described { sdp: answer });
}

#[tokio::test]
async fn a_far_side_that_moves_with_its_answer_is_followed() {
    let (mut peer, agent, _) = talking().await;
    agent.ua.hold(LEG, &sdp(5_000, Direction::SendOnly));
    let offer = peer.request("INVITE").await;
    let mut elsewhere = Peer::new().await;
    elsewhere.agent = peer.agent;
    // The answer comes from the old place, and names the new one.
    elsewhere.reply(&offer, "200 OK", "", &sdp(6_000, Direction::RecvOnly)).await;
    elsewhere.request("ACK").await;
    agent.ua.resume(LEG, &both_ways(5_000));
    let offer = elsewhere.request("INVITE").await;
    assert_eq!(offer.uri(), elsewhere.contact());
}

#[tokio::test]
async fn a_far_side_that_moves_is_followed() {
    let (mut peer, mut agent, mut call) = talking().await;
    let mut elsewhere = Peer::new().await;
    elsewhere.agent = peer.agent;
    let offer = elsewhere.compose(&mut call, "INVITE", "", &both_ways(6_000));
    elsewhere.send(&offer).await;
    agent.leg(LEG, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    agent.ua.answer(LEG, &both_ways(5_000));
    elsewhere.acknowledge(&mut call, "").await;
    agent.ua.hang_up(LEG);
    let bye = elsewhere.request("BYE").await;
    assert_eq!(bye.uri(), elsewhere.contact());
    assert_eq!(peer.left("BYE"), 0);
    peer.agent = None;
}
