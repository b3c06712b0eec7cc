//! Keeps Debian from starting the services of packages while they are installed: a test wants a
//! phone system of its own, and nobody wants one at port 5060 that they did not ask for.
//!
//! Debian asks `/usr/sbin/policy-rc.d` before it starts anything; 101 means no (the policy's own
//! manual says so). What stood there before is put back.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;

/// Where Debian looks.
pub const PLACE: &str = "/usr/sbin/policy-rc.d";

const NO: &str = "#!/bin/sh\n# Of `cargo xtask`, while it installs packages.\nexit 101\n";

/// While it lives, no service of a package starts by itself.
#[derive(Debug)]
pub struct Quiet {
    place: PathBuf,
    ours: bool,
    before: Option<PathBuf>,
    root: fn() -> Command,
}

impl Quiet {
    /// Begins. `root` begins a command that may write there: `env`, or `sudo env`.
    pub fn begin(place: &Path, root: fn() -> Command) -> Result<Self, Error> {
        let kept = place.with_extension("before-xtask");
        let mut quiet = Self { place: place.to_owned(), ours: false, before: None, root };
        if kept.exists() {
            // A run before this one was ended by force.
            quiet.run(&["mv", "-f"], &[&kept, place])?;
        }
        if says_no(place) {
            return Ok(quiet);
        }
        if place.exists() {
            quiet.run(&["mv", "-f"], &[place, &kept])?;
            quiet.before = Some(kept);
        }
        quiet.ours = true;
        let draft = std::env::temp_dir().join(format!("policy-rc.d-{}", std::process::id()));
        let write = std::fs::write(&draft, NO)
            .and_then(|()| std::fs::set_permissions(&draft, PermissionsExt::from_mode(0o755)));
        write.map_err(Error::file("written", &draft))?;
        let done = quiet.run(&["install", "-m", "755"], &[&draft, place]);
        let _ = std::fs::remove_file(&draft);
        done.map(|()| quiet)
    }

    fn run(&self, words: &[&str], paths: &[&Path]) -> Result<(), Error> {
        let status = (self.root)().args(words).args(paths).stderr(Stdio::null()).status();
        if status.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        Error::tell(format!(
            "{} could not be changed, so packages would start their services. Install them yourself, or run this as root.",
            self.place.display()
        ))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            let _ = self.run(&["mv", "-f"], &[&before, &self.place]);
        } else if self.ours {
            let _ = self.run(&["rm", "-f"], &[&self.place]);
        }
    }
}

fn says_no(place: &Path) -> bool {
    let asked = Command::new(place).args(["sidetone", "start"]).stdin(Stdio::null()).output();
    asked.is_ok_and(|said| said.status.code() == Some(101))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Command {
        Command::new("env")
    }

    fn place(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("xtask-quiet-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder.join("policy-rc.d")
    }

    fn with_policy(place: &Path, text: &str) {
        std::fs::write(place, text).unwrap();
        std::fs::set_permissions(place, PermissionsExt::from_mode(0o755)).unwrap();
    }

    #[test]
    fn without_a_policy_there_is_none_afterwards() {
        let place = place("none");
        let quiet = Quiet::begin(&place, plain).unwrap();
        assert!(says_no(&place));
        drop(quiet);
        assert!(!place.exists());
        std::fs::remove_dir_all(place.parent().unwrap()).unwrap();
    }

    #[test]
    fn another_policy_is_put_back_also_after_a_run_that_was_killed() {
        let (place, theirs) = (place("other"), "#!/bin/sh\nexit 0\n");
        with_policy(&place, theirs);
        let quiet = Quiet::begin(&place, plain).unwrap();
        assert!(says_no(&place));
        std::mem::forget(quiet);
        let quiet = Quiet::begin(&place, plain).unwrap();
        assert!(says_no(&place));
        drop(quiet);
        assert_eq!(std::fs::read_to_string(&place).unwrap(), theirs);
        std::fs::remove_dir_all(place.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_policy_that_says_no_already_is_left_alone() {
        let (place, theirs) = (place("no"), "#!/bin/sh\n# mine\nexit 101\n");
        with_policy(&place, theirs);
        drop(Quiet::begin(&place, plain).unwrap());
        assert_eq!(std::fs::read_to_string(&place).unwrap(), theirs);
        std::fs::remove_dir_all(place.parent().unwrap()).unwrap();
    }
}
