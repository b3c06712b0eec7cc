//! Every page of the console in the narrowest window, by day and by night.

use serde_json::json;
use sidetone_e2e::{Done, Setup, Stage, Trouble, View, run, until};

use crate::console::{console, tenant};

async fn scheme(stage: &Stage, scheme: &str) -> Done {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    let media = json!({ "media": "", "features": features });
    stage.browser.devtools("Emulation.setEmulatedMedia", media).await.map(drop)
}

/// Nothing sticks out at the side, and axe finds nothing in either colour scheme.
pub async fn fits(stage: &Stage, page: &View, name: &str) -> Done {
    let wide = "const all = document.scrollingElement; \
                const out = [...document.body.querySelectorAll('*')] \
                  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1) \
                  .map((e) => e.outerHTML.slice(0, 80)); \
                return all.scrollWidth <= all.clientWidth ? null : \
                  { scroll: all.scrollWidth, client: all.clientWidth, out: out.slice(0, 5) }";
    let mut wrong = Vec::new();
    let found = page.script(wide, vec![]).await?;
    if !found.is_null() {
        wrong.push(found.to_string());
    }
    for colours in ["light", "dark"] {
        scheme(stage, colours).await?;
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(page.script(dark, vec![]).await?, colours == "dark");
        let found = page.violations(&stage.axe()?).await?;
        wrong.extend(found.into_iter().map(|line| format!("{colours}: {line}")));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Trouble::Said(format!("{name}:\n{}", wrong.join("\n")))),
    }
}

#[tokio::test]
async fn every_page_fits_a_window_of_320_pixels_in_light_and_dark() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_narrow", setup, async |stage| {
        let page = console(stage).await?;
        let small = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        stage.browser.devtools("Emulation.setDeviceMetricsOverride", small).await?;
        until("the window is narrow", async || {
            Ok((page.script("return innerWidth", vec![]).await? == 320).then_some(()))
        })
        .await?;
        page.wait("button", "Invite Demo Agent").await?;
        fits(stage, &page, "people").await?;
        page.click("button", "Add person").await?;
        fits(stage, &page, "a person's form").await?;
        page.press("\u{e00c}").await?;
        page.click("button", "Import from HubSpot").await?;
        page.wait_text("Sally Sales").await?;
        fits(stage, &page, "import").await?;
        page.press("\u{e00c}").await?;
        page.click("link", "CRM").await?;
        page.wait_text("To enter in HubSpot").await?;
        page.wait_text("User in HubSpot").await?;
        page.click("button", "Ask HubSpot").await?;
        page.wait_text("HubSpot does not have the widget yet.").await?;
        page.click("button", "Try it before release").await?;
        fits(stage, &page, "a linked connection").await?;
        page.click("button", "Add connection").await?;
        fits(stage, &page, "a new connection").await?;
        page.click("link", "Records").await?;
        page.wait_text("How long calls are kept").await?;
        page.keys("radio", "A list of this tenant's", " ").await?;
        page.enter("button", "Start with HubSpot's").await?;
        page.enter("button", "Details of Busy").await?;
        page.keys("radio", "Service › Tickets", " ").await?;
        fits(stage, &page, "records").await?;
        page.click("link", "Calls").await?;
        page.click("button", "Leave without saving").await?;
        page.wait_text("No calls yet").await?;
        fits(stage, &page, "calls").await?;
        page.click("link", "Phone system").await?;
        page.wait_text("All changes are saved.").await?;
        page.keys("radio", "A SIP trunk", " ").await?;
        fits(stage, &page, "phone system").await?;
        page.click("link", "Checks").await?;
        page.click("button", "Leave without saving").await?;
        page.wait_text("need attention").await?;
        fits(stage, &page, "checks").await?;
        tenant(&page, "Demo West").await?;
        page.wait_text("What keeps Demo West from working").await?;
        page.wait_text("need attention").await?;
        fits(stage, &page, "checks of an unlinked tenant").await?;
        page.click("link", "Tenants").await?;
        page.wait("button", "Add tenant").await?;
        fits(stage, &page, "tenants").await?;
        page.click("link", "Demo Owner").await?;
        page.wait_text("You have no passkey yet.").await?;
        fits(stage, &page, "one's own sign-in").await?;
        page.click("button", "Sign out").await?;
        page.wait_text("You are signed out").await?;
        fits(stage, &page, "signed out").await
    })
    .await;
}
