//! The backend is killed and started again.

use crate::steps::{ADA, hang_up, has_outcome, heard_all, ringing, save, talking, the_one_record};
use sidetone_e2e::{Setup, run};

const LOST: &str = "Connection lost";

// row!(L8)
#[tokio::test]
async fn a_backend_killed_in_a_call_comes_back_with_it() {
    run("restart_in_call", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        stage.api.kill_backend().await?;
        widget.wait_text(LOST).await?;
        // The call is still on the screen, and says what works.
        assert_eq!(widget.state().await?, "talking");
        stage.api.start_backend().await?;
        widget.wait_no_text(LOST).await?;
        assert_eq!(widget.state().await?, "talking");
        hang_up(stage).await?;
        save(stage, "Came back").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |r| has_outcome(r, "Came back") && r.is_linked_to(101))
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_backend_killed_while_it_rings_goes_on_ringing_and_announces_nothing_twice() {
    run("restart_ringing", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = ringing(stage, ADA).await?;
        stage.host().wait_told(&call, "INCOMING_CALL").await?;
        stage.api.kill_backend().await?;
        widget.wait_text(LOST).await?;
        stage.api.start_backend().await?;
        widget.wait_no_text(LOST).await?;
        assert_eq!(widget.state().await?, "ringing");
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        hang_up(stage).await?;
        save(stage, "Rang on").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, "Rang on")).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_wish_made_while_the_backend_is_down_is_carried_out_when_it_is_back() {
    run("restart_hang_up", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        stage.api.kill_backend().await?;
        widget.wait_text(LOST).await?;
        widget.click("button", "Hang up").await?;
        stage.api.start_backend().await?;
        widget.wait_state("after").await?;
        save(stage, "Late wish").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, "Late wish")).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn notes_typed_before_and_while_the_backend_is_down_are_not_lost() {
    run("restart_in_wrap_up", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        hang_up(stage).await?;
        widget.click("radio", "Connected").await?;
        widget.keys("textbox", "Notes", "before").await?;
        stage.api.kill_backend().await?;
        widget.wait_text(LOST).await?;
        widget.keys("textbox", "Notes", " and while it was down").await?;
        stage.api.start_backend().await?;
        widget.wait_no_text(LOST).await?;
        let typed = "before and while it was down";
        assert_eq!(widget.value("Notes").await?, typed);
        // The frame may go at once: what was typed is there again.
        widget.script("window.before = true", vec![]).await?;
        stage.host().reload_frame().await?;
        sidetone_e2e::until("the new frame has what was typed", async || {
            let script =
                "return window.before ? '' : document.querySelector('main textarea')?.value";
            Ok((widget.script(script, vec![]).await? == typed).then_some(()))
        })
        .await?;
        assert!(widget.is_set("radio", "Connected").await?);
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, typed)).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_wrap_up_saved_while_the_backend_is_down_is_saved_when_it_is_back() {
    run("restart_save", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        hang_up(stage).await?;
        stage.api.kill_backend().await?;
        widget.wait_text(LOST).await?;
        widget.click("radio", "Connected").await?;
        widget.keys("textbox", "Notes", "saved in the dark").await?;
        widget.click("button", "Save").await?;
        stage.api.start_backend().await?;
        widget.wait_state("idle").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, "saved in the dark")).await?;
        Ok(())
    })
    .await;
}
