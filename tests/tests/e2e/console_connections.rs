//! Several connections of one tenant: one is worked with, and the others are there.

use sidetone_e2e::{Done, Setup, View, run, until};

use crate::console::{console, fill_in, link, no_findings};

/// The connection whose name has the badge.
async fn in_use(page: &View, wanted: &str) -> Done {
    until(&format!("{wanted} is in use"), async || {
        let read = "return [...document.querySelectorAll('[aria-label=Connections] button')] \
                    .filter((b) => b.querySelector('.tag')).map((b) => b.textContent)";
        let said = page.script(read, vec![]).await?;
        Ok((said == serde_json::json!([format!("{wanted}In use")])).then_some(()))
    })
    .await
}

// row!(C1) row!(I4) row!(O15)
#[tokio::test]
async fn a_tenant_has_several_connections_and_works_with_one() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_connections", setup, async |stage| {
        let page = console(stage).await?;
        page.click("link", "CRM").await?;
        page.wait_text("Credentials Linked").await?;

        // The token of a private app.
        page.click("button", "Add connection").await?;
        page.wait_text("New connection").await?;
        page.fill("Name", "Migration").await?;
        page.keys("combobox", "Kind", "Private").await?;
        page.fill("Domain ID", "123456").await?;
        page.fill("Private app token", "wrong\u{e007}").await?;
        page.wait_text("The token of a private app looks like pat-na1-").await?;
        no_findings(stage, &page).await?;
        page.fill("Private app token", "pat-eu1-0000-made-up\u{e007}").await?;
        page.wait_text("Migration is saved.").await?;
        page.wait_text("eu1").await?;
        // What such a token cannot do is said, and not offered.
        page.wait_text("A private app cannot register the widget").await?;
        assert!(!page.has("button", "Ask HubSpot").await?);
        in_use(&page, "Demo account").await?;
        page.wait_text("The tenant works with another connection.").await?;
        no_findings(stage, &page).await?;
        // Not linked, it cannot be worked with; and HubSpot does not know this token.
        page.click("button", "Work with this one").await?;
        page.wait_text("This account is not linked. Link it first, then use it.").await?;
        page.click("button", "Link Credentials").await?;
        page.wait_text("HubSpot does not accept this token: it was revoked").await?;
        no_findings(stage, &page).await?;

        // A third one, linked; the tenant changes to it and back.
        page.click("button", "Add connection").await?;
        fill_in(stage, &page).await?;
        link(stage, &page).await?;
        page.click("button", "Work with this one").await?;
        in_use(&page, "Production").await?;
        page.wait_text("In use. The tenant's calls go through this connection.").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Demo account").await?;
        page.click("button", "Work with this one").await?;
        in_use(&page, "Demo account").await?;

        // Only what is not linked can be removed.
        assert!(!page.has("button", "Remove connection").await?);
        page.click("button", "Migration").await?;
        page.enter("button", "Remove connection").await?;
        page.wait_text("Remove Migration?").await?;
        no_findings(stage, &page).await?;
        page.press("\u{e004}\u{e007}").await?;
        page.wait_text("Migration is removed.").await?;
        assert!(!page.has("button", "Migration").await?);
        in_use(&page, "Demo account").await
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_into_a_new_connection_survives_another_page() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_typed", setup, async |stage| {
        let page = console(stage).await?;
        page.click("link", "CRM").await?;
        page.click("button", "Add connection").await?;
        page.fill("Name", "Half done").await?;
        page.fill("Domain ID", "777").await?;
        page.fill("OAuth Client Secret", "half-a-secret").await?;
        page.click("link", "People").await?;
        page.wait_text("Who takes calls in Demo").await?;
        page.click("link", "CRM").await?;
        page.wait_text("New connection").await?;
        assert_eq!(page.value("Name").await?, "Half done");
        assert_eq!(page.value("Domain ID").await?, "777");
        assert_eq!(page.value("OAuth Client Secret").await?, "half-a-secret");
        page.wait_text("Not saved yet").await?;
        page.click("button", "Cancel").await?;
        page.wait_text("Credentials Linked").await?;
        page.click("button", "Add connection").await?;
        assert_eq!(page.value("Domain ID").await?, "");
        Ok(())
    })
    .await;
}
