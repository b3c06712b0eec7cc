//! The service with every duration divided by `CHAOS_SPEED`; for `cargo xtask chaos` and `bench`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match sidetone_chaos::real::service::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("sidetone-hastened: {sentence}");
            ExitCode::FAILURE
        }
    }
}
