//! The agent's calls of earlier, in the widget.

use sidetone_e2e::{Setup, run};

use crate::steps::{GRACE, ringing, talking};

// row!(P5) row!(U35)
#[tokio::test]
async fn a_missed_call_is_counted_until_it_is_looked_at_and_called_back_from_there() {
    run("history", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let missed = ringing(stage, GRACE).await?;
        widget.wait("heading", "Grace Hopper").await?;
        stage.api.hang_up(&missed).await?;
        widget.click("button", "Close").await?;
        widget.wait("button", "History 1 missed").await?;
        widget.click("button", "History 1 missed").await?;
        widget.wait_text("Missed call").await?;
        widget.wait("button", "Call Grace Hopper").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.click("button", "Back").await?;
        widget.wait("button", "History").await?;
        widget.click("button", "History").await?;
        widget.click("button", "Missed").await?;
        widget.click("button", "Call Grace Hopper").await?;
        widget.wait_state("dialling").await?;
        let told = host.wait_for("OUTGOING_CALL_STARTED").await?;
        assert_eq!(told.data["toNumber"], GRACE);
        widget.click("button", "Hang up").await?;
        widget.click("button", "History").await?;
        // The tab that opens speaks from then on.
        widget.click("button", "Open Grace Hopper").await?;
        let opened = host.wait_for("NAVIGATE_TO_RECORD").await?;
        assert_eq!(opened.data["objectCoordinates"]["objectId"], 102);
        Ok(())
    })
    .await;
}

// row!(P5)
#[tokio::test]
async fn a_wrap_up_that_is_left_open_is_finished_from_the_history() {
    run("history_finish", Setup::new(), async |stage| {
        let widget = stage.widget();
        talking(stage, GRACE).await?;
        widget.click("button", "Hang up").await?;
        widget.wait_state("after").await?;
        widget.click("button", "History").await?;
        widget.wait_text("Outcome still open").await?;
        widget.click("button", "Finish Grace Hopper").await?;
        widget.click("radio", "Connected").await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        widget.click("button", "History").await?;
        widget.wait_text("Connected").await?;
        Ok(())
    })
    .await;
}
