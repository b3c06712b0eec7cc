//! HubSpot's replies: without a call's id, named, late, twice, failed and never. There is one record
//! all the same.

use std::time::Duration;

use serde_json::{Value, json};

use crate::steps::{ADA, hang_up, has_outcome, heard_all, save, talking};
use sidetone_e2e::{Setup, Trouble, run, stays};

/// Makes one call for each set of switches, one after the other, and finds one record for each.
async fn one_record_each(name: &str, kinds: &[(&str, Value)]) {
    run(name, Setup::new(), async |stage| {
        for (done, (notes, switches)) in kinds.iter().enumerate() {
            stage.widget().wait_state("idle").await?;
            for (switch, to) in switches.as_object().into_iter().flatten() {
                stage.host().set(switch, to.clone()).await?;
            }
            let call = talking(stage, ADA).await?;
            hang_up(stage).await?;
            save(stage, notes).await?;
            heard_all(stage, &call).await?;
            stage.api.record_of(&call, |r| has_outcome(r, notes) && r.is_linked_to(101)).await?;
            let all = stage.api.records().await?;
            if all.len() != done + 1 {
                return Err(Trouble::Said(format!("{notes}: {all:#?}")));
            }
        }
        // Nothing comes after.
        stays(Duration::from_secs(2), "there are as many records as calls", async || {
            Ok(stage.api.records().await?.len() == kinds.len())
        })
        .await
    })
    .await;
}

// row!(L21)
#[tokio::test]
async fn replies_unnamed_named_and_twice_leave_one_record_for_each_call() {
    let usual = json!({ "withExternalCallId": false, "answers": "once", "delayMs": 30 });
    let named = json!({ "withExternalCallId": true, "recordCarriesId": true });
    let twice = json!({ "answers": "twice", "engagementCreatedToo": true });
    let twice_unnamed = json!({ "withExternalCallId": false, "recordCarriesId": false });
    one_record_each(
        "replies",
        &[
            ("unnamed", usual),
            ("named", named),
            ("twice and named", twice),
            ("twice and unnamed", twice_unnamed),
        ],
    )
    .await;
}

#[tokio::test]
async fn replies_late_failed_and_never_leave_one_record_for_each_call() {
    let late = json!({ "delayMs": 3000 });
    let failed = json!({ "delayMs": 30, "answers": "fail" });
    let never = json!({ "answers": "never" });
    one_record_each("no_replies", &[("late", late), ("failed", failed), ("never", never)]).await;
}
