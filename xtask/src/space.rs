//! Whether the disk has room for what is built. That it has none is otherwise said half an hour later,
//! by whatever comes to its end first, in words of its own.

use std::path::Path;

/// What a run of all tests on a fresh machine takes, and some room, in gigabytes.
const ROOM: u64 = 10;

/// A sentence where the target folder's disk has less free than that. Nothing is said of a folder that
/// was built in before: most of it is there.
pub fn short_of(target: &Path) -> Option<String> {
    if target.join("debug").exists() {
        return None;
    }
    let there = target.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize) / 1_000_000_000;
    (free < ROOM).then(|| {
        format!(
            "{free} GB are free at {}; all tests take up to {ROOM} GB. Free some, or set CARGO_TARGET_DIR to another disk.",
            there.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_is_full_is_named_and_one_that_was_built_on_is_not() {
        // A file system that has no blocks at all.
        let said = short_of(Path::new("/proc/sidetone/target")).unwrap_or_default();
        assert!(said.starts_with("0 GB are free at /proc;"), "{said}");
        let folder = std::env::temp_dir().join(format!("sidetone-space-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("debug")).unwrap();
        assert_eq!(short_of(&folder), None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
