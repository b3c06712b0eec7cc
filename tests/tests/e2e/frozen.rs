//! Pages that the browser has frozen: they neither answer nor move until they are thawed.

use std::time::Duration;

use crate::steps::{
    ADA, GRACE, WHOLE, everywhere, finish_in, one_whole_record, talking, told_by, wait_speaks,
};
use sidetone_e2e::{Setup, run};

/// The service asks three times a second, so that a freeze is longer than every limit soon.
fn quick() -> Setup {
    // A socket that was given up while its page stood still is told to it later.
    Setup::new().set("SIDETONE_STREAM__PING_MS", 300).with_failing_requests()
}

// row!(L11)
#[tokio::test]
async fn a_frozen_owner_is_replaced_and_shows_the_truth_when_it_is_thawed() {
    run("owner_frozen", quick(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        let beside = stage.open("/").await?;
        beside.widget().wait_state("talking").await?;
        wait_speaks(&beside, false).await?;
        stage.tab.show().await?;
        stage.tab.freeze().await?;
        wait_speaks(&beside, true).await?;
        beside.widget().wait_state("talking").await?;
        finish_in(&beside).await?;
        one_whole_record(stage, &call).await?;
        // It missed the end of the call, and another call.
        stage.api.ring(GRACE).await?;
        beside.widget().wait_state("ringing").await?;
        stage.tab.thaw().await?;
        stage.tab.wait_state_unseen("ringing").await?;
        stage.tab.show().await?;
        stage.widget().click("button", "Answer").await?;
        everywhere(&[&beside, &stage.tab], "talking").await?;
        finish_in(&stage.tab).await?;
        beside.widget().wait_state("idle").await?;
        assert_eq!(stage.api.records().await?.len(), 2);
        Ok(())
    })
    .await;
}

// row!(L11)
#[tokio::test]
async fn an_owner_that_stands_still_with_open_sockets_is_replaced_after_missed_pings() {
    let setup = Setup::new().set("SIDETONE_STREAM__PING_MS", 300).with_failing_requests();
    run("owner_hangs", setup, async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        // In a browser of its own: one browser may draw the frames of several tabs in one process, and
        // then all of them stand still.
        let beside = stage.browser_beside().await?.tab().await?;
        beside.go(&format!("{}/", stage.preview.hubspot())).await?;
        wait_speaks(&beside, false).await?;
        stage.tab.hang(Duration::from_secs(6)).await?;
        wait_speaks(&beside, true).await?;
        beside.widget().click("button", "Hang up").await?;
        beside.widget().wait_state("after").await?;
        // It has stood still all the while, and shows the truth as soon as it can.
        stage.tab.wait_state_unseen("after").await?;
        beside.widget().click("radio", "Connected").await?;
        beside.widget().click("button", "Save").await?;
        everywhere(&[&stage.tab, &beside], "idle").await?;
        let told = told_by(&[&stage.tab, &beside], &call).await?;
        assert_eq!(told, WHOLE);
        one_whole_record(stage, &call).await
    })
    .await;
}

// row!(L11) row!(L9)
#[tokio::test]
async fn a_page_frozen_alone_rings_no_more_when_it_is_thawed_after_the_ring() {
    run("frozen_ring", quick(), async |stage| {
        let call = crate::steps::ringing(stage, ADA).await?;
        stage.tab.freeze().await?;
        stage.api.hang_up(&call).await?;
        stage.api.record_of(&call, |record| record.get("hs_call_status") == "CANCELED").await?;
        stage.tab.thaw().await?;
        stage.tab.show().await?;
        stage.widget().wait_text("The caller hung up").await?;
        stage.widget().click("button", "Close").await?;
        stage.widget().wait_state("idle").await
    })
    .await;
}
