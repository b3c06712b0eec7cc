//! The bench of the surfaces: one table, the backend first. `backend` or `browser` names one part.

mod backend;
mod browser;
mod clients;
pub mod crowd;
mod proc;
mod servers;

use std::path::PathBuf;

use sidetone_chaos::real::{Done, Trouble};

use crate::figures::Table;

/// Measures.
pub async fn run(words: &[String]) -> Done<Table> {
    let only = match words {
        [] => None,
        [word] if word == "backend" || word == "browser" => Some(word.as_str()),
        [word, ..] => {
            return Err(Trouble::Words(format!("`{word}` is not known here: backend or browser.")));
        }
    };
    let own = std::env::current_exe()?;
    let programs = own.parent().map(PathBuf::from).unwrap_or_default();
    let mut table = Table::default();
    if only != Some("browser") {
        backend::measure(&programs.join("sidetone"), &mut table).await?;
    }
    if only != Some("backend") {
        browser::measure(&mut table).await;
    }
    Ok(table)
}
