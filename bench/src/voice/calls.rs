//! Calls between pages and telephones through a gateway: what it takes in processor time and memory,
//! what gets lost, and how much later the other end hears. The ends are in this process, the gateway
//! in one of its own; both share the machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sidetone_chaos::real::{Done, Trouble};
use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::ends::{Ear, Page, Stamped, telephone, with};
use super::ours::Ours;
use super::rtpengine::Rtpengine;
use crate::figures::{Table, percentile};
use crate::surfaces::proc;

/// How long each number is measured.
const MEASURED: Duration = Duration::from_secs(20);
/// What is under way when the counting stops still arrives.
const LAST: Duration = Duration::from_millis(500);
/// How long all connections of a number may take to stand.
const STANDS: Duration = Duration::from_secs(60);

/// A gateway with the same two legs for every call: WebRTC to the page, RTP to the telephone, G.711.
pub enum Gateway {
    /// The service's own.
    Ours(Ours),
    /// The carriers'.
    Theirs(Rtpengine),
}

impl Gateway {
    fn name(&self) -> &'static str {
        match self {
            Self::Ours(_) => "our gateway",
            Self::Theirs(_) => "rtpengine, userspace",
        }
    }

    fn id(&self) -> u32 {
        match self {
            Self::Ours(it) => it.id(),
            Self::Theirs(it) => it.id(),
        }
    }

    async fn call(&mut self, n: usize, offer: &str, far: SocketAddr) -> Done<(String, SocketAddr)> {
        let call = format!("call {n}");
        match self {
            Self::Ours(it) => it.call(&call, offer, far).await,
            Self::Theirs(it) => it.call(&call, offer, far).await,
        }
    }

    async fn end(self) {
        match self {
            Self::Ours(it) => it.end().await,
            Self::Theirs(it) => it.end().await,
        }
    }
}

/// Measures so many calls, and writes what came of it into the table.
pub async fn measure(mut gateway: Gateway, calls: usize, table: &mut Table) -> Done {
    let id = gateway.id();
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    let (mut pages, mut telephones): (Vec<Ear>, Vec<Ear>) = (Vec::new(), Vec::new());
    let empty = proc::memory(id)?;
    for n in 0..calls {
        let (page, socket) = (Page::new().await?, UdpSocket::bind("127.0.0.1:0").await?);
        let (sdp, to) = gateway.call(n, &page.sdp, socket.local_addr()?).await?;
        let (here, there): (Ear, Ear) = (Arc::default(), Arc::default());
        tasks.spawn(page.speak(sdp, Stamped { began, ear: here.clone() }));
        tasks.spawn(telephone(socket, to, Stamped { began, ear: there.clone() }));
        pages.push(here);
        telephones.push(there);
        // As calls come: not all in one moment.
        sleep(Duration::from_millis(20)).await;
    }
    let stands = async {
        while !pages.iter().all(|page| with(page, |ear| ear.connected)) {
            // An end speaks until it is told to stop; one that has ended says why.
            if let Some(Ok(ended)) = tasks.try_join_next() {
                ended?;
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    };
    let stood: Result<Done, _> = timeout(STANDS, stands).await;
    stood.map_err(|_| {
        Trouble::Words(format!("Of {calls} connections some did not stand after a minute."))
    })??;
    sleep(Duration::from_secs(2)).await;
    let all = || pages.iter().chain(&telephones);
    let (cpu, own, machine) =
        (proc::cpu(id)?, proc::cpu(std::process::id())?, proc::Machine::now()?);
    all().for_each(|ear| with(ear, |ear| ear.counts = true));
    sleep(MEASURED).await;
    all().for_each(|ear| with(ear, |ear| ear.counts = false));
    let took = |after: f64, before: f64| (after - before) / MEASURED.as_secs_f64() * 100.0;
    let (server, client) = (took(proc::cpu(id)?, cpu), took(proc::cpu(std::process::id())?, own));
    let after = proc::Machine::now()?;
    let stolen = (after.steal - machine.steal) / (after.total - machine.total) * 100.0;
    let busy = (after.busy - machine.busy) / (after.total - machine.total) * 100.0;
    let memory = proc::memory(id)?.saturating_sub(empty);
    sleep(LAST).await;
    let sent: u64 = all().map(|ear| with(ear, |ear| ear.sent)).sum();
    let delays = |ears: &[Ear]| -> Vec<f64> {
        ears.iter().flat_map(|ear| with(ear, |ear| std::mem::take(&mut ear.delays))).collect()
    };
    let (to_page, to_telephone) = (delays(&pages), delays(&telephones));
    let lost = sent.saturating_sub((to_page.len() + to_telephone.len()) as u64);
    tasks.abort_all();
    let name = gateway.name();
    gateway.end().await;

    let each = |whole: f64| whole / calls as f64;
    table.heading(&format!("{calls} calls, G.711, page and telephone, {name}"));
    table.line(
        "packets lost",
        format!("{lost} of {sent}"),
        "both ways; also what these ends were too late for",
    );
    table.line(
        "gateway's CPU",
        format!("{server:.1} %"),
        &format!("of one core; {:.2} % a call", each(server)),
    );
    table.line(
        "memory of a call",
        format!("{:.0} kB", each(memory as f64) / 1_000.0),
        "resident, above the gateway without calls",
    );
    for (name, delays) in [("page → telephone", to_telephone), ("telephone → page", to_page)] {
        let at = |hundredths| percentile(&delays, hundredths);
        let value = format!("{:.2} / {:.2} / {:.2} ms", at(50), at(95), at(99));
        table.line(
            name,
            value,
            "median / p95 / p99, from hand to hand with these ends' own cryptography",
        );
    }
    table.line("these ends' CPU", format!("{client:.1} %"), "of one core, a process of its own");
    table.line(
        "machine",
        format!("{busy:.0} % busy"),
        &format!("of all its cores, with whatever else runs; {stolen:.1} % stolen"),
    );
    Ok(())
}
