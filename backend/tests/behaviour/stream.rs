//! The event stream: every surface hears every event once, comes back without a gap, and is gone
//! when it is.

use contract::{ClientMessage, Here, Phase, Presence, ServerMessage};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use crate::rig::{ORIGIN, PATIENCE, Rig};
use crate::surface::{Surface, here, open};

fn presence(name: &str) -> serde_json::Value {
    json!({ "status": { "to": { "presence": name } } })
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_surfaces_of_one_agent_hear_each_event_once_and_one_owns() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let mut all = Vec::new();
    for n in 0..12 {
        all.push(Surface::connect(rig.address, &format!("tab {n}"), token.clone()).await);
    }
    let call = rig.ring("+442073238299").await;
    for surface in &mut all {
        surface.until_call(&call, |c| matches!(c.phase, Phase::Ringing { .. })).await;
    }
    rig.done(&all[7], json!({ "answer": { "call": call } })).await;
    for surface in &mut all {
        surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
        let owner = surface.owner.as_ref().unwrap();
        assert_eq!(owner.surface, "tab 0");
        // The reader fails on a gap; here: nothing came twice.
        let mut once = surface.heard.clone();
        once.dedup();
        assert_eq!(once, surface.heard);
    }
    let seqs: Vec<u64> = all.iter().map(|s| s.seq).collect();
    assert!(seqs.iter().all(|seq| *seq == seqs[0]), "{seqs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surface_that_comes_back_gets_what_it_missed() {
    let rig = Rig::new().await;
    let mut one = rig.surface("one").await;
    let other = rig.surface("other").await;
    let resume = one.resume();
    let token = one.token.clone();
    drop(one);
    for name in ["unavailable", "available", "unavailable"] {
        rig.done(&other, presence(name)).await;
    }
    one = Surface::hello(rig.address, "one", token, here(), Some(resume)).await;
    one.until(|s| s.heard.len() >= 3).await;
    assert!(one.snapshot.is_none(), "nothing was lost, so no snapshot is needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn past_the_horizon_there_is_a_snapshot() {
    let rig = Rig::with(|config| config.stream.horizon = 2).await;
    let one = rig.surface("one").await;
    let other = rig.surface("other").await;
    let (resume, token) = (one.resume(), one.token.clone());
    drop(one);
    for name in ["unavailable", "available", "unavailable"] {
        rig.done(&other, presence(name)).await;
    }
    let mut one = Surface::hello(rig.address, "one", token.clone(), here(), Some(resume)).await;
    one.until(|s| s.snapshot.is_some()).await;
    let snapshot = one.snapshot.as_ref().unwrap();
    assert_eq!(snapshot.status.presence, Presence::Unavailable);

    // Numbers of another stream, or from the future, mean nothing here.
    for resume in [
        contract::Resume { stream: "of yesterday".into(), seq: one.seq },
        contract::Resume { stream: one.stream.clone(), seq: one.seq + 1000 },
    ] {
        let mut lost = Surface::hello(rig.address, "x", token.clone(), here(), Some(resume)).await;
        lost.seq = u64::MAX;
        loop {
            match lost.read().await.expect("the stream ended") {
                ServerMessage::Snapshot(_) => break,
                ServerMessage::Event { .. } => panic!("an event before the snapshot"),
                _ => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surface_that_answers_no_ping_is_gone() {
    let rig = Rig::with(|config| config.stream.ping_ms = 40).await;
    let mut asleep = rig.surface("asleep").await;
    assert!(asleep.owns());
    let mut awake = rig.surface("awake").await;
    asleep.awake = false;
    assert_eq!(asleep.until_bye().await, None);
    awake.until(Surface::owns).await;
    assert_eq!(
        rig.control("/api/simulated/calls", json!({"from": "+442073238299"})).await.status(),
        201
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surface_that_answers_pings_stays() {
    let rig = Rig::with(|config| config.stream.ping_ms = 20).await;
    let mut surface = rig.surface("s").await;
    let mut pings = 0;
    while pings < 8 {
        if matches!(surface.read().await, Some(ServerMessage::Ping(_))) {
            pings += 1;
        }
    }
    assert!(surface.owns());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_surface_connecting_again_replaces_itself_and_keeps_its_place() {
    let rig = Rig::new().await;
    let mut old = rig.surface("s").await;
    let epoch = old.epoch();
    let mut new = Surface::connect(rig.address, "s", old.token.clone()).await;
    assert_eq!(old.until_bye().await.as_deref(), Some("replaced"));
    assert_eq!(new.epoch(), epoch);
    // The end of the old connection must not take the new one for gone.
    rig.done(&new, presence("unavailable")).await;
    let before = new.seq;
    new.until(|s| s.seq > before).await;
    assert!(new.owns());
    assert_eq!(new.epoch(), epoch);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_good_token_the_stream_says_signed_out() {
    let rig = Rig::with(|config| config.tuning.hello_ms = 100).await;
    let mut liar = Surface::hello(rig.address, "s", "nonsense".into(), here(), None).await;
    assert_eq!(liar.until_bye().await.as_deref(), Some("signed-out"));
    // Saying nothing at all is no way in either.
    let mut silent = open(rig.address, ORIGIN).await.unwrap();
    let last = timeout(PATIENCE, async {
        while let Some(Ok(frame)) = silent.next().await {
            if let Message::Text(text) = frame {
                return Some(text.to_string());
            }
        }
        None
    });
    assert_eq!(last.await.unwrap().as_deref(), Some(r#"{"bye":{"code":"signed-out"}}"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_cannot_listen() {
    let rig = Rig::new().await;
    assert!(open(rig.address, "https://evil.example").await.is_err());
    assert!(open(rig.address, "null").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_agent_has_so_many_sockets_and_no_more() {
    let rig = Rig::with(|config| config.tuning.sockets_per_agent = 2).await;
    let one = rig.surface("one").await;
    let _two = rig.surface("two").await;
    let mut three = Surface::hello(rig.address, "three", one.token.clone(), here(), None).await;
    assert_eq!(three.until_bye().await.as_deref(), Some("too-many"));
    // A surface that is there already may always come back.
    Surface::connect(rig.address, "one", one.token.clone()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_and_strange_messages_end_the_socket_and_nothing_else() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    for text in ["x".repeat(20_000), "{}".to_owned(), "[1,2".to_owned()] {
        let mut socket = open(rig.address, ORIGIN).await.unwrap();
        let hello = ClientMessage::Hello {
            token: token.clone(),
            surface: "s".into(),
            here: here(),
            resume: None,
        };
        let hello = serde_json::to_string(&hello).unwrap();
        socket.send(Message::text(hello)).await.unwrap();
        // The service may have closed before all of it is written.
        let _ = socket.send(Message::text(text)).await;
        let ended = timeout(PATIENCE, async { while let Some(Ok(_)) = socket.next().await {} });
        ended.await.unwrap();
    }
    rig.surface("s").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surface_that_becomes_visible_takes_over_and_one_that_closes_hands_over() {
    let rig = Rig::new().await;
    let mut hidden = rig.surface("hidden").await;
    hidden.say(&ClientMessage::Here(Here { visible: false, ..here() })).await;
    let mut seen = rig.surface("seen").await;
    seen.until(Surface::owns).await;
    hidden.until(|s| s.owner.as_ref().is_some_and(|o| o.surface == "seen")).await;
    let epoch = hidden.epoch().unwrap();
    drop(seen);
    hidden.until(Surface::owns).await;
    assert!(hidden.epoch().unwrap() > epoch);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stops_says_that_it_goes_away() {
    let rig = Rig::new().await;
    let mut config = rig.config.clone();
    config.data_dir = config.data_dir.join("second");
    let service = sidetone_backend::Service::start(config).await.unwrap();
    let store = &service.app.store;
    let tenant = sidetone_backend::people::add_tenant(store, "T").await.unwrap();
    let agent = sidetone_backend::people::NewAgent {
        login: "bo",
        name: "Bo",
        number: "+442079460000",
        country: "GB",
    };
    let agent = sidetone_backend::people::add_agent(store, &tenant, agent).await.unwrap();
    let token = "token for bo";
    let kind = sidetone_backend::store::sessions::Kind::Token;
    let later = sidetone_backend::clock::now() + 60_000;
    sidetone_backend::store::sessions::add(store, kind, token, &agent, later).await.unwrap();
    let mut surface = Surface::connect(service.address, "s", token.to_owned()).await;
    let stopping = tokio::spawn(service.stop());
    assert_eq!(surface.until_bye().await.as_deref(), Some("going-away"));
    timeout(PATIENCE, stopping).await.unwrap().unwrap();
}
