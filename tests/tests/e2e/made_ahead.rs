//! A page that is loaded anew in a call makes ready what the call needs before the service says that it goes on:
//! it offers at once when it does, and gives everything back when it does not.

use serde_json::{Value, json};
use sidetone_e2e::{Done, Setup, Stage, Trouble, run, until};

use crate::steps::{ADA, talking};

/// Notes what the frame does, in order, and keeps its connections and tracks. Once a test has said so, the
/// service's snapshot, and what comes after it, waits until it is let in: so the order does not hang on how
/// fast the machine is.
const NOTES: &str = r#"(() => {
  if (window.top === window || window.made) return;
  const made = (window.made = { order: [], peers: [], tracks: [] });
  const note = (what) => made.order.push(what);
  const kept = [];
  let keeps = sessionStorage.getItem('test:keeps') !== null;
  made.letIn = () => { keeps = false; note('snapshot'); for (const run of kept) run(); };
  const { addEventListener } = EventTarget.prototype;
  WebSocket.prototype.addEventListener = function (name, run, ...more) {
    if (name !== 'message') return addEventListener.call(this, name, run, ...more);
    addEventListener.call(this, name, (event) => {
      if (keeps && (kept.length || event.data.includes('"snapshot"'))) kept.push(() => run(event));
      else run(event);
    });
  };
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args) {
      const peer = Reflect.construct(target, args);
      made.peers.push(peer);
      return peer;
    },
  });
  const { setLocalDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setLocalDescription = async function (...args) {
    await setLocalDescription.apply(this, args);
    note('offer made');
  };
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    note('microphone');
    const stream = await open(wanted);
    made.tracks.push(...stream.getTracks());
    return stream;
  };
  const { fetch } = window;
  window.fetch = (...args) => {
    if (String(args[0]?.url ?? args[0]).endsWith('/api/sound')) note('offer sent');
    return fetch(...args);
  };
})()"#;

/// What the frame has noted, with how its connections and tracks are.
const SEEN: &str = "(({ order, peers, tracks } = { order: [], peers: [], tracks: [] }) => ({ order, \
     peers: peers.map((peer) => peer.signalingState), \
     tracks: tracks.map((track) => track.readyState + (track.enabled ? '' : ', silent')) }))(window.made)";

/// Waits until this is so of what the frame has noted.
async fn seen(stage: &Stage, what: &str, is: impl Fn(&Value) -> bool) -> Done<Value> {
    until(what, async || {
        // The driver lets a new frame begin only while it is asked for something.
        stage.widget().state().await?;
        let seen = stage.tab.evaluate_in_frame(SEEN).await?;
        if is(&seen) { Ok(Some(seen)) } else { Err(Trouble::Said(seen.to_string())) }
    })
    .await
}

fn has(seen: &Value, what: &str) -> bool {
    seen["order"].as_array().is_some_and(|order| order.iter().any(|noted| noted == what))
}

/// A call, in a frame whose next load is looked at.
async fn in_a_call(stage: &Stage) -> Done<String> {
    stage.tab.before_scripts(NOTES).await?;
    stage.tab.go(&stage.preview.hubspot()).await?;
    let call = talking(stage, ADA).await?;
    stage.tab.evaluate_in_frame("sessionStorage.setItem('test:keeps', '')").await?;
    Ok(call)
}

async fn let_in(stage: &Stage) -> Done {
    stage.tab.evaluate_in_frame("window.made.letIn()").await.map(drop)
}

// row!(L1)
#[tokio::test]
async fn the_offer_is_made_before_the_service_says_that_the_call_goes_on_and_sent_then() {
    run("ahead_offer", Setup::new().without_page(), async |stage| {
        let call = in_a_call(stage).await?;
        stage.api.wait_spoken(&call).await?;
        stage.host().reload_frame().await?;
        let ready = |seen: &Value| has(seen, "offer made") && seen["tracks"][0].is_string();
        let ahead = seen(stage, "connection and microphone are made ready", ready).await?;
        assert!(!has(&ahead, "offer sent"), "nobody has said for which call: {ahead}");
        assert_eq!(ahead["tracks"], json!(["live, silent"]));
        let_in(stage).await?;
        stage.widget().wait_state("talking").await?;
        stage.api.wait_spoken(&call).await?;
        let after = seen(stage, "the offer is sent", |seen| has(seen, "offer sent")).await?;
        let made = [json!(["microphone", "offer made"]), json!(["offer made", "microphone"])];
        assert!(made.contains(&json!(after["order"].as_array().map(|all| &all[..2]))), "{after}");
        assert_eq!(
            after["order"].as_array().map(|all| &all[2..]),
            Some(&[json!("snapshot"), json!("offer sent")][..])
        );
        assert_eq!(after["peers"], json!(["stable"]), "one connection, and it is used");
        assert_eq!(after["tracks"], json!(["live"]));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_made_ready_is_given_back_when_the_call_is_over() {
    run("ahead_over", Setup::new().without_page().with_failing_requests(), async |stage| {
        let call = in_a_call(stage).await?;
        stage.api.wait_spoken(&call).await?;
        // It ends while no page is there.
        stage.tab.go("about:blank").await?;
        stage.api.hang_up(&call).await?;
        stage.tab.go(&stage.preview.hubspot()).await?;
        let ready = |seen: &Value| has(seen, "offer made") && seen["tracks"][0].is_string();
        seen(stage, "connection and microphone are made ready", ready).await?;
        let_in(stage).await?;
        stage.widget().wait_state("after").await?;
        let gone =
            |seen: &Value| seen["peers"][0] == "closed" && seen["tracks"][0] == "ended, silent";
        let after = seen(stage, "both are given back", gone).await?;
        assert!(!has(&after, "offer sent"), "{after}");
        assert_eq!(after["peers"].as_array().map(Vec::len), Some(1));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_would_ask_for_the_microphone_is_not_asked_ahead() {
    run("ahead_asks", Setup::new().without_page().without_microphone(), async |stage| {
        in_a_call(stage).await?;
        stage.host().reload_frame().await?;
        let ahead = seen(stage, "the offer is made", |seen| has(seen, "offer made")).await?;
        assert!(!has(&ahead, "microphone"), "{ahead}");
        let_in(stage).await?;
        seen(stage, "it is asked for by the call", |seen| has(seen, "microphone")).await.map(drop)
    })
    .await;
}
