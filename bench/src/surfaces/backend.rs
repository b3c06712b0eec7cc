//! The backend alone: memory of a connection, and rings over ten thousand surfaces, beside a bare Node
//! server under the same load.

use std::path::{Path, PathBuf};

use sidetone_chaos::real::wait::pass;
use sidetone_chaos::real::{Done, Trouble};

use super::clients::{Clients, Rings};
use super::disk;
use super::proc::{self, Machine};
use super::servers::{Agents, Server, WS};
use crate::figures::{Table, percentile};

/// Agents of one surface each, of whom the memory is read.
const CONNECTED: [usize; 3] = [1_000, 5_000, 10_000];
/// Agents who ring, and the surfaces of each: 9,999 sockets.
const RINGING: (usize, usize) = (3_333, 3);
/// Rings a second.
const PACE: usize = 200;
/// Rings before the measurement, so that everything is warm.
const WARM: usize = 333;
/// A run in which more of the machine's time was stolen is repeated.
const STEAL: f64 = 5.0;
/// How often it is repeated.
const TRIES: usize = 3;
/// How long memory and processor settle, in milliseconds.
const SETTLE: u64 = 2_000;
/// How long the processor is watched while nothing rings, in milliseconds.
const QUIET: u64 = 10_000;

/// Which server is measured.
#[derive(Debug, Clone, Copy)]
enum Kind<'a> {
    Service(&'a Path),
    Node(&'a Path),
}

/// What was measured of the rings.
#[derive(Debug)]
struct Measured {
    rings: Rings,
    /// Shares of one processor, in hundredths.
    server: f64,
    client: f64,
    quiet: f64,
    /// Shares of the whole machine, in hundredths.
    steal: f64,
    others: f64,
    /// Bytes for each connection, three to an agent.
    memory: f64,
}

/// Measures, and adds lines to the table.
pub async fn measure(service: &Path, table: &mut Table) -> Done {
    proc::many_files(CONNECTED[2] as u64 + 500)?;
    table.heading("What every ring is written down to before it is shown");
    let disk = disk::writes(&std::env::temp_dir())?;
    table.line("one durable write of this disk, p50", ms(&disk, 50), "8 KiB and fdatasync");
    table.line("one durable write of this disk, p99", ms(&disk, 99), "");
    eprintln!("measuring: preparing {} agents", CONNECTED[2]);
    let agents = Agents::prepare(CONNECTED[2]).await?;
    server(Kind::Service(service), &agents, "Sidetone", table).await?;
    match std::env::var_os(WS).filter(|named| !named.is_empty()).map(PathBuf::from) {
        Some(ws) => {
            let done = server(Kind::Node(&ws), &agents, "Bare Node server with `ws`", table).await;
            // What was measured before is shown all the same.
            if let Err(why) = done {
                table.line("it failed", "", &why.to_string());
            }
            Ok(())
        }
        None => {
            table.heading("Bare Node server with `ws`: not measured");
            table.line("why", "skipped", &format!("{WS} names no folder of that package"));
            Ok(())
        }
    }
}

async fn start(kind: Kind<'_>, agents: &Agents) -> Done<Server> {
    match kind {
        Kind::Service(program) => Server::service(program, agents).await,
        Kind::Node(ws) => Server::node(ws, agents).await,
    }
}

async fn server(kind: Kind<'_>, agents: &Agents, name: &str, table: &mut Table) -> Done {
    table.heading(&format!("{name}: memory, each agent with one surface"));
    eprintln!("measuring: {name}, connections");
    for (count, each) in memory(kind, agents).await? {
        table.line(&format!("{count} connected"), kilobytes(each), "each; goal at 10,000: 12 kB");
    }
    eprintln!("measuring: {name}, rings");
    let mut measured = rings(kind, agents).await?;
    for _ in 1..TRIES {
        if measured.steal <= STEAL {
            break;
        }
        eprintln!("repeated: {:.1} % of the machine was stolen", measured.steal);
        measured = rings(kind, agents).await?;
    }
    show(&measured, name, table);
    Ok(())
}

/// Bytes for each connection at each number of them.
async fn memory(kind: Kind<'_>, agents: &Agents) -> Done<Vec<(usize, f64)>> {
    let server = start(kind, agents).await?;
    let mut clients = Clients::start(server.port, &agents.list)?;
    pass(SETTLE).await;
    let empty = proc::memory(server.id())?;
    let mut all = Vec::new();
    for count in CONNECTED {
        clients.connect(count, 1).await?;
        pass(SETTLE).await;
        let more = proc::memory(server.id())?.saturating_sub(empty);
        all.push((count, more as f64 / count as f64));
    }
    Ok(all)
}

async fn rings(kind: Kind<'_>, agents: &Agents) -> Done<Measured> {
    let server = start(kind, agents).await?;
    let mut clients = Clients::start(server.port, &agents.list)?;
    pass(SETTLE).await;
    let empty = proc::memory(server.id())?;
    let (ringing, each) = RINGING;
    clients.connect(ringing, each).await?;
    pass(SETTLE).await;
    let memory = proc::memory(server.id())?.saturating_sub(empty) as f64 / (ringing * each) as f64;
    let (before, quiet) = (Machine::now()?, proc::cpu(server.id())?);
    pass(QUIET).await;
    let quiet = proc::cpu(server.id())? - quiet;
    let quiet = share(quiet, passed(before, Machine::now()?)?);
    clients.ring(WARM, PACE).await?;
    let (machine, mine) = (Machine::now()?, [server.id(), clients.id()]);
    let cpu = [proc::cpu(mine[0])?, proc::cpu(mine[1])?];
    let rings = clients.ring(ringing - WARM, PACE).await?;
    let spent = [proc::cpu(mine[0])? - cpu[0], proc::cpu(mine[1])? - cpu[1]];
    let now = Machine::now()?;
    let total = now.total - machine.total;
    let others = now.busy - machine.busy - spent[0] - spent[1];
    let wall = passed(machine, now)?;
    Ok(Measured {
        rings,
        server: share(spent[0], wall),
        client: share(spent[1], wall),
        quiet,
        steal: share(now.steal - machine.steal, total),
        others: share(others.max(0.0), total),
        memory,
    })
}

fn show(measured: &Measured, name: &str, table: &mut Table) {
    let (ringing, each) = RINGING;
    table.heading(&format!(
        "{name}: {PACE} rings a second over {} surfaces, {each} to each of {ringing} agents",
        ringing * each
    ));
    let Measured { rings, server, client, quiet, steal, others, memory } = measured;
    let rung = format!("{} rings, {} not at every surface", rings.last.len(), rings.lost);
    table.line("request leaves → last surface, p50", ms(&rings.last, 50), &rung);
    table.line("request leaves → last surface, p99", ms(&rings.last, 99), "goal: 1 ms");
    table.line("first surface → last surface, p99", ms(&rings.spread, 99), "the fan-out alone");
    table.line("request → its answer, p99", ms(&rings.answer, 99), "");
    let percent = |share: f64| format!("{share:.1} %");
    table.line("server's CPU", percent(*server), "of one core; goal: 4 %");
    table.line("server's CPU while nothing rings", percent(*quiet), "a ping to each every 5 s");
    table.line("client's CPU", percent(*client), "of one core, a process of its own");
    table.line("memory for each connection", kilobytes(*memory), "goal: 12 kB");
    table.line("stolen", percent(*steal), "of the machine; above 5 % it is repeated");
    table.line("other programs", percent(*others), "of the machine: what they take shows above");
}

fn ms(all: &[f64], hundredths: usize) -> String {
    format!("{:.2} ms", percentile(all, hundredths))
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.1} kB", bytes / 1000.0)
}

fn share(part: f64, whole: f64) -> f64 {
    100.0 * part / whole.max(0.001)
}

/// Seconds between two looks at the machine.
fn passed(from: Machine, to: Machine) -> Done<f64> {
    let cores = std::thread::available_parallelism()?.get() as f64;
    let seconds = (to.total - from.total) / cores;
    if seconds > 0.0 {
        return Ok(seconds);
    }
    Err(Trouble::Words("No time has passed: /proc/stat stands still.".to_owned()))
}
