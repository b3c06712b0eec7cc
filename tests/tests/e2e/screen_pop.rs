//! Records that open by themselves: where the administrator wants it, once, and by hand besides.

use serde_json::{Value, json};

use crate::settings::decide;
use crate::steps::{GRACE, dialled, far_end_answers, hang_up, ringing};
use sidetone_e2e::{Done, Setup, Stage, run, until};

/// The account's page of this record is shown.
async fn is_at(stage: &Stage, path: &str) -> Done {
    until(&format!("the page is at {path}"), async || {
        let at = stage.host().page().script("return location.pathname", vec![]).await?;
        Ok((at == json!(path)).then_some(()))
    })
    .await
}

// row!(U31)
#[tokio::test]
async fn the_contact_opens_in_the_same_tab_once_and_the_call_goes_on() {
    // The browser says so when it parks the old page with the frame's connection in it.
    run("pop_same", Setup::new().without_page().with_failing_requests(), async |stage| {
        let pop = json!({ "when": "answer", "what": "customer", "tab": "same" });
        decide(stage, json!({ "pops": { "inbound": pop } })).await?;
        let widget = stage.widget();
        ringing(stage, GRACE).await?;
        widget.wait("heading", "Grace Hopper").await?;
        widget.click("button", "Answer").await?;
        is_at(stage, "/contacts/123456/record/0-1/102").await?;
        widget.wait_state("talking").await?;
        widget.wait("button", "Open contact").await?;
        hang_up(stage).await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        // Of the page that came, nothing was asked again.
        assert_eq!(stage.host().count("NAVIGATE_TO_RECORD").await?, 0);
        Ok(())
    })
    .await;
}

// row!(U32) row!(L24)
#[tokio::test]
async fn a_ticket_opens_in_a_new_tab_and_stays_a_link() {
    run("pop_ticket", Setup::new().without_page(), async |stage| {
        decide(
            stage,
            json!({
                "case": { "kind": "ticket", "pipeline": "0", "stage": "1", "moment": "answer" },
                "pops": { "inbound": { "when": "answer", "what": "case", "tab": "new" } },
            }),
        )
        .await?;
        let widget = stage.widget();
        ringing(stage, GRACE).await?;
        widget.click("button", "Answer").await?;
        let opened = until("the ticket is open in a tab of its own", async || {
            let tabs = stage.browser.tabs().await?;
            Ok(tabs.into_iter().find(|tab| *tab != stage.tab))
        })
        .await?;
        let path = until("the tab is at the ticket", async || {
            let at = opened.page().script("return location.pathname", vec![]).await?;
            let at = at.as_str().unwrap_or_default().to_owned();
            Ok(at.starts_with("/contacts/123456/record/0-5/").then_some(at))
        })
        .await?;
        let opener = opened.page().script("return window.opener === null", vec![]).await?;
        assert_eq!(opener, Value::Bool(true), "it cannot reach back");
        widget.wait_state("talking").await?;
        let href = "return document.querySelector('.beside a:not([hidden])').pathname";
        assert_eq!(widget.script(href, vec![]).await?, json!(path));
        hang_up(stage).await?;
        widget.wait("link", "Open ticket").await?;
        Ok(())
    })
    .await;
}

// row!(U32) row!(U33)
#[tokio::test]
async fn a_deal_that_the_browser_does_not_let_open_by_itself_is_a_link_and_the_call_goes_on() {
    run("pop_deal", Setup::new().without_page(), async |stage| {
        decide(
            stage,
            json!({
                "case": { "kind": "deal", "pipeline": "default", "stage": "appointmentscheduled",
                          "moment": "answer" },
                "pops": { "outbound": { "when": "answer", "what": "case", "tab": "same" } },
            }),
        )
        .await?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        stage.tab.page().click("button", "+44 20 7946 0958").await?;
        widget.wait_state("dialling").await?;
        let call = dialled(stage).await?;
        far_end_answers(stage, &call).await?;
        // The click was HubSpot's page's, so the frame may not leave by itself.
        widget.wait_text("The record did not open by itself. Open it here.").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.click("link", "Open deal").await?;
        let opened = until("the deal is open in a tab of its own", async || {
            let tabs = stage.browser.tabs().await?;
            Ok(tabs.into_iter().find(|tab| *tab != stage.tab))
        })
        .await?;
        until("the tab is at the deal", async || {
            let at = opened.page().script("return location.pathname", vec![]).await?;
            let at = at.as_str().unwrap_or_default().to_owned();
            Ok(at.starts_with("/contacts/123456/record/0-3/").then_some(()))
        })
        .await?;
        stage.tab.show().await?;
        widget.wait_state("talking").await?;
        hang_up(stage).await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        stage.api.record_of(&call, |record| record.is_linked_to(101)).await?;
        Ok(())
    })
    .await;
}
