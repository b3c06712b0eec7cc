//! The driver of the fuzz targets: sound inputs, altered by a seeded source of chance, for a bounded
//! number of times.
//!
//! `SIDETONE_FUZZ_INPUTS` sets how many (default 20,000), `SIDETONE_FUZZ_SEED` replays a run. A
//! failure names the seed and the number of the input.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// xorshift64*: small, seeded, good enough to cut and paste bytes.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// Gives inputs made of `corpus` and `pieces` to a target, which says whether it understood one.
pub fn run(seed: u64, corpus: &[String], pieces: &[&str], target: impl Fn(&[u8]) -> bool) {
    let inputs = setting("SIDETONE_FUZZ_INPUTS", 20_000);
    let seed = setting("SIDETONE_FUZZ_SEED", seed).max(1);
    println!("fuzz: {inputs} inputs, SIDETONE_FUZZ_SEED={seed}");
    let mut random = Random(seed);
    let mut understood = 0_u64;
    for n in 0..inputs {
        let bytes = altered(corpus, pieces, &mut random);
        match catch_unwind(AssertUnwindSafe(|| target(&bytes))) {
            Ok(yes) => understood += u64::from(yes),
            Err(_) => {
                panic!("input {n} of seed {seed} failed: {:?}", String::from_utf8_lossy(&bytes))
            }
        }
    }
    // A driver that only makes what no reader takes would prove nothing.
    assert!(inputs < 1_000 || understood > inputs / 10, "only {understood} were understood");
}

/// One of the corpus, altered in up to five places.
fn altered(corpus: &[String], pieces: &[&str], random: &mut Random) -> Vec<u8> {
    let mut bytes = corpus[random.below(corpus.len())].as_bytes().to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            1 if !bytes.is_empty() => bytes[at] = random.below(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..(at + random.below(40)).min(bytes.len()))),
            4 => bytes.splice(at..at, std::iter::repeat_n(b'x', random.below(300))).for_each(drop),
            _ => {
                let piece = pieces[random.below(pieces.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}
