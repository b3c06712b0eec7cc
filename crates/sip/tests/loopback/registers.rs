//! A line registers, is told when it cannot, and ends its registration.

use super::support::{Agent, Peer, Text, both_ways, config, line};
use rsipstack::dialog::authenticate::compute_digest;
use rsipstack::sip::Method;
use rsipstack::sip::headers::auth::Algorithm;
use sip::{Access, LineConfig, LineEvent, Transport, UaConfig};

const CHALLENGE: &str =
    "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"abc123\", algorithm=MD5\r\n";

fn registering(peer: &Peer) -> LineConfig {
    LineConfig {
        access: Access::Registration { expires_s: 300 },
        domain: Some("pbx.test".to_owned()),
        auth_user: Some("auth-1001".to_owned()),
        ..line(peer.address)
    }
}

fn parameter<'a>(header: &'a str, name: &str) -> &'a str {
    let from = header.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    header[from..].split('"').next().unwrap()
}

fn is_signed(register: &Text, password: &str) -> bool {
    let header = register.header("Authorization");
    let expected = compute_digest(
        "auth-1001",
        password,
        "pbx",
        "abc123",
        &Method::Register,
        parameter(header, "uri"),
        Algorithm::Md5,
        None,
    );
    parameter(header, "response") == expected
}

async fn grant(peer: &mut Peer, seconds: u32) -> Text {
    let register = peer.request("REGISTER").await;
    peer.reply(&register, "401 Unauthorized", CHALLENGE, "").await;
    let register = peer.request("REGISTER").await;
    assert!(is_signed(&register, "pw-1001"), "{register:?}");
    let contact = format!("Contact: {};expires={seconds}\r\n", register.header("Contact"));
    // The peer writes a contact of its own before it: the list has two.
    peer.reply(&register, "200 OK", &contact, "").await;
    register
}

#[tokio::test]
async fn by_digest_for_its_domain_and_shows_no_secret() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    let register = grant(&mut peer, 120).await;
    assert_eq!(register.uri(), "sip:pbx.test");
    assert_eq!(register.bracketed("To"), "sip:1001@pbx.test");
    assert!(register.bracketed("Contact").starts_with(&format!("sip:1001@{}", agent.ua.address())));
    assert_eq!(register.header("Expires"), "300");
    let event =
        agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    assert_eq!(event, LineEvent::Registered { granted_s: 120 });
    let trace = agent.ua.line_trace("desk");
    assert_eq!(trace.len(), 4, "{trace:#?}");
    assert!(
        trace.iter().any(|message| message.sent && message.text.contains("username=\"auth-1001\""))
    );
    let response = parameter(register.header("Authorization"), "response");
    for message in &trace {
        assert!(
            !message.text.contains(response) && !message.text.contains("pw-1001"),
            "{message:?}"
        );
    }
}

#[tokio::test]
async fn with_a_wrong_password_it_is_told_and_does_not_try_at_once() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    for _ in 0..2 {
        let register = peer.request("REGISTER").await;
        peer.reply(&register, "401 Unauthorized", CHALLENGE, "").await;
    }
    let event = agent
        .line_event("the failure", |event| matches!(event, LineEvent::RegistrationFailed { .. }))
        .await;
    let LineEvent::RegistrationFailed { status, sentence, retry_in_ms } = event else {
        unreachable!()
    };
    assert_eq!(status, 401);
    assert!(sentence.contains("password"), "{sentence}");
    assert!((22_500..=30_000).contains(&retry_in_ms), "{retry_in_ms}");
    assert_eq!(peer.left("REGISTER"), 0);
}

#[tokio::test]
async fn again_before_it_expires() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    let first = grant(&mut peer, 2).await;
    let again = grant(&mut peer, 120).await;
    assert_eq!(first.header("Call-ID"), again.header("Call-ID"));
    assert!(again.seq() > first.seq());
    for granted_s in [2, 120] {
        let event = agent
            .line_event("registered", |event| matches!(event, LineEvent::Registered { .. }))
            .await;
        assert_eq!(event, LineEvent::Registered { granted_s });
    }
}

#[tokio::test]
async fn for_as_long_as_the_registrar_wants() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    let register = peer.request("REGISTER").await;
    peer.reply(&register, "423 Interval Too Brief", "Min-Expires: 900\r\n", "").await;
    let register = peer.request("REGISTER").await;
    assert_eq!(register.header("Expires"), "900");
    peer.reply(&register, "200 OK", "Expires: 900\r\n", "").await;
    let event =
        agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    assert_eq!(event, LineEvent::Registered { granted_s: 900 });
}

#[tokio::test]
async fn no_longer_when_it_is_taken_down() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    grant(&mut peer, 120).await;
    agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    agent.ua.unregister("desk");
    let register = peer.request("REGISTER").await;
    assert_eq!(register.header("Expires"), "0");
    peer.reply(&register, "200 OK", "", "").await;
    agent.line_event("the end", |event| *event == LineEvent::Unregistered).await;
}

#[tokio::test]
async fn anew_only_after_the_old_registration_has_ended() {
    let mut peer = Peer::new().await;
    let mut agent = Agent::new().await;
    agent.ua.register(registering(&peer)).unwrap();
    let old = grant(&mut peer, 120).await;
    agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    agent.ua.register(registering(&peer)).unwrap();
    let end = peer.request("REGISTER").await;
    assert_eq!((end.header("Expires"), end.header("Call-ID")), ("0", old.header("Call-ID")));
    peer.reply(&end, "200 OK", "", "").await;
    let new = grant(&mut peer, 120).await;
    assert_ne!(new.header("Call-ID"), old.header("Call-ID"));
    agent.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    // The new line is called as the old one was.
    peer.call("1001", "", &both_ways(6_000)).await;
    agent.offered().await;
}

#[tokio::test]
async fn nowhere_where_nobody_listens() {
    let mut agent = Agent::new().await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let config = LineConfig {
        transport: Transport::Tcp,
        access: Access::Registration { expires_s: 300 },
        ..line(nobody)
    };
    agent.ua.register(config).unwrap();
    let event = agent
        .line_event("the failure", |event| matches!(event, LineEvent::RegistrationFailed { .. }))
        .await;
    let LineEvent::RegistrationFailed { status, sentence, .. } = event else { unreachable!() };
    assert_eq!(status, 0);
    assert!(sentence.starts_with("The phone system did not answer"), "{sentence}");
}

#[tokio::test]
async fn behind_a_nat_with_the_address_that_is_configured() {
    let mut peer = Peer::new().await;
    let public = "203.0.113.5:5070".parse().unwrap();
    let agent = Agent::with(UaConfig { public: Some(public), ..config() }).await;
    agent.ua.register(registering(&peer)).unwrap();
    let register = peer.request("REGISTER").await;
    assert!(register.header("Via").starts_with("SIP/2.0/UDP 203.0.113.5:5070;"), "{register:?}");
    assert!(register.header("Via").contains(";rport"), "{register:?}");
    assert!(register.bracketed("Contact").starts_with("sip:1001@203.0.113.5:5070;line="));
    agent.dial("leg-00000001", "1002");
    let invite = peer.request("INVITE").await;
    assert!(invite.header("Via").starts_with("SIP/2.0/UDP 203.0.113.5:5070;"), "{invite:?}");
    assert!(invite.bracketed("Contact").starts_with("sip:1001@203.0.113.5:5070;line="));
}
