//! What is heard when it rings: one sound, from the surface that speaks.

use serde_json::Value;

use crate::steps::{ADA, GRACE, everywhere, wait_speaks};
use sidetone_e2e::{Done, Setup, Tab, Trouble, run, until};

/// Listens to what the page's contexts send to the speaker.
const LISTEN: &str = "(() => { if (window.sounds) return; \
     const Real = window.AudioContext; window.sounds = []; \
     window.AudioContext = class extends Real { \
       constructor(...how) { super(...how); window.sounds.push(this); } \
       get destination() { \
         if (!this.ear) { this.ear = this.createAnalyser(); this.ear.connect(super.destination); } \
         return this.ear; } }; })()";

/// How loud each context is that was ever made, 0 for one that is closed.
const HEARD: &str = "window.sounds.map((sound) => { if (sound.state === 'closed') return 0; \
     const wave = new Float32Array(2048); sound.ear.getFloatTimeDomainData(wave); \
     return Math.max(...wave.map(Math.abs)); })";

async fn heard(tab: &Tab) -> Done<Vec<f64>> {
    let all = tab.evaluate_in_frame(HEARD).await?;
    Ok(all.as_array().into_iter().flatten().filter_map(Value::as_f64).collect())
}

async fn wait_heard(tab: &Tab) -> Done {
    until("the ring is heard", async || match heard(tab).await? {
        all if all.iter().any(|level| *level > 0.02) => Ok(Some(())),
        all => {
            let states = "window.sounds.map((sound) => [sound.state, sound.currentTime])";
            let states = tab.evaluate_in_frame(states).await?;
            Err(Trouble::Said(format!("the levels are {all:?} of {states}")))
        }
    })
    .await
}

async fn wait_silence(tab: &Tab) -> Done {
    until("every sound is closed", async || match heard(tab).await? {
        all if all.iter().all(|level| *level == 0.0) => Ok(Some(())),
        all => Err(Trouble::Said(format!("the levels are {all:?}"))),
    })
    .await
}

// row!(U36)
#[tokio::test]
async fn a_call_rings_aloud_where_it_speaks_and_nowhere_else_and_a_second_one_rings_in_silence() {
    run("ring_sound", Setup::new().without_page(), async |stage| {
        let other = stage.browser.new_tab().await?;
        for tab in [&other, &stage.tab] {
            tab.before_scripts(LISTEN).await?;
            tab.go(&stage.preview.hubspot()).await?;
            tab.widget().wait_state("idle").await?;
            // Chrome lets a page sound once somebody has touched it.
            tab.widget().type_anywhere("1\u{E003}").await?;
        }
        wait_speaks(&stage.tab, true).await?;
        stage.api.ring(ADA).await?;
        everywhere(&[&other, &stage.tab], "ringing").await?;
        let sounds = async |tab: &Tab| -> Done<bool> {
            Ok(heard(tab).await?.iter().any(|level| *level > 0.0))
        };
        let (rings, silent) = until("one of the two sounds", async || {
            Ok(match (sounds(&other).await?, sounds(&stage.tab).await?) {
                (true, false) => Some((&other, &stage.tab)),
                (false, true) => Some((&stage.tab, &other)),
                _ => None,
            })
        })
        .await?;
        wait_heard(rings).await?;
        assert!(heard(silent).await?.iter().all(|level| *level == 0.0), "it rings twice");
        silent.widget().click("button", "Answer").await?;
        everywhere(&[&other, &stage.tab], "talking").await?;
        wait_silence(rings).await?;
        let second = stage.api.ring(GRACE).await?;
        for tab in [&other, &stage.tab] {
            tab.widget().wait_text("Grace Hopper is calling").await?;
            assert!(heard(tab).await?.iter().all(|level| *level == 0.0), "it disturbs the call");
        }
        stage.api.hang_up(&second).await?;
        silent.widget().click("button", "Hang up").await?;
        everywhere(&[&other, &stage.tab], "after").await
    })
    .await;
}
