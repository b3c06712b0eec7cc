//! Says what is being done while it takes time: one line for each step, on the standard error.
//!
//! ```text
//! [2/4] building the widget (release) … 41 s
//! ```

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::logs;
use crate::processes;

/// Seconds between signs of life where lines cannot be rewritten, as in a CI log.
const SIGN_OF_LIFE: u64 = 60;

/// Counts the steps of one command.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    at: usize,
    log: PathBuf,
}

impl Progress {
    /// A command of `total` steps whose programs write into `log`, which is emptied.
    pub fn new(total: usize, log: PathBuf) -> Result<Self, Error> {
        std::fs::write(&log, "").map_err(Error::file("written", &log))?;
        Ok(Self { total, at: 0, log })
    }

    /// Begins the next step.
    pub fn step(&mut self, label: &str) -> Step {
        self.at += 1;
        let mut step = Step {
            line: Line::open(format!("[{}/{}] {label} … ", self.at, self.total)),
            log: self.log.clone(),
            below: false,
        };
        step.line.show();
        step
    }
}

/// One step that is under way.
#[derive(Debug)]
pub struct Step {
    line: Line,
    log: PathBuf,
    below: bool,
}

impl Step {
    /// Begins a line below the step's own, for something that takes time inside it.
    pub fn below(&mut self, label: &str) {
        if self.below {
            self.line.close("")
        } else {
            self.line.end("")
        }
        self.below = true;
        self.line = Line::open(format!("      {label} … "));
        self.line.show();
    }

    /// Says something in a line of its own below the step.
    pub fn note(&mut self, text: &str) {
        if self.below {
            self.line.close("")
        } else {
            self.line.end("")
        }
        self.below = true;
        self.line.write(&format!("      {text}\n"));
    }

    /// Runs a program with its output in the log.
    pub fn run(&mut self, command: &mut Command) -> Result<(), Error> {
        self.line.show();
        let log = self.log.clone();
        processes::run_logged(command, &log, || self.line.tick())
    }

    /// Runs a program and hands back what it wrote, also when it failed.
    pub fn run_and_read(&mut self, command: &mut Command) -> (Result<(), Error>, String) {
        let start = std::fs::metadata(&self.log).map_or(0, |facts| facts.len());
        let result = self.run(command);
        (result, logs::since(&self.log, start))
    }

    /// Ends the step's line with the time it took.
    pub fn done(mut self) {
        self.line.close("");
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.line.close(if processes::stopped() { "stopped after " } else { "failed after " });
    }
}

/// One line of the terminal that ends with a number of seconds.
#[derive(Debug)]
struct Line {
    text: String,
    watch: Stopwatch,
    open: bool,
    shown: bool,
    said: u64,
}

impl Line {
    fn open(text: String) -> Self {
        Self { text, watch: Stopwatch::start(), open: true, shown: false, said: 0 }
    }

    fn show(&mut self) {
        if self.open && !self.shown {
            self.shown = true;
            self.write(&self.text);
        }
    }

    fn tick(&mut self) {
        let seconds = self.watch.seconds();
        if std::io::stderr().is_terminal() {
            if seconds != self.said {
                self.said = seconds;
                self.write(&format!("\r{}{seconds} s", self.text));
            }
        } else if seconds >= self.said + SIGN_OF_LIFE {
            self.said = seconds;
            self.write(&format!("{seconds} s … "));
        }
    }

    fn close(&mut self, word: &str) {
        if !self.open {
            return;
        }
        let time = format!("{word}{} s", self.watch.seconds());
        if std::io::stderr().is_terminal() {
            self.write(&format!("\r{}", self.text));
        }
        self.end(&time);
    }

    fn end(&mut self, text: &str) {
        if self.open {
            self.open = false;
            self.write(&format!("{text}\n"));
        }
    }

    fn write(&self, text: &str) {
        // A closed terminal is no reason to stop working.
        let _ = std::io::stderr().write_all(text.as_bytes());
        let _ = std::io::stderr().flush();
    }
}
