//! A call is heard: the agent at the far end, the far end at the agent, and through mute, hold,
//! reloads and take-overs. What the far end heard is recorded there.

use crate::steps::{ADA, hang_up, talking, wait_speaks};
use sidetone_e2e::{Done, SPOKEN, Setup, Tab, Trouble, run, until};

/// The strongest pitch that a page plays now, in hertz, and how strong it is (0 to 255).
const PLAYS: &str = "(() => { const element = document.querySelector('audio'); \
     const stream = element && element.srcObject; if (!stream) return [0, 0]; \
     if (window.earOf !== stream) { window.earOf = stream; \
       const context = new AudioContext(); window.ear = context.createAnalyser(); \
       window.ear.fftSize = 4096; window.ear.smoothingTimeConstant = 0; \
       window.rate = context.sampleRate; \
       context.createMediaStreamSource(stream).connect(window.ear); } \
     const bins = new Uint8Array(window.ear.frequencyBinCount); \
     window.ear.getByteFrequencyData(bins); \
     const most = Math.max(...bins); \
     return [bins.indexOf(most) * window.rate / 4096, most]; })()";

/// Waits until the page plays this pitch.
pub async fn wait_plays(tab: &Tab, hertz: f64) -> Done {
    until(&format!("the page plays {hertz} Hz"), async || {
        let heard = tab.evaluate_in_frame(PLAYS).await?;
        let (pitch, strength) = (heard[0].as_f64(), heard[1].as_f64());
        match (pitch, strength) {
            (Some(pitch), Some(strength)) if (pitch - hertz).abs() < 15.0 && strength > 90.0 => {
                Ok(Some(()))
            }
            _ => Err(Trouble::Said(format!("it plays {heard}"))),
        }
    })
    .await
}

// row!(L4)
#[tokio::test]
async fn both_ends_hear_each_other_but_while_muted_or_on_hold() {
    run("sound", Setup::new(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        // The far end says again what it hears.
        wait_plays(&stage.tab, SPOKEN).await?;
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
        hang_up(stage).await?;
        let open = "(window.opened || []).some((t) => t.readyState === 'live')";
        assert_eq!(stage.tab.evaluate_in_frame(open).await?, false, "the microphone is given back");
        Ok(())
    })
    .await;
}

// row!(L4)
#[tokio::test]
async fn a_reloaded_frame_and_a_reloaded_page_speak_again_and_the_far_end_keeps_its_call() {
    run("sound_reload", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        stage.host().reload_frame().await?;
        stage.widget().wait_state("talking").await?;
        stage.api.wait_spoken(&call).await?;
        println!("frame reloaded: gap {} ms", stage.api.recording(&call).await?.gap(SPOKEN));
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        stage.api.wait_spoken(&call).await?;
        println!("page reloaded: gap {} ms", stage.api.recording(&call).await?.gap(SPOKEN));
        wait_plays(&stage.tab, SPOKEN).await?;
        hang_up(stage).await
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
        wait_plays(&stage.tab, SPOKEN).await?;
        hang_up(stage).await
    })
    .await;
}

// row!(L3) row!(L6)
#[tokio::test]
async fn a_tab_that_takes_over_takes_the_voice_with_it() {
    run("sound_take_over", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        let other = stage.open("/").await?;
        other.widget().wait_state("talking").await?;
        if other.widget().has("button", "Take over").await? {
            other.widget().click("button", "Take over").await?;
        }
        wait_speaks(&other, true).await?;
        wait_plays(&other, SPOKEN).await?;
        stage.api.wait_spoken(&call).await?;
        println!("taken over: gap {} ms", stage.api.recording(&call).await?.gap(SPOKEN));
        let silent = "!document.querySelector('audio')?.srcObject";
        stage.tab.show().await?;
        until("the first tab plays nothing", async || {
            Ok((stage.tab.evaluate_in_frame(silent).await? == true).then_some(()))
        })
        .await
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
        widget.click("button", "Mara").await.ok();
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
