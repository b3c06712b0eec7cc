//! `sidetone-chaos sim [--seed N] [--calls N]`: calls in simulated time, with everything failing.
//! `sidetone-chaos real [--seed N] [--calls N] [--kills N] [--speed F]`: the real processes, killed.
//! `sidetone-chaos surfaces [--seed N] [--walks N]`: random walks over pages in simulated time.

use std::process::ExitCode;

use sidetone_chaos::real::{self, Options};
use sidetone_chaos::sim::{self, Plan};
use sidetone_chaos::surfaces;

const USAGE: &str = "usage: sidetone-chaos sim [--seed N] [--calls N]\n       \
    sidetone-chaos real [--seed N] [--calls N] [--kills N] [--speed F]\n       \
    sidetone-chaos surfaces [--seed N] [--walks N]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        Some((part, words)) if part == "sim" => plan(words).map(|plan| {
            let report = sim::run(plan);
            println!("{report}");
            report.wrong.is_empty()
        }),
        Some((part, words)) if part == "real" => run(words),
        Some((part, words)) if part == "surfaces" => walks(words).map(|plan| {
            let report = surfaces::run(plan);
            println!("{report}");
            report.failed == 0
        }),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("sidetone-chaos: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<bool, String> {
    let options = Options::read(words).map_err(|trouble| trouble.to_string())?;
    // Said first: whoever stops a run that hangs wants to repeat it.
    println!("seed {}", options.seed);
    let runtime =
        tokio::runtime::Runtime::new().map_err(|e| format!("The system gives no threads: {e}."))?;
    let report = runtime.block_on(real::run(&options)).map_err(|trouble| trouble.to_string())?;
    println!("{report}");
    Ok(report.wrong.is_empty())
}

fn plan(words: &[String]) -> Result<Plan, String> {
    let mut plan = Plan::default();
    for (word, number) in numbers(words)? {
        match word {
            "--seed" => plan.seed = number,
            "--calls" => {
                plan.calls = u32::try_from(number).map_err(|_| "That is too many calls.")?
            }
            _ => return Err(format!("{word} is not known.")),
        }
    }
    Ok(plan)
}

fn walks(words: &[String]) -> Result<surfaces::Plan, String> {
    let mut plan = surfaces::Plan::default();
    for (word, number) in numbers(words)? {
        match word {
            "--seed" => plan.seed = number,
            "--walks" => plan.walks = number,
            _ => return Err(format!("{word} is not known.")),
        }
    }
    Ok(plan)
}

/// Words that each have a number after them.
fn numbers(words: &[String]) -> Result<Vec<(&str, u64)>, String> {
    let mut all = Vec::new();
    for pair in words.chunks(2) {
        let [word, value] = pair else {
            return Err(format!("{} needs a number.", pair.concat()));
        };
        all.push((word.as_str(), value.parse().map_err(|_| format!("{value} is no number."))?));
    }
    Ok(all)
}
