//! People: taken over from HubSpot, each with a line of their own; and one's own passkeys.

use sidetone_e2e::{Device, Done, Setup, View, run, until};

use crate::console::{console, no_findings, tenant};

/// The names on the list of HubSpot's users: all, and those who cannot be chosen.
async fn listed(page: &View) -> Done<(Vec<String>, Vec<String>)> {
    until("HubSpot's users are listed", async || {
        let read = "const names = (of) => [...document.querySelectorAll(`.picking label${of} .name`)] \
                    .map((e) => e.textContent); \
                    return [names(''), names(':has(:disabled)')]";
        let found = page.script(read, vec![]).await?;
        let list = |at: usize| -> Vec<String> {
            let all = found[at].as_array().cloned().unwrap_or_default();
            all.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        Ok((!list(0).is_empty()).then(|| (list(0), list(1))))
    })
    .await
}

#[tokio::test]
async fn people_are_taken_over_from_the_users_of_the_account() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_import", setup, async |stage| {
        let page = console(stage).await?;
        page.click("button", "Import from HubSpot").await?;
        let (all, known) = listed(&page).await?;
        assert_eq!(all, ["Demo Agent", "Olivia Operations", "Sally Sales"]);
        assert_eq!(known, ["Demo Agent"], "who is here already cannot be chosen");
        no_findings(stage, &page).await?;

        // A search narrows what is shown, and what is chosen at once.
        page.fill("Search", "sally").await?;
        until("only Sally is shown", async || {
            Ok((listed(&page).await?.0 == ["Sally Sales"]).then_some(()))
        })
        .await?;
        page.click("checkbox", "Select all that are shown").await?;
        page.wait_text("1 chosen").await?;
        page.fill("Search", "nobody at all").await?;
        page.wait_text("Nobody is called that.").await?;
        no_findings(stage, &page).await?;
        page.fill("Search", "").await?;
        page.wait_text("Olivia Operations").await?;
        page.click("checkbox", "Select all").await?;
        page.wait_text("2 chosen").await?;
        page.click("button", "Import").await?;
        page.wait_text("2 people added.").await?;
        page.wait("button", "Invite Olivia Operations").await?;
        page.wait("button", "Invite Sally Sales").await?;
        no_findings(stage, &page).await?;

        // A second time there is nobody left to choose.
        page.click("button", "Import from HubSpot").await?;
        let (all, known) = listed(&page).await?;
        assert_eq!(all, known);
        assert!(!page.has("checkbox", "Select all").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_tenant_that_is_not_linked_is_told_so_instead_of_a_list() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_import_unlinked", setup, async |stage| {
        let page = console(stage).await?;
        tenant(&page, "Demo West").await?;
        page.wait_text("Who takes calls in Demo West").await?;
        page.click("button", "Import from HubSpot").await?;
        page.wait_text("No account of HubSpot's is linked. Link one first.").await?;
        no_findings(stage, &page).await
    })
    .await;
}

#[tokio::test]
async fn a_line_that_somebody_has_is_told_at_its_field() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_line_taken", setup, async |stage| {
        let page = console(stage).await?;
        let read = "const row = [...document.querySelectorAll('tbody tr')] \
                    .find((r) => r.textContent.includes('Demo Agent')); \
                    return row?.querySelector('.number').textContent";
        let taken = page.script(read, vec![]).await?;
        let taken = taken.as_str().unwrap_or_default().to_owned();
        page.click("button", "Add person").await?;
        page.fill("Name", "Ada King").await?;
        page.fill("E-mail address", "ada@demo.example").await?;
        page.fill("Line number", &format!("{taken}\u{e007}")).await?;
        page.wait_text("Somebody has this number already.").await?;
        assert_eq!(page.focused().await?, "Line number");
        no_findings(stage, &page).await?;
        page.fill("Line number", "12\u{e007}").await?;
        page.wait_no_text("Somebody has this number already.").await?;
        page.fill("Line number", "+44 20 7946 0999\u{e007}").await?;
        page.wait_text("Ada King is here").await?;
        page.wait("button", "Invite Ada King").await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn one_s_own_passkeys_are_listed_and_removed() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_passkeys", setup, async |stage| {
        let page = console(stage).await?;
        let device = Device::add(&stage.tab).await?;
        page.click("link", "Demo Owner").await?;
        page.wait_text("You have no passkey yet.").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Add a passkey").await?;
        no_findings(stage, &page).await?;
        page.fill("Name", "Desk\u{e007}").await?;
        page.wait_text("The passkey Desk is made.").await?;
        page.wait("button", "Remove Desk").await?;
        page.wait_text("Never used").await?;
        assert_eq!(device.passkeys().await?.len(), 1);
        no_findings(stage, &page).await?;

        page.click("button", "Remove Desk").await?;
        page.wait_text("This is your last passkey.").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Remove").await?;
        page.wait_text("The passkey Desk is removed.").await?;
        page.wait_text("You have no passkey yet.").await
    })
    .await;
}

// row!(I2) row!(O4)
#[tokio::test]
async fn what_needs_saved_credentials_is_offered_only_after_they_are_saved() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_before_saving", setup, async |stage| {
        let page = console(stage).await?;
        tenant(&page, "Demo West").await?;
        page.click("link", "CRM").await?;
        page.wait_text("New connection").await?;
        page.wait_text("To enter in HubSpot").await?;
        let later = [
            "Link Credentials",
            "Test Connection",
            "Unlink Credentials",
            "Uninstall from HubSpot",
            "Ask HubSpot",
        ];
        for button in later {
            assert!(!page.has("button", button).await?, "{button} is offered too early");
        }
        let text = page.text().await?;
        assert!(!text.contains("Default User"), "{text}");
        no_findings(stage, &page).await?;

        crate::console::fill_in(stage, &page).await?;
        page.wait_text("Save the credentials, then link them").await?;
        assert!(!page.text().await?.contains("Default User"));
        page.fill("Name", "Another").await?;
        page.wait_text("Save first: linking and testing use what is saved.").await?;
        no_findings(stage, &page).await?;

        // The one that is linked says so by word and icon, and by whom.
        page.fill("Name", "Production").await?;
        tenant(&page, "Demo").await?;
        page.wait_text("Connected via OAuth since").await?;
        page.wait_text("by demo.agent@demo.example").await?;
        let kind =
            "return document.querySelector('select[name=kind]').selectedOptions[0].textContent";
        assert_eq!(page.script(kind, vec![]).await?, "OAuth app");
        page.wait_text("Default User").await?;
        page.wait("button", "Uninstall from HubSpot").await.map(drop)
    })
    .await;
}
