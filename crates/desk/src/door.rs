//! Coming in by digits, going out, and changing to another tenant.

use contract::{Problem, Wish};

use crate::desk::{Desk, Session};
use crate::output::Output;

/// How many digits the sign-in window shows.
const DIGITS: usize = 6;

const BUSY: &str = "You are in a call, or its outcome is still open. Finish it first.";
const NO_ANSWER: &str = "The service does not answer. Try again in a moment.";

impl Desk {
    /// Takes what is typed of the digits; all of them finish the attempt, once.
    pub(crate) fn digits(&mut self, text: &str) {
        if self.session != Session::SigningIn || self.digits.len() == DIGITS {
            return;
        }
        self.digits = text.chars().filter(char::is_ascii_digit).take(DIGITS).collect();
        if self.digits.len() == DIGITS {
            self.out.push_back(Output::Finish { digits: self.digits.clone() });
        }
    }

    /// The digits finished nothing. Only wrong ones can be typed again.
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn not_finished(&mut self, problem: Option<Problem>, now: u64) {
        if self.session != Session::SigningIn {
            return;
        }
        self.digits.clear();
        match problem {
            Some(problem) => {
                if problem.code != "digits" {
                    self.session = Session::Out;
                }
                self.warn(&problem.message, now);
            }
            None => self.warn(NO_ANSWER, now),
        }
    }

    /// Changes to another tenant, between calls.
    pub(crate) fn choose(&mut self, tenant: String, now: u64) {
        if self.calls.is_busy() || self.dialing.is_some() {
            return self.warn(BUSY, now);
        }
        self.menu = None;
        let tenants = self.agent.iter().flat_map(|agent| &agent.tenants);
        let mut known = tenants.filter(|known| known.id == tenant);
        let here = |name: &str| self.agent.as_ref().is_some_and(|agent| agent.tenant == name);
        if known.next().is_some_and(|known| !here(&known.name)) {
            self.out.push_back(Output::Move { tenant });
        }
    }

    /// Signs out, between calls.
    pub(crate) fn leave(&mut self, now: u64) {
        if self.calls.is_busy() || self.dialing.is_some() {
            return self.warn(BUSY, now);
        }
        self.menu = None;
        self.out.push_back(Output::SignOut);
    }

    /// Lets this surface speak; nothing to ask where it does already.
    pub(crate) fn take_over(&mut self, now: u64) {
        self.menu = None;
        if self.owner.as_ref().is_some_and(|owner| owner.surface != self.surface) {
            self.ask(Wish::TakeOver, now);
        }
    }

    /// Neither went nor changed.
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn not_moved(&mut self, problem: Option<Problem>, now: u64) {
        let text = problem.as_ref().map_or(NO_ANSWER, |problem| &problem.message);
        self.warn(text, now);
    }
}
