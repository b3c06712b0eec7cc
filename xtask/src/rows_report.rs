//! `cargo xtask rows`: the rows of the feature list with the tests that name them, then those
//! that no test names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::folders::Folders;
use crate::issue_rows;
use crate::rows::{self, RowId};

/// Where the feature list is, seen from the repository's root, unless SIDETONE_FEATURES says.
const FEATURES: &str = "../shared/features.md";

/// The whole command.
pub fn run(folders: &Folders, issue: Option<u32>) -> Result<(), Error> {
    let known = feature_rows(&folders.root)?;
    let wanted = match issue {
        None => known.clone(),
        Some(number) => issue_rows::of_issue(number).ok_or_else(|| {
            Error::Tell(format!(
                "xtask/issues.txt says nothing of issue {number}. Add a line with the rows it names."
            ))
        })?,
    };
    let mut named: BTreeMap<RowId, Vec<String>> = BTreeMap::new();
    for file in sources(&folders.root)? {
        let text = std::fs::read_to_string(&file).map_err(Error::file("read", &file))?;
        let short = file.strip_prefix(&folders.root).unwrap_or(&file).display().to_string();
        for (id, test) in rows::markers(&text) {
            named.entry(id).or_default().push(format!("{short}: {test}"));
        }
    }
    let (with, without): (Vec<RowId>, Vec<RowId>) =
        wanted.iter().partition(|id| named.contains_key(*id));
    for id in &with {
        for test in named.get(id).into_iter().flatten() {
            println!("{id:<5} {test}");
        }
    }
    let unknown: Vec<&RowId> = named.keys().filter(|id| !known.contains(id)).collect();
    if !unknown.is_empty() {
        println!("named by tests, but not in the feature list: {}", listed(unknown));
    }
    if without.is_empty() {
        println!("every row is named by a test ({})", with.len());
    } else {
        println!("named by no test ({} of {}): {}", without.len(), wanted.len(), listed(&without));
    }
    Ok(())
}

fn listed<'a>(ids: impl IntoIterator<Item = &'a RowId>) -> String {
    ids.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn feature_rows(root: &Path) -> Result<Vec<RowId>, Error> {
    let file = std::env::var_os("SIDETONE_FEATURES")
        .map_or_else(|| root.join(FEATURES), |file| root.join(PathBuf::from(file)));
    let Ok(text) = std::fs::read_to_string(&file) else {
        return Error::tell(format!(
            "The feature list is not at {}. Set SIDETONE_FEATURES to the file.",
            file.display()
        ));
    };
    let found = rows::in_feature_list(&text);
    if found.is_empty() {
        return Error::tell(format!("{} has no rows such as `| U1 |`.", file.display()));
    }
    Ok(found)
}

/// All Rust files of the repository, without build results and hidden folders.
fn sources(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).map_err(Error::file("read", &folder))?.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            // xtask's own sources explain the marker; they prove no row.
            let skip = name.starts_with('.')
                || matches!(name.as_str(), "target" | "node_modules" | "dist" | "xtask");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !skip => todo.push(path),
                Ok(kind) if kind.is_file() && name.ends_with(".rs") => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}
