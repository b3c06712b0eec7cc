//! Runs other programs so that none of them outlives us.
//!
//! Every program gets a process group of its own. Ctrl-C then reaches only us, and we end the
//! whole group: a build tool's own children too.

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::Error;
use crate::logs;

static STOPPED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Option<Pid>> = Mutex::new(None);

/// From now on Ctrl-C, SIGTERM and a closed terminal end the running program, not us. A second
/// one ends it by force.
pub fn watch_signals() -> Result<(), Error> {
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]) else {
        return Error::tell("The system does not let us watch for Ctrl-C.");
    };
    std::thread::spawn(move || {
        for _ in signals.forever() {
            let again = STOPPED.swap(true, Ordering::SeqCst);
            if let Some(group) = *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) {
                end_group(group, if again { Signal::KILL } else { Signal::TERM });
            }
        }
    });
    Ok(())
}

/// Whether somebody asked us to stop.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

fn end_group(group: Pid, signal: Signal) {
    // It may have ended by itself in this moment; then there is nothing left to do.
    let _ = kill_process_group(group, signal);
}

/// A program in a process group of its own. While it lives, signals go to it; when this value is
/// dropped, nothing of the group is left.
pub struct Running {
    child: Child,
    group: Option<Pid>,
}

impl Running {
    /// Starts the program without a standard input. `watched`: Ctrl-C ends its whole group.
    pub fn start(command: &mut Command, watched: bool) -> Result<Self, Error> {
        if stopped() {
            return Err(Error::Stopped);
        }
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).process_group(0).spawn().map_err(|error| {
            match error.kind() {
                std::io::ErrorKind::NotFound => Error::NotFound(program.clone()),
                _ => Error::Tell(format!("`{program}` could not be started: {error}.")),
            }
        })?;
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if watched {
            *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = group;
            // A signal between the look above and this line found nothing to end.
            if let (true, Some(group)) = (stopped(), group) {
                end_group(group, Signal::TERM);
            }
        }
        Ok(Self { child, group })
    }

    /// The pipe of the standard output, if it was asked for.
    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// How it ended, or `None` while it lives.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Asks the program itself, not its children, to end, and gives it `patience` for it.
    pub fn end(&mut self, patience: Duration) -> Option<ExitStatus> {
        if let (None, Some(pid)) = (self.ended(), self.group) {
            let _ = rustix::process::kill_process(pid, Signal::TERM);
        }
        let (_never, ticks) = mpsc::channel::<()>();
        for _ in 0..patience.as_millis() / 50 {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            let _ = ticks.recv_timeout(Duration::from_millis(50));
        }
        None
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(group) = self.group {
            end_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// Runs a program to its end with all output in `log`. `tick` is called about once a second.
pub fn run_logged(command: &mut Command, log: &Path, mut tick: impl FnMut()) -> Result<(), Error> {
    let program = words(command);
    let (out, start) = logs::open(log, &program)?;
    let also = out.try_clone().map_err(Error::file("written", log))?;
    // A stack trace pushes what went wrong out of the lines that are shown.
    command.env("RUST_BACKTRACE", "0").stdout(out).stderr(also);
    let mut running = Running::start(command, true)?;
    let (_never, ticks) = mpsc::channel::<()>();
    let mut rounds = 0_u32;
    let status = loop {
        if let Some(status) = running.ended() {
            break status;
        }
        let _ = ticks.recv_timeout(Duration::from_millis(if rounds < 20 { 20 } else { 200 }));
        rounds += 1;
        if rounds.is_multiple_of(5) {
            tick();
        }
    };
    drop(running);
    if stopped() {
        return Err(Error::Stopped);
    }
    if status.success() {
        return Ok(());
    }
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let first = command.get_args().next().unwrap_or_default();
    Err(Error::Failed {
        program: format!("{} {}", name.to_string_lossy(), first.to_string_lossy()),
        status: in_words(status),
        tail: logs::tail(&logs::since(log, start), logs::TAIL_LINES),
        log: log.to_owned(),
    })
}

/// What a program prints on its standard output, if it is there and succeeds.
pub fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// How a program ended, in words.
pub fn in_words(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "no exit code".into(),
    }
}

fn words(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_that_fails_is_shown_with_its_last_lines() {
        let log = std::env::temp_dir().join(format!("xtask-fails-{}.log", std::process::id()));
        let result = run_logged(&mut shell("echo so it went; exit 3"), &log, || {});
        let text = result.unwrap_err().to_string();
        std::fs::remove_file(&log).unwrap();
        assert!(text.starts_with("so it went\nsh -c failed (exit code 3)."), "{text}");
    }

    #[test]
    fn a_program_that_is_not_there_gets_a_sentence() {
        let error = Running::start(&mut Command::new("no-such-program"), false).err().unwrap();
        assert!(error.to_string().starts_with("`no-such-program` was not found."), "{error}");
    }

    #[test]
    fn nothing_that_a_program_started_outlives_it() {
        let mut command = shell("sleep 300 & echo begun; wait");
        let mut running = Running::start(command.stdout(Stdio::piped()), false).unwrap();
        let mut line = String::new();
        let mut pipe = std::io::BufReader::new(running.stdout().unwrap());
        std::io::BufRead::read_line(&mut pipe, &mut line).unwrap();
        drop(running);
        // The pipe ends when the last process that holds it is gone: the `sleep`.
        std::io::Read::read_to_string(&mut pipe, &mut line).unwrap();
        assert_eq!(line, "begun\n");
    }
}
