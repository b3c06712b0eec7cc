//! Chromium and the driver that steers it in tests.

use std::path::PathBuf;

use crate::apt;
use crate::error::Error;
use crate::folders::on_path;
use crate::processes::capture;
use crate::step::Step;

/// Both programs.
pub struct Browser {
    /// The browser itself.
    pub chromium: PathBuf,
    /// Its driver.
    pub driver: PathBuf,
}

/// Finds both, and installs them from Debian where that is possible. The variables `CHROMIUM`
/// and `CHROMEDRIVER` name others.
pub fn ensure(step: &mut Step) -> Result<Browser, Error> {
    if (chromium().is_none() || driver().is_none()) && apt::there() {
        apt::ensure(step, &["chromium", "chromium-driver"])?;
    }
    let Some(chromium) = chromium() else {
        return Error::tell(
            "No Chromium or Chrome was found. Install one, or set CHROMIUM to its program.",
        );
    };
    let Some(driver) = driver() else {
        return Error::tell(
            "No chromedriver was found. Install the one of your Chrome's version, or set CHROMEDRIVER to it.",
        );
    };
    for program in [&chromium, &driver] {
        if capture(std::process::Command::new(program).arg("--version")).is_none() {
            return Error::tell(format!(
                "{} is there but does not run. Install it again.",
                program.display()
            ));
        }
    }
    Ok(Browser { chromium, driver })
}

fn chromium() -> Option<PathBuf> {
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    named("CHROMIUM")
        .or_else(|| {
            ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
                .into_iter()
                .find_map(on_path)
        })
        .or_else(|| mac.is_file().then_some(mac))
}

fn driver() -> Option<PathBuf> {
    named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
