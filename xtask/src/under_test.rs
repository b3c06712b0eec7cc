//! What is looked at in a real browser, built: programs, pages, and what comes from elsewhere.

use std::path::PathBuf;
use std::process::Command;

use crate::browser::{self, Browser};
use crate::error::Error;
use crate::folders::Folders;
use crate::npm;
use crate::pages::Page;
use crate::services::{self, Services};
use crate::size;
use crate::step::Progress;
use crate::tools::WasmTools;

/// All of it.
pub struct UnderTest {
    /// The service and the stand-in for HubSpot.
    pub services: Services,
    /// The built widget.
    pub widget: PathBuf,
    /// The built console.
    pub console: PathBuf,
    /// HubSpot's SDK.
    pub sdk: PathBuf,
    /// The one file of axe-core.
    pub axe: PathBuf,
    /// Chromium and its driver.
    pub browser: Browser,
}

/// How many steps [`UnderTest::build`] takes.
pub const STEPS: usize = 4;

impl UnderTest {
    /// Builds all of it, step by step; the services for speed or as the tests have them.
    pub fn build(folders: &Folders, progress: &mut Progress, release: bool) -> Result<Self, Error> {
        let mut step = progress.step("tools for the browser");
        let browser = browser::ensure(&mut step)?;
        let tools = WasmTools::for_widget(folders, &mut step)?;
        let sdk = npm::HUBSPOT_SDK.ensure(folders, &mut step)?;
        let axe = npm::AXE.ensure(folders, &mut step)?.join("axe.min.js");
        step.done();
        let mut step = progress.step("building the widget (release)");
        let widget = Page::Widget.build(folders, &mut step, &tools)?;
        size::check(&widget)?;
        step.done();
        let mut step = progress.step("building the console (release)");
        let console = Page::Console.build(folders, &mut step, &tools)?;
        step.done();
        let how = if release { " (release)" } else { "" };
        let mut step = progress.step(&format!("building the backend and the preview{how}"));
        let services = services::build(folders, &mut step, release)?;
        step.done();
        Ok(Self { services, widget, console, sdk, axe, browser })
    }

    /// Tells a program where everything is.
    pub fn tell(&self, command: &mut Command) {
        command
            .env("SIDETONE_E2E_PREVIEW", &self.services.preview)
            .env("SIDETONE_E2E_BACKEND", &self.services.backend)
            .env("SIDETONE_E2E_WIDGET", &self.widget)
            .env("SIDETONE_E2E_CONSOLE", &self.console)
            .env("SIDETONE_E2E_SDK", &self.sdk)
            .env("SIDETONE_E2E_AXE", &self.axe)
            .env("CHROMIUM", &self.browser.chromium)
            .env("CHROMEDRIVER", &self.browser.driver);
    }
}
