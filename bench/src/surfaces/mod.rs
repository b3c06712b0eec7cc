//! The bench of the surfaces: one table, the backend first.

mod backend;
mod clients;
pub mod crowd;
mod proc;
mod servers;

use std::path::PathBuf;

use sidetone_chaos::real::{Done, Trouble};

use crate::figures::Table;

/// Measures.
pub async fn run(words: &[String]) -> Done<Table> {
    if let Some(word) = words.first() {
        return Err(Trouble::Words(format!("`{word}` is not known here.")));
    }
    let own = std::env::current_exe()?;
    let programs = own.parent().map(PathBuf::from).unwrap_or_default();
    let mut table = Table::default();
    backend::measure(&programs.join("sidetone"), &mut table).await?;
    Ok(table)
}
