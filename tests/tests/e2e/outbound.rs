//! Outbound calls: by click in HubSpot, busy, not answered, clicked twice.

use crate::steps::{
    dialled, far_end_answers, hang_up, has_outcome, heard_all, save, the_one_record,
};
use sidetone_e2e::{Done, Setup, Stage, run};

/// Clicks Ada's number in her record and waits until it is dialled. Returns the call's id.
async fn click_ada(stage: &Stage) -> Done<String> {
    stage.widget().wait_state("idle").await?;
    stage.tab.page().click("button", "+44 20 7946 0958").await?;
    stage.widget().wait_state("dialling").await?;
    dialled(stage).await
}

// row!(U34) row!(U37)
#[tokio::test]
async fn a_number_clicked_in_hubspot_is_called() {
    run("click_to_call", Setup::new(), async |stage| {
        let call = click_ada(stage).await?;
        stage.widget().wait_text("Ada Lovelace").await?;
        let told = stage.host().wait_told(&call, "OUTGOING_CALL_STARTED").await?;
        assert_eq!(told.data["toNumber"], "+442079460958");
        assert_eq!(told.data["createEngagement"], true);
        far_end_answers(stage, &call).await?;
        // This time the far end hangs up.
        stage.api.hang_up(&call).await?;
        stage.widget().wait_state("after").await?;
        save(stage, "Called back").await?;
        heard_all(stage, &call).await?;
        let record = the_one_record(stage, &call, |record| {
            has_outcome(record, "Called back") && record.is_linked_to(101)
        })
        .await?;
        assert_eq!(record.get("hs_call_direction"), "OUTBOUND");
        assert_eq!(record.get("hs_call_to_number"), "+442079460958");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_double_click_on_a_number_dials_once() {
    run("double_click", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        stage.tab.page().double_click("button", "+44 20 7946 0958").await?;
        stage.widget().wait_state("dialling").await?;
        let call = dialled(stage).await?;
        far_end_answers(stage, &call).await?;
        assert!(!stage.widget().text().await?.contains("Call next"));
        hang_up(stage).await?;
        save(stage, "Once").await?;
        heard_all(stage, &call).await?;
        assert_eq!(stage.host().count("OUTGOING_CALL_STARTED").await?, 1);
        the_one_record(stage, &call, |record| has_outcome(record, "Once")).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_call_given_up_while_dialling_is_over() {
    run("given_up", Setup::new(), async |stage| {
        let call = click_ada(stage).await?;
        stage.widget().click("button", "Hang up").await?;
        stage.widget().wait_state("idle").await?;
        heard_all(stage, &call).await?;
        let ended = stage.host().wait_told(&call, "CALL_ENDED").await?;
        assert_eq!(ended.data["callEndStatus"], "CANCELED");
        the_one_record(stage, &call, |r| r.get("hs_call_status") == "CANCELED").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_busy_line_is_said_and_recorded() {
    ends_by_itself("busy", "+442079460901", "The line is busy", "BUSY").await;
}

#[tokio::test]
async fn a_call_that_the_far_end_does_not_answer_is_said_and_recorded() {
    ends_by_itself("no_answer", "+442079460902", "No answer", "NO_ANSWER").await;
}

async fn ends_by_itself(name: &str, number: &str, words: &str, status: &str) {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 1500);
    run(name, setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        assert!(stage.host().dial(number).await?);
        let call = dialled(stage).await?;
        stage.widget().wait_text(words).await?;
        stage.widget().wait("button", "Call again").await?;
        heard_all(stage, &call).await?;
        let ended = stage.host().wait_told(&call, "CALL_ENDED").await?;
        assert_eq!(ended.data["callEndStatus"], status);
        the_one_record(stage, &call, |record| record.get("hs_call_status") == status).await?;
        Ok(())
    })
    .await;
}
