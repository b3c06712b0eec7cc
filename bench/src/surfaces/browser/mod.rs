//! The browser's side: how soon a ring is painted and a click has left, what a reload and the handshake
//! take, and what 500 calls leave in the memory of a frame.

mod bare;
mod calls;
mod frame;
mod samples;

use std::sync::Mutex;
use std::time::Duration;

use sidetone_chaos::real::Done;
use sidetone_e2e::{Setup, run};

use crate::figures::Table;
use crate::probed;
use samples::Samples;

/// The variable that says how often everything is done.
const TIMES: &str = "BENCH_TIMES";
/// The variable that says how many calls the frame's memory is read after.
const CALLS: &str = "BENCH_CALLS";
/// How long all of it may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(3_000);

/// Measures in a process of its own, with the probe in every calling frame.
pub fn measure() -> Done {
    probed::again("surfaces-browser", include_str!("probe.js"))
}

/// Measures, and prints a table.
pub async fn run_probed() -> Done {
    let mut table = Table::default();
    let number =
        |name, usual| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (calls, times) = (number(CALLS, 500), number(TIMES, 100));
    let samples = Mutex::new(Samples::default());
    let setup = || Setup::new().at("/preview/bare").within(LIMIT);
    run("bench_calls", setup(), async |stage| {
        eprintln!("measuring: rings and clicks in two browsers");
        calls::measure(stage, times, &samples).await
    })
    .await;
    run("bench_frame", setup(), async |stage| {
        eprintln!("measuring: reloads");
        frame::reloads(stage, times, &samples).await?;
        eprintln!("measuring: the handshake, beside a bare page with HubSpot's SDK");
        frame::handshakes(stage, times, &samples).await
    })
    .await;
    run("bench_memory", setup(), async |stage| {
        eprintln!("measuring: memory after 5 and after {calls} calls");
        frame::memory(stage, calls, &samples).await
    })
    .await;
    samples::of(&samples).show(&mut table);
    println!("{table}");
    Ok(())
}
