//! Commands whose page has gone before they are answered: done or not, but never by half.

use std::time::Duration;

use contract::Phase;
use serde_json::{Value, json};

use crate::rig::{Rig, eventually};

/// Whether the service says that the call is on the line.
async fn is_connected(rig: &Rig, call: &str) -> bool {
    let token = rig.token(&rig.agent).await;
    let asked = rig.ask(reqwest::Method::GET, "/api/snapshot").bearer_auth(token);
    let all: Value = asked.send().await.unwrap().json().await.unwrap();
    let calls = all["calls"].as_array().unwrap();
    let own = calls.iter().find(|one| one["id"] == *call).unwrap();
    own["phase"].to_string().contains("connected")
}

// row!(L1) row!(L8)
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_request_is_cut_is_heard_by_every_surface_and_the_caller_or_by_nobody() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    for n in 0..15_u64 {
        let call = rig.ring("+442073238299").await;
        surface.until_call(&call, |c| matches!(c.phase, Phase::Ringing { .. })).await;
        let answer = rig.command(&surface, json!({ "answer": { "call": call } }));
        // The connection ends with it.
        let _ = tokio::time::timeout(Duration::from_micros(n * 700), answer).await;
        // What came of it is known once the next command has been done.
        let next = json!({ "status": { "to": { "presence": "available" } } });
        rig.done(&surface, next).await;
        if is_connected(&rig, &call).await {
            let connected = |c: &contract::CallView| matches!(c.phase, Phase::Connected { .. });
            surface.until_call(&call, connected).await;
            eventually("the caller is answered", async || {
                let state = crate::status::far_end(&rig, &call).await;
                (state["state"] == "connected").then_some(())
            })
            .await;
        }
        // The caller hangs up; only what was answered has a wrap-up.
        rig.far(&call, "hangup").await;
        let over =
            |c: &contract::CallView| matches!(c.phase, Phase::WrapUp { .. } | Phase::Closed { .. });
        if matches!(surface.until_call(&call, over).await.phase, Phase::WrapUp { .. }) {
            rig.done(&surface, json!({ "save": { "call": call, "draft": {} } })).await;
        }
    }
}
