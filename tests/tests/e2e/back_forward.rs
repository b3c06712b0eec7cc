//! The back/forward cache: a page that comes back is the page that was left, with nothing of its
//! connections alive.

use serde_json::json;

use crate::steps::{ADA, finish_in, one_whole_record, ringing, wait_told_by};
use sidetone_e2e::{Done, Setup, Stage, run};

/// Goes on to another page and back, and says whether the page came from the cache.
async fn away_and_back(stage: &Stage) -> Done<bool> {
    let note = "addEventListener('pageshow', (e) => (window.kept = e.persisted))";
    stage.host().page().script(note, vec![]).await?;
    stage.tab.go(&format!("{}/preview/console", stage.preview.ours())).await?;
    stage.tab.back().await?;
    let kept = stage.host().page().script("return window.kept === true", vec![]).await?;
    Ok(kept == json!(true))
}

#[tokio::test]
async fn a_page_from_the_cache_shows_the_call_again_and_works() {
    // The browser says so when it parks the page with the frame's connection in it.
    run("back_forward", Setup::new().with_failing_requests(), async |stage| {
        let call = ringing(stage, ADA).await?;
        stage.host().wait_told(&call, "INCOMING_CALL").await?;
        assert!(away_and_back(stage).await?, "the page did not come from the cache");
        stage.widget().wait_state("ringing").await?;
        stage.widget().click("button", "Answer").await?;
        // What happened meanwhile is shown, and what happens from now on too.
        stage.widget().wait_state("talking").await?;
        stage.widget().click("button", "Hold").await?;
        stage.widget().wait_state("held").await?;
        stage.widget().click("button", "Hold").await?;
        stage.widget().wait_state("talking").await?;
        finish_in(&stage.tab).await?;
        let whole = crate::steps::WHOLE;
        wait_told_by(&[&stage.tab], &call, &whole).await?;
        one_whole_record(stage, &call).await?;
        // A page that has carried a call is loaded anew where the browser keeps none that did. A call
        // that comes after the return rings in any case.
        away_and_back(stage).await?;
        stage.widget().wait_state("idle").await?;
        stage.api.ring(ADA).await?;
        stage.widget().wait_state("ringing").await?;
        stage.widget().click("button", "Decline").await?;
        stage.widget().wait_state("idle").await
    })
    .await;
}
