//! Faults on demand: HubSpot's REST side answers with an error, late, never, or a mix of these.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Policy;

/// One fault. It waits for the next requests that it is meant for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The status to answer with; without one the request is only late, or cut.
    #[serde(default)]
    pub status: Option<u16>,
    /// How many requests it still has to meet; 0: all, until the faults are cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// Only for this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only for paths that contain this.
    #[serde(default)]
    pub path: Option<String>,
    /// How long the answer waits, milliseconds, at most a minute; divided by the speed.
    #[serde(default)]
    pub delay_ms: u64,
    /// The request is carried out all the same: the answer that got lost.
    #[serde(default)]
    pub applied: bool,
    /// The connection is cut; no answer comes.
    #[serde(default)]
    pub cut: bool,
    /// The value of `Retry-After`, seconds. The speed does not change it: it is sent as it is.
    #[serde(default)]
    pub retry_after: Option<u32>,
    /// HubSpot's category of a 401, where it is not `EXPIRED_AUTHENTICATION`.
    #[serde(default)]
    pub category: Option<Category>,
    /// The limit that a 429 names, where it is not `TEN_SECONDLY_ROLLING`.
    #[serde(default)]
    pub policy: Option<Policy>,
    /// How likely a request that it is meant for meets it, above 0 and at most 1.
    #[serde(default = "surely")]
    pub probability: f64,
    /// Where the dice of `probability` begin: the same seed meets the same requests.
    #[serde(default)]
    pub seed: u64,
}

/// HubSpot's two categories of a 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Category {
    /// The token is unknown.
    InvalidAuthentication,
    /// The token has ended.
    ExpiredAuthentication,
}

fn once() -> u32 {
    1
}

fn surely() -> f64 {
    1.0
}

/// The faults that wait, oldest first.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Vec<Fault>,
    /// The state of each fault's dice.
    dice: Vec<u64>,
}

impl Faults {
    /// Adds a fault. An error names what is wrong with it.
    pub fn add(&mut self, fault: Fault) -> Result<(), &'static str> {
        if fault.status.is_some_and(|status| !(400..=599).contains(&status)) {
            return Err("`status` must be from 400 to 599.");
        }
        if fault.delay_ms > 60_000 {
            return Err("`delayMs` must be at most 60000.");
        }
        if fault.cut && fault.status.is_some() {
            return Err("A connection that is `cut` has no `status`.");
        }
        if fault.category.is_some() && fault.status != Some(401) {
            return Err("A `category` goes with `status` 401.");
        }
        if fault.policy.is_some() && fault.status != Some(429) {
            return Err("A `policy` goes with `status` 429.");
        }
        if !(fault.probability > 0.0 && fault.probability <= 1.0) {
            return Err("`probability` must be above 0 and at most 1.");
        }
        if fault.status.is_none() && !fault.cut && fault.delay_ms == 0 {
            return Err("Name a `status`, a `delayMs` or `cut`.");
        }
        self.dice.push(fault.seed);
        self.waiting.push(fault);
        Ok(())
    }

    /// Takes the fault that this request meets, if any. A fault that is missed by chance leaves the
    /// request to the next one.
    pub fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        let (waiting, dice) = (&mut self.waiting, &mut self.dice);
        let place = waiting.iter().zip(dice).position(|(fault, dice)| {
            fault.method.as_deref().is_none_or(|m| m.eq_ignore_ascii_case(method))
                && fault.path.as_deref().is_none_or(|part| path.contains(part))
                && throw(dice) < fault.probability
        })?;
        let fault = waiting[place].clone();
        match fault.times {
            0 => {}
            1 => {
                waiting.remove(place);
                self.dice.remove(place);
            }
            times => waiting[place].times = times - 1,
        }
        Some(fault)
    }

    /// Forgets all that wait.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Those that wait.
    pub fn list(&self) -> &[Fault] {
        &self.waiting
    }
}

impl Fault {
    /// The status to answer with.
    pub fn code(&self) -> Option<StatusCode> {
        self.status.and_then(|status| StatusCode::from_u16(status).ok())
    }
}

/// The next number from 0 up to 1, by SplitMix64.
fn throw(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(probability: f64, seed: u64) -> Vec<bool> {
        let mut faults = Faults::default();
        let fault = format!(
            r#"{{ "status": 500, "times": 0, "probability": {probability}, "seed": {seed} }}"#
        );
        faults.add(serde_json::from_str(&fault).unwrap()).unwrap();
        (0..1000).map(|_| faults.meet("GET", "/").is_some()).collect()
    }

    #[test]
    fn chance_is_as_likely_as_asked_and_the_same_for_the_same_seed() {
        let some = met(0.2, 7);
        let count = some.iter().filter(|met| **met).count();
        assert!((150..250).contains(&count), "seed 7: {count}");
        assert_eq!(some, met(0.2, 7));
        assert_ne!(some, met(0.2, 8));
        assert!(met(1.0, 1).iter().all(|met| *met));
    }
}
