//! `cargo xtask chaos surfaces`: random walks over tabs in a real browser. They are a test of their
//! own package; this builds what it needs and says how many.

use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::processes;
use crate::step::Progress;
use crate::under_test::{STEPS, UnderTest};

/// How many, where nobody says.
const WALKS: u64 = 200;

/// Walks. Whoever fails is told with its seed, and the whole of it is in the log.
pub fn run(folders: &Folders, words: &[String]) -> Result<(), Error> {
    let (seed, walks) = read(words)?;
    let log = folders.logs.join("walks.log");
    let mut progress = Progress::new(STEPS + 1, log.clone())?;
    let all = UnderTest::build(folders, &mut progress, false)?;
    let mut step = progress.step(&format!("{walks} walks from seed {seed}"));
    let mut tests = environment::cargo(folders);
    tests
        .args(["test", "-p", "sidetone-e2e", "--test", "e2e", "--", "walks::", "--nocapture"])
        .env("SIDETONE_WALK_SEED", seed.to_string())
        .env("SIDETONE_WALKS", walks.to_string());
    all.tell(&mut tests);
    let (done, said) = step.run_and_read(&mut tests);
    if done.is_err() && !processes::stopped() {
        let last = said.lines().rev().find_map(|line| line.strip_prefix("walk "));
        drop(step);
        return Error::tell(format!(
            "Walk {} failed; what was done and said is in {}. Again: cargo xtask chaos surfaces --seed {0} --walks 1",
            last.unwrap_or("?"),
            log.display()
        ));
    }
    done?;
    step.done();
    println!("after {walks} walks all surfaces agreed with the backend; seeds from {seed}");
    Ok(())
}

fn read(words: &[String]) -> Result<(u64, u64), Error> {
    let (mut seed, mut walks) = (1, WALKS);
    for pair in words.chunks(2) {
        let number = pair.get(1).and_then(|word| word.parse::<u64>().ok());
        match (pair.first().map(String::as_str), number) {
            (Some("--seed"), Some(number)) => seed = number,
            (Some("--walks"), Some(number)) => walks = number,
            _ => {
                return Error::tell(
                    "chaos surfaces knows --seed and --walks, each with a number after it, and --sim.",
                );
            }
        }
    }
    Ok((seed, walks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_walks_from_the_first_unless_told_otherwise() {
        let read =
            |line: &str| read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).ok();
        assert_eq!(read(""), Some((1, 200)));
        assert_eq!(read("--walks 3 --seed 17"), Some((17, 3)));
        assert_eq!(read("--walks"), None);
        assert_eq!(read("--fly 1"), None);
    }
}
