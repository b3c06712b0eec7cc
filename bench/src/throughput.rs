//! How fast what waits is written, and how much of HubSpot's allowance that takes.

use std::time::Duration;

use sidetone_backend::store::outbox;
use sidetone_chaos::real::stage::{Plan, Stage};
use sidetone_chaos::real::wait::until;
use sidetone_chaos::real::{Done, Trouble};

use crate::queue::Owner;

/// HubSpot's limit in a window.
const ALLOWED: f64 = 110.0;
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
    /// Of the allowance, while work was waiting: hundredths. `None`: all was written before the first
    /// window was over, so that nothing had to wait for the limit.
    pub share: Option<f64>,
    /// Call records in HubSpot at the end.
    pub records: usize,
}

/// Lets the service write so many calls that wait for it when it starts.
pub async fn measure(plan: &Plan, calls: usize) -> Done<Measured> {
    let stage = Stage::start(plan).await?;
    stage.kill().await?;
    let owner = Owner::add(&stage.store).await?;
    for _ in 0..calls.div_ceil(500) {
        owner.put(&stage.store, 500.min(calls)).await?;
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
    let window = WINDOW / speed;
    let steady = calls.iter().filter(|one| {
        let later = time(one) >= first + window;
        later && time(one) < last && !path(one).ends_with("/search")
    });
    let (steady, span) = (steady.count() as f64, last - first - window);
    let records = stage.site.read("/preview/hubspot/calls").await?;
    let records = records["results"].as_array().map_or(0, Vec::len);
    Ok(Measured {
        calls: records,
        seconds: (last - first) * speed / 1000.0,
        requests: calls.len(),
        too_many: all.iter().filter(|one| one["status"] == 429).count(),
        // Less than a whole window says nothing.
        share: (span >= window).then(|| 100.0 * steady / (ALLOWED * span / window)),
        records,
    })
}
