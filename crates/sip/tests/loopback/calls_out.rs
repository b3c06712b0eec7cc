//! Calls that we make.

use sip::{CallerIn, Dial, LegEvent, LineConfig, SecretString, Why};

use super::support::{Agent, Peer, both_ways, dial, line};

const CHALLENGE: &str = "Proxy-Authenticate: Digest realm=\"pbx\", nonce=\"abc\", qop=\"auth\"\r\n";

#[tokio::test]
async fn a_call_is_challenged_rings_is_answered_and_hung_up_by_us() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "+49 30 1234");
    let invite = peer.request("INVITE").await;
    assert_eq!(invite.uri(), "sip:+49301234@127.0.0.1");
    assert_eq!(invite.header("Call-ID"), "leg-00000001");
    assert_eq!(invite.body, both_ways(5_000));
    peer.reply(&invite, "407 Proxy Authentication Required", CHALLENGE, "").await;
    peer.request("ACK").await;
    let invite = peer
        .wait("a signed INVITE", |text| {
            text.method() == "INVITE" && !text.header("Proxy-Authorization").is_empty()
        })
        .await;
    assert!(invite.header("Proxy-Authorization").contains("username=\"1001\""));
    peer.reply(&invite, "180 Ringing", "", "").await;
    agent.leg("leg-00000001", "ringing", |event| *event == LegEvent::Rings { sdp: None }).await;
    let answer = both_ways(6_000);
    peer.reply(&invite, "200 OK", "", &answer).await;
    assert_eq!(agent.answered("leg-00000001").await, answer);
    let ack = peer
        .wait("the ACK of the 200", |text| text.method() == "ACK" && text.seq() == invite.seq());
    ack.await;
    agent.ua.hang_up("leg-00000001");
    assert_eq!(agent.ended("leg-00000001").await, Why::HungUp);
    let bye = peer.request("BYE").await;
    assert_eq!(bye.uri(), peer.contact());
    peer.reply(&bye, "200 OK", "", "").await;
    let trace = agent.ua.leg_trace("leg-00000001");
    assert!(trace.iter().any(|message| message.text.starts_with("BYE ")), "{trace:#?}");
    assert!(trace.iter().all(|message| !message.text.contains("response=")), "{trace:#?}");
}

#[tokio::test]
async fn a_wrong_password_fails_the_call() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "1002");
    for _ in 0..2 {
        let invite = peer.request("INVITE").await;
        peer.reply(&invite, "407 Proxy Authentication Required", CHALLENGE, "").await;
        peer.request("ACK").await;
    }
    let Why::Failed { status, sentence } = agent.ended("leg-00000001").await else { panic!() };
    assert_eq!(status, 407);
    assert!(sentence.contains("password"), "{sentence}");
}

#[tokio::test]
async fn failures_are_told_in_the_words_of_the_table() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    let ends = [
        ("480 Temporarily Unavailable", Why::NoAnswer),
        ("486 Busy Here", Why::Busy),
        ("603 Decline", Why::Rejected),
        ("608 Rejected", Why::Rejected),
        ("408 Request Timeout", Why::NoAnswer),
    ];
    for (n, (status, why)) in ends.into_iter().enumerate() {
        let leg = format!("leg-1000000{n}");
        agent.dial(&leg, "1002");
        let invite = peer.request("INVITE").await;
        peer.reply(&invite, "180 Ringing", "", "").await;
        peer.reply(&invite, status, "", "").await;
        assert_eq!(agent.ended(&leg).await, why, "{status}");
        peer.request("ACK").await;
    }
    agent.dial("leg-20000000", "1002");
    let invite = peer.request("INVITE").await;
    peer.reply(&invite, "404 Never Heard Of It", "", "").await;
    let Why::Failed { status: 404, sentence } = agent.ended("leg-20000000").await else { panic!() };
    assert_eq!(sentence, "The number does not exist there; check it. (404 Never Heard Of It)");
}

#[tokio::test]
async fn we_cancel_a_call_that_rings() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "1002");
    let invite = peer.request("INVITE").await;
    peer.reply(&invite, "180 Ringing", "", "").await;
    agent.leg("leg-00000001", "ringing", |event| matches!(event, LegEvent::Rings { .. })).await;
    agent.ua.hang_up("leg-00000001");
    assert_eq!(agent.ended("leg-00000001").await, Why::Canceled);
    let cancel = peer.request("CANCEL").await;
    assert_eq!((cancel.uri(), cancel.seq()), (invite.uri(), invite.seq()));
    assert_eq!(cancel.header("Via"), invite.header("Via"));
    peer.reply(&cancel, "200 OK", "", "").await;
    peer.reply(&invite, "487 Request Terminated", "", "").await;
    peer.request("ACK").await;
}

#[tokio::test]
async fn an_answer_that_crosses_our_cancel_is_ended_with_bye() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("leg-00000001", "1002");
    let invite = peer.request("INVITE").await;
    agent.ua.hang_up("leg-00000001");
    assert_eq!(agent.ended("leg-00000001").await, Why::Canceled);
    // Before the first answer there is nothing to cancel.
    assert_eq!(peer.left("CANCEL"), 0);
    peer.reply(&invite, "200 OK", "", &both_ways(6_000)).await;
    peer.request("ACK").await;
    let bye = peer.request("BYE").await;
    peer.reply(&bye, "200 OK", "", "").await;
}

#[tokio::test]
async fn nobody_answers_within_our_limit() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.ua.dial(Dial { limit_ms: 50, ..dial("leg-00000001", "1002") });
    let invite = peer.request("INVITE").await;
    peer.reply(&invite, "180 Ringing", "", "").await;
    assert_eq!(agent.ended("leg-00000001").await, Why::NoAnswer);
    peer.request("CANCEL").await;
}

#[tokio::test]
async fn the_number_that_is_shown_stands_where_it_is_configured() {
    let mut peer = Peer::new().await;
    for (n, caller_in) in
        [CallerIn::From, CallerIn::Asserted, CallerIn::Both].into_iter().enumerate()
    {
        let agent = Agent::new().await;
        let config = LineConfig {
            caller_in,
            caller_number: Some("+4930999".to_owned()),
            caller_name: Some("Sales \"North\"\r\n".to_owned()),
            domain: Some("pbx.test".to_owned()),
            password: Some(SecretString::from("x")),
            ..line(peer.address)
        };
        agent.ua.register(config).unwrap();
        agent.dial(&format!("leg-0000000{n}"), "1002");
        let invite = peer.request("INVITE").await;
        peer.reply(&invite, "486 Busy Here", "", "").await;
        let identity = invite.header("P-Asserted-Identity");
        let (from, asserted) = match caller_in {
            CallerIn::From => ("sip:+4930999@pbx.test", ""),
            CallerIn::Asserted => ("sip:1001@pbx.test", "\"Sales North\" <sip:+4930999@pbx.test>"),
            CallerIn::Both => ("sip:+4930999@pbx.test", "\"Sales North\" <sip:+4930999@pbx.test>"),
        };
        assert_eq!((invite.bracketed("From"), identity), (from, asserted));
        assert!(invite.header("From").starts_with("\"Sales North\" <"));
        // The domain leads nowhere: the phone system is the first hop.
        assert_eq!(invite.bracketed("Route"), format!("sip:{};lr", peer.address));
    }
}

#[tokio::test]
async fn what_cannot_be_called_is_told_at_once() {
    let peer = Peer::new().await;
    let mut agent = Agent::at(peer.address).await;
    agent.dial("a", "not a number@all");
    let Why::Failed { status: 484, .. } = agent.ended("a").await else { panic!() };
    agent.ua.dial(Dial { line: "nowhere".to_owned(), ..dial("b", "1002") });
    let Why::Failed { status: 0, .. } = agent.ended("b").await else { panic!() };
    agent.ua.hang_up("c");
    agent
        .leg("c", "the refusal", |event| {
            matches!(event, LegEvent::Ignored { order: "hang_up", .. })
        })
        .await;
}
