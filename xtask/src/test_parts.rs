//! What each part of the tests does.

use crate::browser;
use crate::chaos;
use crate::deny;
use crate::environment;
use crate::error::Error;
use crate::folders::on_path;
use crate::npm;
use crate::pages::Page;
use crate::phone_system;
use crate::services;
use crate::size;
use crate::test::Run;
use crate::tools::WasmTools;
use crate::under_test::UnderTest;
use crate::wasm_std::TARGET;

/// Format, lints, and the tests that need no browser.
pub fn host(run: &mut Run) -> Result<(), Error> {
    run.step("checking the format", |folders, step| {
        step.run(environment::cargo(folders).args(["fmt", "--all", "--check"]))
    })?;
    run.step("linting", |folders, step| {
        let mut cargo = environment::cargo(folders);
        cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        step.run(&mut cargo)
    })?;
    run.step("checking licences and sources of dependencies", deny::check_offline)?;
    let ours = ["--workspace", "--exclude", "sidetone-e2e", "--no-fail-fast"];
    let mut tests = environment::cargo(run.folders);
    if on_path("cargo-nextest").is_some() {
        tests.args(["nextest", "run"]).args(ours);
    } else {
        tests.args(["test", "--tests"]).args(ours);
    }
    run.tests("host tests", tests)?;
    let mut examples = environment::cargo(run.folders);
    examples.args(["test", "--doc"]).args(ours);
    run.tests("examples in the documentation", examples)?;
    run.step("chaos: 30 calls through real processes, 3 kills", chaos::short)?;
    Ok(())
}

/// Signalling and whole calls against kamailio, with baresip as the phone and rtpengine between them:
/// the tests that the host part leaves out.
pub fn phone(run: &mut Run) -> Result<(), Error> {
    let ready = run
        .step("a phone system, a phone and a gateway", |_, step| phone_system::for_tests(step))?
        .flatten();
    let Some(programs) = ready else { return Ok(()) };
    let mut tests = environment::cargo(run.folders);
    // As the host part builds it, so that nothing is built anew.
    tests.args(["test", "--workspace", "--exclude", "sidetone-e2e", "--test", "loopback"]);
    tests.args(["--test", "behaviour", "--no-fail-fast", "--", "--ignored"]);
    programs.tell(&mut tests);
    run.tests("tests with kamailio, baresip and rtpengine", tests)
}

/// Tests of code that is compiled to WebAssembly, in headless Chromium.
pub fn wasm(run: &mut Run) -> Result<(), Error> {
    let ready = run.step("tools for wasm tests", |folders, step| {
        Ok((WasmTools::for_tests(folders, step)?, browser::ensure(step)?))
    })?;
    let Some((tools, browser)) = ready else { return Ok(()) };
    let ours = ["-p", "hubspot-calling", "-p", "sidetone-widget"];
    let features = ["--features", "hubspot-calling/browser", "--target", TARGET];
    let lints = tools.toolchain.lints;
    run.step("linting for wasm32", |folders, step| {
        if !lints {
            step.note(
                "there is no clippy for this compiler; the host part has linted the same code",
            );
            return Ok(());
        }
        // Clippy does not take the tests of wasm-bindgen for tests, where unwrap is allowed.
        let in_tests = ["-A", "clippy::unwrap_used", "-A", "clippy::expect_used"];
        for (what, also) in [(&["--lib", "--bins"][..], &[][..]), (&["--tests"], &in_tests)] {
            let mut cargo = tools.cargo(folders);
            cargo.arg("clippy").args(ours).args(features).args(what);
            step.run(cargo.args(["--", "-D", "warnings"]).args(also))?;
        }
        // The console has no tests in the browser yet; its logic is tested on the host.
        let mut cargo = tools.cargo(folders);
        cargo.args(["clippy", "-p", "sidetone-console", "--target", TARGET]);
        step.run(cargo.args(["--", "-D", "warnings"]))?;
        Ok(())
    })?;
    let mut tests = tools.cargo(run.folders);
    tests
        .arg("test")
        .args(ours)
        .args(features)
        .args(["--lib", "--tests", "--no-fail-fast"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &browser.driver);
    run.tests("wasm tests in headless Chromium", tests)
}

/// The whole product in a real browser; beside a real phone system where there is one.
pub fn e2e(run: &mut Run) -> Result<(), Error> {
    let ready = run.step("tools for end-to-end tests", |folders, step| {
        let tools = WasmTools::for_widget(folders, step)?;
        let sdk = npm::HUBSPOT_SDK.ensure(folders, step)?;
        let axe = npm::AXE.ensure(folders, step)?.join("axe.min.js");
        Ok((tools, sdk, axe, browser::ensure(step)?))
    })?;
    let Some((tools, sdk, axe, browser)) = ready else { return Ok(()) };
    let widget = run.step("building the widget (release)", |folders, step| {
        let dist = Page::Widget.build(folders, step, &tools)?;
        size::check(&dist)?;
        Ok(dist)
    })?;
    let console = run.step("building the console (release)", |folders, step| {
        Page::Console.build(folders, step, &tools)
    })?;
    let built = run.step("building the backend and the preview", |folders, step| {
        services::build(folders, step, false)
    })?;
    let (Some(widget), Some(console), Some(services)) = (widget, console, built) else {
        return Ok(());
    };
    let all = UnderTest { services, widget, console, sdk, axe, browser };
    let beside = run
        .step("a phone system, a phone and a relay", |_, step| phone_system::for_browsers(step))?
        .flatten();
    let mut tests = environment::cargo(run.folders);
    tests.args(["test", "-p", "sidetone-e2e", "--no-fail-fast"]);
    all.tell(&mut tests);
    if let Some(programs) = beside {
        programs.tell(&mut tests);
        tests.args(["--", "--include-ignored"]);
    }
    run.tests("end-to-end tests", tests)
}
