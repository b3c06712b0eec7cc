//! `cargo xtask preview`: builds everything, starts it with the stand-in for HubSpot, and stays
//! until Ctrl-C.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::args::PreviewOptions;
use crate::clock::Stopwatch;
use crate::environment;
use crate::error::Error;
use crate::folders::{Folders, on_path};
use crate::logs;
use crate::npm;
use crate::pages::Page;
use crate::processes::{self, Running};
use crate::services;
use crate::step::{Progress, Step};
use crate::tools::WasmTools;

/// How long the built programs may take to be ready.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// How long they may take to stop before they are made to.
const STOPPED_WITHIN: Duration = Duration::from_secs(15);

/// How often we look whether something happened.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The whole command. Ctrl-C while it runs is its ordinary end.
pub fn run(folders: &Folders, options: PreviewOptions) -> Result<(), Error> {
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)) {
        return Error::tell(format!(
            "Port {} cannot be used ({error}). Stop what uses it, or choose another: cargo xtask preview --port {}",
            options.port,
            options.port.wrapping_add(10).max(1024)
        ));
    }
    let mut progress = Progress::new(5, folders.logs.join("preview-build.log"))?;
    let mut step = progress.step("tools");
    let tools = WasmTools::for_widget(folders, &mut step)?;
    let sdk = npm::HUBSPOT_SDK.ensure(folders, &mut step)?;
    step.done();
    let mut step = progress.step("building the widget (release)");
    let widget = Page::Widget.build(folders, &mut step, &tools)?;
    step.done();
    let mut step = progress.step("building the console (release)");
    let console = Page::Console.build(folders, &mut step, &tools)?;
    step.done();
    let how = if options.debug { "debug" } else { "release" };
    let mut step = progress.step(&format!("building the backend and the preview ({how})"));
    let built = services::build(folders, &mut step, !options.debug)?;
    step.done();

    let data = folders.target.join(format!("preview-data-{}", options.port));
    // The stand-in for HubSpot begins empty each time; so does the store beside it.
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(Error::file("emptied", &data))?;
    }
    std::fs::create_dir_all(&data).map_err(Error::file("made", &data))?;
    let mut command = environment::command(folders, &built.preview);
    command
        .args(["--port", &options.port.to_string()])
        .arg("--backend")
        .arg(&built.backend)
        .arg("--widget")
        .arg(&widget)
        .arg("--console")
        .arg(&console)
        .arg("--sdk")
        .arg(&sdk)
        .arg("--data")
        .arg(&data);
    let log = folders.logs.join(format!("preview-{}.log", options.port));
    let step = progress.step("starting");
    serve(&mut command, &log, step, options.open)
}

/// Starts the program, passes its lines through, and ends it when we are asked to stop.
fn serve(command: &mut Command, log: &Path, step: Step, open: bool) -> Result<(), Error> {
    std::fs::write(log, "").map_err(Error::file("written", log))?;
    let (messages, start) = logs::open(log, "sidetone-preview")?;
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(messages), false)?;
    let lines = lines_of(&mut running);
    let watch = Stopwatch::start();
    let mut step = Some(step);
    loop {
        if processes::stopped() {
            // Dropping `running` makes sure of those that do not listen.
            let ended = running.end(STOPPED_WITHIN);
            return match (ended, step) {
                (Some(_), None) => Ok(()),
                (_, Some(_)) => Err(Error::Stopped),
                (None, None) => {
                    Error::tell("The preview did not stop when it was asked to, and was ended.")
                }
            };
        }
        match lines.recv_timeout(LOOK_EVERY) {
            Ok(line) => {
                if let Some(step) = step.take() {
                    step.done();
                    if open {
                        open_in_browser(&line);
                    }
                }
                println!("{line}");
                let _ = std::io::stdout().flush();
            }
            Err(RecvTimeoutError::Timeout) => {}
            // The pipe is closed: the program is ending.
            Err(RecvTimeoutError::Disconnected) => {
                let status = running.end(STOPPED_WITHIN);
                if processes::stopped() {
                    continue;
                }
                return Err(Error::Failed {
                    program: "sidetone-preview".into(),
                    status: status.map_or("it closed its output".into(), processes::in_words),
                    tail: logs::tail(&logs::since(log, start), logs::TAIL_LINES),
                    log: log.to_owned(),
                });
            }
        }
        if step.is_some() && watch.elapsed() > READY_WITHIN {
            return Err(Error::Failed {
                program: "sidetone-preview".into(),
                status: format!("not ready after {} s", READY_WITHIN.as_secs()),
                tail: logs::tail(&logs::since(log, start), logs::TAIL_LINES),
                log: log.to_owned(),
            });
        }
    }
}

/// The program's lines, read by a thread of their own so that we can also watch for Ctrl-C.
fn lines_of(running: &mut Running) -> Receiver<String> {
    let (send, receive) = mpsc::channel();
    if let Some(pipe) = running.stdout() {
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
    }
    receive
}

/// Opens the address in a line such as `Sidetone preview: http://…`, where there is a screen.
fn open_in_browser(line: &str) {
    let Some(address) = address_in(line) else { return };
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let program =
        if cfg!(target_os = "macos") { Some("open") } else { screen.then_some("xdg-open") };
    let Some(program) = program.and_then(on_path) else { return };
    // It ends by itself, and if it fails the address is on the screen all the same.
    let _ = Command::new(program)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

fn address_in(line: &str) -> Option<&str> {
    line.split_whitespace().find(|word| word.starts_with("http://") || word.starts_with("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_the_ready_line() {
        let line = "Sidetone preview: http://hubspot.localhost:4180/";
        assert_eq!(address_in(line), Some("http://hubspot.localhost:4180/"));
        assert_eq!(address_in("not yet"), None);
    }

    #[test]
    fn a_preview_that_dies_is_reported_with_its_last_words() {
        let folder = std::env::temp_dir().join(format!("xtask-preview-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut progress = Progress::new(1, folder.join("steps.log")).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "echo Ready: http://127.0.0.1:1/; echo no store >&2; exit 4"]);
        let step = progress.step("starting");
        let error = serve(&mut command, &folder.join("run.log"), step, false).unwrap_err();
        std::fs::remove_dir_all(&folder).unwrap();
        let text = error.to_string();
        assert!(text.contains("no store"), "{text}");
        assert!(text.contains("sidetone-preview failed (exit code 4)"), "{text}");
    }
}
