//! A number that rings two agents at once: the first answer wins, and it is one call for HubSpot.

use std::time::Duration;

use serde_json::json;

use crate::moments::{moment, watch};
use crate::settings::decide;
use crate::steps::{ADA, CONNECTED, WHOLE, everywhere, finish_in, the_one_record, wait_told_by};
use crate::two_agents::second;
use sidetone_e2e::{Done, Setup, Stage, Tab, run, stays, until};

const GROUP: &str = "+442079460700";
/// Sally Sales's number as an owner of HubSpot's records.
const SALLY: &str = "24681358";
/// What a page hears of a call that its agent did not take.
const NOT_TAKEN: [&str; 3] = ["INCOMING_CALL", "CALL_ENDED", "CALL_COMPLETED"];

/// The page that went to the console and back loses its socket.
fn setup() -> Setup {
    Setup::new().with_failing_requests()
}

/// The group with both agents in it, and Sally's HubSpot.
async fn both(stage: &Stage) -> Done<Tab> {
    // Sally is there from her first visit on.
    let sally = second(stage).await?;
    let agents = json!(["Demo Agent", "Sally Sales"]);
    let group = json!({ "number": GROUP, "name": "Sales", "agents": agents });
    decide(stage, json!({ "groups": [group] })).await?;
    everywhere(&[&stage.tab, &sally], "idle").await?;
    Ok(sally)
}

/// This agent's own call of those that the group's call rings, by its id.
async fn leg(tab: &Tab) -> Done<String> {
    let told = tab.host().wait_for("INCOMING_CALL").await?;
    assert_eq!(told.data["createEngagement"], false, "HubSpot's page makes a record for each");
    Ok(told.data["externalCallId"].as_str().unwrap_or_default().to_owned())
}

// row!(U36) row!(L3)
#[tokio::test]
async fn the_first_answer_wins_and_the_other_agent_has_nothing_left_of_it() {
    run("ring_group", setup(), async |stage| {
        let sally = both(stage).await?;
        stage.api.ring_at(ADA, GROUP).await?;
        everywhere(&[&stage.tab, &sally], "ringing").await?;
        let (lost, won) = (leg(&stage.tab).await?, leg(&sally).await?);
        watch(&stage.tab).await?;
        watch(&sally).await?;
        sally.widget().click("button", "Answer").await?;
        stage.tab.wait_state_unseen("idle").await?;
        let took = moment(&stage.tab, "idle").await? - moment(&sally, "pressed").await?;
        println!("the other agent's card is gone {took:.1} ms after the press");
        sally.widget().wait_state("talking").await?;
        stage.widget().wait_text("Sally Sales took the call from Ada Lovelace").await?;
        assert!(!stage.widget().has("button", "Answer").await?);
        wait_told_by(&[&stage.tab], &lost, &NOT_TAKEN).await?;

        finish_in(&sally).await?;
        wait_told_by(&[&sally], &won, &WHOLE).await?;
        // One record, of her who answered.
        the_one_record(stage, &won, |record| {
            record.get("hs_call_disposition") == CONNECTED
                && record.get("hs_call_status") == "COMPLETED"
                && record.get("hs_call_to_number") == GROUP
                && record.get("hubspot_owner_id") == SALLY
        })
        .await?;
        let widget = stage.widget();
        assert!(!widget.has("button", "History 1 missed").await?);
        widget.click("button", "History").await?;
        widget.click("button", "Missed").await?;
        widget.wait_text("No missed calls.").await?;
        Ok(())
    })
    .await;
}

// row!(U36) row!(U20)
#[tokio::test]
async fn a_call_that_nobody_takes_is_one_record_and_missed_by_both() {
    let setup = setup().set("SIDETONE_RING_TIMEOUT_MS", 5_000);
    run("ring_group_nobody", setup, async |stage| {
        let sally = both(stage).await?;
        stage.api.ring_at(ADA, GROUP).await?;
        everywhere(&[&stage.tab, &sally], "ringing").await?;
        let legs = [leg(&stage.tab).await?, leg(&sally).await?];
        for (tab, leg) in [(&stage.tab, &legs[0]), (&sally, &legs[1])] {
            tab.widget().click("button", "Close").await?;
            tab.widget().wait("button", "History 1 missed").await?;
            wait_told_by(&[tab], leg, &NOT_TAKEN).await?;
        }
        let records = until("there is a record", async || {
            Ok(Some(stage.api.records().await?).filter(|all| !all.is_empty()))
        })
        .await?;
        let [record] = &records[..] else { panic!("{records:#?}") };
        assert!(legs.contains(&record.get("hs_call_external_id")), "{record:?}");
        assert_eq!(record.get("hs_call_status"), "MISSED");
        assert!(record.is_linked_to(101));
        // It was nobody's more than the other's, and nobody is chosen for such records here.
        assert_eq!(record.get("hubspot_owner_id"), "");
        stays(Duration::from_secs(1), "it is the only record", async || {
            Ok(stage.api.records().await?.len() == 1)
        })
        .await
    })
    .await;
}
