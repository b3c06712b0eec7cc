//! Every state of the widget passes axe-core without a violation.

use crate::steps::{ADA, GRACE, STRANGER};
use sidetone_e2e::{Done, Setup, Stage, Trouble, run};

async fn check(stage: &Stage, axe: &str, state: &str) -> Done {
    let found = stage.widget().violations(axe).await?;
    match found.is_empty() {
        true => Ok(()),
        false => Err(Trouble::Said(format!("{state}:\n{}", found.join("\n")))),
    }
}

#[tokio::test]
async fn no_state_of_a_call_has_an_accessibility_violation() {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 20_000).with_failing_requests();
    run("accessible_calls", setup, async |stage| {
        let axe = stage.axe()?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        check(stage, &axe, "ready").await?;
        widget.type_anywhere("112").await?;
        widget.wait_text("emergency").await?;
        check(stage, &axe, "an emergency number typed").await?;
        widget.type_anywhere("\u{E00C}02079460958").await?;
        widget.wait_text("Will call").await?;
        check(stage, &axe, "a number typed").await?;
        widget.type_anywhere("\u{E00C}").await?;

        let call = stage.api.ring(ADA).await?;
        widget.wait_state("ringing").await?;
        check(stage, &axe, "ringing").await?;
        widget.script("document.querySelector('[data-at=agent]').click()", vec![]).await?;
        widget.click("button", "Microphone and sound").await?;
        widget.wait_text("Ring volume").await?;
        check(stage, &axe, "the panel for sound while it rings").await?;
        widget.click("button", "Done").await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        check(stage, &axe, "in a call").await?;
        widget.click("button", "Mute").await?;
        widget.wait_text("Muted").await?;
        check(stage, &axe, "muted").await?;
        widget.click("button", "Hold").await?;
        widget.wait_state("held").await?;
        check(stage, &axe, "on hold").await?;
        let second = stage.api.ring(GRACE).await?;
        widget.wait_text("Grace Hopper").await?;
        check(stage, &axe, "a second call").await?;
        stage.api.hang_up(&second).await?;
        widget.wait_no_text("Answer").await?;
        stage.api.hang_up(&call).await?;
        widget.wait("textbox", "Notes").await?;
        check(stage, &axe, "after a call").await?;
        stage.host().dial(STRANGER).await?;
        widget.wait_text("Call next:").await?;
        check(stage, &axe, "a number kept for later").await?;
        let third = stage.api.ring(GRACE).await?;
        widget.wait_state("ringing").await?;
        widget.wait_text("waits for an outcome").await?;
        check(stage, &axe, "ringing while a wrap-up is open").await?;
        stage.api.hang_up(&third).await?;
        widget.wait_state("after").await?;
        stage.api.kill_backend().await?;
        widget.wait_text("Connection lost").await?;
        check(stage, &axe, "connection lost").await?;
        stage.api.start_backend().await?;
        widget.wait_no_text("Connection lost").await?;
        widget.click("button", "Save").await?;
        widget.click("button", "Call").await?;
        widget.wait_state("dialling").await?;
        check(stage, &axe, "dialling").await?;
        let started = stage.host().wait_for("OUTGOING_CALL_STARTED").await?;
        let call = started.data["externalCallId"].as_str().unwrap_or_default();
        stage.api.hang_up(call).await?;
        widget.wait("button", "Call again").await?;
        check(stage, &axe, "a call that did not come about").await
    })
    .await;
}

#[tokio::test]
async fn the_signed_out_state_has_no_accessibility_violation() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("accessible_signed_out", setup, async |stage| {
        stage.api.auto_sign_in(false).await?;
        stage.tab.go(&stage.preview.hubspot()).await?;
        stage.widget().wait_text("You are signed out").await?;
        check(stage, &stage.axe()?, "signed out").await
    })
    .await;
}
