//! A frame in HubSpot's page takes a call from the calling window, which has it back as soon as that
//! page is hidden.

use std::sync::Mutex;

use serde_json::Value;
use sidetone_e2e::{Done, Stage, Tab};

use super::CALLER;
use super::figures::{Figures, add};
use super::hearing::{STEADY, gap, now, probe};

/// HubSpot's detached calling window.
const WINDOW: &str = "/calling-integration-popup-ui/123456";

/// One call, which goes from one to the other so many times.
pub async fn measure(stage: &Stage, times: usize, figures: &Mutex<Figures>) -> Done {
    stage.widget().wait_state("idle").await?;
    let window = stage.open(WINDOW).await?;
    window.widget().wait_state("idle").await?;
    let call = stage.api.ring(CALLER).await?;
    stage.tab.show().await?;
    stage.widget().click("button", "Answer").await?;
    stage.widget().wait_state("talking").await?;
    stage.api.plays_a_tone(&call).await?;
    stage.api.wait_spoken(&call).await?;
    for n in 0..=times {
        let (to, from) = if n % 2 == 0 { (&stage.tab, &window) } else { (&window, &stage.tab) };
        take(stage, to, from, &call, (n > 0).then_some(figures)).await?;
    }
    Ok(())
}

async fn take(
    stage: &Stage,
    to: &Tab,
    from: &Tab,
    call: &str,
    figures: Option<&Mutex<Figures>>,
) -> Done {
    let began = now();
    to.show().await?;
    if *to == stage.tab {
        to.widget().click("button", "Take over").await?;
    }
    let plays = |probe: &Value, at: usize| probe["plays"].as_array()?.last()?[at].as_f64();
    let seen = probe(to, "it plays the call", |probe| {
        plays(probe, 0).is_some_and(|from| from > began && now() > from + STEADY)
    })
    .await?;
    let before = probe(from, "it played the call", |probe| plays(probe, 1).is_some()).await?;
    let gap = gap(stage, call, began - STEADY / 2.0).await?;
    let Some(figures) = figures else { return Ok(()) };
    let (last, first) = (plays(&before, 1).unwrap_or(0.0), plays(&seen, 0).unwrap_or(0.0));
    let goal = "; goal: 500 ms";
    add(figures, "the far end hears nothing", goal, gap.to - gap.from);
    add(figures, "neither page plays anything", goal, (first - last).max(0.0));
    Ok(())
}
