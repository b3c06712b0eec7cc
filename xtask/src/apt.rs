//! Debian packages: which are there, and how the others get there.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::folders::on_path;
use crate::processes::capture;
use crate::quiet_services::{PLACE, Quiet};
use crate::step::Step;

/// Whether this system has apt.
pub fn there() -> bool {
    on_path("apt-get").is_some() && on_path("dpkg-query").is_some()
}

/// Whether packages can be installed without asking for a password.
pub fn allowed() -> bool {
    rustix::process::geteuid().is_root() || capture(sudo().arg("true")).is_some()
}

/// Which of these packages are not installed.
pub fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let installed = |package: &str| {
        capture(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]))
            .is_some_and(|status| status == "installed")
    };
    packages.iter().copied().filter(|package| !installed(package)).collect()
}

/// Installs what is missing of these packages, if we may.
pub fn ensure(step: &mut Step, packages: &[&str]) -> Result<(), Error> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !allowed() {
        return Error::tell(format!(
            "Packages are missing and only root may install them. Run: sudo apt-get install --no-install-recommends {list}"
        ));
    }
    if !lists_there() {
        step.below("apt-get update");
        step.run(apt().arg("update"))?;
    }
    step.below(&format!("apt-get install {list}"));
    if install(step, &missing).is_ok() {
        return Ok(());
    }
    // The usual reason: the lists are older than what the mirror still has.
    step.below("apt-get update, then once more");
    step.run(apt().arg("update"))?;
    install(step, &missing)
}

/// The same for packages that bring services, which are not to start by themselves.
pub fn ensure_quietly(step: &mut Step, packages: &[&str]) -> Result<(), Error> {
    if missing(packages).is_empty() {
        return Ok(());
    }
    let _quiet = Quiet::begin(Path::new(PLACE), as_root)?;
    ensure(step, packages)
}

fn install(step: &mut Step, packages: &[&str]) -> Result<(), Error> {
    step.run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// `env`, or `sudo env`: begins a command as root.
fn as_root() -> Command {
    let mut command =
        if rustix::process::geteuid().is_root() { Command::new("env") } else { sudo() };
    if command.get_program() != "env" {
        command.arg("env");
    }
    command
}

fn apt() -> Command {
    let mut command = as_root();
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    command
}

fn sudo() -> Command {
    let mut command = Command::new("sudo");
    command.arg("-n");
    command
}

/// Whether `apt-get update` was ever run here.
fn lists_there() -> bool {
    std::fs::read_dir("/var/lib/apt/lists").is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().contains("_Packages"))
        })
    })
}
