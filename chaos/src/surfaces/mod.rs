//! Random walks over surfaces in simulated time: real desks, real seats, real event streams, and
//! between them a network, browsers and people that do what they do. The same seed walks the same.

mod check;
mod host;
mod page;
mod service;
mod walk;
mod world;

use std::fmt;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The seed of the first walk; the next has the next number.
    pub seed: u64,
    /// How many walks.
    pub walks: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { seed: 1, walks: 10_000 }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// The seed of the first walk.
    pub seed: u64,
    /// Walks.
    pub walks: u64,
    /// Calls that rang or were dialled.
    pub calls: usize,
    /// Screens that were looked at while a call rang.
    pub rang: usize,
    /// What HubSpot heard of calls.
    pub heard: usize,
    /// Appointments of owners.
    pub appointed: u64,
    /// Walks after which something was not as it should be.
    pub failed: u64,
    /// The first of them, each with its seed.
    pub wrong: Vec<String>,
}

/// How many failures are told in full.
const TOLD: usize = 5;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, walks, calls, rang, heard, appointed, failed, wrong } = self;
        writeln!(f, "seeds {seed} to {}", seed + walks.saturating_sub(1))?;
        writeln!(
            f,
            "walks {walks}  calls {calls}  messages to HubSpot {heard}  owners {appointed}"
        )?;
        writeln!(f, "screens looked at while a call rang {rang}")?;
        for wrong in wrong {
            writeln!(f, "WRONG {wrong}")?;
        }
        match failed {
            0 => write!(f, "after every walk all surfaces agreed with the service"),
            _ => write!(f, "{failed} walks failed"),
        }
    }
}

/// Walks.
pub fn run(plan: Plan) -> Report {
    let mut report = Report { seed: plan.seed, walks: plan.walks, ..Report::default() };
    for seed in plan.seed..plan.seed + plan.walks {
        match walk::walk(seed) {
            Ok(seen) => {
                report.calls += seen.calls;
                report.rang += seen.rang;
                report.heard += seen.heard;
                report.appointed += seen.appointed;
            }
            Err(wrong) => {
                report.failed += 1;
                if report.wrong.len() < TOLD {
                    report.wrong.push(wrong);
                }
            }
        }
    }
    report
}
