//! Steps that several tests take.

use sidetone_e2e::{CallRecord, Done, LONG, Stage, Tab, Trouble, check_call, until, until_within};

/// A contact of the demo account, number 101.
pub const ADA: &str = "+442079460958";
/// A contact of the demo account, number 102.
pub const GRACE: &str = "+12125550142";
/// Nobody's number.
pub const STRANGER: &str = "+441614960777";

/// HubSpot's outcome "Connected".
pub const CONNECTED: &str = "f240bbac-87c9-4f6e-bf70-924b57d47db7";

/// Somebody calls, and it rings on the screen. Returns the call's id.
pub async fn ringing(stage: &Stage, from: &str) -> Done<String> {
    // The host lets it ring only for an agent who is there.
    stage.widget().wait_state("idle").await?;
    let call = stage.api.ring(from).await?;
    stage.widget().wait_state("ringing").await?;
    Ok(call)
}

/// Somebody calls and the agent answers. Returns the call's id.
pub async fn talking(stage: &Stage, from: &str) -> Done<String> {
    let call = ringing(stage, from).await?;
    stage.widget().click("button", "Answer").await?;
    stage.widget().wait_state("talking").await?;
    Ok(call)
}

/// The far end of an outbound call answers, as soon as its phone rings.
pub async fn far_end_answers(stage: &Stage, call: &str) -> Done {
    stage.widget().wait_text("Ringing at the other end").await?;
    stage.api.answer(call).await?;
    stage.widget().wait_state("talking").await
}

/// The id of the call that HubSpot's page was told first that it is dialled.
pub async fn dialled(stage: &Stage) -> Done<String> {
    let started = stage.host().wait_for("OUTGOING_CALL_STARTED").await?;
    Ok(started.data["externalCallId"].as_str().unwrap_or_default().to_owned())
}

/// The agent hangs up and is asked for an outcome.
pub async fn hang_up(stage: &Stage) -> Done {
    stage.widget().click("button", "Hang up").await?;
    stage.widget().wait_state("after").await
}

/// The agent chooses "Connected", writes notes and saves.
pub async fn save(stage: &Stage, notes: &str) -> Done {
    let widget = stage.widget();
    widget.click("radio", "Connected").await?;
    widget.fill("Notes", notes).await?;
    widget.click("button", "Save").await?;
    widget.wait_state("idle").await
}

/// Waits until HubSpot's page has heard all of a call, and checks the order.
pub async fn heard_all(stage: &Stage, call: &str) -> Done {
    stage.host().wait_told(call, "CALL_COMPLETED").await?;
    check_call(&stage.host().told(call).await?).map_err(Trouble::Said)
}

/// Waits until there is exactly one record in all of HubSpot, of this call, and for which
/// `is_complete` holds.
pub async fn the_one_record(
    stage: &Stage,
    call: &str,
    is_complete: impl Fn(&CallRecord) -> bool,
) -> Done<CallRecord> {
    let record = stage.api.record_of(call, is_complete).await?;
    let all = stage.api.records().await?;
    match all.len() {
        1 => Ok(record),
        _ => Err(Trouble::Said(format!("there is more than one record: {all:#?}"))),
    }
}

/// Whether what the agent entered by [`save`] is in a record.
pub fn has_outcome(record: &CallRecord, notes: &str) -> bool {
    record.get("hs_call_disposition") == CONNECTED && record.get("hs_call_body").contains(notes)
}

/// Waits until the widget of every tab is in this state. The last one looked at is in front.
pub async fn everywhere(tabs: &[&Tab], state: &str) -> Done {
    for tab in tabs {
        tab.widget().wait_state(state).await?;
    }
    Ok(())
}

/// What the pages of these tabs were told of a call, in the order in which they were told.
pub async fn told_by(tabs: &[&Tab], call: &str) -> Done<Vec<String>> {
    let mut told = Vec::new();
    for tab in tabs {
        told.extend(tab.host().heard().await?.into_iter().filter(|message| message.is_of(call)));
    }
    told.sort_by(|one, other| one.at.total_cmp(&other.at));
    Ok(told.into_iter().map(|message| message.kind).collect())
}

/// Waits until the pages of these tabs together were told exactly this of a call, in this order.
pub async fn wait_told_by(tabs: &[&Tab], call: &str, wanted: &[&str]) -> Done {
    until_within(LONG, &format!("HubSpot was told {wanted:?}"), async || {
        let told = told_by(tabs, call).await?;
        match told == wanted {
            true => Ok(Some(())),
            false => Err(Trouble::Said(format!("it was told {told:?}"))),
        }
    })
    .await
}

/// In this tab the agent hangs up, chooses "Connected" and saves.
pub async fn finish_in(tab: &Tab) -> Done {
    let widget = tab.widget();
    widget.click("button", "Hang up").await?;
    widget.click("radio", "Connected").await?;
    widget.click("button", "Save").await?;
    widget.wait_state("idle").await
}

/// Waits until the one record that there is in HubSpot is the whole of this call.
pub async fn one_whole_record(stage: &Stage, call: &str) -> Done {
    let whole = |record: &CallRecord| {
        record.get("hs_call_disposition") == CONNECTED
            && record.get("hs_call_status") == "COMPLETED"
    };
    the_one_record(stage, call, whole).await.map(drop)
}

/// All that HubSpot is told of an inbound call that is answered.
pub const WHOLE: [&str; 4] = ["INCOMING_CALL", "CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"];
/// HubSpot's detached calling window.
pub const WINDOW: &str = "/calling-integration-popup-ui/123456";

/// Waits until the widget of this tab is the one that speaks for the agent, or says that another does.
pub async fn wait_speaks(tab: &Tab, wanted: bool) -> Done {
    let others = ["Another window speaks for you", "You speak in the calling window"];
    until(&format!("it is {wanted} that this tab speaks"), async || {
        let text = tab.widget().text().await?;
        Ok((others.iter().any(|words| text.contains(words)) != wanted).then_some(()))
    })
    .await
}
