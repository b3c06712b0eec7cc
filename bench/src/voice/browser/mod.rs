//! In a browser: how long both ends hear nothing when the frame or the page of HubSpot is loaded anew
//! in a call, or another surface takes it over. The browser's microphone says a tone; what the far end
//! hears is recorded there, and what the page plays is listened to in the page.

mod figures;
mod hearing;
mod reloads;
mod take_over;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sidetone_chaos::real::Done;
use sidetone_e2e::{Setup, run};

use crate::figures::Table;
use crate::probed;
use figures::Figures;
use reloads::Anew;

/// A contact of the demo account.
const CALLER: &str = "+442079460958";
/// The variable that says how often everything is done.
const TIMES: &str = "BENCH_TIMES";
/// How long each part may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(900);

/// Measures in a process of its own, with the probe in every calling frame.
pub fn measure() -> Done {
    probed::again("voice-browser", include_str!("probe.js"))
}

/// Measures, and prints a table.
pub async fn run_probed() -> Done {
    let times = std::env::var(TIMES).ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let mut table = Table::default();
    for (what, anew, times) in
        [("the frame", Anew::Frame, times), ("HubSpot's page", Anew::Page, times)]
    {
        eprintln!("measuring: {what} is loaded anew in a call, {times} times");
        let measured = Mutex::new(Figures::default());
        run("bench_sound_reload", setup("/"), async |stage| {
            reloads::measure(stage, anew, times, &measured).await
        })
        .await;
        show(&mut table, &format!("{what} is loaded anew in a call, {times} times"), measured);
    }
    eprintln!("measuring: a frame takes a call from the calling window, and it goes back");
    let measured = Mutex::new(Figures::default());
    run("bench_sound_take_over", setup("/?usesCallingWindow=true"), async |stage| {
        take_over::measure(stage, times, &measured).await
    })
    .await;
    let heading = format!("another surface takes the call over, {times} times");
    show(&mut table, &heading, measured);
    println!("{table}");
    Ok(())
}

fn setup(path: &str) -> Setup {
    // A page that is left in a call takes its connections with it, and the browser says so.
    Setup::new().at(path).within(LIMIT).with_failing_requests()
}

fn show(table: &mut Table, heading: &str, measured: Mutex<Figures>) {
    table.heading(&format!("In Chromium, median / p95 / longest: {heading}"));
    measured.into_inner().unwrap_or_else(PoisonError::into_inner).show(table);
}
