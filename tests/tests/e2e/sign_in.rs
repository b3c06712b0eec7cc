//! Signing in, by the preview's means.

use sidetone_e2e::{Setup, Stage, run, until};

use crate::steps::ringing;

async fn popup(stage: &Stage) -> sidetone_e2e::Done<sidetone_e2e::Tab> {
    until("the sign-in window is open", async || {
        let tabs = stage.browser.tabs().await?;
        Ok(tabs.into_iter().find(|tab| *tab != stage.tab))
    })
    .await
}

// row!(L12) row!(L14) row!(L15)
#[tokio::test]
async fn an_agent_signs_in_by_the_pop_up_and_stays_signed_in_over_a_reload() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in", setup, async |stage| {
        stage.api.auto_sign_in(false).await?;
        stage.tab.go(&stage.preview.hubspot()).await?;
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_text("You are signed out").await?;
        let first = host.wait_for("INITIALIZED").await?;
        assert_eq!(first.data["isLoggedIn"], false);

        // A window closed without signing in is no dead end.
        widget.click("button", "Sign in").await?;
        popup(stage).await?.close().await?;
        widget.click("button", "Open the window again").await?;
        let window = popup(stage).await?;
        window.page().click("button", "Sign in as Demo Agent").await?;
        widget.wait_state("idle").await?;
        host.wait_for("LOGGED_IN").await?;
        until("the sign-in window is closed", async || {
            Ok((stage.browser.tabs().await?.len() == 1).then_some(()))
        })
        .await?;

        // The cookie is enough from now on, though it is a third party's here.
        stage.tab.reload().await?;
        widget.wait_state("idle").await?;
        let again = host.wait_for("INITIALIZED").await?;
        assert_eq!(again.data["isLoggedIn"], true);
        ringing(stage, crate::steps::ADA).await?;
        widget.click("button", "Decline").await?;
        widget.wait_state("idle").await
    })
    .await;
}
