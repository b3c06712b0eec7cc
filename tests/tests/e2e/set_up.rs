//! From an installation that nobody has set up to an agent who takes a call inside HubSpot.

use sidetone_e2e::{Device, Done, Setup, Stage, View, run, until};

use crate::console::{fill_in, go_to_hubspot};
use crate::sign_in::{press_sign_in, signed_out};

/// Makes the link of an invitation whose dialog is open.
pub async fn invitation(page: &View) -> Done<String> {
    page.click("button", "Make the link").await?;
    until("the invitation's link is shown", async || {
        let read = "return [...document.querySelectorAll('input, textarea, code')] \
                    .map((e) => e.value ?? e.textContent).find((t) => t?.includes('#welcome='))";
        Ok(page.script(read, vec![]).await?.as_str().map(str::to_owned))
    })
    .await
}

async fn no_findings(stage: &Stage, page: &View) -> Done {
    assert_eq!(page.violations(&stage.axe()?).await?, Vec::<String>::new());
    Ok(())
}

// row!(U29) row!(U44) row!(I1) row!(I8)
#[tokio::test]
async fn from_an_empty_installation_to_an_agent_who_is_signed_in() {
    let setup = Setup::new().empty().with_failing_requests();
    let setup = setup.within(std::time::Duration::from_secs(200));
    run("set_up", setup, async |stage| {
        // The first owner, by the link that a first start prints.
        stage.tab.go(&format!("{}/preview/console", stage.preview.hubspot())).await?;
        let page = stage.tab.page();
        page.wait_text("Welcome to Sidetone").await?;
        no_findings(stage, &page).await?;
        page.fill("Your name", "Olga Owner").await?;
        page.fill("Your e-mail address", "olga@demo.example").await?;
        page.click("button", "Set up Sidetone").await?;
        page.click("button", "Not now").await?;

        // A tenant, its app, its link.
        page.click("link", "Add the first one").await?;
        page.click("button", "Add tenant").await?;
        page.fill("Name", "Northwind\u{e007}").await?;
        page.wait_text("Northwind is saved.").await?;
        page.click("link", "CRM").await?;
        page.wait_text("New connection").await?;
        fill_in(stage, &page).await?;
        let before = stage.browser.tabs().await?.len();
        go_to_hubspot(stage, &page, "Connect app").await?;
        until("the window of HubSpot has closed by itself", async || {
            Ok((stage.browser.tabs().await?.len() == before).then_some(()))
        })
        .await?;
        stage.tab.show().await?;
        page.wait_text("Credentials Linked").await?;

        // The widget is registered.
        page.click("button", "Ask HubSpot").await?;
        page.click("button", "Register the widget").await?;
        page.wait_text("The last step is in HubSpot").await?;
        no_findings(stage, &page).await?;

        // An agent, invited.
        page.click("link", "People").await?;
        page.click("button", "Add person").await?;
        page.fill("Name", "Ada King").await?;
        page.fill("E-mail address", "ada@demo.example\u{e007}").await?;
        page.wait_text("Ada King is here").await?;
        page.click("button", "Invite Ada King").await?;
        let link = invitation(&page).await?;

        // The agent makes a passkey and signs in inside HubSpot.
        let invited = stage.browser.new_tab().await?;
        let device = Device::add(&invited).await?;
        invited.go(&link).await?;
        invited.page().click("button", "Sign in").await?;
        invited.page().click("button", "Create a passkey").await?;
        invited.page().wait_text("You are ready").await?;
        let passkeys = device.passkeys().await?;
        invited.close().await?;
        let widget = signed_out(stage).await?;
        let window = press_sign_in(stage, &widget).await?;
        Device::add(&window).await?.put(&passkeys[0]).await?;
        window.page().click("button", "Sign in with a passkey").await?;
        widget.wait_state("idle").await?;
        widget.wait_text("Ada King").await?;
        widget.wait_text("Northwind").await?;

        let call = stage.api.ring(crate::steps::ADA).await?;
        widget.wait_state("ringing").await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        stage.api.hang_up(&call).await
    })
    .await;
}
