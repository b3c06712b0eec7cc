//! More than one thing at a time.

use crate::steps::{
    ADA, CONNECTED, GRACE, STRANGER, dialled, far_end_answers, hang_up, has_outcome, heard_all,
    save, talking,
};
use sidetone_e2e::{Setup, check_call, run};

// row!(L22)
#[tokio::test]
async fn a_number_clicked_during_a_wrap_up_is_offered_and_not_lost() {
    run("dial_in_wrap_up", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let first = talking(stage, ADA).await?;
        hang_up(stage).await?;
        widget.keys("textbox", "Notes", "in the middle").await?;
        assert!(host.dial(STRANGER).await?);
        widget.wait_text("Call next:").await?;
        assert_eq!(widget.state().await?, "after");
        assert_eq!(widget.value("Notes").await?, "in the middle");
        save(stage, "first").await?;
        widget.click("button", "Call").await?;
        widget.wait_state("dialling").await?;
        widget.wait_no_text("Call next:").await?;
        let told = host.wait_for("OUTGOING_CALL_STARTED").await?;
        assert_eq!(told.data["toNumber"], STRANGER);
        let second = dialled(stage).await?;
        far_end_answers(stage, &second).await?;
        hang_up(stage).await?;
        save(stage, "second").await?;
        heard_all(stage, &first).await?;
        heard_all(stage, &second).await?;
        stage.api.record_of(&first, |record| has_outcome(record, "first")).await?;
        stage.api.record_of(&second, |record| has_outcome(record, "second")).await?;
        assert_eq!(stage.api.records().await?.len(), 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn numbers_clicked_in_a_call_outlive_a_reload_of_the_frame() {
    run("dial_kept", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        talking(stage, ADA).await?;
        assert!(host.dial(STRANGER).await?);
        widget.wait_text("Call next:").await?;
        assert!(host.dial(GRACE).await?);
        widget.wait_text("and 1 more").await?;
        host.reload_frame().await?;
        widget.wait_state("talking").await?;
        widget.wait_text("and 1 more").await?;
        hang_up(stage).await?;
        widget.click("button", "Call").await?;
        let told = host.wait_for("OUTGOING_CALL_STARTED").await?;
        assert_eq!(told.data["toNumber"], GRACE);
        widget.wait_text(STRANGER).await
    })
    .await;
}

// row!(U36)
#[tokio::test]
async fn two_calls_are_swapped_and_the_second_ends_without_disturbing_the_first() {
    run("swap", Setup::new(), async |stage| {
        let widget = stage.widget();
        talking(stage, ADA).await?;
        let second = stage.api.ring(GRACE).await?;
        widget.wait_text("Grace Hopper is calling").await?;
        widget.click("button", "Answer").await?;
        widget.wait_text("Ada Lovelace is on hold").await?;
        widget.click("button", "Resume").await?;
        widget.wait_text("Grace Hopper is on hold").await?;
        widget.wait("heading", "Ada Lovelace").await?;
        stage.api.hang_up(&second).await?;
        widget.wait_text("Grace Hopper waits for an outcome").await?;
        assert_eq!(widget.state().await?, "talking");
        hang_up(stage).await?;
        for _ in 0..2 {
            widget.click("radio", "Connected").await?;
            widget.click("button", "Save").await?;
        }
        widget.wait_state("idle").await?;
        assert_eq!(stage.api.records().await?.len(), 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_call_is_a_banner_and_answering_it_holds_the_first() {
    run("second_call", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let first = talking(stage, ADA).await?;
        let second = stage.api.ring(GRACE).await?;
        widget.wait_text("Grace Hopper is calling").await?;
        // The call on the line stays where it was.
        assert_eq!(widget.state().await?, "talking");
        widget.click("button", "Answer").await?;
        widget.wait_text("Ada Lovelace is on hold").await?;
        assert_eq!(widget.state().await?, "talking");
        widget.wait("heading", "Grace Hopper").await?;
        widget.click("button", "Hang up").await?;
        // The held call is in front again, still held; it is taken back and ended.
        widget.wait_state("held").await?;
        widget.wait("heading", "Ada Lovelace").await?;
        widget.wait_text("Grace Hopper waits for an outcome").await?;
        // What waits does not lie over the agent's status.
        widget.click("button", "Status: Available").await?;
        widget.wait("button", "Break").await?;
        widget.press("\u{E00C}").await?;
        widget.click("button", "Hold").await?;
        widget.wait_state("talking").await?;
        widget.click("button", "Hang up").await?;
        // Two wrap-ups wait, one after the other.
        widget.wait_state("after").await?;
        for _ in 0..2 {
            widget.click("radio", "Connected").await?;
            widget.click("button", "Save").await?;
        }
        widget.wait_state("idle").await?;
        for call in [&first, &second] {
            host.wait_told(call, "CALL_COMPLETED").await?;
            assert_eq!(check_call(&host.told(call).await?), Ok(()));
            stage.api.record_of(call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        }
        assert_eq!(stage.api.records().await?.len(), 2);
        Ok(())
    })
    .await;
}
