//! What a run has found, as it is printed.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use contract::Direction;
use serde_json::Value;

use super::Options;
use super::play::Acknowledged;
use super::truth::Books;

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    seed: u64,
    speed: f64,
    /// Calls that the service knows.
    pub calls: usize,
    acknowledged: usize,
    ends: BTreeMap<String, usize>,
    saved: usize,
    records: usize,
    by_page: usize,
    tickets: usize,
    /// How often the service was killed.
    pub kills: usize,
    counts: Counts,
    took: Duration,
    evidence: PathBuf,
    /// What is not as it should be.
    pub wrong: Vec<String>,
}

/// What the stand-in has counted while the calls went on.
#[derive(Debug, Default)]
struct Counts {
    requests: u64,
    refused: u64,
    statuses: Vec<(String, u64)>,
}

impl Counts {
    fn read(said: &Value) -> Self {
        let pairs = |name: &str| -> Vec<(String, u64)> {
            let all = said[name].as_object().into_iter().flatten();
            all.map(|(name, n)| (name.clone(), n.as_u64().unwrap_or(0))).collect()
        };
        let sum = |name: &str| pairs(name).iter().map(|(_, n)| n).sum();
        Self { requests: sum("requests"), refused: sum("refused"), statuses: pairs("statuses") }
    }
}

impl Report {
    #[allow(clippy::too_many_arguments, reason = "everything that a run has gathered")]
    pub(super) fn new(
        options: &Options,
        books: &[Books],
        known: &[Acknowledged],
        made: &[(String, String)],
        kills: usize,
        counts: &Value,
        took: Duration,
        wrong: Vec<String>,
    ) -> Self {
        Self {
            seed: options.seed,
            speed: options.speed,
            calls: books.iter().map(|books| books.calls.len()).sum(),
            acknowledged: known.len(),
            ends: ends(books),
            saved: known.iter().filter(|known| known.draft.is_some()).count(),
            records: books.iter().map(|books| books.records.len()).sum(),
            by_page: made.len(),
            tickets: books.iter().map(|books| books.tickets.len()).sum(),
            kills,
            counts: Counts::read(counts),
            took,
            evidence: options.evidence.clone(),
            wrong,
        }
    }
}

/// How many calls ended how.
fn ends(books: &[Books]) -> BTreeMap<String, usize> {
    let mut ends = BTreeMap::new();
    for row in books.iter().flat_map(|books| &books.calls) {
        let end = row.end.map_or("none".to_owned(), |end| format!("{end:?}").to_lowercase());
        let way = match row.direction {
            Direction::Inbound => "in",
            Direction::Outbound => "out",
        };
        *ends.entry(format!("{way} {end}")).or_default() += 1;
    }
    ends
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { requests, refused, statuses } = &self.counts;
        let faults = statuses.iter().filter(|(status, _)| !status.starts_with('2'));
        let faults: Vec<String> = faults.map(|(status, n)| format!("{status}: {n}")).collect();
        writeln!(f, "real processes, seed {}, durations divided by {}", self.seed, self.speed)?;
        writeln!(
            f,
            "calls     {} ({} acknowledged, {} with outcome and notes)",
            self.calls, self.acknowledged, self.saved
        )?;
        let ends: Vec<String> = self.ends.iter().map(|(end, n)| format!("{end} {n}")).collect();
        writeln!(f, "ends      {}", ends.join(", "))?;
        writeln!(f, "records   {} ({} made by HubSpot's page)", self.records, self.by_page)?;
        writeln!(f, "tickets   {}", self.tickets)?;
        writeln!(f, "kills     {}", self.kills)?;
        writeln!(f, "requests  {requests}, not answered with 2xx: {}", faults.join(", "))?;
        writeln!(f, "429       {refused} by the limits")?;
        writeln!(f, "took      {:.0} s", self.took.as_secs_f64())?;
        for wrong in &self.wrong {
            writeln!(f, "WRONG     {wrong}")?;
        }
        if self.wrong.is_empty() {
            return write!(f, "every call has exactly one record, and it says what was saved");
        }
        write!(f, "FAILED: {} differences; evidence: {}", self.wrong.len(), self.evidence.display())
    }
}
