//! A frame that waits loads only what it needs for that. The rest comes with a call, or once a person
//! comes near, and nothing that was done before it came is lost.

use serde_json::json;
use sidetone_e2e::{Done, Setup, Tab, run, until};

/// Whether the rest has been asked for.
const ASKED: &str =
    "performance.getEntriesByType('resource').some((entry) => entry.name.includes('/late-'))";

/// How it has been asked for: `xmlhttprequest` holds the page up.
const HOW: &str = "performance.getEntriesByType('resource') \
     .filter((entry) => entry.name.includes('/late-')).map((entry) => entry.initiatorType)";

async fn wait_asked(tab: &Tab) -> Done {
    until("the rest is asked for", async || {
        Ok((tab.evaluate_in_frame(ASKED).await? == true).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_rest_of_the_page_comes_with_a_call() {
    run("late_call", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        assert_eq!(stage.tab.evaluate_in_frame(ASKED).await?, false, "nobody needs it yet");
        let call = stage.api.ring("+16505550101").await?;
        stage.widget().wait_state("ringing").await?;
        wait_asked(&stage.tab).await?;
        stage.host().wait_told(&call, "INCOMING_CALL").await?;
        assert_eq!(
            stage.tab.evaluate_in_frame(HOW).await?,
            json!(["fetch"]),
            "nothing stood still"
        );
        stage.api.hang_up(&call).await
    })
    .await;
}

#[tokio::test]
async fn what_a_person_did_before_it_came_is_done_when_it_is_there() {
    run("late_press", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        // A press by a script: nothing moved over the frame before it.
        let pressed = format!(
            "(() => {{ const asked = {ASKED}; for (const key of ['4', '2']) \
             document.querySelector(`button[data-row='${{key}}']`).click(); return asked; }})()"
        );
        assert_eq!(stage.tab.evaluate_in_frame(&pressed).await?, false, "it was not there");
        wait_asked(&stage.tab).await?;
        until("both digits are on the pad", async || {
            let field = "document.querySelector('#number').value";
            let typed = stage.tab.evaluate_in_frame(field).await?;
            Ok((typed == "42").then_some(()))
        })
        .await
    })
    .await;
}
