//! Who may speak to us: the addresses of the phone systems that our lines know, the calls that run,
//! and how often a stranger is told *no*.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `192.0.2.1`, `192.0.2.0/24` or the same of IPv6.
    pub fn read(text: &str) -> Option<Self> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(most);
        // A phone system that may be anywhere is no phone system.
        ((8..=most).contains(&prefix)).then_some(Self { address, prefix })
    }

    /// The address lies in it.
    pub fn has(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                u32::from(ours) & mask == u32::from(theirs) & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                u128::from(ours) & mask == u128::from(theirs) & mask
            }
            _ => false,
        }
    }
}

/// What to do with a request before anything is kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Let it in.
    Pass,
    /// Tell a stranger that it is forbidden (403).
    Refuse,
    /// Say nothing: too many of them.
    Drop,
}

/// The gate. Times are milliseconds of any clock that does not go back.
#[derive(Debug, Default)]
pub struct Gate {
    /// What each line's phone system was found at, and what its configuration adds.
    lines: BTreeMap<String, (BTreeSet<IpAddr>, Vec<Network>)>,
    /// The Call-IDs of the calls that run.
    calls: BTreeMap<String, usize>,
    refused: u32,
    since: u64,
}

/// How many strangers are answered in a second.
const REFUSALS: u32 = 10;
/// How many addresses of one line are remembered; a name may stand for several.
const MOST_ADDRESSES: usize = 32;

impl Gate {
    /// A line begins, with the networks that its configuration names.
    pub fn line(&mut self, line: &str, networks: Vec<Network>) {
        self.lines.insert(line.to_owned(), (BTreeSet::new(), networks));
    }

    /// The line's phone system was found at an address.
    pub fn found(&mut self, line: &str, address: IpAddr) {
        if let Some((addresses, _)) = self.lines.get_mut(line)
            && addresses.len() < MOST_ADDRESSES
        {
            addresses.insert(address);
        }
    }

    /// The line is no more.
    pub fn forget(&mut self, line: &str) {
        self.lines.remove(line);
    }

    /// The address is one of this line's phone system.
    pub fn knows(&self, line: &str, address: IpAddr) -> bool {
        self.lines.get(line).is_some_and(|(addresses, networks)| {
            addresses.contains(&address) || networks.iter().any(|network| network.has(address))
        })
    }

    /// A call begins. It may be counted twice: once for each end, when both are ours.
    pub fn call_begins(&mut self, call_id: &str) {
        *self.calls.entry(call_id.to_owned()).or_default() += 1;
    }

    /// A call has ended.
    pub fn call_ends(&mut self, call_id: &str) {
        if let Some(count) = self.calls.get_mut(call_id) {
            *count -= 1;
            if *count == 0 {
                self.calls.remove(call_id);
            }
        }
    }

    /// A request came in. Within a call it may come from anywhere: phones speak to each other past
    /// the phone system, and the call's tags cannot be guessed.
    pub fn request(&mut self, from: IpAddr, call_id: &str, ack: bool, now: u64) -> Verdict {
        if self.calls.contains_key(call_id) || self.lines.keys().any(|line| self.knows(line, from))
        {
            return Verdict::Pass;
        }
        if ack {
            return Verdict::Drop;
        }
        if now.saturating_sub(self.since) >= 1_000 {
            (self.since, self.refused) = (now, 0);
        }
        if self.refused == REFUSALS {
            return Verdict::Drop;
        }
        self.refused += 1;
        Verdict::Refuse
    }
}
