//! Bytes and texts from outside never cause a panic, and never open. `SIDETONE_FUZZ_INPUTS` raises
//! the number of altered inputs; the seed is printed.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::{text, vault};
use proptest::prelude::*;
use vault::{Keys, Sealed, Secret, Vault};

const SEED: u64 = 0x7a01_5ea1;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    /// One to four changes: a byte set, put in or taken out, or an end cut off.
    fn alter(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(8) {
                0..3 if at < bytes.len() => bytes[at] = self.below(256) as u8,
                3..5 if at < bytes.len() => {
                    bytes.remove(at);
                }
                5 => bytes.truncate(at),
                _ => bytes.insert(at, b"\n=# aA1-\0\xff"[self.below(10)]),
            }
        }
    }
}

fn inputs() -> usize {
    let inputs = std::env::var("SIDETONE_FUZZ_INPUTS").ok().and_then(|n| n.parse().ok());
    let inputs = inputs.unwrap_or(20_000);
    println!("seed {SEED:#x}, {inputs} inputs");
    inputs
}

/// Whether the bytes had the shape of a sealed secret.
fn try_to_open(vault: &Vault, bytes: Vec<u8>) -> bool {
    let Ok(sealed) = Sealed::from_bytes(bytes) else { return false };
    assert!(!sealed.key_id().is_empty());
    vault.needs_reseal(&sealed);
    assert!(vault.open("t", "f", &sealed).is_err());
    true
}

#[test]
fn no_altered_secret_opens_or_causes_a_panic() {
    let vault = vault(&["k1", "k2"]);
    let good = vault.seal("t", "f", &Secret::new("s3cret".to_owned())).unwrap().into_bytes();
    let (mut random, inputs) = (Random(SEED), inputs());
    let mut shaped = 0;
    for _ in 0..inputs {
        let mut bytes = good.clone();
        random.alter(&mut bytes);
        if bytes != good {
            shaped += usize::from(try_to_open(&vault, bytes));
        }
    }
    assert!(shaped > inputs / 20, "the changes are too wild to reach the cipher: {shaped}");
}

#[test]
fn no_altered_text_of_keys_causes_a_panic() {
    let good = text(&["k1", "k2"]);
    let (mut random, inputs) = (Random(SEED), inputs());
    let mut read = 0;
    for _ in 0..inputs {
        let mut bytes = good.clone().into_bytes();
        random.alter(&mut bytes);
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if let Ok(keys) = Keys::parse(&text) {
            assert!((1..=3).contains(&keys.ids().count()));
            read += 1;
        }
    }
    assert!(read > inputs / 50, "the changes are too wild to leave a key whole: {read}");
}

proptest! {
    #[test]
    fn no_bytes_open(bytes: Vec<u8>) {
        try_to_open(&vault(&["k1"]), bytes);
    }

    #[test]
    fn no_bytes_with_the_right_beginning_open(tail: Vec<u8>) {
        try_to_open(&vault(&["k1"]), [b"\x01\x02k1", &tail[..]].concat());
    }

    #[test]
    fn no_text_makes_keys_by_chance(text in "(?s).*") {
        prop_assert!(Keys::parse(&text).is_err());
    }

    #[test]
    fn no_lines_make_keys_by_chance(text in "([a-z]{0,3} ?= ?[A-Za-z0-9+/]{42,44}=?\n){0,4}") {
        let _ = Keys::parse(&text);
    }
}
