//! The calling window and the frame in the navigation bar beside it.

use std::collections::BTreeSet;

use sidetone_e2e::{Setup, check_call, run};

use crate::steps::{ADA, CONNECTED};

const WINDOW: &str = "/calling-integration-popup-ui/123456";
const REMOTE: &str = "/preview/bare?location=remote&usesCallingWindow=true";

// row!(U36) row!(U40)
#[tokio::test]
async fn with_a_calling_window_the_window_speaks_and_the_frame_beside_it_only_shows() {
    run("window", Setup::new().at(WINDOW), async |stage| {
        let window = &stage.tab;
        window.widget().wait_state("idle").await?;
        let remote = stage.open(REMOTE).await?;
        remote.widget().wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        window.widget().wait_state("ringing").await?;
        remote.widget().wait_state("ringing").await?;
        // Answered in the navigation bar, it is up in the window too.
        remote.widget().click("button", "Answer").await?;
        window.widget().wait_state("talking").await?;
        remote.widget().click("button", "Hang up").await?;
        window.widget().click("radio", "Connected").await?;
        window.widget().click("button", "Save").await?;
        remote.widget().wait_state("idle").await?;
        window.host().wait_told(&call, "CALL_COMPLETED").await?;
        assert_eq!(check_call(&window.host().told(&call).await?), Ok(()));
        let quiet = remote.host().heard().await?.into_iter().map(|message| message.kind);
        let quiet: BTreeSet<String> = quiet.collect();
        let allowed = ["RESIZE_WIDGET", "SYNC_ACK"].map(String::from).into();
        assert!(quiet.is_subset(&allowed), "the frame beside the window said {quiet:?}");
        stage.api.record_of(&call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        assert_eq!(stage.api.records().await?.len(), 1);
        Ok(())
    })
    .await;
}
