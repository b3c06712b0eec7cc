//! Twelve tabs of one agent.

use sidetone_e2e::{Setup, run};

use crate::steps::{ADA, CONNECTED};

// row!(U36) row!(L7)
#[tokio::test]
async fn twelve_tabs_show_the_same_call_and_the_twelfth_can_answer_it() {
    run("tabs", Setup::new().at("/preview/bare"), async |stage| {
        let mut tabs = vec![stage.tab.clone()];
        for _ in 1..12 {
            tabs.push(stage.open("/preview/bare").await?);
        }
        for tab in &tabs {
            tab.widget().wait_state("idle").await?;
        }
        let call = stage.api.ring(ADA).await?;
        for tab in &tabs {
            tab.widget().wait_state("ringing").await?;
        }
        let last = &tabs[11];
        last.widget().click("button", "Answer").await?;
        // All others stop ringing and show the same call.
        for tab in &tabs {
            tab.widget().wait_state("talking").await?;
        }
        tabs[0].widget().click("button", "Hang up").await?;
        for tab in &tabs {
            tab.widget().wait_state("after").await?;
        }
        tabs[5].widget().click("radio", "Connected").await?;
        tabs[5].widget().click("button", "Save").await?;
        for tab in &tabs {
            tab.widget().wait_state("idle").await?;
        }
        stage.api.record_of(&call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        // One surface speaks to HubSpot; in the other tabs nothing was said.
        let mut told = Vec::new();
        for tab in &tabs {
            told.extend(tab.host().told(&call).await?);
        }
        let all = ["INCOMING_CALL", "CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"];
        assert_eq!(told, all);
        assert_eq!(stage.api.records().await?.len(), 1);
        Ok(())
    })
    .await;
}
