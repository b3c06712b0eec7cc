//! `cargo xtask chaos` and `cargo xtask bench`: programs of their own, built for speed and run with
//! what they say on the terminal.

use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::npm;
use crate::phone_system;
use crate::processes::{self, Running};
use crate::step::{Progress, Step};
use crate::under_test::{STEPS, UnderTest};

/// How often we look whether a program has ended.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The calls and kills of the run that belongs to the tests.
const SHORT: [&str; 5] = ["real", "--calls", "30", "--kills", "3"];

/// The parts of chaos, one after the other; a part that fails does not keep the next from running.
pub fn run(folders: &Folders, parts: &[&str], words: &[String]) -> Result<(), Error> {
    let program = built(folders, "sidetone-chaos")?;
    let mut failed = false;
    for part in parts {
        // The simulation knows no speed: it takes no time anyway.
        let told =
            if *part == "sim" && parts.len() > 1 { without_speed(words) } else { words.to_vec() };
        failed |= !show(environment::command(folders, &program).arg(part).args(told))?;
        println!();
    }
    if failed { Error::tell("Something was not as it should be: see above.") } else { Ok(()) }
}

/// A bench, or the list of them.
pub fn bench(folders: &Folders, words: &[String]) -> Result<(), Error> {
    let name = words.first().map(String::as_str);
    let program = built(folders, "sidetone-bench")?;
    let mut command = environment::command(folders, &program);
    match name {
        Some("surfaces") => for_surfaces(folders, &mut command)?,
        Some("voice") => for_voice(folders, &mut command, &words[1..])?,
        _ => {}
    }
    match show(command.args(words))? {
        true => Ok(()),
        false => Error::tell("The bench did not come to its end: see above."),
    }
}

/// What the bench of the surfaces stands beside, and what it needs for a browser. It leaves out what
/// is not there, and says so.
fn for_surfaces(folders: &Folders, command: &mut Command) -> Result<(), Error> {
    let mut progress = Progress::new(STEPS + 1, folders.logs.join("bench-build.log"))?;
    let mut step = progress.step("the `ws` package for Node");
    match npm::WS.ensure(folders, &mut step) {
        Ok(package) => drop(command.env("BENCH_WS", package)),
        Err(Error::Stopped) => return Err(Error::Stopped),
        Err(why) => step.note(&why.to_string()),
    }
    step.done();
    in_a_browser(folders, command, &mut progress)
}

/// Tells a bench where everything is that it needs for a browser, or says that it has none.
fn in_a_browser(
    folders: &Folders,
    command: &mut Command,
    progress: &mut Progress,
) -> Result<(), Error> {
    match UnderTest::build(folders, progress, true) {
        Ok(all) => all.tell(command),
        Err(Error::Stopped) => return Err(Error::Stopped),
        Err(why) => eprintln!("{why}\nNothing is measured in a browser."),
    }
    Ok(())
}

/// What the bench of the voice stands beside, and what it needs for a browser.
fn for_voice(folders: &Folders, command: &mut Command, words: &[String]) -> Result<(), Error> {
    let browser = words.is_empty() || words.iter().any(|word| word == "browser");
    let steps = if browser { STEPS + 1 } else { 1 };
    let mut progress = Progress::new(steps, folders.logs.join("bench-build.log"))?;
    let mut step = progress.step("rtpengine");
    match phone_system::for_bench(&mut step) {
        Ok(programs) => drop(programs.map(|programs| programs.tell(command))),
        Err(Error::Stopped) => return Err(Error::Stopped),
        Err(why) => step.note(&why.to_string()),
    }
    step.done();
    if browser { in_a_browser(folders, command, &mut progress) } else { Ok(()) }
}

/// The short run of the tests, in the build of the tests.
pub fn short(folders: &Folders, step: &mut Step) -> Result<(), Error> {
    let program = build(folders, step, "sidetone-chaos", false)?;
    step.run(environment::command(folders, program).args(SHORT))
}

fn built(folders: &Folders, name: &str) -> Result<PathBuf, Error> {
    let mut progress = Progress::new(1, folders.logs.join("chaos-build.log"))?;
    let mut step = progress.step("building (release)");
    let program = build(folders, &mut step, name, true)?;
    step.done();
    Ok(program)
}

/// Builds the program, and beside it those that it starts.
fn build(folders: &Folders, step: &mut Step, name: &str, release: bool) -> Result<PathBuf, Error> {
    let mut cargo = environment::cargo(folders);
    cargo.args(["build", "-p", "sidetone-preview", "-p", "sidetone-chaos", "-p", name, "--bins"]);
    if name == "sidetone-bench" {
        cargo.args(["-p", "sidetone-backend"]);
    }
    if release {
        cargo.arg("--release");
    }
    step.run(&mut cargo)?;
    Ok(folders.target.join(if release { "release" } else { "debug" }).join(name))
}

/// Runs a program to its end on our terminal. Whether it succeeded.
fn show(command: &mut Command) -> Result<bool, Error> {
    let mut running = Running::start(command, true)?;
    let (_never, ticks) = mpsc::channel::<()>();
    loop {
        if let Some(status) = running.ended() {
            return if processes::stopped() { Err(Error::Stopped) } else { Ok(status.success()) };
        }
        let _ = ticks.recv_timeout(LOOK_EVERY);
    }
}

fn without_speed(words: &[String]) -> Vec<String> {
    let mut left = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--speed" || word == "--kills" {
            words.next();
        } else {
            left.push(word.clone());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simulation_is_not_told_what_only_the_processes_know() {
        let words = ["--seed", "3", "--speed", "20", "--kills", "9", "--calls", "10"];
        let words: Vec<String> = words.map(str::to_owned).to_vec();
        assert_eq!(without_speed(&words), ["--seed", "3", "--calls", "10"]);
    }
}
