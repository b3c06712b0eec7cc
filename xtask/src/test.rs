//! `cargo xtask test`: every part, then one summary.

use crate::args::Part;
use crate::clock::Stopwatch;
use crate::closing::{Counts, closing_lines};
use crate::error::Error;
use crate::folders::Folders;
use crate::space;
use crate::step::{Progress, Step};
use crate::test_parts;

/// What a run of the tests has found so far.
pub struct Run<'a> {
    /// Where things are.
    pub folders: &'a Folders,
    progress: Progress,
    counts: Counts,
    failed: Vec<String>,
}

/// Runs the parts in their order; a part that fails does not keep the next from running.
pub fn run(folders: &Folders, parts: &[Part]) -> Result<(), Error> {
    if let Some(sentence) = space::short_of(&folders.target) {
        eprintln!("note: {sentence}");
    }
    let steps = parts.iter().map(|part| steps(*part)).sum();
    let mut run = Run {
        folders,
        progress: Progress::new(steps, folders.logs.join("test.log"))?,
        counts: Counts::default(),
        failed: Vec::new(),
    };
    let mut summary = Vec::new();
    for part in parts {
        let watch = Stopwatch::start();
        let before = run.failed.len();
        match part {
            Part::Host => test_parts::host(&mut run),
            Part::Phone => test_parts::phone(&mut run),
            Part::Wasm => test_parts::wasm(&mut run),
            Part::E2e => test_parts::e2e(&mut run),
        }?;
        let failed = run.failed[before..].join(", ");
        let verdict = if failed.is_empty() { "ok".into() } else { format!("FAILED: {failed}") };
        summary.push(format!("{:<5}{:>5} s  {verdict}", part.name(), watch.seconds()));
    }
    println!("\n{}\ntotal: {}", summary.join("\n"), run.counts);
    if run.failed.is_empty() { Ok(()) } else { Err(Error::PartsFailed) }
}

/// How many steps a part has.
fn steps(part: Part) -> usize {
    match part {
        Part::Host => 6,
        Part::Phone => 2,
        Part::Wasm => 3,
        Part::E2e => 6,
    }
}

impl Run<'_> {
    /// One step. An error is shown at once and remembered; the value tells whether later steps
    /// that need this one make sense. Only Ctrl-C ends the run.
    pub fn step<T>(
        &mut self,
        label: &str,
        work: impl FnOnce(&Folders, &mut Step) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut step = self.progress.step(label);
        match work(self.folders, &mut step) {
            Ok(value) => {
                step.done();
                Ok(Some(value))
            }
            Err(Error::Stopped) => Err(Error::Stopped),
            Err(error) => {
                drop(step);
                println!("{error}");
                self.failed.push(label.to_owned());
                Ok(None)
            }
        }
    }

    /// One step that runs tests: the runner's closing lines are shown and counted.
    pub fn tests(&mut self, label: &str, mut command: std::process::Command) -> Result<(), Error> {
        let mut output = String::new();
        self.step(label, |_, step| {
            let (result, text) = step.run_and_read(&mut command);
            output = text;
            result
        })?;
        for (line, counts) in closing_lines(&output) {
            println!("{line}");
            self.counts += counts;
        }
        Ok(())
    }
}
