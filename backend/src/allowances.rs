//! Places for requests to HubSpot: one allowance for each account, whoever asks.

use record::allowance::{Allowance, Class, Figures, Kind, Next, Said, Starting, Ticket};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as AsyncMutex, Notify};

use crate::clock;
use crate::config::{HubSpot, Tuning};

/// What a private app may ask in ten seconds in the smallest of accounts.
const PRIVATE: u32 = 100;
/// What an app may that people link by OAuth.
const OAUTH: u32 = 110;

/// Call logging waits so long for a pause to end before it is told to come back, in milliseconds.
const LOGGING_PATIENCE: u64 = 60_000;

/// The allowances of all accounts.
#[derive(Debug)]
pub struct Allowances {
    configured: HubSpot,
    search_window: u64,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
}

/// Which account a request goes to, and for what.
#[derive(Debug, Clone)]
pub struct Way {
    /// HubSpot's number of the account; empty where it is not known.
    pub portal: String,
    /// Whether a private app asks.
    pub private: bool,
    /// What for.
    pub class: Class,
}

impl Way {
    /// For requests that belong to no account, such as those for tokens.
    pub fn none() -> Self {
        Self { portal: String::new(), private: false, class: Class::Looking }
    }
}

/// The places of one account.
#[derive(Debug)]
struct Gate {
    allowance: Mutex<Allowance>,
    /// Whoever holds the turn of a class and kind is the next of them; the others wait in order.
    turns: [[AsyncMutex<()>; 2]; 2],
    changed: Notify,
}

impl Allowances {
    /// As configured, until HubSpot says more.
    pub fn new(configured: &HubSpot, tuning: &Tuning) -> Self {
        let search_window = tuning.search_window_ms;
        Self { configured: configured.clone(), search_window, gates: Mutex::default() }
    }

    /// Waits for a place. `Err`: none in time; how many milliseconds from now there may be one.
    pub async fn place(&self, way: &Way, kind: Kind, patience: u64) -> Result<Place, u64> {
        self.gate(&way.portal, way.private).place(way.class, kind, patience).await
    }

    /// The figures of an account.
    pub fn figures(&self, portal: &str, private: bool) -> Figures {
        self.gate(portal, private).lock().figures(clock::now())
    }

    fn gate(&self, portal: &str, private: bool) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Gate::new(self.starting(private), self.search_window));
        gates.entry(portal.to_owned()).or_insert_with(new).clone()
    }

    fn starting(&self, private: bool) -> Starting {
        let usual = if private { PRIVATE } else { OAUTH };
        let of = &self.configured;
        Starting {
            per_ten_seconds: if of.per_ten_seconds == 0 { usual } else { of.per_ten_seconds },
            searches_per_second: of.searches_per_second,
            per_day: (of.per_day > 0).then_some(of.per_day),
        }
    }
}

impl Gate {
    fn new(starting: Starting, search_window: u64) -> Self {
        let allowance = Allowance::new(starting).with_search_window(search_window);
        Self { allowance: Mutex::new(allowance), turns: Default::default(), changed: Notify::new() }
    }

    async fn place(self: Arc<Self>, class: Class, kind: Kind, patience: u64) -> Result<Place, u64> {
        let patience = if class == Class::Logging { LOGGING_PATIENCE } else { patience };
        let _waiting = Waiting::new(&self, class, kind);
        match class {
            Class::Logging => self.turn(class, kind, patience).await,
            Class::Looking => {
                let limit = Duration::from_millis(patience);
                let turn = tokio::time::timeout(limit, self.turn(class, kind, patience));
                turn.await.unwrap_or(Err(patience))
            }
        }
    }

    async fn turn(self: &Arc<Self>, class: Class, kind: Kind, patience: u64) -> Result<Place, u64> {
        let _turn = self.turns[class as usize][kind as usize].lock().await;
        loop {
            // Before the look: what changes in between is not missed.
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let now = clock::now();
            let at = {
                let mut allowance = self.lock();
                match allowance.next(class, kind, now) {
                    Next::Now => {
                        let ticket = Some(allowance.sent(kind, now));
                        return Ok(Place { gate: self.clone(), ticket });
                    }
                    Next::At(at) => Some(at),
                    Next::AfterChange => None,
                }
            };
            let wait = at.map_or(0, |at| at.saturating_sub(now));
            if wait > patience {
                return Err(wait);
            }
            tokio::select! {
                () = clock::until(at) => {}
                () = changed => {}
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Allowance> {
        self.allowance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who waits, until they do not, however that comes about.
struct Waiting {
    gate: Arc<Gate>,
    class: Class,
    kind: Kind,
}

impl Waiting {
    fn new(gate: &Arc<Gate>, class: Class, kind: Kind) -> Self {
        gate.lock().joined(class, kind);
        Self { gate: gate.clone(), class, kind }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.gate.lock().left(self.class, self.kind);
        self.gate.changed.notify_waiters();
    }
}

/// A place that is taken until it is dropped.
#[derive(Debug)]
pub struct Place {
    gate: Arc<Gate>,
    ticket: Option<Ticket>,
}

impl Place {
    /// HubSpot has answered this.
    pub fn answered(mut self, said: &Said) {
        self.give_back(said);
    }

    fn give_back(&mut self, said: &Said) {
        if let Some(ticket) = self.ticket.take() {
            self.gate.lock().answered(ticket, said, clock::now());
            self.gate.changed.notify_waiters();
        }
    }
}

impl Drop for Place {
    /// No answer came: HubSpot may have counted it all the same.
    fn drop(&mut self) {
        self.give_back(&Said::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(portal: &str, class: Class) -> Way {
        Way { portal: portal.to_owned(), private: false, class }
    }

    // row!(P14)
    #[tokio::test]
    async fn one_account_has_one_allowance_whoever_asks_and_another_its_own() {
        let configured = HubSpot { per_ten_seconds: 2, ..HubSpot::default() };
        let all = Allowances::new(&configured, &Tuning::default());
        let first = all.place(&way("1", Class::Looking), Kind::Plain, 50).await.unwrap();
        // Somebody who goes away has used a place all the same.
        drop(all.place(&way("1", Class::Looking), Kind::Plain, 50).await.unwrap());
        first.answered(&Said::default());
        let none = all.place(&way("1", Class::Looking), Kind::Plain, 50).await;
        assert!(none.is_err_and(|wait| wait > 5_000), "it is told how long there is none");
        assert!(all.place(&way("1", Class::Looking), Kind::Search, 50).await.is_ok());
        assert!(all.place(&way("2", Class::Looking), Kind::Plain, 50).await.is_ok());
        assert_eq!(all.figures("1", false).waiting, (0, 0), "who gave up does not wait any more");
    }

    // row!(P14)
    #[tokio::test]
    async fn when_a_place_is_free_again_logging_gets_it_before_who_waited_longer() {
        let all = Arc::new(Allowances::new(&HubSpot::default(), &Tuning::default()));
        let mut under_way = Vec::new();
        for _ in 0..6 {
            under_way.push(all.place(&way("1", Class::Looking), Kind::Plain, 50).await.unwrap());
        }
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        for (class, name) in [(Class::Looking, "looking"), (Class::Logging, "logging")] {
            let (all, tell) = (all.clone(), tell.clone());
            tokio::spawn(async move {
                let place = all.place(&way("1", class), Kind::Plain, 5_000).await;
                tell.send((name, place)).unwrap();
            });
            // Both are known to wait before a place is free.
            tokio::task::yield_now().await;
        }
        drop(under_way.pop());
        let (name, place) = told.recv().await.unwrap();
        assert_eq!(name, "logging");
        drop(place);
        assert_eq!(told.recv().await.unwrap().0, "looking");
    }
}
