//! The words after `sidetone-chaos real`.

use std::path::PathBuf;
use std::str::FromStr;

use super::{Done, Trouble};

/// Calls for each kill, where nobody says how many.
const CALLS_A_KILL: usize = 15;

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Where chance begins.
    pub seed: u64,
    /// How many calls.
    pub calls: usize,
    /// How often the service is killed.
    pub kills: usize,
    /// By how much every duration is divided.
    pub speed: f64,
    /// The folder of the built programs.
    pub programs: PathBuf,
    /// The folder for the evidence when something is wrong: log, store, requests.
    pub evidence: PathBuf,
}

impl Options {
    /// Reads them. The programs are those beside our own.
    pub fn read(words: &[String]) -> Done<Self> {
        let own = std::env::current_exe()?;
        let programs = own.parent().map(PathBuf::from).unwrap_or_default();
        let evidence = programs.join("chaos-real");
        let mut options = Self { seed: 1, calls: 300, kills: 0, speed: 30.0, programs, evidence };
        let mut kills = None;
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next();
            match word.as_str() {
                "--seed" => options.seed = number(word, value)?,
                "--calls" => options.calls = number(word, value)?,
                "--kills" => kills = Some(number(word, value)?),
                "--speed" => options.speed = number(word, value)?,
                _ => return Err(Trouble::Words(format!("`{word}` is not known here."))),
            }
        }
        if !(1.0..=100.0).contains(&options.speed) {
            return Err(Trouble::Words("--speed needs a number from 1 to 100.".to_owned()));
        }
        options.kills = kills.unwrap_or(options.calls.div_ceil(CALLS_A_KILL));
        Ok(options)
    }
}

fn number<T: FromStr>(word: &str, value: Option<&String>) -> Done<T> {
    let read = value.and_then(|value| value.parse().ok());
    read.ok_or_else(|| Trouble::Words(format!("{word} needs a number after it.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Done<Options> {
        Options::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn twenty_kills_go_with_three_hundred_calls() {
        let usual = read("").unwrap();
        assert_eq!((usual.seed, usual.calls, usual.kills), (1, 300, 20));
        let told = read("--seed 9 --calls 30 --kills 3 --speed 50").unwrap();
        assert_eq!((told.seed, told.calls, told.kills, told.speed), (9, 30, 3, 50.0));
    }

    #[test]
    fn nonsense_is_refused_with_a_sentence() {
        for line in ["--seed", "--seed x", "--speed 0", "--speed 1000", "--fly 1"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
