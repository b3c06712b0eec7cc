//! The widget in HubSpot's calling settings: what is there beside what is wanted, and one button.

use sidetone_e2e::{Done, Setup, View, run, until};

use crate::console::{console, no_findings};

/// The fields that differ, as the table marks them.
async fn differing(page: &View) -> Done<usize> {
    let read = "return document.querySelectorAll('[data-id=registration] tr.differs').length";
    Ok(page.script(read, vec![]).await?.as_u64().unwrap_or_default() as usize)
}

async fn registered(page: &View, wanted: &str) -> Done {
    until(&format!("registered is {wanted}"), async || {
        let read = "return document.querySelector('[data-id=registered]')?.dataset.state";
        Ok((page.script(read, vec![]).await? == wanted).then_some(()))
    })
    .await
}

// row!(U29)
#[tokio::test]
async fn hubspot_s_fields_are_shown_beside_what_is_wanted_and_put_right() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_registration", setup, async |stage| {
        let page = console(stage).await?;
        page.click("link", "CRM").await?;
        page.click("button", "Ask HubSpot").await?;
        registered(&page, "no").await?;
        page.wait_text("HubSpot does not have the widget yet.").await?;
        assert!(differing(&page).await? > 3);
        no_findings(stage, &page).await?;

        // It can be tried by one person before anybody else sees it.
        page.click("button", "Try it before release").await?;
        let line = "localStorage.setItem(\"LocalSettings:Calling:CallingExtensions\"";
        until("the line to try is there", async || {
            let read = "const line = arguments[0]; \
                        return [...document.querySelectorAll('[data-id=registration] *')] \
                        .some((e) => (e.textContent + (e.type ? e.value : '')).includes(line))";
            Ok((page.script(read, vec![line.into()]).await? == true).then_some(()))
        })
        .await?;
        no_findings(stage, &page).await?;

        page.click("button", "Register the widget").await?;
        registered(&page, "yes").await?;
        page.wait_text("HubSpot has the widget as it should.").await?;
        assert_eq!(differing(&page).await?, 0);
        assert!(!page.has("button", "Register the widget").await?);
        let settings = stage.api.connected().await?["callingSettings"].clone();
        assert_eq!(settings["isReady"], true, "{settings}");
        no_findings(stage, &page).await?;

        // Asked again, HubSpot says the same.
        page.click("button", "Ask again").await?;
        page.wait_text("HubSpot has the widget as it should.").await
    })
    .await;
}
