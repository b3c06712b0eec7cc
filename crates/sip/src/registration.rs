//! When a line registers again: before it expires, and after failures in growing pauses.

use std::cmp::Ordering;

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted.
    Registered {
        /// For how many seconds.
        granted_s: u32,
    },
    /// Answered otherwise.
    Refused {
        /// The answer's number.
        status: u16,
        /// Its `Retry-After`, in seconds.
        retry_after_s: Option<u32>,
        /// Its `Min-Expires`, in seconds.
        min_expires_s: Option<u32>,
    },
    /// No answer: no such name, no way there, silence.
    Silent,
}

/// What decides when the next attempt is due. It has no clock: it says pauses.
#[derive(Debug, Clone)]
pub struct Registration {
    expires_s: u32,
    /// A stream that says nothing for long is closed by firewalls, and by our own stack after 300 s.
    stream: bool,
    failures: u32,
}

/// The longest pause between attempts, in milliseconds.
const LONGEST: u64 = 300_000;
/// The first pause after a wrong password: phone systems lock out who tries often.
const LOCKED: u64 = 30_000;

impl Registration {
    /// A line that asks to be registered for so many seconds.
    pub fn new(expires_s: u32, stream: bool) -> Self {
        Self { expires_s, stream, failures: 0 }
    }

    /// For how many seconds to ask.
    pub fn expires_s(&self) -> u32 {
        self.expires_s
    }

    /// Milliseconds to wait before the next attempt. `dice` is any number, and spreads the lines.
    pub fn next(&mut self, outcome: &Outcome, dice: u32) -> u64 {
        match *outcome {
            Outcome::Registered { granted_s } => {
                self.failures = 0;
                // Three quarters of the time, and up to a tenth less so that lines do not march.
                let due = u64::from(granted_s.max(2)) * 750;
                let due = if self.stream { due.min(240_000) } else { due };
                due - due / 10 * u64::from(dice % 1_000) / 1_000
            }
            // Asking again at once with what it wants is no failure, once.
            Outcome::Refused { status: 423, min_expires_s: Some(least), .. }
                if least.cmp(&self.expires_s) == Ordering::Greater && least <= 86_400 =>
            {
                self.expires_s = least;
                0
            }
            Outcome::Refused { status, retry_after_s, .. } => {
                let first = if matches!(status, 401 | 403 | 407) { LOCKED } else { 2_000 };
                let asked = retry_after_s.map_or(0, |s| u64::from(s.min(3_600)) * 1_000);
                self.pause(first, dice).max(asked)
            }
            Outcome::Silent => self.pause(1_000, dice),
        }
    }

    fn pause(&mut self, first: u64, dice: u32) -> u64 {
        let pause = (first << self.failures.min(10)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        pause - pause / 4 * u64::from(dice % 1_000) / 1_000
    }
}

/// For how many seconds a registrar accepted us: what it says of our contact, else of all, else what
/// we asked for. `contacts` are the values of its Contact headers, `ours` our contact's user and host
/// with port as we wrote them.
pub fn granted(contacts: &[&str], ours: &str, expires: Option<&str>, asked_s: u32) -> u32 {
    let mut bindings = Vec::new();
    for value in contacts {
        bindings.extend(bindings_of(value));
    }
    let own = bindings.iter().find(|binding| binding.contains(ours));
    let own = own.or(if bindings.len() == 1 { bindings.first() } else { None });
    let of_contact = own.and_then(|binding| {
        let (_, parameters) = binding.rsplit_once('>').unwrap_or(("", binding));
        parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let named = name.trim().eq_ignore_ascii_case("expires");
            if named { value.trim().trim_matches('"').parse().ok() } else { None }
        })
    });
    of_contact.or_else(|| expires?.trim().parse().ok()).unwrap_or(asked_s)
}

/// Cuts `<sip:a>;expires=1, <sip:b>` at the commas outside of brackets and quotes.
fn bindings_of(value: &str) -> impl Iterator<Item = &str> {
    let (mut inside, mut quoted) = (false, false);
    value.split(move |c| {
        match c {
            '"' => quoted = !quoted,
            '<' if !quoted => inside = true,
            '>' if !quoted => inside = false,
            _ => {}
        }
        c == ',' && !inside && !quoted
    })
}
