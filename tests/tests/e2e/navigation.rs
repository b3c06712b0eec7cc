//! From record to record in a call: with a new page each time, and around the living frame.

use serde_json::json;

use crate::steps::{ADA, WHOLE, finish_in, one_whole_record, talking, wait_told_by};
use sidetone_e2e::{Done, Setup, Stage, run, until};

/// Contacts, a company, a ticket and a deal.
pub const RECORDS: [(&str, &str); 10] = [
    ("0-1/102", "Grace Hopper"),
    ("0-2/501", "Engines & Co"),
    ("0-5/701", "The telescope came without a tripod"),
    ("0-3/601", "Frequencies for a year"),
    ("0-1/103", "Emmy Noether"),
    ("0-1/104", "Busy Line"),
    ("0-2/502", "Harbor Labs"),
    ("0-5/702", "Wrong invoice"),
    ("0-1/105", "Mary Somerville"),
    ("0-1/101", "Ada Lovelace"),
];

/// Presses a record's name in HubSpot's bar, and waits until it is shown at its address.
pub async fn go(stage: &Stage, (at, name): (&str, &str)) -> Done {
    let page = stage.tab.page();
    page.click("link", name).await?;
    let wanted = json!([format!("/contacts/123456/record/{at}"), name]);
    until(&format!("{name} is shown"), async || {
        let look = "return [location.pathname, document.querySelector('h1')?.textContent]";
        Ok((page.script(look, vec![]).await? == wanted).then_some(()))
    })
    .await
}

// row!(L1)
#[tokio::test]
async fn ten_new_pages_in_a_call_leave_it_alone() {
    // The browser says so when it parks the old page with the frame's connection in it.
    run("navigation_full", Setup::new().with_failing_requests(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        for record in RECORDS {
            go(stage, record).await?;
            stage.widget().wait_state("talking").await?;
            // A page that never heard of the call is told nothing of it while it goes on.
            assert_eq!(stage.host().told(&call).await?, [""; 0]);
        }
        finish_in(&stage.tab).await?;
        wait_told_by(&[&stage.tab], &call, &["CALL_ENDED", "CALL_COMPLETED"]).await?;
        let ended = stage.host().wait_told(&call, "CALL_ENDED").await?;
        assert!(ended.data["engagementId"].is_number(), "no engagement id: {}", ended.data);
        one_whole_record(stage, &call).await
    })
    .await;
}

// row!(L1)
#[tokio::test]
async fn ten_records_around_the_living_frame_leave_the_frame_alone() {
    run("navigation_within", Setup::new().at("/?navigation=within"), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.widget().script("window.marked = true", vec![]).await?;
        for record in RECORDS {
            go(stage, record).await?;
        }
        // The browser's own buttons lead through them too.
        stage.tab.back().await?;
        stage.tab.page().wait_text("Somerville").await?;
        stage.tab.forward().await?;
        let marked = stage.widget().script("return window.marked === true", vec![]).await?;
        assert_eq!(marked, true, "the frame is another");
        assert_eq!(stage.widget().state().await?, "talking");
        finish_in(&stage.tab).await?;
        wait_told_by(&[&stage.tab], &call, &WHOLE).await?;
        assert_eq!(stage.host().count("INITIALIZED").await?, 1);
        one_whole_record(stage, &call).await
    })
    .await;
}

// row!(U40)
#[tokio::test]
async fn with_the_calling_window_ten_new_pages_beside_it_change_nothing_for_hubspot() {
    let setup = Setup::new().at("/?usesCallingWindow=true").with_failing_requests();
    run("navigation_window", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let window = stage.open(crate::steps::WINDOW).await?;
        window.widget().wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        stage.widget().click("button", "Answer").await?;
        for record in RECORDS {
            go(stage, record).await?;
            stage.widget().wait_state("talking").await?;
        }
        finish_in(&stage.tab).await?;
        wait_told_by(&[&window, &stage.tab], &call, &WHOLE).await?;
        assert_eq!(stage.host().told(&call).await?, [""; 0]);
        one_whole_record(stage, &call).await
    })
    .await;
}
