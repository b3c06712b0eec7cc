//! `sidetone-bench NAME`: measures, and prints one table.

mod figures;
mod growth;
mod idle;
mod outbox;
mod probed;
mod queue;
mod surfaces;
mod throughput;
mod voice;

use std::process::ExitCode;

use sidetone_chaos::real::{Done, Trouble};

/// Every bench, with what it measures.
const BENCHES: &str = "\
outbox   5,000 calls against HubSpot's limits: calls in ten seconds, requests, allowance used,
         latency at idle, and what 1,000 to 100,000 waiting calls cost  [--speed F] [--calls N]
surfaces ten thousand surfaces: memory of a connection, 200 rings a second to the last surface, CPU,
         beside a bare Node server; and in a browser: from event to paint, from click to command,
         reload, handshake beside HubSpot's own SDK, memory after 500 calls
voice    1 to 200 calls through the gateway between pages and telephones, beside rtpengine: processor
         time and memory of a call, what gets lost, how much later the other end hears; the gap that
         a refresh leaves, at the gateway and in a browser, and that of a take-over; from INVITE to
         ring  [numbers of calls] [calls|refresh|ring|browser]";

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        None => {
            println!("{BENCHES}");
            return ExitCode::SUCCESS;
        }
        Some((name, options)) if name == "outbox" => outbox(options).await,
        Some((name, options)) if name == "surfaces" => surfaces::run(options).await,
        // The simulated clients of that bench, in a process of their own.
        Some((name, options)) if name == "surfaces-crowd" => surfaces::crowd::run(options).await,
        // Its part in the browser, with a widget that has a probe in it.
        Some((name, _)) if name == "surfaces-browser" => surfaces::browser::run_probed().await,
        Some((name, options)) if name == "voice" => voice::run(options).await,
        // Its part in the browser, with a widget that listens to itself.
        Some((name, _)) if name == "voice-browser" => voice::browser::run_probed().await,
        // The gateway of that bench, in a process of its own.
        Some((name, options)) if name == "voice-gateway" => voice::gateway::run(options).await,
        Some((name, _)) => {
            Err(Trouble::Words(format!("There is no bench `{name}`. There are:\n{BENCHES}")))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn outbox(words: &[String]) -> Done {
    let options = outbox::Options::read(words)?;
    let table = outbox::run(&options).await?;
    println!("{table}");
    Ok(())
}
