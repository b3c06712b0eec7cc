//! Signing in that must not succeed, or not yet: what is told, and what it is worth to a thief.

use sidetone_e2e::{Done, Setup, Stage, run};

use crate::sign_in::{by_hubspot, digits, press_sign_in, signed_out};

const TYPED: &str = "Six digits, if the window shows some";

/// Goes to HubSpot as somebody else than the first in its list.
async fn as_somebody(stage: &Stage, who: &str) -> Done<sidetone_e2e::Tab> {
    let widget = signed_out(stage).await?;
    let window = press_sign_in(stage, &widget).await?;
    let page = window.page();
    page.click("button", "Sign in with HubSpot").await?;
    page.wait("button", "Continue").await?;
    let choose = "for (const label of document.querySelectorAll('label')) \
                  if (label.textContent.includes(arguments[0])) label.click()";
    page.script(choose, vec![who.into()]).await?;
    page.click("button", "Continue").await?;
    Ok(window)
}

// row!(U24)
#[tokio::test]
async fn somebody_who_is_no_agent_is_told_whom_to_ask() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_no_agent", setup, async |stage| {
        let window = as_somebody(stage, "Olivia Operations").await?;
        window.page().click("button", "Connect app").await?;
        let page = window.page();
        page.wait_text("olivia.operations@demo.example").await?;
        page.wait_text("Ask Demo Administrator").await?;
        assert_eq!(page.violations(&stage.axe()?).await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_may_not_connect_apps_hears_so_from_hubspot_and_before_that_from_us() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_no_access", setup, async |stage| {
        let widget = signed_out(stage).await?;
        let window = press_sign_in(stage, &widget).await?;
        window.page().wait_text("super admins").await?;
        window.close().await?;
        let window = as_somebody(stage, "Sally Sales").await?;
        window.page().wait_text("has no App Marketplace Access").await
    })
    .await;
}

#[tokio::test]
async fn a_no_at_hubspot_is_told_in_the_window_and_another_way_is_offered() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_denied", setup, async |stage| {
        let window = as_somebody(stage, "Demo Agent").await?;
        window.page().click("button", "Cancel").await?;
        window.page().wait_text("HubSpot was not allowed to say who you are").await?;
        window.page().wait_text("Try another way").await
    })
    .await;
}

// row!(L12)
#[tokio::test]
async fn digits_of_an_attempt_that_somebody_else_began_open_no_other_frame() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_stolen", setup, async |stage| {
        let widget = signed_out(stage).await?;
        // A thief sends the address of an attempt of their own to somebody, who signs in there.
        let thiefs = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
        let lured = stage.browser.new_tab().await?;
        lured
            .go(&format!("{}/sign-in#attempt={thiefs}&portal=123456", stage.preview.ours()))
            .await?;
        by_hubspot(&lured).await?;
        let stolen = digits(&lured).await?;
        lured.page().wait_text("Give them to nobody").await?;
        stage.tab.show().await?;
        // They fit no other frame, and the frame that they were meant for got nothing by itself.
        press_sign_in(stage, &widget).await?.close().await?;
        stage.tab.show().await?;
        widget.fill(TYPED, &stolen).await?;
        widget.wait_text("too old, or were used").await
    })
    .await;
}
