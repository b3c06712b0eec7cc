//! What this disk takes to keep something: no durable answer is faster.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use sidetone_chaos::real::Done;
use tokio::time::Instant;

/// How many writes are measured.
const WRITES: usize = 500;
/// Bytes of each: two pages of the store's file.
const BYTES: usize = 8 * 1024;

/// Milliseconds of each of a number of small durable writes in this folder.
pub fn writes(folder: &Path) -> Done<Vec<f64>> {
    let path = folder.join(format!("sidetone-disk-{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&path)?;
    // As in a journal of SQLite's, the place is there already and is written over.
    file.write_all(&vec![0; BYTES * WRITES])?;
    file.sync_all()?;
    let mut taken = Vec::with_capacity(WRITES);
    for n in 0..WRITES {
        file.seek(SeekFrom::Start((n * BYTES) as u64))?;
        file.write_all(&[1; BYTES])?;
        let began = Instant::now();
        file.sync_data()?;
        taken.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    drop(file);
    std::fs::remove_file(path)?;
    Ok(taken)
}
