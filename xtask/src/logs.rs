//! What the programs that we run have said, kept in files.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::error::Error;

/// How many lines of a failed program are shown.
pub const TAIL_LINES: usize = 60;

/// Opens a log for more lines, writes the command into it, and tells at which byte it continues.
pub fn open(log: &Path, heading: &str) -> Result<(File, u64), Error> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .map_err(Error::file("written", log))?;
    let _ = writeln!(file, "\n$ {heading}");
    let start = file.metadata().map_or(0, |facts| facts.len());
    Ok((file, start))
}

/// The text of a log from this byte on.
pub fn since(log: &Path, start: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        file.seek(SeekFrom::Start(start))?;
        file.read_to_end(&mut bytes)
    });
    read.map_or(String::new(), |_| String::from_utf8_lossy(&bytes).into_owned())
}

/// The last lines of a text.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_the_end_of_the_text() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a", 5), "a");
        assert_eq!(tail("", 5), "");
    }
}
