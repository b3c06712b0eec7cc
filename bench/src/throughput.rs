//! How fast what waits is written, and how much of HubSpot's allowance that takes.

use std::time::Duration;

use sidetone_backend::store::outbox;
use sidetone_chaos::real::stage::{Plan, Stage};
use sidetone_chaos::real::wait::until;
use sidetone_chaos::real::{Done, Trouble};

use crate::figures::percentile;
use crate::queue::Owner;

/// HubSpot's limit in a window.
const ALLOWED: usize = 110;
/// The window, in HubSpot's milliseconds.
const WINDOW: f64 = 10_000.0;
/// More than any run takes.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// What was measured.
#[derive(Debug)]
pub struct Measured {
    /// Calls that were written.
    pub calls: usize,
    /// From the first request to the last, in seconds of HubSpot's time.
    pub seconds: f64,
    /// Requests, searches among them.
    pub requests: usize,
    /// Answered with 429.
    pub too_many: usize,
    /// Of the allowance, while work was waiting: hundredths. `None`: it took fewer requests than one
    /// window allows, so that nothing had to wait for the limit.
    pub share: Option<f64>,
    /// Call records in HubSpot at the end.
    pub records: usize,
}

/// Lets the service write so many calls that wait for it when it starts.
pub async fn measure(plan: &Plan, calls: usize) -> Done<Measured> {
    let stage = Stage::start(plan).await?;
    stage.kill().await?;
    let owner = Owner::add(&stage.store).await?;
    for done in (0..calls).step_by(500) {
        owner.put(&stage.store, 500.min(calls - done)).await?;
    }
    stage.start_again().await?;
    until(PATIENCE, "every call is written", async || {
        let open = outbox::open(&stage.store).await?;
        // Reading them costs time that the service needs: less and less often would be no better.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(open.is_empty().then_some(()))
    })
    .await?;
    read(&stage, plan.speed).await
}

async fn read(stage: &Stage, speed: f64) -> Done<Measured> {
    let log = stage.site.read("/preview/hubspot/requests").await?;
    let said = |what: &str| Trouble::Words(format!("the stand-in's log has no {what}"));
    let all = log["results"].as_array().ok_or_else(|| said("requests"))?;
    let path = |one: &serde_json::Value| one["path"].as_str().unwrap_or_default().to_owned();
    // What the service asks at its start is not part of the work.
    let calls: Vec<_> = all.iter().filter(|one| path(one).contains("/calls")).collect();
    let time = |one: &serde_json::Value| one["time"].as_f64().unwrap_or(0.0);
    let first = calls.first().map(|one| time(one)).ok_or_else(|| said("request of a call"))?;
    let last = calls.last().map_or(first, |one| time(one));
    let plain: Vec<f64> =
        calls.iter().filter(|one| !path(one).ends_with("/search")).map(|one| time(one)).collect();
    let records = stage.site.read("/preview/hubspot/calls").await?;
    let records = records["results"].as_array().map_or(0, Vec::len);
    Ok(Measured {
        calls: records,
        seconds: (last - first) * speed / 1000.0,
        requests: calls.len(),
        too_many: all.iter().filter(|one| one["status"] == 429).count(),
        share: share(&plain, WINDOW / speed),
        records,
    })
}

/// How much of the allowance was used: how long one whole allowance took at each moment, against the
/// window in which it may be used. In hundredths; none where there were fewer requests.
fn share(times: &[f64], window: f64) -> Option<f64> {
    let took: Vec<f64> = times.windows(ALLOWED + 1).map(|all| all[ALLOWED] - all[0]).collect();
    (!took.is_empty()).then(|| 100.0 * window / percentile(&took, 50).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_s_allowance_in_a_window_is_all_of_it() {
        let at_once = |every: f64| -> Vec<f64> {
            (0..5).flat_map(|n| vec![f64::from(n) * every; ALLOWED]).collect()
        };
        assert_eq!(share(&at_once(10_000.0), WINDOW), Some(100.0));
        assert_eq!(share(&at_once(12_500.0), WINDOW), Some(80.0));
        let evenly: Vec<f64> = (0..500).map(|n| f64::from(n) * 200.0).collect();
        assert_eq!(share(&evenly, WINDOW).map(f64::round), Some(45.0));
        assert_eq!(share(&at_once(1.0)[..ALLOWED], WINDOW), None);
    }
}
