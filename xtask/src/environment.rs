//! Commands with the environment that they would have without `cargo xtask` around them.
//!
//! `cargo run` sets variables for the program it runs. Left in place they would reach the build
//! scripts of other crates, which would then be built anew each time somebody calls cargo
//! directly.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folders::Folders;

/// A command in the repository's root.
pub fn command(folders: &Folders, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&folders.root).env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(set_by_cargo_run) {
            command.env_remove(name);
        }
    }
    if let Some(folders_of_libraries) = std::env::var_os("LD_LIBRARY_PATH") {
        let left: Vec<PathBuf> = std::env::split_paths(&folders_of_libraries)
            .filter(|folder| !added_by_cargo_run(folder, &folders.target))
            .collect();
        match std::env::join_paths(&left) {
            Ok(joined) if !left.is_empty() => command.env("LD_LIBRARY_PATH", joined),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// The cargo that runs us, with its own build folder.
pub fn cargo(folders: &Folders) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(folders, program)
}

/// Puts these folders before all others on the command's PATH.
pub fn path_first(command: &mut Command, first: &[PathBuf]) {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(std::env::split_paths(&rest));
    // A folder with a colon in its name cannot be on PATH; the tool is then simply not found.
    if let Ok(path) = std::env::join_paths(all) {
        command.env("PATH", path);
    }
}

fn set_by_cargo_run(name: &str) -> bool {
    name == "CARGO"
        || name == "OUT_DIR"
        || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
            .iter()
            .any(|start| name.starts_with(start))
}

fn added_by_cargo_run(folder: &Path, target: &Path) -> bool {
    folder.starts_with(target) || folder.components().any(|part| part.as_os_str() == "toolchains")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_run_sets_is_told_from_what_the_user_sets() {
        for name in ["CARGO", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_BIN_NAME"] {
            assert!(set_by_cargo_run(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "PATH"] {
            assert!(!set_by_cargo_run(name), "{name}");
        }
    }

    #[test]
    fn only_folders_of_builds_leave_the_library_path() {
        let target = Path::new("/repo/target");
        assert!(added_by_cargo_run(Path::new("/repo/target/debug/deps"), target));
        assert!(added_by_cargo_run(Path::new("/h/.rustup/toolchains/stable/lib"), target));
        assert!(!added_by_cargo_run(Path::new("/opt/lib"), target));
    }
}
