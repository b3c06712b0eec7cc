//! `sidetone-chaos sim [--seed N] [--calls N]`: calls in simulated time, with everything failing.

use std::process::ExitCode;

use sidetone_chaos::sim::{Plan, run};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match plan(&words) {
        Ok(plan) => {
            let report = run(plan);
            println!("{report}");
            if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(sentence) => {
            eprintln!("sidetone-chaos: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn plan(words: &[String]) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mut words = words.iter();
    match words.next().map(String::as_str) {
        Some("sim") => {}
        _ => return Err("usage: sidetone-chaos sim [--seed N] [--calls N]".to_owned()),
    }
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
