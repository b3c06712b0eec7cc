//! Builds the widget as it is served.

use std::path::PathBuf;

use crate::error::Error;
use crate::folders::Folders;
use crate::shrink::shrink;
use crate::step::Step;
use crate::tools::WasmTools;

/// Builds it as small as can be, as agents get it, and tells the folder of its files.
pub fn build(folders: &Folders, step: &mut Step, tools: &WasmTools) -> Result<PathBuf, Error> {
    let page = folders.root.join("index.html");
    if !page.is_file() {
        return Error::tell(format!("{} is missing. Restore it from git.", page.display()));
    }
    let Some(trunk) = &tools.trunk else { return Err(Error::NotFound("trunk".into())) };
    let staged = folders.target.join("widget-staged");
    let mut command = tools.command(folders, trunk);
    command
        .args(["build", "--offline", "--color", "never", "--release", "--cargo-profile", "widget"])
        .arg("--dist")
        .arg(&staged);
    // Trunk takes NO_COLOR for a yes or no of its own, and its stack traces help nobody here.
    command.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    step.run(&mut command)?;
    if !staged.join("index.html").is_file() {
        return Error::tell(format!(
            "trunk ended without an error but wrote no page to {}.",
            staged.display()
        ));
    }
    let dist = folders.target.join("widget");
    shrink(folders, step, tools, &staged, &dist)?;
    Ok(dist)
}
