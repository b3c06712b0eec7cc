//! The Calls page: what HubSpot has of each call, why it refused one, and sending it again.

use serde_json::json;
use sidetone_e2e::{Done, LONG, Setup, Stage, View, run};

use crate::console::{console, no_findings};
use crate::steps::ADA;

/// A call that the agent answers and wraps up, in a tab of its own. HubSpot refuses what it is given
/// of it at the end, if that is wanted.
async fn call(stage: &Stage, notes: &str, refused: bool) -> Done<String> {
    let tab = stage.open("/").await?;
    let widget = tab.widget();
    widget.wait_state("idle").await?;
    let call = stage.api.ring(ADA).await?;
    widget.click("button", "Answer").await?;
    widget.wait_state("talking").await?;
    widget.click("button", "Hang up").await?;
    widget.wait_state("after").await?;
    widget.click("radio", "Connected").await?;
    widget.fill("Notes", notes).await?;
    if refused {
        stage.api.fault(json!({ "status": 400, "times": 0, "path": "/calls" })).await?;
    }
    widget.click("button", "Save").await?;
    stage.tab.show().await?;
    Ok(call)
}

async fn calls(stage: &Stage) -> Done<View> {
    let page = console(stage).await?;
    page.click("link", "Calls").await?;
    page.wait_text("No calls yet.").await?;
    no_findings(stage, &page).await?;
    Ok(page)
}

// row!(U45) row!(K12)
#[tokio::test]
async fn a_call_that_hubspot_refused_says_why_and_is_sent_again() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_refused", setup, async |stage| {
        let page = calls(stage).await?;
        let call = call(stage, "About engines", true).await?;
        // It comes by itself.
        page.wait_text_within(LONG, "Refused by HubSpot").await?;
        page.wait_text("HubSpot refused 1 call.").await?;
        page.click("button", "Not saved 1").await?;
        page.click("button", "Details of the call with Ada Lovelace").await?;
        page.wait_text("Our request").await?;
        page.wait_text("HubSpot's correlation id").await?;
        no_findings(stage, &page).await?;

        stage.api.no_faults().await?;
        page.click("button", "Send again").await?;
        page.wait_text_within(LONG, "hs_call_body").await?;
        page.wait_text("About engines").await?;
        page.wait_no_text("Our request").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Close").await?;
        page.click("button", "All").await?;
        page.wait_no_text("HubSpot refused 1 call.").await?;
        page.wait_text("Saved").await?;
        stage.api.record_of(&call, |record| record.is_linked_to(101)).await?;
        Ok(())
    })
    .await;
}

// row!(U38) row!(U45)
#[tokio::test]
async fn the_agent_s_widget_says_that_hubspot_refused_and_later_that_it_is_saved() {
    run("widget_refused", Setup::new().without_page(), async |stage| {
        let page = calls(stage).await?;
        let tab = stage.open("/").await?;
        let widget = tab.widget();
        widget.wait_state("idle").await?;
        stage.api.ring(ADA).await?;
        widget.click("button", "Answer").await?;
        widget.click("button", "Hang up").await?;
        widget.click("radio", "Connected").await?;
        stage.api.fault(json!({ "status": 400, "times": 0, "path": "/calls" })).await?;
        widget.click("button", "Save").await?;
        widget.wait_text_within(LONG, "Ada Lovelace HubSpot refused it:").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());

        stage.tab.show().await?;
        stage.api.no_faults().await?;
        page.click("button", "Details of the call with Ada Lovelace").await?;
        page.click("button", "Send again").await?;
        page.wait_text_within(LONG, "hs_call_body").await?;
        tab.show().await?;
        widget.wait_text_within(LONG, "Ada Lovelace Saved in HubSpot").await?;
        Ok(())
    })
    .await;
}

// row!(U45)
#[tokio::test]
async fn calls_are_found_by_a_part_of_their_number() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_calls_search", setup, async |stage| {
        let page = calls(stage).await?;
        call(stage, "Found", false).await?;
        page.wait_text_within(LONG, "Ada Lovelace").await?;
        page.fill("Search by number", "7946 0958").await?;
        page.wait_text("Ada Lovelace").await?;
        page.fill("Search by number", "555").await?;
        page.wait_text("No such call.").await?;
        no_findings(stage, &page).await?;
        page.fill("Search by number", "").await?;
        page.wait_text("Ada Lovelace").await
    })
    .await;
}

// row!(U46) row!(C19)
#[tokio::test]
async fn the_meter_says_how_much_of_hubspot_is_used_and_when_it_wants_silence() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_meter", setup, async |stage| {
        let page = console(stage).await?;
        page.click("link", "CRM").await?;
        page.wait_text("Use of HubSpot").await?;
        page.wait_text("Requests in 10 seconds").await?;
        page.wait_text("Searches in a second").await?;
        let fault = json!({ "status": 429, "times": 1, "retryAfter": 20 });
        stage.api.fault(fault).await?;
        page.click("button", "Test Connection").await?;
        page.wait_text_within(LONG, "HubSpot asks for fewer requests").await?;
        page.wait_text("Once since the service was started.").await?;
        no_findings(stage, &page).await?;
        // On the tenant's other pages too.
        page.click("link", "People").await?;
        page.wait_text("HubSpot asks for fewer requests").await
    })
    .await;
}
