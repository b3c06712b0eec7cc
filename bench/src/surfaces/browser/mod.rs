//! The browser's side: how soon a ring is painted and a click has left, what a reload and the handshake
//! take, and what 500 calls leave in the memory of a frame.

mod bare;
mod calls;
mod frame;
mod samples;

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use sidetone_backend::ids;
use sidetone_chaos::real::{Done, Trouble};
use sidetone_e2e::{Given, Setup, run};

use crate::figures::Table;
use samples::Samples;

/// The variable that says how often everything is done.
const TIMES: &str = "BENCH_TIMES";
/// The variable that says how many calls the frame's memory is read after.
const CALLS: &str = "BENCH_CALLS";
/// How long all of it may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(3_000);

/// Measures in a process of its own, which serves a copy of the widget that has the probe in it: the
/// browser lets no test put a script into a frame of another site. What is missing is said.
pub async fn measure() -> Done {
    let given = match Given::read() {
        Ok(given) => given,
        Err(why) => {
            println!("In a browser: not measured. {why}");
            return Ok(());
        }
    };
    let folder = std::env::temp_dir().join(format!("sidetone-probed-{}", ids::new_id()));
    let done = probed(&given.widget, &folder).and_then(|()| {
        let mut again = Command::new(std::env::current_exe()?);
        again.args(["surfaces-browser"]).env("SIDETONE_E2E_WIDGET", &folder);
        Ok(again.status()?)
    });
    // It is in the system's folder for what need not stay.
    let _ = std::fs::remove_dir_all(&folder);
    match done?.success() {
        true => Ok(()),
        false => Err(Trouble::Words("The browser's part did not come to its end.".to_owned())),
    }
}

/// A copy of the built widget whose page begins with the probe. The service lets scripts of its own page
/// run by their hashes, this one too.
fn probed(widget: &Path, folder: &Path) -> Done {
    std::fs::create_dir_all(folder)?;
    for file in std::fs::read_dir(widget)?.flatten() {
        if file.path().is_file() {
            std::fs::copy(file.path(), folder.join(file.file_name()))?;
        }
    }
    let page = folder.join("index.html");
    let text = std::fs::read_to_string(&page)?;
    let probe = format!("<script>{}</script>", include_str!("probe.js"));
    let at = text.find("<script").unwrap_or(0);
    Ok(std::fs::write(&page, format!("{}{probe}{}", &text[..at], &text[at..]))?)
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
