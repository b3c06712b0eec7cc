//! Whom no line knows.

use super::support::{Agent, Peer, both_ways};

#[tokio::test]
async fn are_told_403_ten_times_a_second_and_nobody_hears_of_them() {
    let mut known = Peer::new().await;
    let mut agent = Agent::at(known.address).await;
    known.agent = Some(agent.ua.address());
    let mut stranger = Peer::at("127.0.0.2:0").await;
    stranger.agent = Some(agent.ua.address());
    for _ in 0..30 {
        stranger.call("1001", "", &both_ways(6_000)).await;
    }
    for _ in 0..10 {
        assert_eq!(stranger.answer("INVITE").await.status(), 403);
    }
    // What came from the stranger was read before this.
    known.call("1001", "", &both_ways(6_000)).await;
    let (leg, _) = agent.offered().await;
    assert_eq!(agent.unheard(), []);
    agent.ua.ring(&leg);
    known.status(180).await;
    let more =
        std::iter::from_fn(|| stranger.received()).filter(|text| text.status() == 403).count();
    // A second may begin while they come in.
    assert!(more <= 10, "{more} more");
}

#[tokio::test]
async fn may_not_even_ask_what_we_can() {
    let known = Peer::new().await;
    let agent = Agent::at(known.address).await;
    let mut stranger = Peer::at("127.0.0.2:0").await;
    stranger.agent = Some(agent.ua.address());
    let (mut call, _) = stranger.invite("1001", "", "");
    for method in ["OPTIONS", "REGISTER", "REFER", "BYE"] {
        stranger.ask(&mut call, method, "", "").await;
        assert_eq!(stranger.answer(method).await.status(), 403, "{method}");
    }
}

#[tokio::test]
async fn who_is_known_may_ask() {
    let mut known = Peer::new().await;
    let agent = Agent::at(known.address).await;
    known.agent = Some(agent.ua.address());
    let (mut call, _) = known.invite("1001", "", "");
    for (method, status) in
        [("OPTIONS", 200), ("REGISTER", 405), ("REFER", 603), ("SUBSCRIBE", 405)]
    {
        known.ask(&mut call, method, "", "").await;
        let answer = known.answer(method).await;
        assert_eq!(answer.status(), status, "{method}");
        assert!(answer.header("Allow").contains("INVITE"));
    }
    // Within a call that is none of ours.
    call.theirs.push_str(";tag=guess");
    for method in ["BYE", "INFO", "INVITE"] {
        known.ask(&mut call, method, "", "").await;
        assert_eq!(known.answer(method).await.status(), 481, "{method}");
    }
}
