//! One program that a test has started: what it writes is read until it says what is waited for, all
//! of it is kept, and it is stopped by its own id.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write, pipe},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{sync::oneshot, time::timeout};

use crate::{Done, Trouble};

/// A running program.
#[derive(Debug)]
pub struct Process {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a program and waits until `ready` makes something of a line of either of its outputs,
    /// which both go to `log`.
    pub async fn start<T: Send + 'static>(
        name: &'static str,
        command: &mut Command,
        log: &Path,
        limit: Duration,
        ready: fn(&str) -> Option<T>,
    ) -> Done<(Self, T)> {
        let failed = |why: String| Trouble::Start(name.to_owned(), why);
        let file = File::create(log)?;
        let (output, end) = pipe()?;
        let child = command
            .stdin(Stdio::null())
            .stdout(end.try_clone()?)
            .stderr(end)
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        // Our own ends are given up, or the output would never be at its end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (tell, told) = oneshot::channel();
        // A thread of its own reads to the end, so that the program never waits for a reader.
        thread::spawn(move || read(BufReader::new(output), file, tell, ready));
        let process = Self { name, child, log: log.to_owned() };
        match timeout(limit, told).await {
            Ok(Ok(said)) => Ok((process, said)),
            Ok(Err(_)) => Err(failed(format!("it ended early.\n{}", process.output()))),
            Err(_) => Err(failed(format!("it was not ready in time.\n{}", process.output()))),
        }
    }

    /// What it has written so far, for the report of a failure.
    pub fn output(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        format!("--- {} ---\n{}", self.name, String::from_utf8_lossy(&text))
    }

    fn id(&self) -> Option<Pid> {
        Pid::from_raw(self.child.id().cast_signed())
    }
}

impl Drop for Process {
    /// Asks it to stop and waits until it has.
    fn drop(&mut self) {
        if let Some(id) = self.id() {
            let _ = kill_process(id, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

fn read<T>(
    output: impl BufRead,
    mut log: File,
    tell: oneshot::Sender<T>,
    ready: fn(&str) -> Option<T>,
) {
    let mut tell = Some(tell);
    for line in output.lines().map_while(Result::ok) {
        let _ = writeln!(log, "{line}");
        if let Some(said) = ready(&line)
            && let Some(tell) = tell.take()
        {
            let _ = tell.send(said);
        }
    }
}
