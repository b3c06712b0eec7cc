//! Failed sign-ins by address, so that guessing is slow.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::clock;

/// The span that is counted over, in milliseconds.
const MINUTE: u64 = 60_000;

/// Addresses that are remembered at most; the oldest are forgotten first.
const MOST: usize = 10_000;

/// How often each address failed lately.
#[derive(Debug)]
pub struct Failures {
    a_minute: u32,
    counted: Mutex<HashMap<IpAddr, (u64, u32)>>,
}

impl Failures {
    /// Allows so many in a minute.
    pub fn new(a_minute: u32) -> Self {
        Self { a_minute, counted: Mutex::default() }
    }

    /// Whether an address has failed too often to try again now.
    pub fn is_blocked(&self, ip: IpAddr) -> bool {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted
            .get(&ip)
            .is_some_and(|(since, n)| *n >= self.a_minute && clock::now() < since + MINUTE)
    }

    /// Counts a failure.
    pub fn count(&self, ip: IpAddr) {
        let now = clock::now();
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() >= MOST {
            counted.retain(|_, (since, _)| now < *since + MINUTE);
        }
        if counted.len() >= MOST {
            counted.clear();
        }
        let entry = counted.entry(ip).or_insert((now, 0));
        if now >= entry.0 + MINUTE {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }
}
