//! `sidetone-chaos real`: the command behind `cargo xtask chaos`.

use std::process::ExitCode;

use sidetone_chaos::real::{self, Trouble};

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::from(2)
        }
    }
}

async fn run(words: &[String]) -> Result<bool, Trouble> {
    match words.split_first() {
        Some((part, options)) if part == "real" => {
            let options = real::Options::read(options)?;
            println!("seed {}", options.seed);
            let report = real::run(&options).await?;
            println!("{report}");
            Ok(report.wrong.is_empty())
        }
        _ => Err(Trouble::Words(
            "Usage: sidetone-chaos real [--seed N] [--calls N] [--kills N] [--speed F]".to_owned(),
        )),
    }
}
