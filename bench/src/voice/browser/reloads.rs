//! The frame, or all of HubSpot's page, is loaded anew in a call.

use std::sync::Mutex;

use sidetone_e2e::{Done, Stage};

use super::CALLER;
use super::figures::{Figures, add};
use super::hearing::{STEADY, gap, now, number, probe};

/// What is loaded anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// The calling frame alone.
    Frame,
    /// HubSpot's page with it.
    Page,
}

/// The steps to sound, as the probe names them, and what they are.
const STEPS: [(&str, &str); 11] = [
    ("instantiated", "the module stands"),
    ("session", "the session is there"),
    ("stream", "the event stream is open"),
    ("snapshot", "it said what there is"),
    ("connection", "the connection is made"),
    ("offer", "the offer leaves"),
    ("answer", "the answer is there"),
    ("address", "the page knows an address of its own"),
    ("microphone", "the microphone is open"),
    ("way", "the way is found (ICE)"),
    ("joined", "the keys are agreed on (DTLS)"),
];

/// Reloads in one call, so many times.
pub async fn measure(stage: &Stage, anew: Anew, times: usize, figures: &Mutex<Figures>) -> Done {
    stage.widget().wait_state("idle").await?;
    let call = stage.api.ring(CALLER).await?;
    stage.widget().click("button", "Answer").await?;
    stage.widget().wait_state("talking").await?;
    stage.api.plays_a_tone(&call).await?;
    stage.api.wait_spoken(&call).await?;
    for n in 0..=times {
        let began = now();
        match anew {
            Anew::Frame => stage.host().reload_frame().await?,
            Anew::Page => stage.tab.reload().await?,
        }
        // The driver lets a new frame begin only while it is asked for something.
        stage.widget().wait_state("talking").await?;
        let seen = probe(&stage.tab, "the new frame plays and speaks", |probe| {
            let newer = probe["origin"].as_f64().is_some_and(|origin| origin > began);
            let since = probe["marks"]["joined"].as_f64();
            newer && !probe["plays"][0].is_null() && since.is_some_and(|s| now() > s + STEADY)
        })
        .await?;
        let gap = gap(stage, &call, began - STEADY / 2.0).await?;
        // The first fills the browser's caches.
        if n == 0 {
            continue;
        }
        let script = number(&seen["script"])?;
        let plays = number(&seen["plays"][0][0])?;
        let (heard, played) = (gap.to - script, plays - script);
        let add = |name: &str, about, value| add(figures, name, about, value);
        add("the far end hears nothing", "; its recording, in frames of 20 ms", gap.to - gap.from);
        add(
            "the page plays nothing",
            "; from the old frame's end",
            plays - number(&seen["before"])?,
        );
        add("first script → heard at the far end", "", heard);
        add("first script → played in the page", "", played);
        add("first script → both", "; goal: 500 ms", heard.max(played));
        add("old frame's end → first script", "", script - number(&seen["before"])?);
        for (step, name) in STEPS {
            if let Some(at) = seen["marks"][step].as_f64() {
                add(&format!("first script → {name}"), "", at - script);
            }
        }
    }
    Ok(())
}
