//! A tenant's own outcomes: nested, found by typing, mandatory.

use serde_json::json;

use crate::settings::decide;
use crate::steps::{ADA, CONNECTED, dialled, far_end_answers, hang_up, talking, the_one_record};
use sidetone_e2e::{Setup, run, until};

// row!(P13) row!(U38)
#[tokio::test]
async fn a_mandatory_outcome_and_mandatory_notes_are_asked_for_and_reach_the_record() {
    run("outcomes", Setup::new().without_page(), async |stage| {
        let leaf = |id: &str, label: &str| json!({ "id": id, "label": label });
        let won = json!({ "id": "won", "label": "Won", "disposition": CONNECTED });
        let sales =
            json!({ "id": "sales", "label": "Sales", "children": [won, leaf("lost", "Lost")] });
        let rest = (0..8).map(|n| leaf(&format!("code-{n}"), &format!("Code {n}")));
        let codes: Vec<_> = std::iter::once(sales).chain(rest).collect();
        let inbound = json!({ "required": true, "notesRequired": true });
        decide(stage, json!({ "outcomes": { "codes": codes, "inbound": inbound } })).await?;
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        hang_up(stage).await?;
        widget.click("button", "Save").await?;
        widget.wait_text("Choose an outcome first").await?;
        until("the keyboard is at the list", async || {
            Ok((widget.focused().await? == "Find an outcome").then_some(()))
        })
        .await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.press("sales won").await?;
        widget.click("radio", "Won Sales").await?;
        widget.click("button", "Save").await?;
        widget.wait_text("Write notes first").await?;
        until("the keyboard is in the notes", async || {
            Ok((widget.focused().await? == "Notes, required").then_some(()))
        })
        .await?;
        widget.press("At last").await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        the_one_record(stage, &call, |record| {
            record.get("hs_call_disposition") == CONNECTED
                && record.get("hs_call_body").contains("At last")
        })
        .await?;
        Ok(())
    })
    .await;
}

// row!(P13)
#[tokio::test]
async fn what_is_mandatory_for_calls_to_customers_is_asked_for_after_those_only() {
    run("outcomes_outbound", Setup::new().without_page(), async |stage| {
        let outbound = json!({ "required": true, "notesRequired": false });
        decide(stage, json!({ "outcomes": { "outbound": outbound } })).await?;
        let widget = stage.widget();
        let inbound = talking(stage, ADA).await?;
        hang_up(stage).await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        the_one_record(stage, &inbound, |r| r.get("hs_call_status") == "COMPLETED").await?;

        stage.tab.page().click("button", "+44 20 7946 0958").await?;
        widget.wait_state("dialling").await?;
        let call = dialled(stage).await?;
        far_end_answers(stage, &call).await?;
        hang_up(stage).await?;
        widget.click("button", "Save").await?;
        widget.wait_text("Choose an outcome first").await?;
        widget.click("radio", "Connected").await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        stage.api.record_of(&call, |r| r.get("hs_call_disposition") == CONNECTED).await?;
        Ok(())
    })
    .await;
}
