//! The return from HubSpot: every way in which it brings no link has its own sentence, in the window
//! and in the console, and the next try works.

use sidetone_e2e::{Browser, Done, Setup, Stage, Tab, View, run};

use crate::console::{link, no_findings, open_hubspot, saved};

const OVER: &str = "This attempt to link is over, or was begun in another browser";

async fn address(window: &Tab) -> Done<String> {
    let address = window.page().script("return location.href", vec![]).await?;
    Ok(address.as_str().unwrap_or_default().to_owned())
}

/// The state that HubSpot gives back as it came.
async fn state(window: &Tab) -> Done<String> {
    let read = "return new URLSearchParams(location.search).get('state') ?? ''";
    let state = window.page().script(read, vec![]).await?;
    Ok(state.as_str().unwrap_or_default().to_owned())
}

async fn connect(window: &Tab) -> Done {
    window.page().click("button", "Continue").await?;
    window.page().click("button", "Connect app").await
}

/// The window says it, and stays open to be read; the console says it without a reload.
async fn told(stage: &Stage, page: &View, window: &Tab, sentence: &str) -> Done {
    window.page().wait_text(sentence).await?;
    no_findings(stage, &window.page()).await?;
    window.close().await?;
    page.tab().show().await?;
    page.wait_text(sentence).await?;
    page.wait("button", "Link Credentials").await?;
    no_findings(stage, page).await
}

fn back(stage: &Stage, query: &str) -> String {
    format!("{}/oauth/hubspot/linked?{query}", stage.preview.ours())
}

// row!(O5)
#[tokio::test]
async fn each_failed_return_has_its_own_sentence_and_the_next_try_links() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_returns", setup, async |stage| {
        let page = saved(stage).await?;

        // Another account than the one that is named.
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        let anywhere = address(&window).await?.replace("/oauth/123456/", "/oauth/");
        window.go(&anywhere).await?;
        window.page().click("radio", "Second account second.example · 654321").await?;
        connect(&window).await?;
        let other = "You linked a different HubSpot account: 654321 instead of 123456. \
                     Nothing was stored.";
        window.page().wait_text(other).await?;
        // Opened a second time, it is over, and the console goes on saying what happened first.
        window.reload().await?;
        window.page().wait_text(OVER).await?;
        no_findings(stage, &window.page()).await?;
        window.close().await?;
        page.tab().show().await?;
        page.wait_text(other).await?;
        no_findings(stage, &page).await?;

        // HubSpot refuses by itself.
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        let query = "error=temporarily_unavailable&error_description=Come%20back%20later&state=";
        let state_of = state(&window).await?;
        window.go(&back(stage, &format!("{query}{state_of}"))).await?;
        let refused = "HubSpot refused to link the account: Come back later.";
        told(stage, &page, &window, refused).await?;

        // A code that HubSpot does not know, as one that was used or is too old.
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        let query = format!("code=used-before&state={}", state(&window).await?);
        window.go(&back(stage, &query)).await?;
        let code = "HubSpot does not accept the code of this attempt any more";
        told(stage, &page, &window, code).await?;

        link(stage, &page).await?;
        no_findings(stage, &page).await
    })
    .await;
}

// row!(O5)
#[tokio::test]
async fn a_return_in_another_browser_is_over_and_links_nothing() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_other_browser", setup, async |stage| {
        let page = saved(stage).await?;

        // A state that nobody began, and no state at all.
        let made_up = stage.browser.new_tab().await?;
        made_up.go(&back(stage, "code=some&state=made-up")).await?;
        made_up.page().wait_text(OVER).await?;
        made_up.go(&back(stage, "code=some")).await?;
        made_up.page().wait_text("the address that HubSpot sent you back to has no state").await?;
        no_findings(stage, &made_up.page()).await?;
        made_up.close().await?;

        // The true address, in somebody else's browser.
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        let address = address(&window).await?;
        window.close().await?;
        let foreign = Browser::start(&stage.given).await?;
        let there = foreign.tab().await?;
        there.go(&address).await?;
        connect(&there).await?;
        there.page().wait_text(OVER).await?;
        foreign.end().await;
        page.tab().show().await?;
        page.wait_text(OVER).await?;
        link(stage, &page).await
    })
    .await;
}

// row!(O5)
#[tokio::test]
async fn a_return_that_is_opened_again_says_so_and_leaves_the_link_as_it_is() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_returned_twice", setup, async |stage| {
        let page = saved(stage).await?;
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        window.page().click("button", "Continue").await?;
        window.page().wait("button", "Connect app").await?;
        // Without its script the window stays, so that it can be loaded anew.
        let off = serde_json::json!({ "value": true });
        stage.browser.devtools("Emulation.setScriptExecutionDisabled", off).await?;
        window.page().click("button", "Connect app").await?;
        window.page().wait_text("The HubSpot account is linked.").await?;
        window.reload().await?;
        window.page().wait_text(OVER).await?;
        window.close().await?;
        page.tab().show().await?;
        page.wait_text("Credentials Linked").await?;
        page.click("button", "Test Connection").await?;
        page.wait_text("HubSpot answers for the account 123456.").await
    })
    .await;
}

// row!(O5)
#[tokio::test]
async fn somebody_who_may_not_connect_apps_is_told_by_hubspot_and_the_console_waits() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_no_access", setup, async |stage| {
        let page = saved(stage).await?;
        let window = open_hubspot(stage, &page, "Link Credentials").await?;
        let sally = "Sally Sales sally.sales@demo.example Sales, no App Marketplace Access";
        window.page().click("radio", sally).await?;
        window.page().click("button", "Continue").await?;
        window.page().wait_text("has no App Marketplace Access in this account").await?;
        window.close().await?;
        page.tab().show().await?;
        page.wait_text("Waiting for HubSpot").await?;
        no_findings(stage, &page).await?;
        let again = open_hubspot(stage, &page, "Open HubSpot again").await?;
        connect(&again).await?;
        page.tab().show().await?;
        page.wait_text("Credentials Linked").await
    })
    .await;
}
