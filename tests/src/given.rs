//! What the command that runs the tests gives: the programs and files under test.

use std::{env, path::PathBuf};

use crate::{Done, Trouble};

/// The programs and files under test, from the environment.
#[derive(Debug, Clone)]
pub struct Given {
    /// The preview's binary.
    pub preview: PathBuf,
    /// The backend's binary.
    pub backend: PathBuf,
    /// The built widget.
    pub widget: PathBuf,
    /// The built console.
    pub console: PathBuf,
    /// The npm package of HubSpot's SDK.
    pub sdk: PathBuf,
    /// The one file of axe-core.
    pub axe: PathBuf,
    /// The driver's binary.
    pub chromedriver: PathBuf,
    /// The browser's binary.
    pub chromium: PathBuf,
}

impl Given {
    /// Reads the environment. What is missing is named, with what to run instead.
    pub fn read() -> Done<Self> {
        let path = |name| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
                .ok_or(Trouble::NotGiven(name))
        };
        Ok(Self {
            preview: path("SIDETONE_E2E_PREVIEW")?,
            backend: path("SIDETONE_E2E_BACKEND")?,
            widget: path("SIDETONE_E2E_WIDGET")?,
            console: path("SIDETONE_E2E_CONSOLE")?,
            sdk: path("SIDETONE_E2E_SDK")?,
            axe: path("SIDETONE_E2E_AXE")?,
            chromedriver: path("CHROMEDRIVER")?,
            chromium: path("CHROMIUM")?,
        })
    }
}
