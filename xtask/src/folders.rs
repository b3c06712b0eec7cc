//! Where things are: the repository, build results, logs, tools that are kept.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// The folders that every command needs.
#[derive(Debug, Clone)]
pub struct Folders {
    /// The root of the repository.
    pub root: PathBuf,
    /// Cargo's target folder, for what runs on this machine.
    pub target: PathBuf,
    /// Cargo's target folder for wasm32. It has one of its own so that two compilers never wait
    /// for each other's lock.
    pub wasm_target: PathBuf,
    /// What the programs that we run have said.
    pub logs: PathBuf,
    /// Installed tools, each in `<tool>-<version>`. It survives `cargo clean`.
    pub tools: PathBuf,
}

impl Folders {
    /// Finds them from where this package was compiled and from the environment.
    pub fn find() -> Result<Self, Error> {
        let Some(root) = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned) else {
            return Error::tell(
                "The repository's root was not found. Run `cargo xtask` inside it.",
            );
        };
        let variable = |name: &str| std::env::var(name).ok();
        let Some(tools) = tools_folder(variable) else {
            return Error::tell(
                "There is no place for tools: set HOME, or SIDETONE_TOOLS to a folder to keep them in.",
            );
        };
        let target = root.join(variable("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        let found = Self {
            wasm_target: target.join("wasm"),
            logs: target.join("xtask-logs"),
            target,
            root,
            tools,
        };
        for folder in [&found.logs, &found.tools] {
            std::fs::create_dir_all(folder).map_err(Error::file("made", folder))?;
        }
        Ok(found)
    }

    /// The folder of one tool in one version.
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.tools.join(format!("{name}-{version}"))
    }
}

/// `SIDETONE_TOOLS`, else `sidetone` in the user's cache folder.
fn tools_folder(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let path = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    path("SIDETONE_TOOLS")
        .or_else(|| path("XDG_CACHE_HOME").map(|cache| cache.join("sidetone")))
        .or_else(|| path("HOME").map(|home| home.join(".cache/sidetone")))
}

/// The first program of this name in the folders of PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Option<PathBuf> {
        let find = |name: &str| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        tools_folder(find)
    }

    #[test]
    fn tools_are_kept_where_the_user_says() {
        let all = [("SIDETONE_TOOLS", "/t"), ("XDG_CACHE_HOME", "/c"), ("HOME", "/h")];
        assert_eq!(chosen(&all), Some("/t".into()));
        assert_eq!(chosen(&all[1..]), Some("/c/sidetone".into()));
        assert_eq!(chosen(&all[2..]), Some("/h/.cache/sidetone".into()));
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn an_empty_variable_is_no_answer() {
        assert_eq!(
            chosen(&[("SIDETONE_TOOLS", ""), ("HOME", "/h")]),
            Some("/h/.cache/sidetone".into())
        );
    }
}
