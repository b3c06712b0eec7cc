//! The agent's own status: chosen by keyboard, kept for after the call, set by an unanswered ring.

use std::time::Duration;

use crate::steps::{ADA, hang_up, heard_all, save, talking, the_one_record};
use sidetone_e2e::{Done, Setup, Stage, Trouble, run, stays, until};

/// The status that the button says.
async fn says(stage: &Stage, status: &str) -> Done {
    let name = ["Status: ", status].concat();
    stage.widget().wait("button", &name).await.map(drop)
}

/// Chooses from the list, which begins with this status on its button.
async fn choose(stage: &Stage, from: &str, to: &str) -> Done {
    let widget = stage.widget();
    widget.click("button", &["Status: ", from].concat()).await?;
    widget.click("button", to).await
}

// row!(P2)
#[tokio::test]
async fn a_status_chosen_in_a_call_is_next_and_comes_after_its_wrap_up() {
    run("presence_in_call", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = talking(stage, ADA).await?;
        choose(stage, "Available", "Break").await?;
        says(stage, "Next: Break").await?;
        stays(Duration::from_secs(1), "HubSpot is not told in the middle of a call", async || {
            Ok(host.count("USER_UNAVAILABLE").await? == 0)
        })
        .await?;
        hang_up(stage).await?;
        widget.wait_text("Will be saved by itself in").await?;
        says(stage, "Next: Break").await?;
        save(stage, "").await?;
        heard_all(stage, &call).await?;
        says(stage, "Break").await?;
        host.wait_for("USER_UNAVAILABLE").await?;
        let heard: Vec<String> = host.heard().await?.into_iter().map(|m| m.kind).collect();
        let place = |kind: &str| heard.iter().position(|one| one == kind);
        assert!(place("CALL_COMPLETED") < place("USER_UNAVAILABLE"), "{heard:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_agent_who_is_not_available_is_not_rung_and_the_call_becomes_one_record() {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 1500);
    run("presence_missed", setup, async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        choose(stage, "Available", "Unavailable").await?;
        stage.host().wait_for("USER_UNAVAILABLE").await?;
        let call = stage.api.ring(ADA).await?;
        stays(Duration::from_secs(2), "it does not ring", async || {
            Ok(widget.state().await? != "ringing")
        })
        .await?;
        the_one_record(stage, &call, |record| record.get("hs_call_status") == "MISSED").await?;
        Ok(())
    })
    .await;
}

// row!(P2)
#[tokio::test]
async fn after_an_unanswered_ring_a_lasting_line_offers_to_be_available_again() {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 3000);
    run("presence_unanswered", setup, async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_state("idle").await?;
        stage.api.ring(ADA).await?;
        widget.wait_state("ringing").await?;
        widget.click("button", "Close").await?;
        widget.wait_text("A call rang and nobody answered. You are set to unavailable.").await?;
        host.wait_for("USER_UNAVAILABLE").await?;
        let found = widget.violations(&stage.axe()?).await?;
        assert_eq!(found, [] as [String; 0]);
        stage.tab.reload().await?;
        widget.wait_text("A call rang and nobody answered").await?;
        widget.click("button", "Available again").await?;
        host.wait_for("USER_AVAILABLE").await?;
        says(stage, "Available").await?;
        until("the line is gone", async || {
            Ok((!widget.has("button", "Available again").await?).then_some(()))
        })
        .await
    })
    .await;
}

// row!(P1) row!(P2)
#[tokio::test]
async fn the_list_is_used_by_keyboard_and_fits_the_smallest_frame() {
    run("presence_keys", Setup::new().at("/preview/bare"), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        let script = "const { style } = window.preview.frame; \
                      style.setProperty('width', '320px', 'important'); \
                      style.setProperty('height', '460px', 'important')";
        stage.host().page().script(script, vec![]).await?;
        until("the frame is small", async || {
            let wide = widget.script("return innerWidth", vec![]).await?;
            Ok((wide == serde_json::json!(320)).then_some(()))
        })
        .await?;
        widget.enter("button", "Status: Available").await?;
        widget.wait("button", "Meeting").await?;
        let axe = stage.axe()?;
        assert_eq!(widget.violations(&axe).await?, [] as [String; 0]);
        let wide = "return document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(widget.script(wide, vec![]).await?, true);
        // Escape closes it, and the keyboard is where it was.
        widget.press("\u{E00C}").await?;
        widget.wait_no_text("Meeting").await?;
        let at_the_button = async || {
            let name = widget.focused().await?;
            match name.contains("Status:") {
                true => Ok(Some(())),
                false => Err(Trouble::Said(format!("the keyboard is at \"{name}\""))),
            }
        };
        until("the keyboard is at the button", at_the_button).await?;
        widget.press("\u{E007}").await?;
        widget.tab_to("Meeting").await?;
        widget.press("\u{E007}").await?;
        says(stage, "Meeting").await?;
        stage.host().wait_for("USER_UNAVAILABLE").await.map(drop)
    })
    .await;
}
