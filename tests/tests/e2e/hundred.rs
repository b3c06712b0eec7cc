//! A hundred calls in a row in one page.

use std::time::Duration;

use sidetone_e2e::{LONG, Setup, check_call, run, until_within};
use tokio::time::Instant;

use crate::steps::ADA;

const CALLS: usize = 100;

#[tokio::test]
async fn a_hundred_calls_in_a_row_leave_no_error_and_a_hundred_records() {
    // On a machine with much other work a call may take four seconds; on one without, less than half of one.
    let setup = Setup::new().at("/preview/bare").within(Duration::from_secs(480));
    run("hundred", setup, async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_state("idle").await?;
        let began = Instant::now();
        for _ in 0..CALLS {
            stage.api.ring(ADA).await?;
            widget.wait_state("ringing").await?;
            widget.enter("button", "Answer").await?;
            widget.wait_state("talking").await?;
            widget.enter("button", "Hang up").await?;
            widget.wait_state("after").await?;
            widget.enter("button", "Save").await?;
            widget.wait_state("idle").await?;
        }
        let each = began.elapsed().as_millis() / CALLS as u128;
        println!("{CALLS} calls, {each} ms each");
        until_within(LONG, "the host has heard all of all calls", async || {
            Ok((host.count("CALL_COMPLETED").await? == CALLS).then_some(()))
        })
        .await?;
        let heard = host.heard().await?;
        let announced = heard.iter().filter(|message| message.kind == "INCOMING_CALL");
        let calls: Vec<&str> =
            announced.filter_map(|message| message.data["externalCallId"].as_str()).collect();
        assert_eq!(calls.len(), CALLS);
        for call in calls {
            let told = heard.iter().filter(|message| message.is_of(call));
            let told: Vec<String> = told.map(|message| message.kind.clone()).collect();
            assert_eq!(check_call(&told), Ok(()));
        }
        until_within(LONG, "each call has its one record", async || {
            let records = stage.api.records().await?;
            let done = records.iter().filter(|r| r.get("hs_call_status") == "COMPLETED").count();
            Ok((records.len() == CALLS && done == CALLS).then_some(()))
        })
        .await?;
        assert_eq!(host.errors().await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}
