//! Inbound calls: answered, declined, given up.

use crate::steps::{ADA, STRANGER, hang_up, has_outcome, heard_all, ringing, save, the_one_record};
use sidetone_e2e::{Setup, run};

// row!(U35) row!(U36) row!(U37) row!(U38) row!(U39)
#[tokio::test]
async fn an_answered_call_becomes_one_record_with_its_outcome() {
    run("inbound_answered", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = ringing(stage, ADA).await?;
        widget.wait_text("+44 20 7946 0958").await?;
        widget.wait_text("Ada Lovelace").await?;
        let told = host.wait_told(&call, "INCOMING_CALL").await?;
        assert_eq!(told.data["fromNumber"], ADA);
        assert!(told.data["toNumber"].as_str().is_some_and(|to| to.starts_with('+')));
        assert_eq!(told.data["createEngagement"], true);

        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        host.wait_told(&call, "CALL_ANSWERED").await?;
        // Long enough for a duration.
        widget.wait_text("0:01").await?;

        hang_up(stage).await?;
        let ended = host.wait_told(&call, "CALL_ENDED").await?;
        assert_eq!(ended.data["callEndStatus"], "COMPLETED");
        save(stage, "Asked about engines <1> & paid").await?;
        heard_all(stage, &call).await?;

        let record = the_one_record(stage, &call, |record| {
            has_outcome(record, "engines") && record.is_linked_to(101)
        })
        .await?;
        assert_eq!(record.get("hs_call_status"), "COMPLETED");
        assert_eq!(record.get("hs_call_direction"), "INBOUND");
        assert_eq!(record.get("hs_call_from_number"), ADA);
        assert!(record.get("hs_call_body").contains("engines &lt;1&gt; &amp; paid"));
        let duration: u64 = record.get("hs_call_duration").parse().unwrap_or(0);
        assert!((1000..60_000).contains(&duration), "the duration is {duration} ms");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_declined_call_is_over_and_becomes_one_record() {
    run("inbound_declined", Setup::new(), async |stage| {
        let call = ringing(stage, ADA).await?;
        stage.widget().click("button", "Decline").await?;
        stage.widget().wait_state("idle").await?;
        heard_all(stage, &call).await?;
        let ended = stage.host().wait_told(&call, "CALL_ENDED").await?;
        assert_eq!(ended.data["callEndStatus"], "REJECTED");
        assert_eq!(stage.host().count("CALL_ANSWERED").await?, 0);
        the_one_record(stage, &call, |r| {
            r.get("hs_call_status") == "MISSED" && r.is_linked_to(101)
        })
        .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_caller_who_gives_up_stops_the_ring_and_becomes_one_record() {
    run("inbound_given_up", Setup::new(), async |stage| {
        let call = ringing(stage, STRANGER).await?;
        stage.host().wait_told(&call, "INCOMING_CALL").await?;
        stage.api.hang_up(&call).await?;
        // The card says what was missed, and offers to call back.
        stage.widget().wait_state("after").await?;
        stage.widget().wait_text("The caller hung up").await?;
        stage.widget().wait("button", "Call again").await?;
        stage.widget().click("button", "Close").await?;
        stage.widget().wait_state("idle").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |r| !r.get("hs_call_status").is_empty()).await?;
        Ok(())
    })
    .await;
}
