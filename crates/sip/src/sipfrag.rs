//! How a transfer goes on: the NOTIFY after our REFER (RFC 3515).
//!
//! Read by hand: rsipstack 0.7.14 looks for `Event` among the headers that it does not know, where
//! it never is.

/// What a NOTIFY says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The number of the answer that the transferred side got; `None` when the body has none.
    pub status: Option<u16>,
    /// No further NOTIFY comes.
    pub last: bool,
}

/// Reads a NOTIFY; `None` when it is about something else than a REFER.
pub fn read(event: &str, subscription_state: &str, body: &[u8]) -> Option<Progress> {
    let event = event.split(';').next()?.trim();
    if !event.eq_ignore_ascii_case("refer") {
        return None;
    }
    let state = subscription_state.split(';').next().unwrap_or_default().trim();
    let last = state.eq_ignore_ascii_case("terminated");
    let body = String::from_utf8_lossy(body.get(..body.len().min(4096)).unwrap_or_default());
    // Some write an empty line before the status line.
    let line = body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    let version = words.next().unwrap_or_default();
    let status = if version.get(..4).is_some_and(|sip| sip.eq_ignore_ascii_case("SIP/")) {
        words.next().and_then(|status| status.parse().ok())
    } else {
        None
    };
    Some(Progress { status: status.filter(|status| (100..700).contains(status)), last })
}
