//! The records of HubSpot's page: opened for the calling app, and called from.

use serde_json::{Value, json};
use sidetone_e2e::{Done, Setup, Stage, run, until};

/// Says NAVIGATE_TO_RECORD from within the calling frame, as the calling app does.
async fn ask_for(stage: &Stage, kind: &str, id: u64, open_in: &str) -> Done {
    let data = json!({
        "objectCoordinates": { "portalId": 123_456, "objectTypeId": kind, "objectId": id },
        "openIn": open_in,
    });
    let script = "parent.postMessage({ type: 'NAVIGATE_TO_RECORD', \
                  messageId: `${Date.now()}_777`, data: arguments[0] }, '*')";
    stage.widget().script(script, vec![data]).await?;
    Ok(())
}

/// How often the host has said that a record could not be opened.
async fn refused(stage: &Stage) -> Done<usize> {
    let log = stage.host().log().await?;
    Ok(log.iter().filter(|message| message.kind == "NAVIGATE_TO_RECORD_FAILED").count())
}

async fn path(stage: &Stage) -> Done<Value> {
    stage.host().page().script("return location.pathname", vec![]).await
}

#[tokio::test]
async fn a_record_in_the_same_tab_loads_the_page_anew_or_keeps_the_frame() {
    // The browser says so when it parks the old page with the frame's connection in it.
    run("record_here", Setup::new().with_failing_requests(), async |stage| {
        for (navigation, id, living) in [("within", 102, true), ("full", 103, false)] {
            stage.widget().wait_state("idle").await?;
            stage.host().set("navigation", json!(navigation)).await?;
            stage.host().page().script("window.marked = true", vec![]).await?;
            ask_for(stage, "0-1", id, "CURRENT_TAB").await?;
            let wanted = json!(format!("/contacts/123456/record/0-1/{id}"));
            until("the page is at the record", async || {
                Ok((path(stage).await? == wanted).then_some(()))
            })
            .await?;
            stage.widget().wait_state("idle").await?;
            let marked = "return window.marked === true";
            assert_eq!(stage.host().page().script(marked, vec![]).await?, living, "{navigation}");
        }
        stage.tab.page().wait_text("Emmy Noether").await
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_opened_is_told() {
    run("record_nowhere", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        // The SDK knows of contacts and companies only. Without a gesture a browser opens no tab.
        let asked = [
            ("0-1", 999, "CURRENT_TAB"),
            ("0-5", 701, "CURRENT_TAB"),
            ("0-1", 999, "NEW_TAB"),
            ("0-2", 501, "NEW_TAB"),
        ];
        for (done, (kind, id, open_in)) in asked.into_iter().enumerate() {
            ask_for(stage, kind, id, open_in).await?;
            until("the host refuses", async || {
                Ok((refused(stage).await? == done + 1).then_some(()))
            })
            .await?;
        }
        assert_eq!(path(stage).await?, "/contacts/123456/record/0-1/101");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn after_a_click_in_the_frame_a_record_opens_in_a_new_tab() {
    run("record_beside", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        stage.widget().touch().await?;
        let mut before = stage.browser.tabs().await?;
        ask_for(stage, "0-2", 503, "NEW_TAB").await?;
        let beside = until("there is a second tab", async || {
            let mut tabs = stage.browser.tabs().await?;
            tabs.retain(|tab| !before.contains(tab));
            Ok(tabs.pop())
        })
        .await?;
        beside.page().wait_text("Hopping Ltd").await?;
        before.push(beside);
        assert_eq!(stage.browser.tabs().await?.len(), 2);
        assert_eq!(refused(stage).await?, 0);
        assert_eq!(path(stage).await?, "/contacts/123456/record/0-1/101");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn from_a_ticket_the_person_it_is_about_is_called() {
    // Leaving a page ends its frame's connection, and the browser says so.
    let setup = Setup::new().at("/help-desk/123456/view/1/ticket/701").with_failing_requests();
    run("ticket_page", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let page = stage.tab.page();
        for words in ["The telescope came without a tripod", "Support Pipeline", "Mary Somerville"]
        {
            page.wait_text(words).await?;
        }
        page.click("button", "+44 20 7946 0321").await?;
        stage.widget().wait_state("dialling").await?;
        let log = stage.host().log().await?;
        let dialled = log.iter().find(|message| message.kind == "DIAL_NUMBER");
        let data = dialled.map(|message| message.data.clone()).unwrap_or_default();
        assert_eq!(data["calleeInfo"], json!({ "calleeId": 105, "calleeObjectTypeId": "0-1" }));
        assert_eq!((&data["objectId"], &data["objectType"]), (&json!(701), &json!("TICKET")));
        stage.widget().click("button", "Hang up").await?;
        stage.widget().wait_state("idle").await?;
        // The person's own page shows the ticket in the timeline.
        stage
            .tab
            .go(&format!("{}/contacts/123456/record/0-1/105", stage.preview.hubspot()))
            .await?;
        let service = "return document.querySelector('#timeline [data-service]')?.innerText ?? ''";
        until("the ticket is in the timeline", async || {
            let text = stage.tab.page().script(service, vec![]).await?;
            let text = text.as_str().unwrap_or_default().to_owned();
            Ok((text.contains("telescope") && text.contains("New")).then_some(()))
        })
        .await
    })
    .await;
}
