//! One frame: its reloads in a call, its handshake with HubSpot's page, its memory.

use std::sync::Mutex;

use serde_json::Value;
use sidetone_e2e::{Done, Stage, Trouble, until};

use super::bare;
use super::calls::painted;
use super::samples::{self, Samples, add};

/// A contact of the demo account.
const CALLER: &str = "+442079460958";
/// The calls before the first look at the memory.
const FEW: usize = 5;

/// Loads the calling frame anew in the middle of a call.
pub async fn reloads(stage: &Stage, times: usize, samples: &Mutex<Samples>) -> Done {
    let tab = &stage.tab;
    tab.widget().wait_state("idle").await?;
    stage.api.ring(CALLER).await?;
    tab.widget().wait_state("ringing").await?;
    tab.widget().click("button", "Answer").await?;
    tab.widget().wait_state("talking").await?;
    for _ in 0..times {
        tab.evaluate_in_frame("window.probe = null").await?;
        // By the driver, which says yes where the page asks whether a call may be left.
        tab.host().reload_frame().await?;
        tab.widget().wait_state("talking").await?;
        let shown = painted(tab, "talking").await?;
        let began = tab.evaluate_in_frame("window.probe.origin").await?;
        add(samples, samples::RELOAD, shown - number(&began)?);
    }
    press(stage, "Hang up", "after").await?;
    press(stage, "Save", "idle").await
}

/// Makes our frame and a bare one in turn, in the same page of HubSpot's.
pub async fn handshakes(stage: &Stage, times: usize, samples: &Mutex<Samples>) -> Done {
    let other = bare::serve(&stage.given.sdk)?;
    let ours = format!("{}/", stage.preview.ours());
    for turn in 0..=times {
        for (address, name) in [(&ours, samples::SYNC_OURS), (&other, samples::SYNC_BARE)] {
            let took = number(&stage.tab.evaluate(&handshake(address)).await?)?;
            // The first of each fills the browser's cache.
            if turn > 0 {
                add(samples, name, took);
            }
        }
    }
    stage.tab.evaluate(&handshake(&ours)).await.map(drop)
}

/// Makes the frame anew at this address, and how many milliseconds it took to answer SYNC.
fn handshake(address: &str) -> String {
    format!(
        "(async () => {{ const {{ host, log }} = window.preview; host.src = '{address}'; host.load(); \
         const {{ created }} = host; const acknowledged = (m) => m.type === 'SYNC_ACK' \
         && m.dir === 'widget->host' && m.t >= created; \
         for (let n = 0; n < 2000; n += 1) {{ const found = log.find(acknowledged); \
         if (found) return found.t - created; await new Promise((next) => setTimeout(next, 5)); }} \
         return 'no SYNC_ACK in ten seconds' }})()"
    )
}

/// Takes calls in one frame, and reads its memory after the first few and after all.
pub async fn memory(stage: &Stage, calls: usize, samples: &Mutex<Samples>) -> Done {
    stage.tab.widget().wait_state("idle").await?;
    for n in 1..=calls.max(FEW) {
        stage.api.ring(CALLER).await?;
        stage.tab.wait_state_unseen("ringing").await?;
        press(stage, "Answer", "talking").await?;
        press(stage, "Hang up", "after").await?;
        press(stage, "Save", "idle").await?;
        if n == FEW {
            add(samples, samples::MEMORY_FEW, used(stage).await?);
        }
    }
    add(samples, samples::MEMORY_MANY, used(stage).await?);
    Ok(())
}

/// Presses a button by a script: here the click itself is not measured.
async fn press(stage: &Stage, name: &str, then: &str) -> Done {
    let press = format!(
        "(() => {{ const one = [...document.querySelectorAll('button:not([disabled])')] \
         .find((b) => b.innerText.trim() === '{name}'); one?.click(); return Boolean(one) }})()"
    );
    until(&format!("`{name}` can be pressed"), async || {
        Ok((stage.tab.evaluate_in_frame(&press).await? == true).then_some(()))
    })
    .await?;
    stage.tab.wait_state_unseen(then).await
}

/// Bytes of JavaScript's heap after a collection, and of the module's memory.
async fn used(stage: &Stage) -> Done<f64> {
    let heap = stage.tab.heap_of_frame().await?;
    let module = stage.tab.evaluate_in_frame("window.probe.memory?.buffer.byteLength").await?;
    Ok(heap as f64 + number(&module)?)
}

fn number(value: &Value) -> Done<f64> {
    value.as_f64().ok_or_else(|| Trouble::Said(format!("{value} is no number")))
}
