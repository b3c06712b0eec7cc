//! The bench of the gateway: calls between pages and telephones, from 1 to 200. What it takes in
//! processor time and memory, what gets lost, and how much later the other end hears. The ends are in
//! this process, the gateway in one of its own; both share the machine.

mod ends;
pub mod gateway;

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use sidetone_chaos::real::{Done, Trouble};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UdpSocket;
use tokio::process::Command;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::figures::{Table, percentile};
use crate::surfaces::proc;
use ends::{Ear, Page, telephone, with};

/// How many calls, one number after the other.
const CALLS: [usize; 6] = [1, 10, 25, 50, 100, 200];
/// How long each number is measured.
const MEASURED: Duration = Duration::from_secs(20);
/// What is under way when the counting stops still arrives.
const LAST: Duration = Duration::from_millis(500);
/// How long all connections of a number may take to stand.
const STANDS: Duration = Duration::from_secs(60);

/// Measures, and prints what was measured. Words are other numbers of calls.
pub async fn run(words: &[String]) -> Done {
    let asked: Result<Vec<usize>, _> = words.iter().map(|word| word.parse()).collect();
    let numbers = match asked {
        Ok(numbers) if numbers.is_empty() => CALLS.to_vec(),
        Ok(numbers) => numbers,
        Err(_) => {
            return Err(Trouble::Words("`bench voice` takes numbers of calls.".to_owned()));
        }
    };
    proc::many_files(4_096)?;
    let mut table = Table::default();
    for calls in numbers {
        eprintln!("measuring: {calls} calls");
        let done = measure(calls, &mut table).await;
        if done.is_err() {
            println!("{table}");
        }
        done?;
    }
    println!("{table}");
    Ok(())
}

async fn measure(calls: usize, table: &mut Table) -> Done {
    let folder =
        std::env::temp_dir().join(format!("sidetone-bench-{}", sidetone_backend::ids::new_id()));
    let mut child = Command::new(std::env::current_exe()?)
        .arg("voice-gateway")
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Trouble::Words("The gateway has no pipes.".to_owned()));
    };
    let mut output = BufReader::new(output).lines();
    let id = child.id().unwrap_or_default();
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    let (mut pages, mut telephones): (Vec<Ear>, Vec<Ear>) = (Vec::new(), Vec::new());
    let mut empty = 0;
    for n in 0..calls {
        let (page, socket) = (Page::new().await?, UdpSocket::bind("127.0.0.1:0").await?);
        let asks = json!({
            "call": format!("call {n}"), "sdp": page.sdp, "far": socket.local_addr()?.to_string()
        });
        if n == 0 {
            empty = proc::memory(id)?;
        }
        input.write_all(format!("{asks}\n").as_bytes()).await?;
        let line = timeout(STANDS, output.next_line())
            .await
            .map_err(|_| Trouble::Words("The gateway does not answer.".to_owned()))??;
        // What went wrong is on the standard error.
        let answer: Value = serde_json::from_str(&line.unwrap_or_default())
            .map_err(|_| Trouble::Words("The gateway has ended.".to_owned()))?;
        let port = answer["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        let sdp = answer["sdp"].as_str().unwrap_or_default().to_owned();
        let (here, there): (Ear, Ear) = (Arc::default(), Arc::default());
        tasks.spawn(page.speak(sdp, began, here.clone()));
        tasks.spawn(telephone(socket, port.unwrap_or_default(), began, there.clone()));
        pages.push(here);
        telephones.push(there);
        // As calls come: not all in one moment.
        sleep(Duration::from_millis(20)).await;
    }
    let stands = async {
        while !pages.iter().all(|page| with(page, |ear| ear.connected)) {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(STANDS, stands).await.map_err(|_| {
        Trouble::Words(format!("Of {calls} connections some did not stand after a minute."))
    })?;
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
    let memory = proc::memory(id)?.saturating_sub(empty);
    sleep(LAST).await;
    let sent: u64 = all().map(|ear| with(ear, |ear| ear.sent)).sum();
    let delays = |ears: &[Ear]| -> Vec<f64> {
        ears.iter().flat_map(|ear| with(ear, |ear| std::mem::take(&mut ear.delays))).collect()
    };
    let (to_page, to_telephone) = (delays(&pages), delays(&telephones));
    let lost = sent.saturating_sub((to_page.len() + to_telephone.len()) as u64);
    tasks.abort_all();
    drop(input);
    let _ = timeout(Duration::from_secs(10), child.wait()).await;
    let _ = std::fs::remove_dir_all(folder);

    let each = |whole: f64| whole / calls as f64;
    table.heading(&format!("{calls} calls, G.711, page and telephone"));
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
        "resident, above an empty service",
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
    table.line("stolen", format!("{stolen:.1} %"), "of the machine");
    Ok(())
}
