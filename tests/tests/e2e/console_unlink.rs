//! Ends of links: by hand, in HubSpot, and for every tenant of an account at once.

use sidetone_e2e::{Done, Setup, Stage, View, run};

use crate::console::{link, no_findings, saved, tenant};

const ANSWERS: &str = "HubSpot answers for the account 123456.";

async fn test(page: &View, says: &str) -> Done {
    page.click("button", "Test Connection").await?;
    page.wait_text(says).await
}

async fn linked(stage: &Stage) -> Done<View> {
    let page = saved(stage).await?;
    link(stage, &page).await?;
    Ok(page)
}

// row!(U22) row!(I9)
#[tokio::test]
async fn one_tenant_is_unlinked_and_the_other_on_the_same_account_stays_linked() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_unlink_one", setup, async |stage| {
        let page = linked(stage).await?;
        page.click("button", "Unlink Credentials").await?;
        // The word is asked for in capital letters, and said so beside the field.
        page.keys("textbox", "Type DELETE to unlink", "delete\u{e007}").await?;
        page.wait_text("Type the word DELETE in capital letters.").await?;
        no_findings(stage, &page).await?;
        page.fill("Type DELETE to unlink", "DELETE\u{e007}").await?;
        page.wait_text("Credentials Not Linked").await?;
        no_findings(stage, &page).await?;

        tenant(&page, "Demo").await?;
        page.wait_text("How Demo gets at HubSpot").await?;
        page.wait_text("Credentials Linked").await?;
        test(&page, ANSWERS).await?;

        // What is stored is enough to link again.
        tenant(&page, "Demo West").await?;
        page.wait_text("Credentials Not Linked").await?;
        link(stage, &page).await?;
        test(&page, ANSWERS).await
    })
    .await;
}

// row!(U21) row!(C18)
#[tokio::test]
async fn a_link_that_hubspot_has_ended_is_shown_after_a_test_without_a_reload() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_revoked", setup, async |stage| {
        let page = linked(stage).await?;
        // A token that has run out is renewed, and nobody notices.
        stage.api.expire_tokens().await?;
        test(&page, ANSWERS).await?;

        stage.api.uninstall().await?;
        page.click("button", "Test Connection").await?;
        page.wait_text("Credentials Not Linked").await?;
        page.wait_text("HubSpot has ended the link to this account").await?;
        page.wait("button", "Link Credentials").await?;
        no_findings(stage, &page).await?;
        link(stage, &page).await?;
        page.wait_no_text("HubSpot has ended the link").await
    })
    .await;
}

#[tokio::test]
async fn uninstalling_names_who_is_cut_off_and_cuts_them_off() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_uninstall", setup, async |stage| {
        let page = linked(stage).await?;
        page.click("button", "Uninstall from HubSpot").await?;
        page.wait("textbox", "Type UNINSTALL to remove the app").await?;
        let named = "return [...document.querySelectorAll('[data-id=cuts-off] li')] \
                     .map((e) => e.textContent)";
        assert_eq!(page.script(named, vec![]).await?, serde_json::json!(["Demo"]));
        no_findings(stage, &page).await?;
        page.keys("textbox", "Type UNINSTALL to remove the app", "UNINSTALL\u{e007}").await?;
        page.wait_text("The app was removed from the HubSpot account. Link again").await?;
        assert_eq!(stage.api.connected().await?["installs"], serde_json::json!([]));

        tenant(&page, "Demo").await?;
        page.wait_text("for another tenant that used it too").await?;
        no_findings(stage, &page).await
    })
    .await;
}
