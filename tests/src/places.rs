//! Folders: a fresh one for each program, and the one that keeps the evidence of a failure.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{Done, Trouble};

/// A folder of its own, gone with the value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes an empty folder; `about` becomes part of its name.
    pub fn new(about: &str) -> Done<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("sidetone-e2e-{}-{number}-{about}", process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A browser that is just ending may still write; what stays behind is the system's to clean.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where the evidence of a failed test goes: `e2e/` in the build's target folder.
pub fn evidence(file: &str) -> Done<PathBuf> {
    let binary = env::current_exe()?;
    // target/<profile>/deps/<binary>; what is no test is not in `deps`.
    let is_test = binary.parent().is_some_and(|folder| folder.ends_with("deps"));
    let target = binary.ancestors().nth(if is_test { 3 } else { 2 });
    let folder = target.ok_or_else(|| Trouble::said("there is no target folder"))?.join("e2e");
    fs::create_dir_all(&folder)?;
    Ok(folder.join(file))
}
