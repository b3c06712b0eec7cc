//! The agent's own status.

use std::time::Duration;

use crate::steps::{ADA, hang_up, heard_all, save, talking, the_one_record};
use sidetone_e2e::{Setup, run, stays};

const SWITCH: &str = "Available for calls";

#[tokio::test]
async fn an_agent_who_becomes_unavailable_in_a_call_is_said_to_be_so_after_it() {
    run("presence_in_call", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = talking(stage, ADA).await?;
        widget.click("switch", SWITCH).await?;
        widget.wait_text("Unavailable").await?;
        stays(Duration::from_secs(1), "HubSpot is not told in the middle of a call", async || {
            Ok(host.count("USER_UNAVAILABLE").await? == 0)
        })
        .await?;
        hang_up(stage).await?;
        save(stage, "").await?;
        heard_all(stage, &call).await?;
        host.wait_for("USER_UNAVAILABLE").await?;
        let heard: Vec<String> = host.heard().await?.into_iter().map(|m| m.kind).collect();
        let place = |kind: &str| heard.iter().position(|one| one == kind);
        assert!(place("CALL_COMPLETED") < place("USER_UNAVAILABLE"), "{heard:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_agent_who_is_not_available_is_not_rung_and_the_call_becomes_one_record() {
    let setup = Setup::new().set("SIDETONE_RING_TIMEOUT_MS", 1500);
    run("presence_missed", setup, async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        widget.click("switch", SWITCH).await?;
        stage.host().wait_for("USER_UNAVAILABLE").await?;
        let call = stage.api.ring(ADA).await?;
        stays(Duration::from_secs(2), "it does not ring", async || {
            Ok(widget.state().await? != "ringing")
        })
        .await?;
        the_one_record(stage, &call, |record| record.get("hs_call_status") == "MISSED").await?;
        Ok(())
    })
    .await;
}
