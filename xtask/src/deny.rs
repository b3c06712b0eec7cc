//! `cargo xtask deny`: licences, sources, doubles and known weaknesses of all dependencies.
//!
//! `cargo xtask test` checks what needs no network; the list of known weaknesses has to be fetched,
//! and new ones turn up without any change of ours, so they are in this command only.

use std::path::PathBuf;

use crate::cargo_tools::{self, CargoTool};
use crate::environment;
use crate::error::Error;
use crate::folders::{Folders, on_path};
use crate::step::{Progress, Step};

const TOOL: CargoTool = CargoTool {
    package: "cargo-deny",
    version: "0.20.2",
    binary: "cargo-deny",
    takes: "once, 2 to 5 minutes",
    arguments: &["--locked"],
};

/// All that can be checked without a network. Installs cargo-deny if need be.
pub fn check_offline(folders: &Folders, step: &mut Step) -> Result<(), Error> {
    let arguments = ["--offline", "--workspace", "check", "bans", "licenses", "sources"];
    let program = program(folders, step)?;
    step.run(environment::command(folders, program).args(arguments))
}

/// The whole command.
pub fn run(folders: &Folders) -> Result<(), Error> {
    let mut progress = Progress::new(2, folders.logs.join("deny.log"))?;
    let mut step = progress.step("licences, sources and bans");
    check_offline(folders, &mut step)?;
    step.done();
    let mut step = progress.step("known weaknesses");
    let program = program(folders, &mut step)?;
    let mut command = environment::command(folders, program);
    let (result, output) = step.run_and_read(command.args(["--workspace", "check", "advisories"]));
    match result {
        Err(Error::Failed { .. }) if output.contains("failed to fetch advisory database") => {
            step.note("not checked: the list of known weaknesses could not be fetched from here");
        }
        other => other?,
    }
    step.done();
    Ok(())
}

fn program(folders: &Folders, step: &mut Step) -> Result<PathBuf, Error> {
    on_path(TOOL.binary).map_or_else(|| cargo_tools::ensure(folders, step, &TOOL), Ok)
}
