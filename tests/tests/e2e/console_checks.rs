//! The Checks page: what keeps a tenant from working, and what to do about it.

use serde_json::Value;
use sidetone_e2e::{Done, Setup, Stage, Trouble, View, run, until};

use crate::console::{console, no_findings, tenant};

/// How a check stands on the page; empty when it is not there.
async fn state(page: &View, check: &str) -> Done<String> {
    let read = "return document.querySelector(`[data-check='${arguments[0]}']`)?.dataset.state";
    let state = page.script(read, vec![check.into()]).await?;
    Ok(state.as_str().unwrap_or_default().to_owned())
}

async fn text(page: &View, check: &str) -> Done<String> {
    let read = "return document.querySelector(`[data-check='${arguments[0]}']`)?.innerText";
    Ok(page.script(read, vec![check.into()]).await?.as_str().unwrap_or_default().to_owned())
}

/// Waits until every one of these stands as it should.
async fn stand(page: &View, wanted: &[(&str, &str)]) -> Done {
    until("the checks stand as they should", async || {
        for (check, wanted) in wanted {
            let state = state(page, check).await?;
            if state != *wanted {
                let text = text(page, check).await?;
                return Err(Trouble::Said(format!("{check} is {state:?}: {text}")));
            }
        }
        Ok(Some(()))
    })
    .await
}

/// The summary, once nothing is asked any more.
async fn summary(page: &View) -> Done<String> {
    until("the checks are summed up", async || {
        let read = "return document.querySelector('[data-id=summary]')?.textContent";
        let text = page.script(read, vec![]).await?;
        Ok(text.as_str().map(str::to_owned))
    })
    .await
}

/// As many checks need attention as the summary says.
async fn summed_up(page: &View) -> Done {
    let said = summary(page).await?;
    let count = "const of = (s) => document.querySelectorAll(`[data-check][data-state=${s}]`).length; \
                 return [of('bad') + of('warn'), document.querySelectorAll('[data-check]').length]";
    let counted = page.script(count, vec![]).await?;
    let number = |at: usize| counted[at].as_u64().unwrap_or_default();
    let wanted = match number(0) {
        0 => format!("Nothing of {}", number(1)),
        1 => format!("1 of {} needs", number(1)),
        n => format!("{n} of {} need", number(1)),
    };
    assert!(said.starts_with(&wanted), "{said:?} does not begin with {wanted:?}");
    Ok(())
}

async fn checks(stage: &Stage) -> Done<View> {
    let page = console(stage).await?;
    page.click("link", "Checks").await?;
    summary(&page).await?;
    Ok(page)
}

// row!(U33) row!(U43) row!(U44)
#[tokio::test]
async fn what_is_missing_is_named_with_a_link_to_where_it_is_put_right() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_checks", setup, async |stage| {
        let page = checks(stage).await?;
        stand(&page, &[("saved", "good"), ("linked", "good"), ("account", "good")]).await?;
        stand(&page, &[("role", "good"), ("registered", "bad"), ("test-call", "unknown")]).await?;
        stand(&page, &[("record-link", "good"), ("record-type", "good")]).await?;
        summed_up(&page).await?;
        no_findings(stage, &page).await?;

        // The tenant that is not linked.
        tenant(&page, "Demo West").await?;
        page.wait_text("What keeps Demo West from working").await?;
        stand(&page, &[("saved", "bad"), ("linked", "bad")]).await?;
        summed_up(&page).await?;
        no_findings(stage, &page).await?;
        page.click("link", "Link to HubSpot").await?;
        page.wait_text("How Demo West gets at HubSpot").await?;
        let place = page.script("return location.hash", vec![]).await?;
        assert_eq!(place, Value::from("#/crm"));
        assert_eq!(page.focused().await?, "CRM");
        Ok(())
    })
    .await;
}

// row!(U30)
#[tokio::test]
async fn a_test_call_makes_its_checks_good() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_test_call", setup, async |stage| {
        let page = checks(stage).await?;
        let of_the_call = ["test-call", "test-record", "test-linked"];
        stand(&page, &of_the_call.map(|check| (check, "unknown"))).await?;
        page.wait_text("There was no call in the last 24 hours.").await?;

        let tab = stage.open("/").await?;
        let widget = tab.widget();
        widget.wait_state("idle").await?;
        let call = stage.api.ring(crate::steps::ADA).await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        widget.click("button", "Hang up").await?;
        widget.wait_state("after").await?;

        // Before the outcome is saved the record may be on its way.
        widget.click("radio", "Connected").await?;
        widget.click("button", "Save").await?;
        stage.api.record_of(&call, |record| record.is_linked_to(101)).await?;
        stage.tab.show().await?;
        page.click("button", "Run again").await?;
        stand(&page, &of_the_call.map(|check| (check, "good"))).await?;
        summed_up(&page).await?;
        no_findings(stage, &page).await
    })
    .await;
}
