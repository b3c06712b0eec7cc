//! The commands of the README: `cargo xtask preview`, `test`, `chaos`, `bench`, `size`, `rows`,
//! `deny`.

mod apt;
mod args;
mod browser;
mod cargo_tools;
mod chaos;
mod clock;
mod closing;
mod deny;
mod environment;
mod error;
mod folders;
mod issue_rows;
mod late;
mod logs;
mod npm;
mod pages;
mod phone_system;
mod preview;
mod processes;
mod quiet_services;
mod rows;
mod rows_report;
mod services;
mod shrink;
mod size;
mod space;
mod split;
mod step;
mod test;
mod test_parts;
mod tools;
mod under_test;
mod walks;
mod wasm_debian;
mod wasm_std;

use std::process::ExitCode;

use args::Task;
use error::Error;

fn main() -> ExitCode {
    let task = match Task::read(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(mistake) => {
            eprintln!("{mistake}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match processes::watch_signals().and_then(|()| run(task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Stopped) => ExitCode::from(130),
        Err(Error::PartsFailed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out one command.
fn run(task: Task) -> Result<(), Error> {
    let folders = folders::Folders::find()?;
    match task {
        Task::Help => {
            println!("{}", args::USAGE);
            Ok(())
        }
        Task::Preview(options) => preview::run(&folders, options),
        Task::Test(parts) => test::run(&folders, &parts),
        Task::Walks(words) => walks::run(&folders, &words),
        Task::Chaos(parts, words) => chaos::run(&folders, &parts, &words),
        Task::Bench(words) => chaos::bench(&folders, &words),
        Task::Size => size::run(&folders),
        Task::Rows(issue) => rows_report::run(&folders, issue),
        Task::Deny => deny::run(&folders),
    }
}
