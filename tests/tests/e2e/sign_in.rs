//! Signing in inside HubSpot's frame, as a third party there: by HubSpot and by passkey, with a window
//! that still knows its opener and with one that does not.

use serde_json::json;
use sidetone_e2e::{Device, Done, Setup, Stage, Tab, View, run, until};

use crate::steps::ringing;

/// The frame with nobody signed in.
pub async fn signed_out(stage: &Stage) -> Done<View> {
    stage.api.auto_sign_in(false).await?;
    stage.tab.go(&stage.preview.hubspot()).await?;
    let widget = stage.widget();
    widget.wait_text("You are signed out").await?;
    Ok(widget)
}

/// The window that is open beside these tabs.
pub async fn window(stage: &Stage, others: &[Tab]) -> Done<Tab> {
    until("another window is open", async || {
        let tabs = stage.browser.tabs().await?;
        Ok(tabs.into_iter().find(|tab| !others.contains(tab)))
    })
    .await
}

/// Presses *Sign in* and gives the window that opens.
pub async fn press_sign_in(stage: &Stage, widget: &View) -> Done<Tab> {
    let before = stage.browser.tabs().await?;
    widget.click("button", "Sign in").await?;
    window(stage, &before).await
}

/// Lets the stand-in for HubSpot say who it is.
pub async fn by_hubspot(window: &Tab) -> Done {
    let page = window.page();
    page.click("button", "Sign in with HubSpot").await?;
    page.click("button", "Continue").await?;
    page.click("button", "Connect app").await
}

/// The digits that a window shows.
pub async fn digits(window: &Tab) -> Done<String> {
    until("the window shows digits", async || {
        let read = "return document.querySelector('[data-id=digits]')?.textContent ?? ''";
        let text = window.page().script(read, vec![]).await?;
        let digits: String =
            text.as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        Ok((digits.len() == 6).then_some(digits))
    })
    .await
}

const TYPED: &str = "Six digits, if the window shows some";

async fn only_one_tab(stage: &Stage) -> Done {
    until("the sign-in window is closed", async || {
        Ok((stage.browser.tabs().await?.len() == 1).then_some(()))
    })
    .await
}

/// Third parties' cookies are blocked here, or the test would prove little.
async fn cookies_are_blocked(widget: &View) -> Done {
    let probe =
        "document.cookie = 'plain=1; Secure; SameSite=None; Path=/'; return document.cookie";
    assert_eq!(widget.script(probe, vec![]).await?, "", "third parties' cookies are not blocked");
    Ok(())
}

// row!(L12) row!(L14) row!(L15) row!(U24) row!(I6) row!(I8)
#[tokio::test]
async fn an_agent_signs_in_by_hubspot_and_stays_signed_in_over_a_reload() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in", setup, async |stage| {
        let widget = signed_out(stage).await?;
        cookies_are_blocked(&widget).await?;
        let host = stage.host();
        let first = host.wait_for("INITIALIZED").await?;
        assert_eq!(first.data["isLoggedIn"], false);

        // A window closed without signing in is no dead end.
        press_sign_in(stage, &widget).await?.close().await?;
        let before = stage.browser.tabs().await?;
        widget.click("button", "Open the window again").await?;
        let window = window(stage, &before).await?;
        assert_eq!(window.page().violations(&stage.axe()?).await?, Vec::<String>::new());
        by_hubspot(&window).await?;
        only_one_tab(stage).await?;
        widget.wait_state("idle").await?;
        host.wait_for("LOGGED_IN").await?;

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

// row!(L12)
#[tokio::test]
async fn a_window_that_hubspot_has_parted_from_the_frame_shows_digits_to_type() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_digits", setup, async |stage| {
        stage.api.opener_policy("same-origin").await?;
        let widget = signed_out(stage).await?;
        let window = press_sign_in(stage, &widget).await?;
        by_hubspot(&window).await?;
        let digits = digits(&window).await?;
        let opener = window.page().script("return window.opener === null", vec![]).await?;
        assert_eq!(opener, true, "HubSpot's pages have not let go of the frame");
        assert_eq!(window.page().violations(&stage.axe()?).await?, Vec::<String>::new());
        stage.tab.show().await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        // A slip is told and can be corrected.
        let wrong = if digits == "000000" { "111111" } else { "000000" };
        widget.fill(TYPED, wrong).await?;
        widget.wait_text("These are not the digits that the window shows").await?;
        assert_eq!(widget.value(TYPED).await?, "");
        widget.fill(TYPED, &digits).await?;
        widget.wait_state("idle").await?;
        window.close().await
    })
    .await;
}

// row!(L12) row!(I8)
#[tokio::test]
async fn an_invited_agent_makes_a_passkey_and_signs_in_with_it_in_frame_and_calling_window() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_passkey", setup, async |stage| {
        let console = crate::console::console(stage).await?;
        console.click("button", "Invite Demo Agent").await?;
        let link = crate::set_up::invitation(&console).await?;

        let invited = stage.browser.new_tab().await?;
        let device = Device::add(&invited).await?;
        invited.go(&link).await?;
        let page = invited.page();
        page.click("button", "Sign in").await?;
        page.click("button", "Create a passkey").await?;
        page.wait_text("You are ready").await?;
        let passkeys = device.passkeys().await?;
        assert_eq!(passkeys.len(), 1);
        assert_eq!(passkeys[0]["isResidentCredential"], true);
        assert_eq!(page.violations(&stage.axe()?).await?, Vec::<String>::new());
        invited.close().await?;

        let widget = signed_out(stage).await?;
        let window = press_sign_in(stage, &widget).await?;
        let device = Device::add(&window).await?;
        device.put(&passkeys[0]).await?;
        window.page().click("button", "Sign in with a passkey").await?;
        only_one_tab(stage).await?;
        widget.wait_state("idle").await?;
        widget.wait_text("Demo Agent").await?;

        // One sign-in serves the calling window too.
        let calling = stage.open("/calling-integration-popup-ui/123456").await?;
        calling.widget().wait_text("Demo Agent").await
    })
    .await;
}

// row!(L12)
#[tokio::test]
async fn a_blocked_window_is_told_and_can_be_opened_as_a_page() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_blocked", setup, async |stage| {
        let widget = signed_out(stage).await?;
        widget.script("window.open = () => null", vec![]).await?;
        let before = stage.browser.tabs().await?;
        widget.click("button", "Sign in").await?;
        widget.wait_text("The browser blocked the sign-in window").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.click("link", "Open it as a page").await?;
        let page = window(stage, &before).await?;
        by_hubspot(&page).await?;
        // The frame did not open it, so it takes nothing from it by itself.
        let digits = digits(&page).await?;
        page.close().await?;
        stage.tab.show().await?;
        widget.fill(TYPED, &digits).await?;
        widget.wait_state("idle").await
    })
    .await;
}

// row!(L14)
#[tokio::test]
async fn signing_out_ends_every_surface() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_out", setup, async |stage| {
        stage.tab.go(&stage.preview.hubspot()).await?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        let other = stage.open("/").await?;
        other.widget().wait_text("Demo Agent").await?;
        stage.tab.show().await?;
        widget.click("button", "Demo Agent Demo").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.click("button", "Sign out").await?;
        widget.wait_text("You are signed out").await?;
        stage.host().wait_for("LOGGED_OUT").await?;
        other.widget().wait_text_within(sidetone_e2e::LONG, "You are signed out").await
    })
    .await;
}

// row!(L15)
#[tokio::test]
async fn a_reload_in_a_call_without_any_cookie_offers_to_continue_the_call() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("sign_in_continue", setup, async |stage| {
        stage.tab.go(&stage.preview.hubspot()).await?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        ringing(stage, crate::steps::ADA).await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        // As where even a cookie of this very place is refused.
        stage.api.auto_sign_in(false).await?;
        stage.browser.devtools("Network.clearBrowserCookies", json!({})).await?;
        stage.tab.reload().await?;
        widget.wait_text("Your call goes on").await?;
        let before = stage.browser.tabs().await?;
        widget.click("button", "Continue your call").await?;
        by_hubspot(&window(stage, &before).await?).await?;
        widget.wait_state("talking").await
    })
    .await;
}
