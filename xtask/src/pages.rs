//! Builds the pages as they are served: the widget and the console.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::folders::Folders;
use crate::late::LATE;
use crate::shrink::shrink;
use crate::step::Step;
use crate::tools::WasmTools;

/// A page with a bundle of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What agents see.
    Widget,
    /// What administrators see.
    Console,
}

impl Page {
    /// Its folder in the project.
    fn folder(self, root: &Path) -> PathBuf {
        match self {
            Page::Widget => root.to_owned(),
            Page::Console => root.join("console"),
        }
    }

    /// The name of its built folder.
    fn name(self) -> &'static str {
        match self {
            Page::Widget => "widget",
            Page::Console => "console",
        }
    }

    /// Where it is served.
    pub fn base(self) -> &'static str {
        match self {
            Page::Widget => "/",
            Page::Console => "/console/",
        }
    }

    /// What of it is loaded later than the page.
    fn late(self) -> &'static [&'static str] {
        match self {
            Page::Widget => LATE,
            Page::Console => &[],
        }
    }

    /// Builds it as small as can be, as people get it, and tells the folder of its files.
    pub fn build(
        self,
        folders: &Folders,
        step: &mut Step,
        tools: &WasmTools,
    ) -> Result<PathBuf, Error> {
        let folder = self.folder(&folders.root);
        let page = folder.join("index.html");
        if !page.is_file() {
            return Error::tell(format!("{} is missing. Restore it from git.", page.display()));
        }
        let Some(trunk) = &tools.trunk else { return Err(Error::NotFound("trunk".into())) };
        let staged = folders.target.join(format!("{}-staged", self.name()));
        let mut command = tools.command(folders, trunk);
        command
            .current_dir(&folder)
            .args(["build", "--offline", "--color", "never"])
            .args(["--release", "--cargo-profile", "widget", "--dist"])
            .arg(&staged);
        // Trunk takes NO_COLOR for a yes or no of its own.
        command.env_remove("NO_COLOR");
        step.run(&mut command)?;
        if !staged.join("index.html").is_file() {
            return Error::tell(format!(
                "trunk ended without an error but wrote no page to {}.",
                staged.display()
            ));
        }
        let dist = folders.target.join(self.name());
        shrink(folders, step, tools, self.base(), self.late(), &staged, &dist)?;
        Ok(dist)
    }
}
