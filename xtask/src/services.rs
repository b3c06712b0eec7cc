//! Builds what runs on this machine: the backend and the stand-in for HubSpot.

use std::path::PathBuf;

use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::step::Step;

/// The built programs.
pub struct Services {
    /// The service itself.
    pub backend: PathBuf,
    /// The stand-in for HubSpot, which starts the service.
    pub preview: PathBuf,
}

/// Builds both.
pub fn build(folders: &Folders, step: &mut Step, release: bool) -> Result<Services, Error> {
    let mut cargo = environment::cargo(folders);
    cargo.args(["build", "-p", "sidetone-backend", "-p", "sidetone-preview", "--bins"]);
    if release {
        cargo.arg("--release");
    }
    step.run(&mut cargo)?;
    let folder = folders.target.join(if release { "release" } else { "debug" });
    let built =
        Services { backend: folder.join("sidetone"), preview: folder.join("sidetone-preview") };
    for program in [&built.backend, &built.preview] {
        if !program.is_file() {
            return Error::tell(format!(
                "cargo built no {}. Unset CARGO_BUILD_TARGET and try again.",
                program.display()
            ));
        }
    }
    Ok(built)
}
