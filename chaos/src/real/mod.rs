//! Real processes: the service and the stand-in for HubSpot, with faults, and the service killed with
//! -9 at random moments. At the end every call must have exactly one record that says what was saved.
//!
//! The seed decides what is done; how it falls out in time is the machine's, so that two runs of one
//! seed are alike and not the same.

pub mod compare;
mod console;
mod host;
mod kills;
mod numbers;
mod options;
mod page;
mod play;
mod report;
mod script;
pub mod service;
mod setup;
pub mod site;
pub mod stage;
mod trouble;
mod truth;
pub mod wait;
mod weather;

use std::sync::Arc;

use fastrand::Rng;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::Instant;

pub use console::Console;
pub use options::Options;
pub use report::Report;
pub use site::Site;
pub use stage::Stage;
pub use trouble::{Done, Trouble};

use numbers::Numbers;
use play::{Acknowledged, Player};
use script::Script;

/// Does it, or stops when it is told to; either way nothing that it started is left.
pub async fn run(options: &Options) -> Done<Report> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        done = whole(options) => done,
        _ = terminate.recv() => Err(Trouble::Words("Stopped.".to_owned())),
        _ = interrupt.recv() => Err(Trouble::Words("Stopped.".to_owned())),
    }
}

async fn whole(options: &Options) -> Done<Report> {
    let began = Instant::now();
    let mut rng = Rng::with_seed(options.seed);
    let plan =
        stage::Plan { programs: options.programs.clone(), speed: options.speed, batches: true };
    let stage = Arc::new(Stage::start(&plan).await?);
    let setup = setup::furnish(&stage).await?;
    weather::begin(&stage.site, &mut rng).await?;
    let drift = tokio::spawn(weather::drift(stage.site.clone(), rng.fork()));
    let kills = kills::plan(&mut rng, options.kills, options.calls);
    let begun = watch::Sender::new(0);
    let killing = tokio::spawn(kills::carry_out(stage.clone(), kills, begun.subscribe()));

    let mut numbers = Numbers::default();
    let mut working = FuturesUnordered::new();
    for (place, (desk, player)) in setup.players.iter().enumerate() {
        let own: Vec<usize> = (place..options.calls).step_by(setup.players.len()).collect();
        let scripts = script::write(&mut rng, &mut numbers, *desk, &own);
        working.push(work(player.clone(), scripts, begun.clone()));
    }
    let (mut known, mut wrong) = (Vec::new(), Vec::new());
    while let Some((acknowledged, trouble)) = working.next().await {
        known.extend(acknowledged);
        wrong.extend(trouble.map(|trouble| trouble.to_string()));
    }
    // From here on no call begins: kills that were still to come do not come.
    drop(begun);
    let killed = match killing.await {
        Ok(killed) => killed?,
        Err(error) => return Err(Trouble::Words(error.to_string())),
    };
    drift.abort();
    let counts = stage.site.read("/preview/hubspot/limits").await?;
    weather::end(&stage.site).await?;
    let (books, unsettled) = truth::read(&stage, &setup).await?;
    wrong.extend(unsettled);
    let made = page::lock(&setup.made).clone();
    wrong.extend(compare::compare(&books, &known, &made));
    if !wrong.is_empty() {
        stage.keep(&options.evidence).await?;
    }
    let took = began.elapsed();
    Ok(Report::new(options, &books, &known, &made, killed, &counts, took, wrong))
}

/// An agent's day.
async fn work(
    player: Player,
    scripts: Vec<Script>,
    begun: watch::Sender<usize>,
) -> (Vec<Acknowledged>, Option<Trouble>) {
    let mut known = Vec::new();
    for script in scripts {
        begun.send_modify(|begun| *begun += 1);
        match player.play(&script).await {
            Ok(played) => known.extend(played),
            Err(trouble) => {
                let what = format!("{}, script {}: {script:?}", player.login, script.n);
                return (known, Some(Trouble::Refused(what, trouble.to_string())));
            }
        }
    }
    (known, None)
}
