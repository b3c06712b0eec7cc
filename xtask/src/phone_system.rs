//! A real phone system, a real phone, a carrier's gateway between them and a relay for browsers, for tests;
//! the bench stands beside the gateway. kamailio, baresip, rtpengine and coturn, from Debian.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apt;
use crate::error::Error;
use crate::folders::on_path;
use crate::step::Step;

/// What a program is called, the variable that names another one, and its packages.
struct Kind {
    program: &'static str,
    variable: &'static str,
    packages: &'static [&'static str],
}

const KAMAILIO: Kind = Kind {
    program: "kamailio",
    variable: "SIDETONE_KAMAILIO",
    // The module that drives rtpengine is in the first. The tests make their own certificate for TLS.
    packages: &["kamailio", "kamailio-tls-modules", "openssl"],
};
const BARESIP: Kind =
    Kind { program: "baresip", variable: "SIDETONE_BARESIP", packages: &["baresip-core"] };
const RTPENGINE: Kind =
    Kind { program: "rtpengine", variable: "SIDETONE_RTPENGINE", packages: &["rtpengine-daemon"] };
const COTURN: Kind =
    Kind { program: "turnserver", variable: "SIDETONE_COTURN", packages: &["coturn"] };

/// Programs that are there, each with the variable by which those who use them are told.
#[derive(Debug)]
pub struct Programs(Vec<(&'static str, PathBuf)>);

impl Programs {
    /// Tells a command where they are.
    pub fn tell(&self, command: &mut Command) {
        command.envs(self.0.iter().map(|(variable, path)| (variable, path)));
    }
}

/// All of them. `None` where one is not and cannot be installed by us: a note has said so then.
pub fn for_tests(step: &mut Step) -> Result<Option<Programs>, Error> {
    let otherwise = "the tests with a real phone system are left out";
    ensure(step, &[KAMAILIO, BARESIP, RTPENGINE], otherwise)
}

/// What stands beside a real browser: the phone system, the phone and a relay; `None` as above.
pub fn for_browsers(step: &mut Step) -> Result<Option<Programs>, Error> {
    let otherwise = "the browser's tests with a real phone system and a relay are left out";
    ensure(step, &[KAMAILIO, BARESIP, COTURN], otherwise)
}

/// The carrier's gateway; `None` as above.
pub fn for_bench(step: &mut Step) -> Result<Option<Programs>, Error> {
    ensure(step, &[RTPENGINE], "nothing is measured beside it")
}

/// Finds the programs, and installs those that are missing where apt is there and may. What apt may
/// do and fails at is an error: a machine that runs all tests must not leave these out silently.
fn ensure(step: &mut Step, kinds: &[Kind], otherwise: &str) -> Result<Option<Programs>, Error> {
    let wanted: Vec<&str> = kinds
        .iter()
        .filter(|kind| named(kind.variable).is_none())
        .flat_map(|kind| kind.packages)
        .copied()
        .collect();
    if apt::there() {
        let missing = apt::missing(&wanted);
        if !missing.is_empty() && !apt::allowed() {
            let list = missing.join(" ");
            step.note(&format!("{list} not installed, and only root may: {otherwise}"));
            return Ok(None);
        }
        apt::ensure_quietly(step, &missing)?;
    }
    let mut programs = Programs(Vec::new());
    for kind in kinds {
        let Some(path) = found(kind) else {
            let (program, variable) = (kind.program, kind.variable);
            step.note(&format!("no {program} here (set {variable} to its program): {otherwise}"));
            return Ok(None);
        };
        programs.0.push((kind.variable, path));
    }
    Ok(Some(programs))
}

fn found(kind: &Kind) -> Option<PathBuf> {
    // The folder of administrators is not on everybody's PATH.
    let there = |path: PathBuf| path.is_file().then_some(path);
    named(kind.variable)
        .or_else(|| on_path(kind.program))
        .or_else(|| there(Path::new("/usr/sbin").join(kind.program)))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
