//! Faults on demand: HubSpot's REST side answers with an error, late, or both.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// One fault. It waits for the next requests that it is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The status to answer with; without one the request is only late.
    #[serde(default)]
    pub status: Option<u16>,
    /// For how many requests.
    #[serde(default = "once")]
    pub times: u32,
    /// Only for this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only for paths that contain this.
    #[serde(default)]
    pub path: Option<String>,
    /// How long the answer waits, milliseconds, at most a minute.
    #[serde(default)]
    pub delay_ms: u64,
    /// The request is carried out all the same: the answer that got lost.
    #[serde(default)]
    pub applied: bool,
    /// The value of `Retry-After`, seconds.
    #[serde(default)]
    pub retry_after: Option<u32>,
}

fn once() -> u32 {
    1
}

/// The faults that wait, oldest first.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault. An error names what is wrong with it.
    pub fn add(&mut self, fault: Fault) -> Result<(), &'static str> {
        if fault.status.is_some_and(|status| !(400..=599).contains(&status)) {
            return Err("`status` must be from 400 to 599.");
        }
        if fault.delay_ms > 60_000 {
            return Err("`delayMs` must be at most 60000.");
        }
        self.0.push(fault);
        Ok(())
    }

    /// Takes the fault that this request meets, if any.
    pub fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        let place = self.0.iter().position(|fault| {
            fault.method.as_deref().is_none_or(|m| m.eq_ignore_ascii_case(method))
                && fault.path.as_deref().is_none_or(|part| path.contains(part))
                && fault.times > 0
        })?;
        self.0[place].times -= 1;
        let fault = self.0[place].clone();
        self.0.retain(|fault| fault.times > 0);
        Some(fault)
    }

    /// Forgets all that wait.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those that wait.
    pub fn list(&self) -> &[Fault] {
        &self.0
    }
}

impl Fault {
    /// The status to answer with.
    pub fn code(&self) -> Option<StatusCode> {
        self.status.and_then(|status| StatusCode::from_u16(status).ok())
    }
}
