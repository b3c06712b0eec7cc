//! Twelve tabs of one agent.

use sidetone_e2e::{Setup, run};

use crate::steps::{ADA, CONNECTED, ringing};

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

// row!(L16)
#[tokio::test]
async fn another_window_takes_a_call_over_only_when_it_is_asked_to() {
    run("take_over", Setup::new(), async |stage| {
        let first = stage.widget();
        first.wait_state("idle").await?;
        let call = ringing(stage, ADA).await?;
        first.click("button", "Answer").await?;
        first.wait_state("talking").await?;
        let tab = stage.open("/").await?;
        tab.show().await?;
        let second = tab.widget();
        second.wait_state("talking").await?;
        second.wait_text("Another window speaks for you").await?;
        second.click("button", "Demo Agent Another window speaks for you").await?;
        assert_eq!(second.violations(&stage.axe()?).await?, Vec::<String>::new());
        second.click("button", "Speak from here").await?;
        second.wait_no_text("Another window speaks for you").await?;
        first.wait_text("Another window speaks for you").await?;
        first.wait_state("talking").await?;
        tab.show().await?;
        second.wait_state("talking").await?;
        second.click("button", "Hang up").await?;
        second.wait_state("after").await?;
        first.wait_state("after").await?;
        second.click("radio", "Connected").await?;
        second.click("button", "Save").await?;
        second.wait_state("idle").await?;
        // One record, complete, whoever of the two pages HubSpot heard it from.
        stage.api.record_of(&call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        assert_eq!(stage.api.records().await?.len(), 1);
        Ok(())
    })
    .await;
}
