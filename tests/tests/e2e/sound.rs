//! A call is heard: the agent at the far end, the far end at the agent, and through mute, hold and a
//! service that is killed. What the far end heard is recorded there.

use crate::steps::{ADA, hang_up, talking};
use serde_json::json;
use sidetone_e2e::{SPOKEN, Setup, run, until};

/// Keeps the tracks of every microphone that the frame opens.
const OPENED: &str = "window.opened = []; \
     const devices = navigator.mediaDevices, open = devices?.getUserMedia.bind(devices); \
     if (open) devices.getUserMedia = async (wanted) => { const stream = await open(wanted); \
         window.opened.push(...stream.getTracks()); return stream; }";

// row!(L4)
#[tokio::test]
async fn both_ends_hear_each_other_but_while_muted_or_on_hold() {
    run("sound", Setup::new().without_page(), async |stage| {
        let widget = stage.widget();
        stage.tab.before_scripts(OPENED).await?;
        stage.tab.go(&stage.preview.hubspot()).await?;
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        // The far end says again what it hears.
        stage.tab.wait_plays(SPOKEN).await?;
        widget.click("button", "Mute").await?;
        widget.wait_text("On the line, muted").await?;
        stage.api.wait_unspoken(&call).await?;
        widget.click("button", "Mute").await?;
        stage.api.wait_spoken(&call).await?;
        widget.click("button", "Hold").await?;
        widget.wait_state("held").await?;
        stage.api.wait_unspoken(&call).await?;
        widget.click("button", "Hold").await?;
        stage.api.wait_spoken(&call).await?;
        let open = async || {
            stage.tab.evaluate_in_frame("window.opened.map((track) => track.readyState)").await
        };
        assert_eq!(open().await?, json!(["live"]));
        hang_up(stage).await?;
        until("the microphone is given back", async || {
            Ok((open().await? == json!(["ended"])).then_some(()))
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn a_service_that_was_killed_in_a_call_carries_it_again() {
    run("sound_restart", Setup::new().with_failing_requests(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        stage.api.kill_backend().await?;
        stage.api.start_backend().await?;
        stage.api.wait_spoken(&call).await?;
        stage.tab.wait_plays(SPOKEN).await?;
        hang_up(stage).await
    })
    .await;
}

// row!(L10)
#[tokio::test]
async fn a_browser_that_will_ask_for_the_microphone_is_explained_before_it_asks() {
    run("sound_permission", Setup::new().without_microphone(), async |stage| {
        let widget = stage.widget();
        widget.wait_text("Callers hear you by your microphone").await?;
        widget.wait_text("Ready, but without sound").await?;
        assert!(widget.has("button", "Allow it").await?);
        let axe = stage.axe()?;
        assert_eq!(widget.violations(&axe).await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

// row!(P3)
#[tokio::test]
async fn the_panel_for_sound_names_devices_and_closes_by_the_keyboard() {
    run("sound_panel", Setup::new(), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        let axe = stage.axe()?;
        widget.script("document.querySelector('[data-at=agent]').click()", vec![]).await?;
        widget.click("button", "Microphone and sound").await?;
        widget.wait_text("Fake").await?;
        assert_eq!(widget.violations(&axe).await?, Vec::<String>::new());
        widget.press("\u{E00C}").await?;
        widget.wait_no_text("Ring volume").await
    })
    .await;
}
