//! How long one call's record takes when nothing else is to do.

use std::time::Duration;

use record::{Limits, Standing};
use serde_json::json;
use sidetone_backend::store::call_log;
use sidetone_chaos::real::stage::{Plan, Stage};
use sidetone_chaos::real::wait::{pass, until};
use sidetone_chaos::real::{Console, Done, Trouble};

use crate::queue::Owner;

/// A caller who is not looked up: only the record is measured.
const OWN: &str = "+442079460888";
/// From one call to the next in milliseconds: so rarely that no limit is met.
const PACE: u64 = 120;

/// Lets so many callers ring and give up, one after the other. For each the milliseconds from the end
/// of the call to HubSpot's answer that it has all of its record.
pub async fn measure(plan: &Plan, calls: usize) -> Done<Vec<f64>> {
    let stage = Stage::start(plan).await?;
    let owner = Owner::add(&stage.store).await?;
    let console = Console::sign_in(&stage.site).await?;
    console.set(&owner.tenant.0, |all| all["lookUp"]["ownNumbers"] = json!([OWN])).await?;
    let mut took = Vec::with_capacity(calls);
    for _ in 0..calls {
        let asked = json!({ "from": OWN, "agent": "bench" });
        let made = stage.site.tell("/preview/calls", asked).await?;
        let id = made["id"].as_str().unwrap_or_default();
        stage.site.tell(&format!("/preview/calls/{id}/hangup"), json!({})).await?;
        let saved = until(Duration::from_secs(30), "the call is in HubSpot", async || {
            let kept = call_log::one(&stage.store, &owner.tenant, id).await?;
            let record = kept.map(|kept| kept.record);
            Ok(record.and_then(|record| match record.standing(&Limits::default()) {
                Standing::Saved(at) => Some((record.facts().ended.as_ref()?.at, at)),
                _ => None,
            }))
        });
        let (ended, at) = saved.await?;
        let ms = at
            .checked_sub(ended)
            .ok_or_else(|| Trouble::Words("a call was in HubSpot before it was over".to_owned()))?;
        took.push(ms as f64);
        pass(PACE).await;
    }
    Ok(took)
}
