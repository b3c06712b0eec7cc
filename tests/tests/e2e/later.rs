//! Numbers clicked in a call, where the page may keep nothing: the service keeps them.

use crate::refused::storage;
use crate::steps::{ADA, STRANGER, dialled, everywhere, finish_in};
use sidetone_e2e::{Setup, run};

// row!(L22) row!(L14) row!(U36)
#[tokio::test]
async fn a_click_outlives_its_tab_the_service_and_a_reload_where_storage_is_refused() {
    let setup = Setup::new().without_page().with_preferences(storage()).with_failing_requests();
    run("later_refused", setup, async |stage| {
        let clicked = stage.browser.new_tab().await?;
        for tab in [&stage.tab, &clicked] {
            tab.go(&stage.preview.hubspot()).await?;
            tab.widget().wait_state("idle").await?;
        }
        stage.api.ring(ADA).await?;
        clicked.widget().wait_state("ringing").await?;
        clicked.widget().click("button", "Answer").await?;
        everywhere(&[&stage.tab, &clicked], "talking").await?;
        assert!(clicked.host().dial(STRANGER).await?);
        for tab in [&clicked, &stage.tab] {
            tab.widget().wait_text("Call next:").await?;
        }
        clicked.close().await?;
        stage.api.kill_backend().await?;
        stage.api.start_backend().await?;
        stage.tab.reload().await?;
        let widget = stage.tab.widget();
        widget.wait_state("talking").await?;
        widget.wait_text("Call next:").await?;
        finish_in(&stage.tab).await?;
        widget.click("button", "Call").await?;
        widget.wait_state("dialling").await?;
        dialled(stage).await?;
        widget.wait_no_text("Call next:").await?;
        let other = stage.open("/").await?;
        other.widget().wait_state("dialling").await?;
        other.widget().wait_no_text("Call next:").await
    })
    .await;
}

// row!(L22)
#[tokio::test]
async fn a_click_while_the_service_is_down_outlives_a_reload_before_it_is_back() {
    run("later_down", Setup::new().with_failing_requests(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        crate::steps::talking(stage, ADA).await?;
        stage.api.kill_backend().await?;
        widget.wait_text("Connection lost").await?;
        assert!(host.dial(STRANGER).await?);
        widget.wait_text("Call next:").await?;
        // The page comes from the service: it can be loaded again when that is back.
        stage.api.start_backend().await?;
        host.reload_frame().await?;
        widget.wait_state("talking").await?;
        widget.wait_text("Call next:").await?;
        let other = stage.open("/").await?;
        other.widget().wait_text("Call next:").await
    })
    .await;
}
