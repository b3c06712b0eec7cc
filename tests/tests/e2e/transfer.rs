//! A call goes to another agent at once, and to a number after it was asked, by hand in the widget.

use crate::steps::{ADA, finish_in, talking};
use crate::two_agents::second;
use sidetone_e2e::{Done, Setup, Stage, Trouble, check_call, run};

/// A phone system whose numbers answer by themselves.
fn answering() -> Setup {
    Setup::new().set("SIDETONE_SIMULATED_PHONE__ANSWER_AFTER_MS", 300)
}

async fn check(stage: &Stage, axe: &str, state: &str) -> Done {
    let found = stage.widget().violations(axe).await?;
    match found.is_empty() {
        true => Ok(()),
        false => Err(Trouble::Said(format!("{state}:\n{}", found.join("\n")))),
    }
}

/// What HubSpot's page heard of a call that was transferred.
async fn heard_of_a_transfer(stage: &Stage, call: &str) -> Done {
    stage.host().wait_told(call, "CALL_COMPLETED").await?;
    let told = stage.host().told(call).await?;
    check_call(&told).map_err(Trouble::Said)?;
    match told.iter().filter(|kind| *kind == "CALL_TRANSFERRED").count() {
        1 => Ok(()),
        _ => Err(Trouble::Said(format!("it did not hear once that the call went: {told:?}"))),
    }
}

// row!(P6)
#[tokio::test]
async fn another_agent_is_found_by_name_and_takes_the_call() {
    run("transfer_blind", answering(), async |stage| {
        let axe = stage.axe()?;
        let widget = stage.widget();
        widget.wait_text("Demo Agent").await?;
        let sally = second(stage).await?;
        let call = talking(stage, ADA).await?;
        widget.click("button", "Transfer").await?;
        widget.wait_text("Sally Sales").await?;
        check(stage, &axe, "the list").await?;
        widget.fill("Transfer to: name or number", "sal").await?;
        widget.click("button", "Transfer Sally Sales").await?;
        widget.wait_state("after").await?;
        widget.wait_text("Transferred to Sally Sales.").await?;
        sally.widget().wait_state("ringing").await?;
        sally.widget().wait_text("Transferred by Demo Agent.").await?;
        sally.widget().click("button", "Answer").await?;
        sally.widget().wait_state("talking").await?;
        widget.click("radio", "Connected").await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        heard_of_a_transfer(stage, &call).await?;
        let went = |record: &sidetone_e2e::CallRecord| {
            record.get("hs_call_body").contains("Transferred to Sally Sales.")
        };
        stage.api.record_of(&call, went).await?;
        finish_in(&sally).await
    })
    .await;
}

// row!(P6)
#[tokio::test]
async fn a_number_is_asked_first_joins_and_is_left_with_the_far_end() {
    run("transfer_attended", answering(), async |stage| {
        let axe = stage.axe()?;
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        widget.type_anywhere("12#").await?;
        widget.wait_text("12#").await?;
        check(stage, &axe, "keys").await?;
        widget.press("\u{E00C}").await?;
        widget.wait_no_text("12#").await?;
        widget.click("button", "Transfer").await?;
        widget.fill("Transfer to: name or number", "020 7946 0155").await?;
        check(stage, &axe, "a number").await?;
        widget.click("button", "Consult 020 7946 0155").await?;
        widget.wait_text("Speaking with +44 20 7946 0155").await?;
        check(stage, &axe, "somebody is asked").await?;
        widget.click("button", "Swap").await?;
        widget.wait_text("+44 20 7946 0155 is on hold").await?;
        widget.click("button", "Merge").await?;
        widget.wait_text("All three speak").await?;
        check(stage, &axe, "all three speak").await?;
        widget.click("button", "Complete").await?;
        widget.wait_state("after").await?;
        widget.wait_text("Transferred to +44 20 7946 0155.").await?;
        widget.click("radio", "Connected").await?;
        widget.click("button", "Save").await?;
        widget.wait_state("idle").await?;
        heard_of_a_transfer(stage, &call).await
    })
    .await;
}
