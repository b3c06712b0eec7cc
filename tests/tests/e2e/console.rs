//! The console: an administrator links HubSpot, and sees that it is linked.

use sidetone_e2e::{Done, Setup, Stage, Tab, View, run, until};

/// The app that the stand-in for HubSpot knows.
const FIELDS: [(&str, &str); 3] = [
    ("Developer API Key", "developerKey"),
    ("OAuth Client ID", "clientId"),
    ("OAuth Client Secret", "clientSecret"),
];

/// The console with the demo owner signed in.
pub async fn console(stage: &Stage) -> Done<View> {
    stage.tab.go(&format!("{}/preview/console", stage.preview.hubspot())).await?;
    let page = stage.tab.page();
    page.click("button", "Sign in").await?;
    page.click("button", "Not now").await?;
    page.wait_text("Who takes calls in Demo").await?;
    Ok(page)
}

/// The CRM page of the tenant that is not linked, with its form filled in and saved.
pub async fn saved(stage: &Stage) -> Done<View> {
    let page = console(stage).await?;
    page.keys("combobox", "Tenant", "Demo West").await?;
    page.wait_text("Who takes calls in Demo West").await?;
    page.click("link", "CRM").await?;
    page.wait_text("New connection").await?;
    no_findings(stage, &page).await?;
    fill_in(stage, &page).await?;
    Ok(page)
}

/// Fills in the form of a new connection, and saves it.
pub async fn fill_in(stage: &Stage, page: &View) -> Done {
    let app = stage.api.app().await?;
    page.fill("Name", "Production").await?;
    page.fill("Domain ID", "123456").await?;
    page.fill("App ID", &app["appId"].to_string()).await?;
    for (label, field) in FIELDS {
        page.fill(label, app[field].as_str().unwrap_or_default()).await?;
    }
    page.click("button", "Save").await?;
    page.wait("button", "Link Credentials").await?;
    // After saving, secrets are never shown again.
    page.wait_text("Update…").await?;
    let html = page.script("return document.documentElement.outerHTML", vec![]).await?;
    for secret in ["developerKey", "clientSecret"] {
        let secret = app[secret].as_str().unwrap_or_default();
        assert!(!html.as_str().unwrap_or_default().contains(secret));
    }
    Ok(())
}

/// Axe finds nothing on a page.
pub async fn no_findings(stage: &Stage, page: &View) -> Done {
    assert_eq!(page.violations(&stage.axe()?).await?, Vec::<String>::new());
    Ok(())
}

async fn popup(stage: &Stage, others: &[Tab]) -> Done<Tab> {
    until("HubSpot's window is open", async || {
        let tabs = stage.browser.tabs().await?;
        Ok(tabs.into_iter().find(|tab| !others.contains(tab)))
    })
    .await
}

/// Presses what opens HubSpot's window: *Link Credentials*, or *Open HubSpot again*.
pub async fn open_hubspot(stage: &Stage, page: &View, button: &str) -> Done<Tab> {
    let before = stage.browser.tabs().await?;
    page.click("button", button).await?;
    let window = popup(stage, &before).await?;
    // It opens empty, and gets its page as soon as the backend has said which.
    window.page().wait("button", "Continue").await?;
    Ok(window)
}

/// Presses *Link Credentials* and goes through HubSpot's pages in their window.
pub async fn go_to_hubspot(stage: &Stage, page: &View, decide: &str) -> Done<Tab> {
    let window = open_hubspot(stage, page, "Link Credentials").await?;
    window.page().click("button", "Continue").await?;
    window.page().click("button", decide).await?;
    Ok(window)
}

/// Links the connection that is shown, and sees it linked.
pub async fn link(stage: &Stage, page: &View) -> Done {
    let before = stage.browser.tabs().await?.len();
    go_to_hubspot(stage, page, "Connect app").await?;
    until("the window of HubSpot has closed by itself", async || {
        Ok((stage.browser.tabs().await?.len() == before).then_some(()))
    })
    .await?;
    page.tab().show().await?;
    page.wait_text("Credentials Linked").await
}

/// Changes to another tenant, on whichever page is shown.
pub async fn tenant(page: &View, name: &str) -> Done {
    let place = "const all = [...document.querySelector('#tenant').options]; \
                 return all.findIndex((o) => o.textContent === arguments[0])";
    let place = page.script(place, vec![name.into()]).await?.as_u64().unwrap_or_default();
    let mut keys = String::from("\u{e011}"); // Home
    (0..place).for_each(|_| keys.push('\u{e015}')); // Down
    page.keys("combobox", "Tenant", &keys).await?;
    until(&format!("the tenant is {name}"), async || {
        let chosen = "return document.querySelector('#tenant').selectedOptions[0]?.textContent";
        Ok((page.script(chosen, vec![]).await? == name).then_some(()))
    })
    .await
}

// row!(U5) row!(U7) row!(U9) row!(U10) row!(U15) row!(U16) row!(U17) row!(U18)
#[tokio::test]
async fn an_account_is_linked_by_a_pop_up_and_unlinked_again() {
    run("console_link", Setup::new().without_page(), async |stage| {
        let page = saved(stage).await?;
        // Without a reload: the console hears it on its own stream.
        link(stage, &page).await?;
        page.wait_text("Default User").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Test Connection").await?;
        page.wait_text("HubSpot answers for the account 123456.").await?;

        page.click("button", "Unlink Credentials").await?;
        page.wait("textbox", "Type DELETE to unlink").await?;
        no_findings(stage, &page).await?;
        page.keys("textbox", "Type DELETE to unlink", "DELETE\u{e007}").await?;
        page.wait("button", "Link Credentials").await?;
        page.wait_no_text("Credentials Linked").await
    })
    .await;
}

#[tokio::test]
async fn a_no_at_hubspot_is_told_in_both_windows_and_can_be_tried_again() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_denied", setup, async |stage| {
        let page = saved(stage).await?;
        let window = go_to_hubspot(stage, &page, "Cancel").await?;
        window.page().wait_text("HubSpot was not allowed to link the account").await?;
        window.close().await?;
        page.tab().show().await?;
        page.wait_text("HubSpot was not allowed to link the account").await?;
        page.wait("button", "Link Credentials").await?;
        Ok(())
    })
    .await;
}
