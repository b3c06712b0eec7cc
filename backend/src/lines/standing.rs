//! How every line stands with its phone system, as it was told last.

use contract::Ms;
use sip::LineEvent;
use std::collections::BTreeMap;

use crate::clock;
use crate::store::people::AgentId;

/// How a line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The phone system was not asked yet, or has not answered.
    Waiting,
    /// It is registered.
    Registered,
    /// It needs no registration.
    ByAddress,
    /// It does not work: what happened, and what to do.
    Failing(String),
}

/// One line, for the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineState {
    /// Its name in the user agent.
    pub line: String,
    /// The user part of its address.
    pub user: String,
    /// Whose it is; `None` for a trunk.
    pub agent: Option<AgentId>,
    /// How it stands.
    pub standing: Standing,
    /// Since when.
    pub since: Ms,
}

/// Every line that was set up.
#[derive(Debug, Default)]
pub struct Standings {
    lines: BTreeMap<String, (Standing, Ms)>,
}

impl Standings {
    /// A line was set up; or was not, and why.
    pub fn begin(&mut self, line: &str, by_address: bool, refused: Option<String>) {
        let standing = match refused {
            Some(sentence) => Standing::Failing(sentence),
            None if by_address => Standing::ByAddress,
            None => Standing::Waiting,
        };
        self.lines.insert(line.to_owned(), (standing, clock::now()));
    }

    /// A line was taken down.
    pub fn forget(&mut self, line: &str) {
        self.lines.remove(line);
    }

    /// The user agent tells something of a line.
    pub fn hear(&mut self, line: &str, event: &LineEvent) {
        let standing = match event {
            LineEvent::Registered { .. } => Standing::Registered,
            LineEvent::RegistrationFailed { sentence, .. } => Standing::Failing(sentence.clone()),
            // It ends before it begins anew.
            _ => return,
        };
        let Some(known) = self.lines.get_mut(line) else { return };
        // Registered again is registered since the first time.
        if known.0 != standing {
            *known = (standing, clock::now());
        }
    }

    /// How a line stands.
    pub fn of(&self, line: &str, agent: Option<&AgentId>, user: &str) -> LineState {
        let known = self.lines.get(line).cloned();
        let (standing, since) = known.unwrap_or((Standing::Waiting, clock::now()));
        LineState {
            line: line.to_owned(),
            user: user.to_owned(),
            agent: agent.cloned(),
            standing,
            since,
        }
    }
}
