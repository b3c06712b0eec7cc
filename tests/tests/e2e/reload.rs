//! Reloads: of the calling frame alone, and of the whole of HubSpot's page.

use std::time::Duration;

use crate::steps::{ADA, hang_up, has_outcome, heard_all, ringing, save, talking, the_one_record};
use sidetone_e2e::{Done, Setup, Stage, Trouble, run, until};
use tokio::time::Instant;

/// The promise is one second; a busy machine gets more.
const SOON: Duration = Duration::from_secs(3);

/// Waits until a frame other than the marked one is in this state, and says how long it took.
async fn again(stage: &Stage, state: &str, began: Instant) -> Done {
    let widget = stage.widget();
    let script =
        "return window.before ? '' : document.querySelector('[data-state]')?.dataset.state";
    until(&format!("the new frame is `{state}`"), async || {
        let now = widget.script(script, vec![]).await?;
        Ok((now == state).then_some(()))
    })
    .await?;
    let took = began.elapsed();
    println!("reloaded: `{state}` again after {} ms", took.as_millis());
    if took > SOON { Err(Trouble::Said(format!("it took {took:?}"))) } else { Ok(()) }
}

async fn reload_frame(stage: &Stage, state: &str) -> Done {
    stage.widget().script("window.before = true", vec![]).await?;
    let began = Instant::now();
    stage.host().reload_frame().await?;
    again(stage, state, began).await
}

async fn reload_page(stage: &Stage, state: &str) -> Done {
    let began = Instant::now();
    stage.tab.reload().await?;
    again(stage, state, began).await
}

// row!(L23)
#[tokio::test]
async fn a_frame_reloaded_while_ringing_and_while_connected_shows_the_same_call_again() {
    run("reload_frame", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = ringing(stage, ADA).await?;
        host.wait_told(&call, "INCOMING_CALL").await?;
        reload_frame(stage, "ringing").await?;
        widget.wait_text("Ada Lovelace").await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        widget.click("button", "Mute").await?;
        widget.wait_text("On the line, muted").await?;
        reload_frame(stage, "talking").await?;
        widget.wait_text("Ada Lovelace").await?;
        widget.wait_text("On the line, muted").await?;
        hang_up(stage).await?;
        widget.fill("Notes", "Half a word").await?;
        widget.click("radio", "Connected").await?;
        reload_frame(stage, "after").await?;
        assert_eq!(widget.value("Notes").await?, "Half a word");
        assert!(widget.is_set("radio", "Connected").await?);
        save(stage, "Reloaded").await?;
        heard_all(stage, &call).await?;
        assert_eq!(host.count("INCOMING_CALL").await?, 1);
        the_one_record(stage, &call, |record| has_outcome(record, "Reloaded")).await?;
        Ok(())
    })
    .await;
}

// row!(L4)
#[tokio::test]
async fn the_browser_is_told_to_ask_before_a_call_is_left_and_only_then() {
    run("reload_guard", Setup::new(), async |stage| {
        let widget = stage.widget();
        let asks = async || {
            let script = "const e = new Event('beforeunload', { cancelable: true }); \
                          window.dispatchEvent(e); return e.defaultPrevented;";
            widget.script(script, vec![]).await
        };
        widget.wait_state("idle").await?;
        assert_eq!(asks().await?, false);
        talking(stage, ADA).await?;
        assert_eq!(asks().await?, true);
        hang_up(stage).await?;
        // What was typed is kept without asking.
        assert_eq!(asks().await?, false);
        Ok(())
    })
    .await;
}

// The sound over a reload is for the tests of the voice side.
// row!(L1)
#[tokio::test]
async fn the_whole_page_reloaded_ten_times_in_a_call_goes_on_with_it() {
    // A page that is left while it offers its voice is refused as the owner that it was.
    run("reload_page", Setup::new().with_failing_requests(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = talking(stage, ADA).await?;
        host.wait_told(&call, "CALL_ANSWERED").await?;
        for _ in 0..10 {
            reload_page(stage, "talking").await?;
        }
        widget.wait_text("Ada Lovelace").await?;
        // Its offer is answered before the call is over.
        stage.api.wait_spoken(&call).await?;
        hang_up(stage).await?;
        save(stage, "Ten times").await?;
        // A page that never heard of the call hears of its end only.
        host.wait_told(&call, "CALL_COMPLETED").await?;
        assert_eq!(host.told(&call).await?, ["CALL_ENDED", "CALL_COMPLETED"]);
        let ended = host.wait_told(&call, "CALL_ENDED").await?;
        assert!(ended.data["engagementId"].is_number(), "no engagement id: {}", ended.data);
        the_one_record(stage, &call, |record| has_outcome(record, "Ten times")).await?;
        Ok(())
    })
    .await;
}
