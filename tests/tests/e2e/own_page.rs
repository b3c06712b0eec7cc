//! The widget opened by itself, outside HubSpot: a softphone of its own.

use sidetone_e2e::{Setup, run};

use crate::sign_in::{by_hubspot, press_sign_in};
use crate::steps::{ADA, CONNECTED};

#[tokio::test]
async fn the_widget_opened_by_itself_says_where_it_belongs_and_signs_in_like_a_frame() {
    run("own_page", Setup::new().without_page().with_failing_requests(), async |stage| {
        stage.api.auto_sign_in(false).await?;
        stage.tab.go(&stage.preview.ours()).await?;
        let page = stage.tab.page();
        page.wait_text("Sidetone works inside HubSpot").await?;
        page.wait("link", "the local preview").await?;
        let axe = stage.axe()?;
        assert_eq!(page.violations(&axe).await?, Vec::<String>::new());
        let window = press_sign_in(stage, &page).await?;
        by_hubspot(&window).await?;
        page.wait_state("idle").await
    })
    .await;
}

// row!(U37)
#[tokio::test]
async fn a_softphone_takes_a_call_without_hubspot_and_its_record_is_made() {
    run("own_page_call", Setup::new().without_page(), async |stage| {
        stage.tab.go(&stage.preview.ours()).await?;
        let page = stage.tab.page();
        page.wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        page.click("button", "Answer").await?;
        page.wait_state("talking").await?;
        // It owns beside a frame in HubSpot, which comes and goes.
        let tab = stage.open("/").await?;
        tab.widget().wait_state("talking").await?;
        tab.widget().wait_text("Another window speaks for you").await?;
        tab.close().await?;
        page.wait_state("talking").await?;
        page.click("button", "Hang up").await?;
        page.click("radio", "Connected").await?;
        page.click("button", "Save").await?;
        page.wait_state("idle").await?;
        stage.api.record_of(&call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        assert_eq!(stage.api.records().await?.len(), 1);
        Ok(())
    })
    .await;
}
