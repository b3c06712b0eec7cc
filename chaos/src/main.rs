//! `sidetone-chaos sim [--seed N] [--calls N]`: calls in simulated time, with everything failing.
//! `sidetone-chaos real [--seed N] [--calls N] [--kills N] [--speed F]`: the real processes, killed.

use std::process::ExitCode;

use sidetone_chaos::real::{self, Options};
use sidetone_chaos::sim::{self, Plan};

const USAGE: &str = "usage: sidetone-chaos sim [--seed N] [--calls N]\n       \
    sidetone-chaos real [--seed N] [--calls N] [--kills N] [--speed F]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        Some((part, words)) if part == "sim" => plan(words).map(|plan| {
            let report = sim::run(plan);
            println!("{report}");
            report.wrong.is_empty()
        }),
        Some((part, words)) if part == "real" => run(words),
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
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a number."))?;
        let number = value.parse::<u64>().map_err(|_| format!("{value} is no number."))?;
        match word.as_str() {
            "--seed" => plan.seed = number,
            "--calls" => {
                plan.calls = u32::try_from(number).map_err(|_| "That is too many calls.")?
            }
            _ => return Err(format!("{word} is not known.")),
        }
    }
    Ok(plan)
}
