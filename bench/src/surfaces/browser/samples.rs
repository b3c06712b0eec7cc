//! What was measured in the browser, and how it is shown.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::figures::{Table, percentile};

/// What can be measured, in the order in which it is shown, with a word about how.
const LINES: [(&str, &str); 11] = [
    (RING_OWNER, "event at the page's socket → second frame after the change; goal: p95 50 ms"),
    (RING_MIRROR, "the same in another browser, which does not speak"),
    (STAMP_OWNER, "the service's own stamp, before it writes the call down; whole milliseconds"),
    (CLICK, "the click's own time → fetch is called; goal: p95 16 ms"),
    (HOST, "event at the owner's socket → HubSpot's page has INCOMING_CALL; goal: p95 16 ms"),
    (MIRROR_ALL, "click on Answer in the mirror → painted in both browsers; goal: 100 ms"),
    (RELOAD, "navigation of the new frame → `talking` painted; goal: 500 ms"),
    (SYNC_OURS, "goal: no later than the next line"),
    (SYNC_BARE, "a page with nothing but HubSpot's SDK, in turn with ours"),
    (MEMORY_FEW, "JavaScript's heap after a collection, and the module's memory; bytes"),
    (MEMORY_MANY, "the same frame later"),
];

pub const RING_OWNER: &str = "event → ring painted, owner";
pub const RING_MIRROR: &str = "event → ring painted, mirror";
pub const STAMP_OWNER: &str = "service's stamp → ring painted, owner";
pub const CLICK: &str = "click → command leaves";
pub const HOST: &str = "event → message at the host";
pub const MIRROR_ALL: &str = "click in a mirror → state in all";
pub const RELOAD: &str = "reload in a call → same state painted";
pub const SYNC_OURS: &str = "frame created → SYNC_ACK, ours";
pub const SYNC_BARE: &str = "frame created → SYNC_ACK, bare";
pub const MEMORY_FEW: &str = "memory of the frame after few calls";
pub const MEMORY_MANY: &str = "memory of the frame after many calls";

/// All samples by what they are of: milliseconds, or bytes.
#[derive(Debug, Default)]
pub struct Samples(BTreeMap<&'static str, Vec<f64>>);

impl Samples {
    /// Shows them.
    pub fn show(&self, table: &mut Table) {
        table.heading("In Chromium: median / p95");
        for (name, about) in LINES {
            let all = self.0.get(name).map(Vec::as_slice).unwrap_or_default();
            let about = format!("{} samples; {about}", all.len());
            let value = match name {
                MEMORY_FEW | MEMORY_MANY => format!("{:.2} MB", percentile(all, 50) / 1e6),
                _ => format!("{:.1} / {:.1} ms", percentile(all, 50), percentile(all, 95)),
            };
            table.line(name, value, &about);
        }
    }
}

/// Adds one.
pub fn add(samples: &Mutex<Samples>, name: &'static str, value: f64) {
    of(samples).0.entry(name).or_default().push(value);
}

/// All of them.
pub fn of(samples: &Mutex<Samples>) -> MutexGuard<'_, Samples> {
    samples.lock().unwrap_or_else(PoisonError::into_inner)
}
