//! Builds the standard library for wasm32 once, from the source package of Debian's own compiler,
//! and lays out a toolchain around it. Nothing of the user's rustup is changed: the toolchain is
//! used by putting its folder first on PATH.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apt;
use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::processes::capture;
use crate::step::Step;
use crate::wasm_std::{TARGET, Toolchain, has_libraries};

/// Debian's current compiler, the source of its standard library, and its clippy.
pub const PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "rust-web-clippy"];

const COMPILER: &str = "/usr/bin/rustc";

/// What a standard library is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Tests and lints: panics say where and why.
    Ordinary,
    /// The widget as agents load it: a panic stops the page without a word, and all the texts and
    /// places of panics stay out of the file. Measured by `cargo xtask size`, a third of it.
    Small,
}

impl Flavour {
    fn tool(self) -> &'static str {
        match self {
            Flavour::Ordinary => "rust-wasm",
            Flavour::Small => "rust-wasm-small",
        }
    }

    fn features(self) -> &'static str {
        match self {
            Flavour::Ordinary => "panic-unwind compiler-builtins-mem",
            Flavour::Small => "compiler-builtins-mem optimize_for_size",
        }
    }

    fn rustflags(self) -> &'static str {
        match self {
            Flavour::Ordinary => "-Zforce-unstable-if-unmarked",
            Flavour::Small => {
                "-Zforce-unstable-if-unmarked -Zunstable-options -Cpanic=immediate-abort"
            }
        }
    }

    fn opt_level(self) -> &'static str {
        match self {
            Flavour::Ordinary => "3",
            Flavour::Small => "z",
        }
    }

    /// What crates on top of it are compiled with.
    fn flags_for_crates(self) -> Option<&'static str> {
        match self {
            Flavour::Ordinary => None,
            Flavour::Small => Some(
                "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
            ),
        }
    }
}

/// The oldest compiler that can build this workspace, as (major, minor).
const OLDEST: (u32, u32) = (1, 95);

/// The toolchain, built if need be.
pub fn ensure(folders: &Folders, step: &mut Step, flavour: Flavour) -> Result<Toolchain, Error> {
    apt::ensure(step, &PACKAGES)?;
    let Some(facts) = capture(Command::new(COMPILER).arg("-vV")) else {
        return Error::tell(
            "/usr/bin/rustc does not run. Run: apt-get install --reinstall rustc-web libstd-rust-web-dev",
        );
    };
    let (Some(release), Some(host)) = (field(&facts, "release"), field(&facts, "host")) else {
        return Error::tell("/usr/bin/rustc does not tell its version. Is it Debian's rustc-web?");
    };
    if major_minor(release).is_none_or(|version| version < OLDEST) {
        return Error::tell(format!(
            "Debian's rustc-web is {release}; {}.{} is needed. Run apt-get update and upgrade it, or add the wasm32 target by rustup.",
            OLDEST.0, OLDEST.1
        ));
    }
    let home = folders.tool(flavour.tool(), release);
    let libraries = home.join("lib/rustlib").join(TARGET).join("lib");
    let stamp = home.join("built-by");
    // The same release can be compiled anew by Debian, and then its libraries do not fit; nor do
    // those that were built in another way.
    let made = format!("{facts}\n{} {}\n", flavour.rustflags(), flavour.features());
    if !has_libraries(&libraries) || std::fs::read_to_string(&stamp).ok() != Some(made.clone()) {
        step.below("building the standard library for wasm32 (once, about a minute)");
        build(folders, step, release, flavour, &libraries)?;
        std::fs::write(&stamp, &made).map_err(Error::file("written", &stamp))?;
    }
    lay_out(folders, &home, host)?;
    Ok(Toolchain {
        lints: home.join("bin/cargo-clippy").is_file(),
        bin: Some(home.join("bin")),
        flags: flavour.flags_for_crates(),
        builds: format!("{}-{}", flavour.tool(), made_at(&stamp)?),
    })
}

/// When the libraries were built, in seconds since 1970. Crates that were compiled on top of earlier
/// ones do not fit, and cargo does not notice.
fn made_at(stamp: &Path) -> Result<u64, Error> {
    let made = std::fs::metadata(stamp).and_then(|facts| facts.modified());
    let made = made.map_err(Error::file("read", stamp))?;
    Ok(made.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

/// Compiles Debian's source with Debian's compiler and rustup's cargo.
fn build(
    folders: &Folders,
    step: &mut Step,
    release: &str,
    flavour: Flavour,
    to: &Path,
) -> Result<(), Error> {
    let source = PathBuf::from(format!("/usr/src/rustc-{release}/library"));
    if !source.is_dir() {
        return Error::tell(format!(
            "{} is missing, though rust-web-src is installed: compiler and source are of different versions. Run: apt-get install rustc-web rust-web-src",
            source.display()
        ));
    }
    let scratch = folders.tools.join(format!("{}-{release}-build", flavour.tool()));
    remove(&scratch)?;
    std::fs::create_dir_all(&scratch).map_err(Error::file("made", &scratch))?;
    step.run(Command::new("cp").arg("-r").arg(&source).arg(&scratch))?;
    let mut cargo = Command::new(ordinary_cargo(folders)?);
    cargo
        .current_dir(scratch.join("library"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", COMPILER)
        .env("RUSTFLAGS", flavour.rustflags())
        .env("CARGO_PROFILE_DIST_OPT_LEVEL", flavour.opt_level())
        .env("CARGO_PROFILE_DIST_DEBUG", "0")
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env_remove("RUSTC_WRAPPER")
        .args(["build", "--profile", "dist", "--locked", "-p", "sysroot", "--target", TARGET])
        .args(["--no-default-features", "--features", flavour.features()]);
    step.run(&mut cargo)?;
    remove(to)?;
    std::fs::create_dir_all(to).map_err(Error::file("made", to))?;
    let built = scratch.join("target").join(TARGET).join("dist/deps");
    for file in std::fs::read_dir(&built).map_err(Error::file("read", &built))?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libsysroot-") {
            let target = to.join(&name);
            std::fs::copy(file.path(), &target).map_err(Error::file("written", &target))?;
        }
    }
    remove(&scratch)
}

/// Links and small scripts around the libraries. Made anew each time: rustup's own folders move
/// when it is updated.
fn lay_out(folders: &Folders, home: &Path, host: &str) -> Result<(), Error> {
    let sysroot = ordinary_sysroot(folders)?;
    let host_part = home.join("lib/rustlib").join(host);
    for folder in [home.join("bin"), host_part.join("bin")] {
        std::fs::create_dir_all(&folder).map_err(Error::file("made", &folder))?;
    }
    let linker = format!("lib/rustlib/{host}/bin/rust-lld");
    link(&PathBuf::from(format!("/usr/lib/rustlib/{host}/lib")), &host_part.join("lib"))?;
    link(&sysroot.join(&linker), &home.join(&linker))?;
    link(&ordinary_cargo(folders)?, &home.join("bin/cargo"))?;
    let quoted = home.display();
    for name in ["rustc", "rustdoc"] {
        let text = format!("#!/bin/sh\nexec /usr/bin/{name} --sysroot \"{quoted}\" \"$@\"\n");
        script(&home.join("bin").join(name), &text)?;
    }
    if Path::new("/usr/bin/cargo-clippy").is_file() {
        let text = format!("#!/bin/sh\nSYSROOT=\"{quoted}\" exec /usr/bin/cargo-clippy \"$@\"\n");
        script(&home.join("bin/cargo-clippy"), &text)?;
    }
    Ok(())
}

fn ordinary_sysroot(folders: &Folders) -> Result<PathBuf, Error> {
    let mut rustc = environment::command(folders, "rustc");
    let sysroot = capture(rustc.args(["--print", "sysroot"])).map(PathBuf::from);
    sysroot.ok_or_else(|| Error::Tell("rustc does not run. Install Rust with rustup.".into()))
}

/// The cargo program itself, not rustup's stand-in for it, which would quietly choose another
/// compiler.
fn ordinary_cargo(folders: &Folders) -> Result<PathBuf, Error> {
    let beside = ordinary_sysroot(folders)?.join("bin/cargo");
    match std::env::var_os("CARGO").map(PathBuf::from) {
        _ if beside.is_file() => Ok(beside),
        Some(cargo) => Ok(cargo),
        None => Err(Error::NotFound("cargo".into())),
    }
}

fn remove(folder: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file("emptied", folder)(error))
        }
        _ => Ok(()),
    }
}

fn link(original: &Path, at: &Path) -> Result<(), Error> {
    if std::fs::read_link(at).is_ok_and(|old| old == original) {
        return Ok(());
    }
    let _ = std::fs::remove_file(at);
    symlink(original, at).map_err(Error::file("linked", at))
}

/// Writes an executable script, unless it is there already: somebody may be running it.
fn script(at: &Path, text: &str) -> Result<(), Error> {
    if std::fs::read_to_string(at).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let _ = std::fs::remove_file(at);
    std::fs::write(at, text).map_err(Error::file("written", at))?;
    let rights = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(at, rights).map_err(Error::file("made executable", at))
}

/// The value of a line such as `release: 1.96.0`.
fn field<'a>(facts: &'a str, name: &str) -> Option<&'a str> {
    facts.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn major_minor(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\n\
                         host: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.8";

    #[test]
    fn the_compiler_tells_its_release_and_host() {
        assert_eq!(field(FACTS, "release"), Some("1.96.0"));
        assert_eq!(field(FACTS, "host"), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(field(FACTS, "colour"), None);
    }

    #[test]
    fn an_old_compiler_is_noticed() {
        assert!(major_minor("1.85.0").is_some_and(|version| version < OLDEST));
        assert!(major_minor("1.100.0").is_some_and(|version| version >= OLDEST));
        assert_eq!(major_minor("new"), None);
    }
}
