//! The browser's side: how soon a ring is painted and a click has left, what a reload and the handshake
//! take, and what 500 calls leave in the memory of a frame.

mod bare;
mod calls;
mod frame;
mod samples;

use std::sync::Mutex;
use std::time::Duration;

use sidetone_e2e::{Given, Setup, run};

use crate::figures::Table;
use samples::Samples;

/// The variable that says how many calls the frame's memory is read after.
const CALLS: &str = "SIDETONE_BENCH_CALLS";
/// How long all of it may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(3_000);

/// Measures and adds lines to the table, or a line that says why not.
pub async fn measure(table: &mut Table) {
    if let Err(why) = Given::read() {
        table.heading("In a browser: not measured");
        table.line("why", "skipped", &why.to_string());
        return;
    }
    let calls = std::env::var(CALLS).ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    let samples = Mutex::new(Samples::default());
    let setup = || Setup::new().at("/preview/bare").within(LIMIT);
    run("bench_calls", setup(), async |stage| {
        eprintln!("measuring: rings and clicks in two browsers");
        calls::measure(stage, &samples).await
    })
    .await;
    run("bench_frame", setup(), async |stage| {
        eprintln!("measuring: reloads");
        frame::reloads(stage, &samples).await?;
        eprintln!("measuring: the handshake, beside a bare page with HubSpot's SDK");
        frame::handshakes(stage, &samples).await
    })
    .await;
    run("bench_memory", setup(), async |stage| {
        eprintln!("measuring: memory after 5 and after {calls} calls");
        frame::memory(stage, calls, &samples).await
    })
    .await;
    samples::of(&samples).show(table);
}
