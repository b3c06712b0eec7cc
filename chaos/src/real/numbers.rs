//! Far ends: numbers that are reserved for fiction, and which of them are customers'.

use fastrand::Rng;

/// Blocks of a thousand numbers that Ofcom keeps for drama.
const BLOCKS: [&str; 10] = [
    "+447700900",
    "+442079460",
    "+441134960",
    "+441144960",
    "+441154960",
    "+441164960",
    "+441174960",
    "+441184960",
    "+441214960",
    "+441414960",
];

/// The customers' block: none of [`BLOCKS`].
const CUSTOMERS: &str = "+441314960";

/// How many customers HubSpot knows.
pub const KNOWN: u32 = 20;

/// Hands out numbers.
#[derive(Debug, Default)]
pub struct Numbers {
    next: usize,
}

impl Numbers {
    /// The number of a customer; 0 to [`KNOWN`]. It may call several times.
    pub fn known(n: u32) -> String {
        // The last two digits say how a far end behaves: none of these is busy.
        format!("{CUSTOMERS}{:03}", 110 + n)
    }

    /// A customer's.
    pub fn customer(&self, rng: &mut Rng) -> String {
        Self::known(rng.u32(0..KNOWN))
    }

    /// A number that nobody had before, of a far end that answers when told.
    pub fn fresh(&mut self) -> String {
        loop {
            let number = self.any();
            if !["01", "02", "03", "04"].iter().any(|end| number.ends_with(end)) {
                return number;
            }
        }
    }

    /// A number with this end: what its far end does by itself. After a thousand they come again.
    pub fn ending(&mut self, end: &str) -> String {
        let n = self.next;
        self.next += 1;
        format!("{}{}{end}", BLOCKS[n / 10 % BLOCKS.len()], n % 10)
    }

    fn any(&mut self) -> String {
        let n = self.next;
        self.next += 1;
        format!("{}{:03}", BLOCKS[n / 1000 % BLOCKS.len()], n % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_numbers_come_once_and_do_nothing_by_themselves() {
        let mut numbers = Numbers::default();
        let all: std::collections::BTreeSet<String> = (0..5_000).map(|_| numbers.fresh()).collect();
        assert_eq!(all.len(), 5_000);
        assert!(!all.iter().any(|number| number.ends_with("01") || number.starts_with(CUSTOMERS)));
    }
}
