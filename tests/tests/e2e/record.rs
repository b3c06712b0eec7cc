//! The record reaches HubSpot whatever HubSpot's REST side does.

use serde_json::json;

use crate::steps::{ADA, hang_up, has_outcome, heard_all, save, talking, the_one_record};
use sidetone_e2e::{Setup, run};

// row!(U38)
#[tokio::test]
async fn an_outcome_that_hubspot_refuses_at_first_is_stored_all_the_same() {
    run("record_faults", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        for status in [500, 429] {
            let fault = json!({ "status": status, "times": 1, "path": "/calls", "retryAfter": 1 });
            stage.api.fault(fault).await?;
        }
        hang_up(stage).await?;
        save(stage, "In spite of all").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, "In spite of all")).await?;
        Ok(())
    })
    .await;
}
