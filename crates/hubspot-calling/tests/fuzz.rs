//! A fuzz target, and a seeded driver that runs it for a bounded number of inputs.
//!
//! `SIDETONE_FUZZ_INPUTS` sets how many (default 200,000), `SIDETONE_FUZZ_SEED` replays a run. A
//! failure names the seed and the number of the input.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use hubspot_calling::{HostInfo, HostMessage, Incoming, Json, SyncAck, WidgetMessage};
use serde_json::Value;
use support::{HOST, channel, drain, hear, sync};

/// The target: any bytes. Reads them as a message of both directions and gives them to a channel
/// that waits and to one that is ready. Must return.
pub fn target(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    let json = Json::from(value.clone());
    if let Some(message) = HostMessage::from_json(&json) {
        let again = HostMessage::from_json(&message.to_json("1_1"));
        assert_eq!(again.as_ref(), Some(&message));
    }
    if let Some(message) = WidgetMessage::from_json(&json) {
        let again = WidgetMessage::from_json(&message.to_json("1_1"));
        assert_eq!(again.as_ref(), Some(&message));
    }
    let _ = SyncAck::from_json(&json);
    let info = HostInfo::from_sync(HOST, &json);
    assert_eq!(HostInfo::from_sync(HOST, &info.to_sync("1_1")), info);

    let mut waiting = channel();
    hear(&mut waiting, value.clone());
    assert!(drain(&mut waiting).len() <= 2);
    let mut ready = channel();
    hear(&mut ready, sync("ready", 1));
    hear(&mut ready, value.clone());
    assert!(drain(&mut ready).len() <= 4);
    for (from_parent, origin) in [(false, HOST), (true, "https://evil.example")] {
        for channel in [&mut waiting, &mut ready] {
            channel.handle(Incoming { from_parent, origin, data: value.clone().into() });
            assert_eq!(drain(channel), []);
        }
    }
}

/// xorshift64*: small, seeded, good enough to cut and paste bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }
}

/// Pieces that make trouble in JSON or in this protocol.
const PIECES: [&str; 28] = [
    "null",
    "0",
    "-1",
    "1e308",
    "1.5",
    "9007199254740993",
    "\"\"",
    "\"0\"",
    "\"true\"",
    "true",
    "[]",
    "{}",
    "{\"a\":1}",
    "[null]",
    "\"SYNC\"",
    "\"DIAL_NUMBER\"",
    "\"toString\"",
    "\"__proto__\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00\"",
    "\"type\":",
    "\"data\":",
    "\"messageId\":",
    "\"objectCoordinates\":",
    "\"callerIdMatches\":",
    ",",
    ":",
    "_",
];

/// The values of a message that may be swapped for a piece: between a colon or comma and the next.
fn swap_value(bytes: &mut Vec<u8>, random: &mut Random) {
    let starts: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, b)| **b == b':').map(|(at, _)| at + 1).collect();
    if starts.is_empty() {
        return;
    }
    let start = starts[random.below(starts.len())];
    let mut values = serde_json::Deserializer::from_slice(&bytes[start..]).into_iter::<Value>();
    if let Some(Ok(_)) = values.next() {
        let end = start + values.byte_offset();
        let piece = PIECES[random.below(20)];
        bytes.splice(start..end, piece.bytes());
    }
}

fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(10) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.next() as u8,
        2 => {
            bytes.remove(at);
        }
        3 => bytes.truncate(at.max(1)),
        4 => {
            let piece = PIECES[random.below(PIECES.len())];
            bytes.splice(at..at, piece.bytes());
        }
        5 => {
            let from = random.below(other.len());
            let to = (from + random.below(64)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        _ => swap_value(bytes, random),
    }
    if bytes.is_empty() {
        bytes.push(b'{');
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let transcripts = [
        include_str!("transcripts/inbound.jsonl"),
        include_str!("transcripts/outbound-context.jsonl"),
        include_str!("transcripts/raw-min-ack.jsonl"),
        include_str!("transcripts/react-remote-and-window.jsonl"),
    ];
    let lines = transcripts.into_iter().flat_map(str::lines);
    lines
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["data"].to_string().into_bytes())
        .collect()
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn mutated_messages_never_panic() {
    let inputs = setting("SIDETONE_FUZZ_INPUTS", 200_000);
    let seed = setting("SIDETONE_FUZZ_SEED", 0x5EED_0F51_DE70_4E01).max(1);
    println!("fuzz: {inputs} inputs, SIDETONE_FUZZ_SEED={seed}");
    let corpus = corpus();
    let mut random = Random(seed);
    let mut understood = 0_u64;
    for n in 0..inputs {
        let mut bytes = corpus[random.below(corpus.len())].clone();
        for _ in 0..=random.below(4) {
            let other = random.below(corpus.len());
            mutate(&mut bytes, &corpus[other], &mut random);
        }
        if serde_json::from_slice::<Value>(&bytes).is_ok() {
            understood += 1;
        }
        let outcome = std::panic::catch_unwind(|| target(&bytes));
        assert!(
            outcome.is_ok(),
            "input {n} of seed {seed} failed: {}",
            String::from_utf8_lossy(&bytes)
        );
    }
    // A driver that only makes what no parser takes would prove nothing.
    assert!(inputs < 1000 || understood > inputs / 4, "only {understood} were JSON");
}

#[test]
fn bytes_that_are_no_json_are_ignored() {
    for bytes in [&b""[..], b"\xff\xfe", b"{", b"[1,", b"nul", &b"[".repeat(100_000)] {
        target(bytes);
    }
}
