//! rtpengine, the gateway of carriers: a phone system has it carry the sound of its calls. It runs in
//! userspace: it needs no kernel module then. Of its `ng` protocol (a cookie and a dictionary in
//! bencode, over UDP) a test needs only what it counts.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::folder::{Folder, free_port};
use super::program;
use crate::process::Process;
use crate::{Done, LONG, Trouble};

/// Ports for sound, apart from those of the phones and of the service. Two that run share none: both
/// would bind the same one, and hear each other's calls.
const PORTS: u16 = 30_000;
const BLOCK: u16 = 40;
const BLOCKS: u16 = 50;
/// How many of this process have been started.
static STARTED: AtomicU16 = AtomicU16::new(0);
/// How long an answer may take, and how often we ask: a datagram can be lost.
const ANSWERS: Duration = Duration::from_millis(500);
const TRIES: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Ask<'a> {
    command: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<&'a str>,
}

#[derive(Deserialize)]
struct Calls {
    calls: Vec<String>,
}

#[derive(Deserialize)]
struct Call {
    tags: BTreeMap<String, Side>,
}

/// One end of a call; its name in the protocol is the tag of its dialog.
#[derive(Deserialize)]
struct Side {
    medias: Vec<Media>,
}

#[derive(Deserialize)]
struct Media {
    streams: Vec<Stream>,
}

#[derive(Deserialize)]
struct Stream {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    packets: u64,
}

/// A running one.
#[derive(Debug)]
pub struct Rtpengine {
    port: u16,
    asked: AtomicU64,
    process: Process,
    // Goes after the process.
    _folder: Folder,
}

impl Rtpengine {
    /// Starts it at a free port, and waits until it is ready.
    pub async fn start() -> Done<Self> {
        let port = free_port().await?;
        let folder = Folder::new("rtpengine", port)?;
        let mut command = Command::new(program("SIDETONE_RTPENGINE", "/usr/bin/rtpengine"));
        command.args(["--config-file=none", "--table=-1", "--foreground", "--log-stderr"]);
        command.args(["--log-level=6", "--interface=127.0.0.1", "--delete-delay=0"]);
        command.arg(format!("--listen-ng=127.0.0.1:{port}"));
        let block = STARTED.fetch_add(1, Ordering::Relaxed) % BLOCKS;
        let first = PORTS + block * BLOCK;
        command.arg(format!("--port-min={first}"));
        command.arg(format!("--port-max={}", first + BLOCK - 2));
        let log = folder.path().join("log");
        let ready = |line: &str| line.contains("Startup complete").then_some(());
        let (process, ()) = Process::start("rtpengine", &mut command, &log, LONG, ready).await?;
        Ok(Self { port, asked: AtomicU64::new(0), process, _folder: folder })
    }

    /// The port at which it is told what to do.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many packets it has received from each end of its only call.
    pub async fn received(&self) -> Done<Vec<u64>> {
        let Calls { calls } = self.ask(&Ask { command: "list", call_id: None }).await?;
        let [call] = &calls[..] else {
            return Err(Trouble::said(format!("rtpengine has {} calls, not one", calls.len())));
        };
        let Call { tags } = self.ask(&Ask { command: "query", call_id: Some(call) }).await?;
        let of_side = |side: &Side| {
            let streams = side.medias.iter().filter_map(|media| media.streams.first());
            streams.map(|stream| stream.stats.packets).sum()
        };
        Ok(tags.values().map(of_side).collect())
    }

    async fn ask<T: DeserializeOwned>(&self, ask: &Ask<'_>) -> Done<T> {
        let said = |error: serde_bencode::Error| Trouble::said(format!("rtpengine: {error}"));
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        socket.connect(SocketAddr::from(([127, 0, 0, 1], self.port))).await?;
        // A cookie that it has seen is answered as then.
        let cookie = format!("{} ", self.asked.fetch_add(1, Ordering::Relaxed));
        let question = [cookie.clone().into_bytes(), serde_bencode::to_bytes(ask).map_err(said)?];
        let question = question.concat();
        let mut bytes = vec![0; 65_536];
        for _ in 0..TRIES {
            socket.send(&question).await?;
            if let Ok(Ok(length)) = timeout(ANSWERS, socket.recv(&mut bytes)).await {
                let answer = bytes.get(cookie.len()..length).unwrap_or_default();
                return serde_bencode::from_bytes(answer).map_err(said);
            }
        }
        Err(Trouble::said(format!("rtpengine does not answer.\n{}", self.process.output())))
    }
}
