//! Calls in two browsers of one agent: the owner in one, a mirror in the other, both in sight.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;
use sidetone_e2e::{Done, Stage, Tab, Trouble, until};
use tokio::time::timeout;

use super::samples::{self, Samples, add};

/// How long a frame may take to answer a question of ours.
const ANSWER: Duration = Duration::from_millis(500);
/// A contact of the demo account.
const CALLER: &str = "+442079460958";

/// Takes calls: answered in the mirror, ended in the owner.
pub async fn measure(stage: &Stage, times: usize, samples: &Mutex<Samples>) -> Done {
    let owner = &stage.tab;
    owner.widget().wait_state("idle").await?;
    let beside = stage.browser_beside().await?;
    let mirror = beside.tab().await?;
    mirror.go(&format!("{}/preview/bare", stage.preview.hubspot())).await?;
    mirror.widget().wait_state("idle").await?;
    for _ in 0..times {
        let call = stage.api.ring(CALLER).await?;
        let rung = [painted(owner, "ringing").await?, painted(&mirror, "ringing").await?];
        let heard = [ring(owner, &call).await?, ring(&mirror, &call).await?];
        add(samples, samples::RING_OWNER, rung[0] - heard[0].1);
        add(samples, samples::RING_MIRROR, rung[1] - heard[1].1);
        add(samples, samples::STAMP_OWNER, rung[0] - heard[0].0);
        add(samples, samples::HOST, announced(owner, &call).await? - heard[0].1);
        mirror.widget().click("button", "Answer").await?;
        let there = [painted(owner, "talking").await?, painted(&mirror, "talking").await?];
        let clicked = sent(&mirror, samples).await?;
        add(samples, samples::MIRROR_ALL, there[0].max(there[1]) - clicked);
        owner.widget().click("button", "Hang up").await?;
        painted(owner, "after").await?;
        sent(owner, samples).await?;
        owner.widget().click("button", "Save").await?;
        painted(owner, "idle").await?;
        painted(&mirror, "idle").await?;
        sent(owner, samples).await?;
    }
    Ok(())
}

/// Waits until the last change of the screen is to this state and painted, and says when it was.
pub async fn painted(tab: &Tab, state: &str) -> Done<f64> {
    until(&format!("`{state}` is painted"), async || {
        // A frame that is just being loaded anew may never answer.
        let last = timeout(ANSWER, tab.evaluate_in_frame("window.probe?.states.at(-1)")).await;
        let last = last.map_err(|_| Trouble::Said("the frame does not answer".to_owned()))??;
        match (last["state"] == state, last["painted"].as_f64()) {
            (true, Some(at)) => Ok(Some(at)),
            _ => Err(Trouble::Said(format!("the last change is {last}"))),
        }
    })
    .await
}

/// When the event of this ring was stamped by the service, and when it arrived at the page.
async fn ring(tab: &Tab, call: &str) -> Done<(f64, f64)> {
    let heard = tab.evaluate_in_frame(&format!("window.probe.rings['{call}']")).await?;
    let number = |name: &str| {
        heard[name].as_f64().ok_or_else(|| Trouble::Said(format!("{call} did not ring: {heard}")))
    };
    Ok((number("stamp")?, number("arrived")?))
}

/// When HubSpot's page had the announcement of this call.
async fn announced(tab: &Tab, call: &str) -> Done<f64> {
    let when = format!(
        "(() => {{ const told = window.preview.log.find((m) => m.type === 'INCOMING_CALL' \
         && m.message.data.externalCallId === '{call}'); \
         return told ? performance.timeOrigin + told.t : null }})()"
    );
    until("HubSpot's page has heard of the call", async || Ok(tab.evaluate(&when).await?.as_f64()))
        .await
}

/// Keeps how long the last click's command took to leave, and says when the click was.
async fn sent(tab: &Tab, samples: &Mutex<Samples>) -> Done<f64> {
    let sent: Value = tab.evaluate_in_frame("window.probe.sent.splice(0)").await?;
    let last = sent.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    match (last["clicked"].as_f64(), last["left"].as_f64()) {
        (Some(clicked), Some(left)) => {
            add(samples, samples::CLICK, left - clicked);
            Ok(clicked)
        }
        _ => Err(Trouble::Said(format!("no command followed the click: {sent}"))),
    }
}
