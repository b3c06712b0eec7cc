//! Commands in flight: one key for each, sent again until answered, never two of the same at once.
//!
//! A command without an answer may or may not have been done. It is sent again under its own key,
//! so that it is done once. What would surprise a minute later (dialling, answering) is given up
//! at its deadline instead; what stays true (a hang-up, a draft, a report) is not.

use std::collections::VecDeque;
use std::sync::Arc;

use contract::{CallId, Command, Problem, Told, Wish};

use crate::output::Output;
use crate::timers::{earlier, wait};

/// How often a session is renewed for the sake of one command.
const RENEWALS_MOST: u32 = 3;

/// One command without an answer.
#[derive(Debug)]
pub(crate) struct Flight {
    pub key: String,
    pub command: Arc<Command>,
    keepalive: bool,
    /// When it is late: given up, or sent again and told.
    late_at: Option<u64>,
    /// It is late, and the person was told.
    pub late: bool,
    /// When it is sent again.
    retry_at: Option<u64>,
    tries: u32,
}

/// How a command came back.
pub(crate) enum Landed {
    /// It was done.
    Done(Arc<Command>),
    /// It was refused.
    Refused(Arc<Command>, Problem),
    /// The session has to be renewed; then it is sent again.
    SignedOut,
}

/// All commands without an answer.
#[derive(Debug)]
pub(crate) struct Commands {
    surface: String,
    made: u64,
    flights: Vec<Flight>,
}

impl Commands {
    pub(crate) fn new(surface: String) -> Self {
        Self { surface, made: 0, flights: Vec::new() }
    }

    /// Whether a flight of this kind is under way. Here and in [`Commands::drop`] the test is not a
    /// type of its own: the search would be in the page once for every test.
    pub(crate) fn find(&self, test: &dyn Fn(&Wish) -> bool) -> Option<&Flight> {
        self.flights.iter().find(|flight| test(&flight.command.wish))
    }

    /// Sends a command under a new key.
    pub(crate) fn issue(
        &mut self,
        wish: Wish,
        epoch: Option<u64>,
        keepalive: bool,
        now: u64,
        out: &mut VecDeque<Output>,
    ) {
        self.made += 1;
        let mut key = self.surface.clone();
        key.push('-');
        key.push_str(&self.made.to_string());
        let late_at = Some(now.saturating_add(wait::COMMAND));
        let command = Arc::new(Command { surface: self.surface.clone(), epoch, wish });
        let flight =
            Flight { key, command, keepalive, late_at, late: false, retry_at: None, tries: 0 };
        send(&flight, out);
        self.flights.push(flight);
    }

    /// Takes an answer; `None` when nobody waits for it, or when there was none and the command
    /// will be sent again.
    pub(crate) fn landed(
        &mut self,
        key: &str,
        result: Result<(), Option<Problem>>,
        link_up: bool,
        now: u64,
    ) -> Option<Landed> {
        let at = self.flights.iter().position(|flight| flight.key == key)?;
        match result {
            Ok(()) => Some(Landed::Done(self.flights.remove(at).command)),
            Err(Some(problem))
                if problem.code == "signed-out" && self.flights[at].tries < RENEWALS_MOST =>
            {
                self.flights[at].tries += 1;
                self.flights[at].retry_at = None;
                Some(Landed::SignedOut)
            }
            Err(Some(problem))
                if problem.code != "internal" || !stays(&self.flights[at].command.wish) =>
            {
                Some(Landed::Refused(self.flights.remove(at).command, problem))
            }
            // No answer, or none that settles anything.
            Err(_) => {
                let flight = &mut self.flights[at];
                let pause = (wait::RETRY << flight.tries.min(3)).min(wait::RETRY_MOST);
                flight.tries = flight.tries.saturating_add(1);
                flight.retry_at = link_up.then(|| now.saturating_add(pause));
                None
            }
        }
    }

    /// The backend can be reached again: everything without an answer is sent again.
    pub(crate) fn resend(&mut self, out: &mut VecDeque<Output>) {
        for flight in &mut self.flights {
            flight.retry_at = None;
            send(flight, out);
        }
    }

    /// Sends again what is due, now that nothing else brings it back.
    pub(crate) fn retry(&mut self, now: u64, out: &mut VecDeque<Output>) {
        for flight in &mut self.flights {
            if flight.retry_at.is_some_and(|at| at <= now) {
                flight.retry_at = None;
                send(flight, out);
            }
        }
    }

    /// Sends one kind again at once. The person pressed the button again.
    pub(crate) fn again(&mut self, wish: &Wish, now: u64, out: &mut VecDeque<Output>) -> bool {
        for flight in &mut self.flights {
            if flight.command.wish == *wish {
                if flight.late {
                    flight.late = false;
                    flight.late_at = Some(now.saturating_add(wait::COMMAND));
                    flight.retry_at = None;
                    send(flight, out);
                }
                return true;
            }
        }
        false
    }

    /// Takes the next command that is late and that a person waits for. What is still wanted is
    /// sent again and told once; anything else is given up.
    pub(crate) fn late(&mut self, now: u64, out: &mut VecDeque<Output>) -> Option<Arc<Command>> {
        for at in 0..self.flights.len() {
            let flight = &mut self.flights[at];
            if flight.late_at.is_none_or(|due| due > now) {
                continue;
            }
            if !stays(&flight.command.wish) {
                return Some(self.flights.remove(at).command);
            }
            flight.late_at = Some(now.saturating_add(wait::COMMAND));
            send(flight, out);
            if is_watched(&flight.command.wish) && !flight.late {
                flight.late = true;
                return Some(flight.command.clone());
            }
        }
        None
    }

    /// Forgets commands that make no sense any more; their answers will be ignored.
    pub(crate) fn drop(&mut self, test: &dyn Fn(&Wish) -> bool) {
        self.flights.retain(|flight| !test(&flight.command.wish));
    }

    /// When the next command is late.
    pub(crate) fn late_at(&self) -> Option<u64> {
        self.flights.iter().fold(None, |due, flight| earlier(due, flight.late_at))
    }

    /// When the next command is sent again.
    pub(crate) fn retry_at(&self) -> Option<u64> {
        self.flights.iter().fold(None, |due, flight| earlier(due, flight.retry_at))
    }
}

fn send(flight: &Flight, out: &mut VecDeque<Output>) {
    out.push_back(Output::Command {
        key: flight.key.clone(),
        command: flight.command.clone(),
        keepalive: flight.keepalive,
    });
}

/// Whether a person waits for it.
fn is_watched(wish: &Wish) -> bool {
    !matches!(
        wish,
        Wish::Told { .. }
            | Wish::Engagement { .. }
            | Wish::Matched { .. }
            | Wish::Draft { .. }
            | Wish::Later { .. }
    )
}

/// Whether it is still wanted when it is late.
fn stays(wish: &Wish) -> bool {
    matches!(
        wish,
        Wish::HangUp { .. }
            | Wish::Decline { .. }
            | Wish::Save { .. }
            | Wish::Choose { .. }
            | Wish::CreateContact { .. }
    ) || !is_watched(wish)
}

/// The call that a wish is about.
pub(crate) fn call_of(wish: &Wish) -> Option<&CallId> {
    match wish {
        Wish::Dial { call, .. }
        | Wish::Answer { call }
        | Wish::Decline { call }
        | Wish::HangUp { call }
        | Wish::Mute { call, .. }
        | Wish::Hold { call, .. }
        | Wish::Digits { call, .. }
        | Wish::Transfer { call, .. }
        | Wish::Third { call, .. }
        | Wish::Draft { call, .. }
        | Wish::Save { call, .. }
        | Wish::Extend { call }
        | Wish::Choose { call, .. }
        | Wish::CreateContact { call, .. }
        | Wish::Told { call, .. }
        | Wish::Engagement { call, .. }
        | Wish::Matched { call, .. } => Some(call),
        Wish::Status { .. } | Wish::Later { .. } | Wish::TakeOver => None,
    }
}

/// Whether this wish reports that HubSpot's page was told something of a call.
pub(crate) fn is_told(wish: &Wish, of: &CallId) -> Option<Told> {
    match wish {
        Wish::Told { call, told } if call == of => Some(told.clone()),
        _ => None,
    }
}
