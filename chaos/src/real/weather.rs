//! What HubSpot suffers from during a run: faults by chance, and a search that lags.

use fastrand::Rng;
use serde_json::{Value, json};

use super::wait::pass;
use super::{Done, Site};

/// The longest lag of HubSpot's search, in its own milliseconds.
const LAG: u64 = 30_000;

/// How often the lag changes, in real milliseconds.
const CHANGES: u64 = 2_500;

/// Every fault: how often it meets a request, in thousands, and what it is.
fn faults() -> Vec<(u32, Value)> {
    vec![
        (4, json!({ "status": 429, "policy": "TEN_SECONDLY_ROLLING", "retryAfter": 1 })),
        (20, json!({ "status": 500 })),
        (8, json!({ "status": 500, "applied": true })),
        (15, json!({ "status": 502 })),
        (10, json!({ "status": 504 })),
        (20, json!({ "status": 504, "applied": true })),
        (10, json!({ "cut": true })),
        (12, json!({ "cut": true, "applied": true })),
        (5, json!({ "status": 401 })),
        (2, json!({ "status": 423 })),
        (50, json!({ "delayMs": 3_000 })),
        (10, json!({ "delayMs": 15_000 })),
        // Longer than the service waits: carried out, and nobody hears of it.
        (6, json!({ "delayMs": 45_000 })),
        // A fresh token is not to be had at the first try.
        (100, json!({ "status": 502, "path": "/oauth/" })),
    ]
}

/// Lets all faults meet requests by chance, from now on.
pub async fn begin(site: &Site, rng: &mut Rng) -> Done {
    for (thousandths, mut fault) in faults() {
        fault["times"] = 0.into();
        fault["probability"] = (f64::from(thousandths) / 1000.0).into();
        // Dice of JavaScript's size: the control takes JSON numbers.
        fault["seed"] = rng.u64(..1 << 53).into();
        if fault["path"].is_null() {
            fault["path"] = "/crm/".into();
        }
        site.tell("/preview/hubspot/faults", fault).await?;
    }
    Ok(())
}

/// Changes the lag of HubSpot's search, for ever.
pub async fn drift(site: Site, mut rng: Rng) {
    loop {
        let lag = json!({ "indexDelayMs": rng.u64(0..=LAG) });
        // The preview does not go away; if it did, everything else would say so.
        let _ = site.tell("/preview/hubspot/faults", lag).await;
        pass(CHANGES).await;
    }
}

/// No more faults. The lag stays as it is.
pub async fn end(site: &Site) -> Done {
    site.control(hyper::Method::DELETE, "/preview/hubspot/faults", super::site::Body::None)
        .await
        .map(drop)
}
