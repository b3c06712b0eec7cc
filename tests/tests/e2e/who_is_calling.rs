//! Who is calling: one of several is chosen, a stranger becomes a contact.

use serde_json::json;

use crate::steps::{STRANGER, hang_up, has_outcome, heard_all, ringing, save, the_one_record};
use sidetone_e2e::{Done, Setup, View, run, until};

/// Two people of the demo account, 105 and 106.
const HOUSEHOLD: &str = "+442079460321";

/// The names of those who are offered, in their order.
async fn offered(widget: &View) -> Done<Vec<String>> {
    let script = "return [...document.querySelectorAll('.who')].map((one) => one.textContent)";
    let names = widget.script(script, vec![]).await?;
    let text = |name: &serde_json::Value| {
        name.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Ok(names.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default())
}

// row!(P15) row!(L18) row!(L19)
#[tokio::test]
async fn one_of_two_who_share_a_number_is_chosen_linked_and_remembered() {
    run("who_several", Setup::new(), async |stage| {
        let widget = stage.widget();
        let call = ringing(stage, HOUSEHOLD).await?;
        widget.wait_text("Several have this number. Who is it?").await?;
        let names = offered(&widget).await?;
        assert_eq!(names.len(), 2, "{names:?}");
        let violations = widget.violations(&stage.axe()?).await?;
        assert_eq!(violations, Vec::<String>::new());
        // Answered first, for the ring waits for nobody.
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        let mary = names.iter().find(|name| name.starts_with("Mary Somerville"));
        widget.click("button", mary.map_or("Mary Somerville", |name| name)).await?;
        widget.wait("heading", "Mary Somerville").await?;
        widget.wait("button", "Somebody else?").await?;
        hang_up(stage).await?;
        save(stage, "About the stars").await?;
        heard_all(stage, &call).await?;
        let record = the_one_record(stage, &call, |record| {
            has_outcome(record, "About the stars") && record.is_linked_to(105)
        })
        .await?;
        assert!(!record.is_linked_to(106), "nobody else: {record:?}");
        widget.wait_state("idle").await?;
        let next = ringing(stage, HOUSEHOLD).await?;
        widget.wait("heading", "Mary Somerville").await?;
        assert_eq!(offered(&widget).await?, Vec::<String>::new());
        stage.api.hang_up(&next).await
    })
    .await;
}

// row!(P15)
#[tokio::test]
async fn a_stranger_becomes_a_contact_while_it_rings() {
    run("who_stranger", Setup::new(), async |stage| {
        let widget = stage.widget();
        let call = ringing(stage, STRANGER).await?;
        widget.click("button", "Create contact").await?;
        until("the keyboard is in the form", async || {
            Ok((widget.focused().await? == "First name").then_some(()))
        })
        .await?;
        widget.fill("First name", "Rosalind").await?;
        let violations = widget.violations(&stage.axe()?).await?;
        assert_eq!(violations, Vec::<String>::new());
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        // What was typed is still there, and Enter makes the contact.
        assert_eq!(widget.value("First name").await?, "Rosalind");
        widget.keys("textbox", "Last name", "Franklin\u{E007}").await?;
        widget.wait("heading", "Rosalind Franklin").await?;
        hang_up(stage).await?;
        save(stage, "New here").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| {
            let linked = record.associations["contacts"]["results"].as_array();
            has_outcome(record, "New here") && linked.is_some_and(|all| all.len() == 1)
        })
        .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_contact_that_hubspot_refuses_keeps_what_was_typed() {
    let setup = Setup::new().with_failing_requests();
    run("who_refused", setup, async |stage| {
        let widget = stage.widget();
        let call = ringing(stage, STRANGER).await?;
        widget.click("button", "Create contact").await?;
        widget.fill("Last name", "Franklin").await?;
        let fault = json!({ "status": 400, "times": 1, "method": "POST", "path": "/contacts" });
        stage.api.fault(fault).await?;
        let create = "document.querySelector('[data-at=create]').click()";
        widget.script(create, vec![]).await?;
        let trouble = "return document.querySelector('[data-at=trouble]').checkVisibility()";
        until("the reason is shown", async || {
            Ok((widget.script(trouble, vec![]).await? == json!(true)).then_some(()))
        })
        .await?;
        assert_eq!(widget.value("Last name").await?, "Franklin");
        stage.api.hang_up(&call).await
    })
    .await;
}
