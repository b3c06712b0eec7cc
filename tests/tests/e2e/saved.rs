//! After *Save* the widget says how far HubSpot is, and never more than is true.

use serde_json::json;

use crate::steps::{ADA, hang_up, has_outcome, heard_all, ringing, save, talking, the_one_record};
use sidetone_e2e::{LONG, Setup, run};

// row!(U38)
#[tokio::test]
async fn the_widget_says_saved_when_hubspot_has_all_of_it() {
    run("saved", Setup::new(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        hang_up(stage).await?;
        save(stage, "About engines").await?;
        widget.wait_text_within(LONG, "Ada Lovelace Saved in HubSpot").await?;
        // Now, not soon: what is called saved is there.
        let records = stage.api.records().await?;
        assert!(records.iter().any(|record| has_outcome(record, "About engines")), "{records:#?}");
        heard_all(stage, &call).await?;
        // It survives a reload, and goes when the next call begins.
        stage.host().reload_frame().await?;
        widget.wait_text("Saved in HubSpot").await?;
        let next = ringing(stage, ADA).await?;
        widget.wait_no_text("Saved in HubSpot").await?;
        stage.api.hang_up(&next).await?;
        Ok(())
    })
    .await;
}

// row!(U38)
#[tokio::test]
async fn the_widget_says_will_be_saved_while_hubspot_takes_nothing() {
    run("saved_later", Setup::new(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        let fault = json!({ "status": 503, "times": 2, "path": "/calls", "retryAfter": 1 });
        stage.api.fault(fault).await?;
        hang_up(stage).await?;
        save(stage, "In spite of all").await?;
        widget.wait_text("Ada Lovelace Will be saved:").await?;
        widget.wait_text_within(LONG, "Saved in HubSpot").await?;
        widget.wait_no_text("Will be saved").await?;
        the_one_record(stage, &call, |record| has_outcome(record, "In spite of all")).await?;
        Ok(())
    })
    .await;
}
