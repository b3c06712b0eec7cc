//! Two agents at once: each sees and speaks of their own call only.

use serde_json::json;

use crate::steps::{ADA, CONNECTED, GRACE, WHOLE, everywhere, finish_in, talking, wait_told_by};
use sidetone_e2e::{Done, Setup, Stage, Tab, run};

/// The second agent's HubSpot in a tab of this browser: another site, so nothing is shared.
pub async fn second(stage: &Stage) -> Done<Tab> {
    let tab = stage.browser.new_tab().await?;
    let there = stage.preview.hubspot().replace("hubspot.", "hubspot-two.");
    tab.go(&there).await?;
    tab.widget().wait_text("Sally Sales").await?;
    tab.widget().wait_state("idle").await?;
    Ok(tab)
}

#[tokio::test]
async fn two_agents_have_one_call_each_and_hear_nothing_of_the_others() {
    run("two_agents", Setup::new(), async |stage| {
        stage.widget().wait_text("Demo Agent").await?;
        let sally = second(stage).await?;
        let first = talking(stage, ADA).await?;
        assert_eq!(sally.widget().state().await?, "idle");
        let script = "return window.preview.ring(arguments[0], undefined, 'sally')";
        let ringing = sally.page().script(script, vec![json!(GRACE)]).await?;
        let other = ringing["id"].as_str().unwrap_or_default().to_owned();
        sally.widget().wait_state("ringing").await?;
        assert_eq!(stage.widget().state().await?, "talking");
        sally.widget().click("button", "Answer").await?;
        everywhere(&[&sally, &stage.tab], "talking").await?;
        stage.widget().wait("heading", "Ada Lovelace").await?;
        sally.widget().wait("heading", "Grace Hopper").await?;
        finish_in(&stage.tab).await?;
        assert_eq!(sally.widget().state().await?, "talking");
        finish_in(&sally).await?;
        for (tab, own, others) in [(&stage.tab, &first, &other), (&sally, &other, &first)] {
            wait_told_by(&[tab], own, &WHOLE).await?;
            assert_eq!(tab.host().told(others).await?, [""; 0]);
            stage.api.record_of(own, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        }
        assert_eq!(stage.api.records().await?.len(), 2);
        // HubSpot was told by each in their own name.
        let who = async |tab: &Tab| {
            let script = "return window.preview.log.find((m) => m.type === 'SYNC').message.userId";
            tab.page().script(script, vec![]).await
        };
        assert_eq!((who(&stage.tab).await?, who(&sally).await?), (json!(7654321), json!(7654322)));
        Ok(())
    })
    .await;
}
