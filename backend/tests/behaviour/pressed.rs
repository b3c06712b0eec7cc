//! Keys that are pressed in a call reach whom the agent speaks with, and are written down nowhere.

use serde_json::{Value, json};

use crate::rig::{Rig, eventually};
use crate::sound::{carries, hears, talking};

/// A PIN that is in no id, number or moment.
const PIN: &str = "73*5519#04";

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn the_far_end_hears_every_key_once_and_nothing_that_is_kept_says_which() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let microphone = carries(&rig, &surface, &call, 600.0).await;
    hears(&microphone, 600.0).await;
    let keys = json!({ "digits": { "call": call, "keys": PIN } });
    // An answer that was lost is asked for again.
    for _ in 0..2 {
        let answer = rig.command_with_key(&surface, keys.clone(), "the same").await;
        assert_eq!(answer.status(), 204);
    }
    let sound = rig.app().sound.clone().unwrap();
    eventually("all keys are heard", async || (sound.pressed(&call).0 == PIN).then_some(())).await;
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    rig.done(&surface, json!({ "save": { "call": call, "draft": {} } })).await;
    for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(PIN.len()).any(|part| part == PIN.as_bytes());
        assert!(!found, "{} holds the keys", path.display());
    }
    assert!(!crate::logs::written().contains(PIN), "the log holds the keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_key_or_too_much_or_in_no_call_is_refused() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let long = "1".repeat(33);
    for keys in ["", "12a", "+44", &long] {
        let wish = json!({ "digits": { "call": call, "keys": keys } });
        let refused = rig.command(&surface, wish).await;
        assert_eq!(refused.status(), 422, "{keys}");
        let problem: Value = refused.json().await.unwrap();
        assert_eq!(problem["code"], "invalid");
    }
    rig.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    let wish = json!({ "digits": { "call": call, "keys": "1" } });
    assert_eq!(rig.command(&surface, wish).await.status(), 409);
}
