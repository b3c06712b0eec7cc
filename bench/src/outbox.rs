//! The bench of the outbox: four measurements, one table.

use sidetone_chaos::real::stage::Plan;
use sidetone_chaos::real::{Done, Trouble};

use crate::figures::{Table, percentile};
use crate::throughput::Measured;
use crate::{growth, idle, throughput};

/// Calls of the run in which every request goes by itself: ten windows of HubSpot's. More would say
/// the same and take minutes.
const SINGLY: usize = 1_200;
/// Calls one after the other.
const IDLE: usize = 200;

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    speed: f64,
    calls: usize,
}

impl Options {
    /// Reads the words after the bench's name.
    pub fn read(words: &[String]) -> Done<Self> {
        let mut options = Self { speed: 1.0, calls: 5_000 };
        let wrong = |word: &str| Trouble::Words(format!("{word} needs a number after it."));
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| wrong(word))?;
            match word.as_str() {
                "--speed" => options.speed = value.parse().map_err(|_| wrong(word))?,
                "--calls" => options.calls = value.parse().map_err(|_| wrong(word))?,
                _ => return Err(Trouble::Words(format!("`{word}` is not known here."))),
            }
        }
        if !(1.0..=100.0).contains(&options.speed) || options.calls == 0 {
            return Err(Trouble::Words("--speed is from 1 to 100, --calls from 1.".to_owned()));
        }
        Ok(options)
    }
}

/// Measures.
pub async fn run(options: &Options) -> Done<Table> {
    let own = std::env::current_exe()?;
    let programs = own.parent().map(std::path::PathBuf::from).unwrap_or_default();
    let plan = |batches| Plan { programs: programs.clone(), speed: options.speed, batches };
    let mut table = Table::default();
    say("calls that wait, together");
    let together = throughput::measure(&plan(true), options.calls).await?;
    work(&mut table, "Written together (as released)", &together);
    say("calls that wait, each by itself");
    let singly = throughput::measure(&plan(false), SINGLY.min(options.calls)).await?;
    work(&mut table, "Each by itself (a switch of this bench)", &singly);
    say("one call at a time");
    let took = idle::measure(&plan(true), IDLE).await?;
    table.heading("Idle: from the end of a call to HubSpot's word that it has it");
    for (name, hundredths) in [("median", 50), ("p95", 95), ("p99", 99)] {
        table.line(name, format!("{:.0} ms", percentile(&took, hundredths)), "");
    }
    table.line("calls", took.len(), "one every 120 ms");
    say("what waiting calls cost");
    let (empty, sizes) = growth::measure(&plan(false)).await?;
    table.heading("Calls that wait: median / p95");
    table.line("memory with none", format!("{} MiB", empty / 1024), "");
    for size in &sizes {
        let pair =
            |all: &[f64]| format!("{:.2} / {:.2} ms", percentile(all, 50), percentile(all, 95));
        let waiting = size.waiting;
        table.line(&format!("{waiting}: putting one in"), pair(&size.put), "");
        table.line(&format!("{waiting}: taking out a hundred"), pair(&size.claim), "");
        table.line(&format!("{waiting}: memory"), format!("{} MiB", size.memory / 1024), "");
    }
    Ok(table)
}

/// What is measured now: the table comes at the end.
fn say(what: &str) {
    eprintln!("measuring: {what}");
}

fn work(table: &mut Table, name: &str, measured: &Measured) {
    let Measured { calls, seconds, requests, too_many, share, records } = measured;
    table.heading(name);
    table.line("calls", calls, &format!("{records} records in HubSpot"));
    table.line("took", format!("{seconds:.1} s"), "from the first request to the last");
    let rate = *calls as f64 / seconds.max(0.001) * 10.0;
    table.line("calls logged in 10 s", format!("{rate:.0}"), "");
    let each = *requests as f64 / (*calls).max(1) as f64;
    table.line("requests for each call", format!("{each:.3}"), &format!("{requests} in all"));
    table.line("answered with 429", too_many, "goal: none");
    match share {
        Some(share) => table.line(
            "allowance used while work waits",
            format!("{share:.1} %"),
            if *share < 90.0 {
                "the service was slower than the limit"
            } else {
                "goal: 98 %; the window against the time that 110 took"
            },
        ),
        None => table.line(
            "allowance used while work waits",
            format!("{requests} requests"),
            "of 110 in 10 s: the limit held nothing up",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_thousand_calls_at_hubspots_own_pace_unless_told_otherwise() {
        let read = |line: &str| {
            Options::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(read("").unwrap(), Options { speed: 1.0, calls: 5_000 });
        assert_eq!(read("--speed 10 --calls 9").unwrap(), Options { speed: 10.0, calls: 9 });
        for line in ["--speed", "--speed 0", "--calls 0", "--fly 1"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
