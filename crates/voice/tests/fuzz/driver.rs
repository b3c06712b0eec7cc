//! The seeded driver: alters sound inputs, gives them to a target, and weighs the heap before and
//! after.

use std::alloc::System;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use cap::Cap;

/// All that this process holds. One target runs at a time, or it would weigh the others'.
#[global_allocator]
static HEAP: Cap<System> = Cap::new(System, usize::MAX);
static ALONE: Mutex<()> = Mutex::new(());

/// What the heap may have grown by between the first quarter of the inputs and the last: tables that
/// are still being filled up to their limits.
const MOST: usize = 256 << 10;

/// xorshift64*: small, seeded, good enough to cut and paste bytes.
pub struct Random(u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Gives a target so many altered inputs, made from these sound ones and pieces that make trouble.
/// The target says whether it made anything of an input.
pub fn drive(
    inputs: u64,
    corpus: &[Vec<u8>],
    pieces: &[&[u8]],
    mut target: impl FnMut(&[u8], &mut Random) -> bool,
) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let inputs = setting("SIDETONE_FUZZ_INPUTS", inputs);
    let seed = setting("SIDETONE_FUZZ_SEED", 0x5EED_0F51_DE70_4E06).max(1);
    println!("fuzz: {inputs} inputs, SIDETONE_FUZZ_SEED={seed}");
    let mut random = Random(seed);
    let (mut understood, mut weighed) = (0, 0);
    for n in 0..inputs {
        let bytes = mutated(corpus, pieces, &mut random);
        match catch_unwind(AssertUnwindSafe(|| target(&bytes, &mut random))) {
            Ok(yes) => understood += u64::from(yes),
            Err(_) => panic!("input {n} of seed {seed} failed: {bytes:02x?}"),
        }
        if n == inputs / 4 {
            weighed = HEAP.allocated();
        }
    }
    let grown = HEAP.allocated().saturating_sub(weighed);
    println!("{understood} understood, the heap grew by {grown} bytes");
    assert!(grown < MOST, "{grown} bytes more than after a quarter of {inputs} inputs");
    // A driver that only makes what no reader takes would prove nothing.
    assert!(inputs < 500 || understood > inputs / 20, "only {understood} were understood");
}

/// A sound input with up to six changes; one of eight has none.
fn mutated(corpus: &[Vec<u8>], pieces: &[&[u8]], random: &mut Random) -> Vec<u8> {
    let mut bytes = corpus[random.below(corpus.len())].clone();
    if random.below(8) == 0 {
        return bytes;
    }
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            // Most of what decides stands at the beginning.
            1 | 2 if !bytes.is_empty() => {
                let at = random.below(bytes.len().min(24));
                bytes[at] = random.below(256) as u8;
            }
            3 => bytes.truncate(at),
            4 => drop(bytes.drain(at..(at + random.below(40)).min(bytes.len()))),
            5 => bytes.extend((0..random.below(300)).map(|n| n as u8)),
            _ => {
                let piece = pieces[random.below(pieces.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}
