//! The REST side's state: objects, settings, faults, limits and what was asked.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

use super::{CallingSettings, Counts, Crm, Faults, Figures, Limits, PORTAL};
use crate::clock;

/// How many requests the log keeps.
const LOG_LENGTH: usize = 10_000;

/// One request that the REST side has seen.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// Its method.
    pub method: String,
    /// Its path below the API's address.
    pub path: String,
    /// The status of the answer; 0 where the connection was cut.
    pub status: u16,
    /// When it came, milliseconds since 1970.
    pub time: u64,
    /// Its body as text, cut after 4000 characters.
    pub body: String,
}

/// The REST side's state.
#[derive(Debug)]
pub struct Rest {
    crm: Mutex<Crm>,
    /// Of all other accounts together: there is only one.
    second: Mutex<Crm>,
    calling: Mutex<Option<CallingSettings>>,
    faults: Mutex<Faults>,
    limits: Mutex<Limits>,
    counts: Mutex<Counts>,
    log: Mutex<VecDeque<Seen>>,
    index_delay: Mutex<u64>,
}

impl Default for Rest {
    fn default() -> Self {
        Self {
            crm: Mutex::new(Crm::demo(clock::now_ms())),
            second: Mutex::new(Crm::second(clock::now_ms())),
            calling: Mutex::default(),
            faults: Mutex::default(),
            limits: Mutex::default(),
            counts: Mutex::default(),
            log: Mutex::default(),
            index_delay: Mutex::default(),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Rest {
    /// The objects of the demo account, which the host page shows.
    pub fn crm(&self) -> MutexGuard<'_, Crm> {
        self.crm_of(PORTAL)
    }

    /// The objects of one account.
    pub fn crm_of(&self, portal: u64) -> MutexGuard<'_, Crm> {
        locked(if portal == PORTAL { &self.crm } else { &self.second })
    }

    /// The demo app's calling settings, if it has any.
    pub fn calling(&self) -> MutexGuard<'_, Option<CallingSettings>> {
        locked(&self.calling)
    }

    /// The faults that wait.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    /// What of the limits is used up.
    pub fn limits(&self) -> MutexGuard<'_, Limits> {
        locked(&self.limits)
    }

    /// How much was asked.
    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        locked(&self.counts)
    }

    /// The requests seen so far, oldest first.
    pub fn log(&self) -> MutexGuard<'_, VecDeque<Seen>> {
        locked(&self.log)
    }

    /// Notes a request and its answer.
    pub fn note(&self, seen: Seen) {
        self.counts().note(&seen.method, &seen.path, seen.status);
        let mut log = self.log();
        if log.len() == LOG_LENGTH {
            log.pop_front();
        }
        log.push_back(seen);
    }

    /// How long searches do not know of a change, in HubSpot's milliseconds.
    pub fn index_delay(&self) -> u64 {
        *locked(&self.index_delay)
    }

    /// Sets it for changes from now on.
    pub fn set_index_delay(&self, delay: u64) {
        *locked(&self.index_delay) = delay;
        self.hasten();
    }

    /// Sets the limits' figures and the speed.
    pub fn set_figures(&self, figures: Figures) {
        self.limits().figures = figures;
        self.hasten();
    }

    fn hasten(&self) {
        let (figures, delay) = (self.limits().figures, self.index_delay());
        for mutex in [&self.crm, &self.second] {
            locked(mutex).lag = figures.hastened(delay);
        }
    }

    /// Starts over, with the usual limits and speed. Only the numbers of objects go on.
    pub fn reset(&self, now: u64) {
        for mutex in [&self.crm, &self.second] {
            locked(mutex).reset(now);
        }
        *self.calling() = None;
        self.faults().clear();
        *self.limits() = Limits::default();
        *self.counts() = Counts::default();
        self.log().clear();
        self.set_index_delay(0);
    }
}
