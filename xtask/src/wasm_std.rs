//! The compiler with a standard library for wasm32, and which way it is had.

use std::path::{Path, PathBuf};

use crate::apt;
use crate::environment;
use crate::error::Error;
use crate::folders::{Folders, on_path};
use crate::processes::capture;
use crate::step::Step;
use crate::wasm_debian::{self, Flavour};

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler that can build for wasm32.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// The folder of its cargo and rustc; `None` for the ordinary ones.
    pub bin: Option<PathBuf>,
    /// Whether clippy is there for it.
    pub lints: bool,
    /// Compiler flags that go with its standard library. They are unstable ones.
    pub flags: Option<&'static str>,
    /// The folder for what is compiled on top of it, inside the one for wasm32.
    pub builds: String,
}

/// How the standard library for wasm32 is had here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The ordinary compiler has it.
    There,
    /// `rustup target add`.
    Rustup,
    /// Build it from Debian's source.
    Debian,
    /// Somebody has to do something.
    Tell(&'static str),
}

/// What the choice depends on.
#[derive(Debug, Clone, Copy)]
struct Facts {
    there: bool,
    rustup: bool,
    /// `RUSTUP_AUTO_INSTALL=0`: whoever set it wants rustup to download nothing.
    rustup_may_not: bool,
    apt: bool,
    /// Debian's packages are installed, or may be.
    apt_may: bool,
}

fn choose(facts: Facts) -> Way {
    match facts {
        Facts { there: true, .. } => Way::There,
        Facts { rustup: true, rustup_may_not: false, .. } => Way::Rustup,
        Facts { apt: true, apt_may: true, .. } => Way::Debian,
        Facts { apt: true, .. } => Way::Tell(
            "The compiler has no wasm32 target, and only root may install what it takes. Run: sudo apt-get install --no-install-recommends rustc-web rust-web-src rust-web-clippy",
        ),
        Facts { rustup: true, .. } => Way::Tell(
            "The compiler has no wasm32 target, and RUSTUP_AUTO_INSTALL=0 keeps us from adding it. Run: rustup target add wasm32-unknown-unknown",
        ),
        _ => Way::Tell(
            "The compiler has no wasm32 target. Install Rust with rustup, or your system's package of the standard library for wasm32-unknown-unknown.",
        ),
    }
}

/// A compiler for wasm32, made ready if need be. [`Flavour::Small`] is had only where the standard
/// library is built here; rustup's is the ordinary one, and the step says so.
pub fn ensure(folders: &Folders, step: &mut Step, flavour: Flavour) -> Result<Toolchain, Error> {
    let toolchain = ensure_any(folders, step, flavour)?;
    if flavour == Flavour::Small && toolchain.flags.is_none() {
        step.note("rustup's standard library is used: the widget is larger than the one released");
    }
    Ok(toolchain)
}

fn ensure_any(folders: &Folders, step: &mut Step, flavour: Flavour) -> Result<Toolchain, Error> {
    let facts = Facts {
        there: has_target(folders),
        rustup: on_path("rustup").is_some(),
        rustup_may_not: std::env::var("RUSTUP_AUTO_INSTALL").is_ok_and(|value| value == "0"),
        apt: apt::there(),
        apt_may: apt::there()
            && (apt::missing(&wasm_debian::PACKAGES).is_empty() || apt::allowed()),
    };
    match choose(facts) {
        Way::There => Ok(ordinary()),
        Way::Rustup => {
            step.below("rustup target add wasm32-unknown-unknown");
            let mut rustup = environment::command(folders, "rustup");
            let added = step.run(rustup.args(["target", "add", TARGET]));
            match added {
                Ok(()) if has_target(folders) => Ok(ordinary()),
                Err(Error::Stopped) => Err(Error::Stopped),
                _ if facts.apt_may => {
                    step.note("rustup could not add it; Debian's source is taken instead");
                    wasm_debian::ensure(folders, step, flavour)
                }
                Ok(()) => Error::tell(
                    "rustup added the wasm32 target, but not to the compiler that cargo uses here. Check `rustup show` in this folder.",
                ),
                Err(error) => Err(error),
            }
        }
        Way::Debian => wasm_debian::ensure(folders, step, flavour),
        Way::Tell(sentence) => Error::tell(sentence),
    }
}

fn ordinary() -> Toolchain {
    Toolchain {
        bin: None,
        lints: on_path("cargo-clippy").is_some(),
        flags: None,
        builds: "rustup".to_owned(),
    }
}

fn has_target(folders: &Folders) -> bool {
    let mut rustc = environment::command(folders, "rustc");
    capture(rustc.args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| has_libraries(Path::new(&folder)))
}

/// Whether compiled libraries are in this folder.
pub fn has_libraries(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|files| {
        files.flatten().any(|file| file.path().extension().is_some_and(|end| end == "rlib"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Facts =
        Facts { there: false, rustup: false, rustup_may_not: false, apt: false, apt_may: false };

    #[test]
    fn a_laptop_takes_the_ordinary_way() {
        let laptop = Facts { rustup: true, apt: true, apt_may: true, ..NOTHING };
        assert_eq!(choose(laptop), Way::Rustup);
        assert_eq!(choose(Facts { there: true, ..laptop }), Way::There);
    }

    #[test]
    fn where_rustup_may_download_nothing_debian_is_asked() {
        let machine = Facts { rustup: true, rustup_may_not: true, ..NOTHING };
        assert_eq!(choose(Facts { apt: true, apt_may: true, ..machine }), Way::Debian);
        assert!(matches!(choose(machine), Way::Tell(s) if s.contains("rustup target add")));
        assert!(
            matches!(choose(Facts { apt: true, ..machine }), Way::Tell(s) if s.contains("sudo"))
        );
    }

    #[test]
    fn elsewhere_a_sentence_says_what_to_install() {
        assert!(matches!(choose(NOTHING), Way::Tell(s) if s.contains("Install Rust")));
    }
}
