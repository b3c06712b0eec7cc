//! A tenant's own outcomes: the outline is worked on with the keyboard alone.

use sidetone_e2e::{Done, Setup, View, run, until};

use crate::console::no_findings;
use crate::console_records::{records, reload, save};

/// Keys as WebDriver names them.
const ENTER: char = '\u{e007}';
const BACKSPACE: char = '\u{e003}';
const UP: char = '\u{e013}';
const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';

/// The outline as text, a dash for each level and a dot for a code without a name.
async fn drawn(page: &View) -> Done<String> {
    let read = "return [...document.querySelectorAll('.code')] \
                .map((e) => '-'.repeat(e.dataset.level - 1) + (e.querySelector('input').value || '.')).join(' ')";
    Ok(page.script(read, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

async fn stands(page: &View, wanted: &str) -> Done {
    until(&format!("the outline is {wanted}"), async || {
        Ok((drawn(page).await? == wanted).then_some(()))
    })
    .await
}

/// Presses an arrow with Alt held, on whatever has the focus.
async fn moved(page: &View, arrow: char) -> Done {
    page.press_with_alt(arrow).await
}

// row!(P13)
#[tokio::test]
async fn a_tenant_s_codes_are_made_moved_and_deleted_by_keyboard() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_outline", setup, async |stage| {
        let page = records(stage).await?;
        page.keys("radio", "A list of this tenant's", " ").await?;
        page.enter("button", "Add code").await?;
        stands(&page, ".").await?;
        page.press(&format!("Sales{ENTER}Won{ENTER}Lost{ENTER}Other")).await?;
        stands(&page, "Sales Won Lost Other").await?;
        moved(&page, UP).await?;
        stands(&page, "Sales Won Other Lost").await?;
        page.press(&UP.to_string()).await?;
        moved(&page, RIGHT).await?;
        stands(&page, "Sales -Won Other Lost").await?;
        page.press(&format!("{ENTER}Gone")).await?;
        stands(&page, "Sales -Won -Gone Other Lost").await?;
        moved(&page, LEFT).await?;
        stands(&page, "Sales -Won Gone Other Lost").await?;
        page.press(&format!("{BACKSPACE}{BACKSPACE}{BACKSPACE}{BACKSPACE}{BACKSPACE}")).await?;
        stands(&page, "Sales -Won Other Lost").await?;
        page.wait_text("A code without a name was deleted.").await?;
        no_findings(stage, &page).await?;

        page.enter("button", "Details of Sales").await?;
        page.enter("button", "Delete").await?;
        stands(&page, "Other Lost").await?;
        page.wait_text("Sales was deleted, with 1 inside.").await?;
        page.enter("button", "Undo").await?;
        stands(&page, "Sales -Won Other Lost").await?;

        save(&page).await?;
        reload(stage, &page).await?;
        stands(&page, "Sales -Won Other Lost").await?;
        let ids = "return [...document.querySelectorAll('.code')].map((e) => e.dataset.code)";
        let ids = page.script(ids, vec![]).await?;
        assert_eq!(ids, serde_json::json!(["sales", "won", "other", "lost"]));
        Ok(())
    })
    .await;
}

// row!(P13)
#[tokio::test]
async fn what_a_quick_typist_writes_after_enter_is_the_next_code_though_no_frame_was_drawn_yet() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_quick_typist", setup, async |stage| {
        let page = records(stage).await?;
        page.keys("radio", "A list of this tenant's", " ").await?;
        // A machine too busy to draw.
        page.script("window.requestAnimationFrame = () => 0", vec![]).await?;
        page.enter("button", "Add code").await?;
        page.press(&format!("Sales{ENTER}Won{ENTER}Lost")).await?;
        stands(&page, "Sales Won Lost").await
    })
    .await;
}
