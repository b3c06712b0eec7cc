//! The bench of the surfaces: one table, the backend first. `backend` or `browser` names one part.

mod backend;
pub mod browser;
mod clients;
pub mod crowd;
mod disk;
pub mod proc;
mod servers;

use std::path::PathBuf;

use sidetone_chaos::real::{Done, Trouble};

use crate::figures::Table;

/// Measures, and prints what was measured.
pub async fn run(words: &[String]) -> Done {
    let only = match words {
        [] => None,
        [word] if word == "backend" || word == "browser" => Some(word.as_str()),
        [word, ..] => {
            return Err(Trouble::Words(format!("`{word}` is not known here: backend or browser.")));
        }
    };
    let own = std::env::current_exe()?;
    let programs = own.parent().map(PathBuf::from).unwrap_or_default();
    if only != Some("browser") {
        let mut table = Table::default();
        let done = backend::measure(&programs.join("sidetone"), &mut table).await;
        // What was measured before something failed is shown all the same.
        println!("{table}");
        done?;
    }
    if only != Some("backend") {
        browser::measure()?;
    }
    Ok(())
}
