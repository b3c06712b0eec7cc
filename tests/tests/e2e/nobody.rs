//! Calls that nobody answers, with an agent there and without.

use crate::steps::{ADA, heard_all, ringing, the_one_record};
use sidetone_e2e::{Setup, run};

// row!(L9)
#[tokio::test]
async fn a_call_that_nobody_answers_stops_ringing_and_becomes_one_record() {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 1500);
    run("nobody_answers", setup, async |stage| {
        let call = ringing(stage, ADA).await?;
        stage.widget().wait_text("Missed call").await?;
        assert!(!stage.widget().has("button", "Answer").await?);
        heard_all(stage, &call).await?;
        let ended = stage.host().wait_told(&call, "CALL_ENDED").await?;
        assert_eq!(ended.data["callEndStatus"], "MISSED");
        the_one_record(stage, &call, |r| {
            r.get("hs_call_status") == "MISSED" && r.is_linked_to(101)
        })
        .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_call_with_no_agent_there_becomes_one_record_made_by_the_backend() {
    let setup = Setup::new().without_page().set("SIDETONE_RING_TIMEOUT_MS", 1000);
    run("nobody_there", setup, async |stage| {
        let call = stage.api.ring(ADA).await?;
        let record = the_one_record(stage, &call, |r| {
            r.get("hs_call_status") == "MISSED" && r.is_linked_to(101)
        })
        .await?;
        assert_eq!(record.get("hs_call_direction"), "INBOUND");
        assert_eq!(record.get("hs_call_from_number"), ADA);
        Ok(())
    })
    .await;
}
