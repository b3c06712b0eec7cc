//! The Records page: what is chosen there is stored, and nothing of it is lost unasked.

use sidetone_e2e::{Done, Setup, Stage, View, run};

use crate::console::{console, no_findings};

/// The Records page of the linked tenant, with what HubSpot has to choose from.
pub async fn records(stage: &Stage) -> Done<View> {
    let page = console(stage).await?;
    page.click("link", "Records").await?;
    page.wait_text("HubSpot was asked for its fields").await?;
    page.wait_text("All changes are saved.").await?;
    Ok(page)
}

/// Saves, and sees that it is saved.
pub async fn save(page: &View) -> Done {
    page.click("button", "Save").await?;
    page.wait_text("The settings are saved.").await?;
    page.wait_text("All changes are saved.").await
}

/// Loads the page anew, and sees what is stored.
pub async fn reload(stage: &Stage, page: &View) -> Done {
    stage.tab.reload().await?;
    page.wait_text("All changes are saved.").await
}

/// What is chosen in a list, as it is written there.
async fn chosen(page: &View, field: &str) -> Done<String> {
    let read = "return document.getElementById(arguments[0])?.selectedOptions[0]?.textContent";
    let found = page.script(read, vec![field.into()]).await?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

// row!(U27) row!(P14) row!(P17) row!(U31) row!(U32)
#[tokio::test]
async fn what_is_chosen_for_records_is_there_after_a_reload() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_records", setup, async |stage| {
        let page = records(stage).await?;
        page.keys("radio", "Service › Tickets", " ").await?;
        let stage_of = "records-case.stage";
        let first = chosen(&page, stage_of).await?;
        assert!(!first.is_empty() && !first.contains("closed"), "it begins in {first:?}");
        page.fill("Subject of a new one", "{way} {name} ({line})").await?;
        page.wait_text("Call from Ada Byron (+44 20 7946 0100)").await?;
        page.fill("Add calls to an open one for (days)", "3").await?;
        page.keys("checkbox", "Also for calls that nobody answered", " ").await?;
        page.wait_text("Not saved: What a call is filed under").await?;
        no_findings(stage, &page).await?;

        save(&page).await?;
        reload(stage, &page).await?;
        assert!(page.is_set("radio", "Service › Tickets").await?);
        assert_eq!(chosen(&page, stage_of).await?, first);
        assert_eq!(page.value("Subject of a new one").await?, "{way} {name} ({line})");
        assert_eq!(page.value("Add calls to an open one for (days)").await?, "3");
        assert!(page.is_set("checkbox", "Also for calls that nobody answered").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_gets_the_focus() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_records_wrong", setup, async |stage| {
        let page = records(stage).await?;
        page.fill("Own numbers", "+44 20 7946 0100\nnonsense").await?;
        page.fill("Days", "9999").await?;
        page.click("button", "Save").await?;
        page.wait_text("Enter 1 to 3650 days.").await?;
        assert_eq!(page.focused().await?, "Own numbers");
        no_findings(stage, &page).await?;
        page.fill("Own numbers", "+44 20 7946 0100").await?;
        page.fill("Days", "30").await?;
        page.wait_no_text("Enter 1 to 3650 days.").await?;
        save(&page).await
    })
    .await;
}

#[tokio::test]
async fn what_is_not_saved_is_not_lost_unasked() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_records_leave", setup, async |stage| {
        let page = records(stage).await?;
        page.fill("Days", "30").await?;
        page.click("link", "People").await?;
        page.wait_text("Your changes are not saved").await?;
        no_findings(stage, &page).await?;
        page.click("button", "Stay here").await?;
        assert_eq!(page.script("return location.hash", vec![]).await?, "#/records");
        assert_eq!(page.value("Days").await?, "30");

        page.click("button", "Discard changes").await?;
        assert_eq!(page.value("Days").await?, "90");
        page.click("button", "Undo").await?;
        assert_eq!(page.value("Days").await?, "30");

        page.click("link", "People").await?;
        page.click("button", "Leave without saving").await?;
        page.wait_text("Who takes calls in").await?;
        page.click("link", "Records").await?;
        page.wait_text("All changes are saved.").await?;
        assert_eq!(page.value("Days").await?, "90");
        Ok(())
    })
    .await;
}
