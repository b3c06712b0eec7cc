//! Garbage on the wire: nothing panics, nothing grows, and the next call is offered as if nothing
//! had been. `SIDETONE_FUZZ_INPUTS` sets how many datagrams (default 3,000), `SIDETONE_FUZZ_SEED`
//! replays a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sip::{Refusal, UaConfig};
use tokio::io::AsyncWriteExt;

use super::support::{Agent, Peer, both_ways, config, line};

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

const PIECES: [&str; 16] = [
    "\r\n",
    "\r\n\r\n",
    ":",
    ";",
    ",",
    "<",
    ">",
    "\"",
    "%",
    "@",
    "sip:",
    "[::1]",
    "99999999999999999999",
    "Content-Length: -1\r\n",
    "Via: ",
    "\u{e9}",
];

fn mutated(sound: &str, random: &mut Random) -> Vec<u8> {
    let mut bytes = sound.as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes.truncate(at.max(1)),
            2 => {
                bytes.drain(at..(at + random.below(40)).min(bytes.len()));
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            _ => bytes.extend(std::iter::repeat_n(b'x', random.below(300))),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

/// Counts panics anywhere in the process while it lives. A task that panics is silent otherwise.
fn panics() -> Arc<AtomicUsize> {
    let count = Arc::new(AtomicUsize::new(0));
    let (counted, before) = (count.clone(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(|place| place.file().to_owned()).unwrap_or_default();
        if !place.contains("tests/") {
            counted.fetch_add(1, Ordering::SeqCst);
        }
        before(info);
    }));
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn does_no_harm() {
    let (inputs, seed) = (
        setting("SIDETONE_FUZZ_INPUTS", 3_000),
        setting("SIDETONE_FUZZ_SEED", 0x0051_DE70_4E02).max(1),
    );
    println!("garbage: {inputs} datagrams, SIDETONE_FUZZ_SEED={seed}");
    let panics = panics();
    let mut random = Random(seed);
    let mut peer = Peer::new().await;
    let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut agent = Agent::with(UaConfig { tcp: Some(tcp), ..config() }).await;
    agent.ua.register(line(peer.address)).unwrap();
    peer.agent = Some(agent.ua.address());
    let mut calls = 0;
    for n in 0..inputs {
        let (mut call, invite) = peer.invite("1001", "", &both_ways(6_000));
        let sound = match random.below(4) {
            0 => peer.compose(&mut call, "BYE", "", ""),
            1 => peer.compose(&mut call, "CANCEL", "", ""),
            2 => format!("SIP/2.0 200 OK\r\n{}", invite.split_once("\r\n").unwrap().1),
            _ => invite,
        };
        peer.send_bytes(&mutated(&sound, &mut random)).await;
        if n % 50 == 0 {
            // Whatever was still a call is refused; then a sound one must come through.
            let sound = peer.call("1001", "", &both_ways(6_000)).await;
            loop {
                let (leg, _) = agent.offered().await;
                agent.ua.refuse(&leg, Refusal::Busy);
                calls += 1;
                if leg.contains(&format!("/{}/", sound.id)) {
                    break;
                }
            }
        }
    }
    for stream in [
        &b"\x16\x03\x01\x00\xff\xff\xff"[..],
        b"INVITE sip:a SIP/2.0\r\nContent-Length: 4294967295\r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\nContent-Length: 18446744073709551615\r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n",
        &[b'a'; 200_000],
    ] {
        let mut socket = tokio::net::TcpStream::connect(tcp).await.unwrap();
        let _ = socket.write_all(stream).await;
    }
    let sound = peer.call("1001", "", &both_ways(6_000)).await;
    while !agent.offered().await.0.contains(&format!("/{}/", sound.id)) {}
    assert!(calls >= inputs / 50, "{calls}");
    // What is still offered are the sound one and what came with it.
    assert!(agent.ua.counts().calls < 20, "{:?}", agent.ua.counts());
    assert_eq!(panics.load(Ordering::SeqCst), 0);
}
