//! Which line an incoming call is for.

use std::net::IpAddr;

use crate::config::Line;
use crate::gate::Gate;

/// What a call's request says of whom it is for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Where it came from.
    pub from: IpAddr,
    /// The user of its request address.
    pub user: &'a str,
    /// The mark of our contact in it, when the phone system kept it.
    pub mark: Option<&'a str>,
}

/// Whom a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route<'a> {
    /// This line.
    Line(&'a str),
    /// No line knows the address (403).
    Stranger,
    /// The phone system is known, but nobody has this number (404).
    Nobody,
}

/// Finds the line: by the mark of its contact, by its user, by the numbers of a trunk, and at last by
/// a trunk that takes any number. Only one line may fit.
pub(crate) fn route<'a>(
    lines: impl Iterator<Item = &'a Line>,
    gate: &Gate,
    wanted: Wanted<'_>,
) -> Route<'a> {
    let known: Vec<&Line> =
        lines.filter(|line| gate.knows(&line.config.line, wanted.from)).collect();
    if known.is_empty() {
        return Route::Stranger;
    }
    let by_mark = || only(&known, |line| wanted.mark == Some(&line.mark));
    let by_user = || only(&known, |line| line.config.user == wanted.user);
    let by_number = || {
        let number = plain(wanted.user);
        let has = |line: &Line| line.config.numbers.iter().any(|known| plain(known) == number);
        only(&known, |line| line.config.trunk && has(line))
    };
    let by_trunk = || only(&known, |line| line.config.trunk && line.config.numbers.is_empty());
    match by_mark().or_else(by_user).or_else(by_number).or_else(by_trunk) {
        Some(line) => Route::Line(&line.config.line),
        None => Route::Nobody,
    }
}

/// The one line that fits. Two that do are of two tenants: neither may get the other's call.
fn only<'a>(known: &[&'a Line], fits: impl Fn(&Line) -> bool) -> Option<&'a Line> {
    let mut fitting = known.iter().copied().filter(|line| fits(line));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// A number without what carriers write before it or leave out: `+`, and leading zeros.
fn plain(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    digits.trim_start_matches('0').to_owned()
}
