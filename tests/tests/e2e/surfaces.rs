//! Three tabs and HubSpot's calling window show one call; whichever is used, all of them agree.

use crate::steps::{
    ADA, GRACE, STRANGER, WHOLE, WINDOW, everywhere, finish_in, one_whole_record, wait_told_by,
};
use sidetone_e2e::{Done, Setup, Stage, Tab, run};

const TAB: &str = "/?usesCallingWindow=true";

/// Three records, each in a tab of its own, and the calling window.
async fn three_and_a_window(stage: &Stage) -> Done<(Vec<Tab>, Tab)> {
    let mut tabs = vec![stage.tab.clone()];
    for record in ["/contacts/123456/record/0-2/501", "/contacts/123456/record/0-5/701"] {
        tabs.push(stage.open(record).await?);
    }
    let window = stage.open(WINDOW).await?;
    everywhere(&[&window, &tabs[0], &tabs[1], &tabs[2]], "idle").await?;
    Ok((tabs, window))
}

/// What this tab's page heard from then on, besides a wish for another size.
async fn said(tab: &Tab, since: f64) -> Done<Vec<String>> {
    let heard = tab.host().heard().await?.into_iter();
    let later = heard.filter(|message| message.at > since && message.kind != "RESIZE_WIDGET");
    Ok(later.map(|message| message.kind).collect())
}

// row!(U36) row!(U39) row!(U40) row!(L6) row!(L7)
#[tokio::test]
async fn answered_in_one_and_hung_up_in_another_and_only_the_window_speaks() {
    run("surfaces", Setup::new().at(TAB), async |stage| {
        let (tabs, window) = three_and_a_window(stage).await?;
        let all = [&window, &tabs[0], &tabs[1], &tabs[2]];
        let since = window.evaluate("Date.now()").await?.as_f64().unwrap_or_default();
        let call = stage.api.ring(ADA).await?;
        everywhere(&all, "ringing").await?;
        tabs[1].widget().click("button", "Answer").await?;
        everywhere(&all, "talking").await?;
        // What one does to the call the others show.
        tabs[0].widget().click("button", "Hold").await?;
        everywhere(&all, "held").await?;
        window.widget().click("button", "Hold").await?;
        everywhere(&all, "talking").await?;
        tabs[2].widget().click("button", "Hang up").await?;
        everywhere(&all, "after").await?;
        tabs[0].widget().click("radio", "Connected").await?;
        tabs[0].widget().click("button", "Save").await?;
        everywhere(&all, "idle").await?;
        wait_told_by(&all, &call, &WHOLE).await?;
        for tab in &tabs {
            assert_eq!(said(tab, since).await?, [""; 0], "a frame beside the window spoke");
        }
        one_whole_record(stage, &call).await
    })
    .await;
}

#[tokio::test]
async fn declined_in_a_tab_it_stops_ringing_everywhere_and_the_next_call_rings_again() {
    run("surfaces_decline", Setup::new().at(TAB), async |stage| {
        let (tabs, window) = three_and_a_window(stage).await?;
        let all = [&window, &tabs[0], &tabs[1], &tabs[2]];
        let declined = stage.api.ring(GRACE).await?;
        everywhere(&all, "ringing").await?;
        tabs[2].widget().click("button", "Decline").await?;
        everywhere(&all, "idle").await?;
        wait_told_by(&all, &declined, &["INCOMING_CALL", "CALL_ENDED", "CALL_COMPLETED"]).await?;
        stage.api.record_of(&declined, |r| r.get("hs_call_status") == "MISSED").await?;
        stage.api.ring(STRANGER).await?;
        everywhere(&all, "ringing").await?;
        window.widget().click("button", "Answer").await?;
        everywhere(&all, "talking").await?;
        finish_in(&tabs[1]).await?;
        everywhere(&all, "idle").await?;
        assert_eq!(stage.api.records().await?.len(), 2);
        Ok(())
    })
    .await;
}

// row!(L2)
#[tokio::test]
async fn the_calling_window_outlives_the_tab_that_opened_it() {
    run("surfaces_opener", Setup::new().at(TAB), async |stage| {
        stage.widget().wait_state("idle").await?;
        let other = stage.open("/").await?;
        stage.tab.page().click("button", "Open the calling window").await?;
        let window = sidetone_e2e::until("the calling window is open", async || {
            let tabs = stage.browser.tabs().await?;
            Ok(tabs.into_iter().find(|tab| ![&stage.tab, &other].contains(&tab)))
        })
        .await?;
        window.widget().wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        window.widget().click("button", "Answer").await?;
        window.widget().wait_state("talking").await?;
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        stage.tab.close().await?;
        window.widget().wait_state("talking").await?;
        finish_in(&other).await?;
        wait_told_by(&[&window, &other], &call, &WHOLE).await?;
        one_whole_record(stage, &call).await
    })
    .await;
}
