//! Tools that are built from crates.io: trunk and wasm-bindgen.

use std::path::{Path, PathBuf};

use crate::environment;
use crate::error::Error;
use crate::folders::{Folders, on_path};
use crate::processes::capture;
use crate::step::Step;

/// The version of trunk that we install. Newer ones need a newer compiler.
const TRUNK: &str = "0.21.14";

/// A tool from crates.io in one version.
pub struct CargoTool<'a> {
    /// The crate's name.
    pub package: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The binary that tells its version.
    pub binary: &'a str,
    /// How long the installation takes, in words.
    pub takes: &'a str,
    /// More arguments for `cargo install`.
    pub arguments: &'a [&'a str],
}

/// The program `trunk`, installed if need be.
pub fn trunk(folders: &Folders, step: &mut Step) -> Result<PathBuf, Error> {
    if let Some(program) = on_path("trunk")
        && version(&program).is_some_and(|version| version.starts_with("0.21."))
    {
        return Ok(program);
    }
    let tool = CargoTool {
        package: "trunk",
        version: TRUNK,
        binary: "trunk",
        takes: "once, 6 to 18 minutes",
        arguments: &["--locked", "--no-default-features"],
    };
    ensure(folders, step, &tool)
}

/// The program `wasm-bindgen` in exactly the version that the widget is compiled against,
/// installed if need be. `wasm-bindgen-test-runner` is beside it.
pub fn wasm_bindgen(folders: &Folders, step: &mut Step) -> Result<PathBuf, Error> {
    let lock = folders.root.join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).map_err(Error::file("read", &lock))?;
    let Some(wanted) = locked_version(&text, "wasm-bindgen") else {
        return Error::tell("Cargo.lock names no wasm-bindgen. Restore it from git.");
    };
    if let Some(program) = on_path("wasm-bindgen")
        && version(&program).as_deref() == Some(wanted)
        && program.with_file_name("wasm-bindgen-test-runner").is_file()
    {
        return Ok(program);
    }
    let tool = CargoTool {
        package: "wasm-bindgen-cli",
        version: wanted,
        binary: "wasm-bindgen",
        takes: "once, 2 to 10 minutes",
        // Without --locked: its own lock file names a crate that is not to be had any more.
        arguments: &[],
    };
    ensure(folders, step, &tool)
}

/// The tool's program in our own folder; built anew where it is missing or does not run.
pub fn ensure(folders: &Folders, step: &mut Step, tool: &CargoTool) -> Result<PathBuf, Error> {
    let folder = folders.tool(tool.package.trim_end_matches("-cli"), tool.version);
    let program = folder.join("bin").join(tool.binary);
    if version(&program).as_deref() == Some(tool.version) {
        return Ok(program);
    }
    step.below(&format!("installing {} {} ({})", tool.package, tool.version, tool.takes));
    let mut cargo = environment::cargo(folders);
    cargo
        .current_dir(&folders.tools)
        .env_remove("CARGO_TARGET_DIR")
        .args(["install", "--force", tool.package, "--version", tool.version, "--root"])
        .arg(&folder)
        .args(tool.arguments);
    step.run(&mut cargo)?;
    if version(&program).as_deref() == Some(tool.version) {
        return Ok(program);
    }
    Error::tell(format!(
        "{} was installed but does not run. Delete {} and try again.",
        tool.package,
        folder.display()
    ))
}

/// The version in what `program --version` prints: its second word.
pub fn version(program: &Path) -> Option<String> {
    let text = capture(std::process::Command::new(program).arg("--version"))?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_of_the_package_of_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn a_program_that_is_not_there_has_no_version() {
        assert_eq!(version(Path::new("/nowhere/trunk")), None);
    }
}
