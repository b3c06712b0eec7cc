//! Calls in simulated time: the cores `call`, `seat` and `record` with a HubSpot that limits, lags and
//! fails, pages that vanish, and a service that crashes. The same seed does the same again.

mod agents;
mod check;
mod hubspot;
mod jobs;
mod requests;
mod service;
mod world;

use std::fmt;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// How many calls are offered or dialled.
    pub calls: u32,
    /// How often the service crashes, on an average, in calls; 0: never.
    pub calls_per_crash: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self { seed: 1, calls: 10_000, calls_per_crash: 200 }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// The plan's seed.
    pub seed: u64,
    /// Calls that were offered or dialled.
    pub calls: usize,
    /// Call records in HubSpot.
    pub records: usize,
    /// Records that HubSpot's page made.
    pub by_page: usize,
    /// Records of ours that were put away because the page had made one too.
    pub put_away: usize,
    /// Tickets and deals.
    pub cases: usize,
    /// Requests that arrived at HubSpot.
    pub requests: u64,
    /// Requests that met a fault.
    pub faults: u64,
    /// Requests beyond HubSpot's limits.
    pub too_many: u64,
    /// How often the service crashed.
    pub crashes: u64,
    /// How long it took, in simulated milliseconds.
    pub took: u64,
    /// What is not as it should be, each with the call's id.
    pub wrong: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, {} h of simulated time", self.seed, self.took / 3_600_000)?;
        writeln!(
            f,
            "calls {}  records {}  (the page's {}, put away {})",
            self.calls, self.records, self.by_page, self.put_away
        )?;
        writeln!(f, "tickets and deals {}", self.cases)?;
        writeln!(
            f,
            "requests {}  faults {}  beyond the limits {}  crashes {}",
            self.requests, self.faults, self.too_many, self.crashes
        )?;
        for wrong in &self.wrong {
            writeln!(f, "WRONG {wrong}")?;
        }
        write!(
            f,
            "{}",
            if self.wrong.is_empty() { "every call has exactly one record" } else { "failed" }
        )
    }
}

/// Does it.
pub fn run(plan: Plan) -> Report {
    let mut world = world::World::new(plan);
    world.run();
    check::report(&world)
}
