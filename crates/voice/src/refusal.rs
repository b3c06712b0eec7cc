//! How an inbound call is refused, in the words of SIP: by the code, the phone system that routes it
//! knows whether to try somebody else, its mailbox, or nothing.

/// Why nobody took the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The agent is away, or has no page open.
    Unavailable,
    /// The agent has no free place for a call.
    Busy,
    /// It rang until the end of its time.
    NoAnswer,
    /// The agent does not want it.
    Declined,
}

impl Refusal {
    /// The response's code and phrase (RFC 3261, 21.4 and 21.6).
    pub fn sip(self) -> (u16, &'static str) {
        match self {
            // *Temporarily Unavailable* is for a callee who was reached but is "not logged in", or
            // "in a state that precludes communication". For ISDN's *no answer from the user*,
            // RFC 3398 names it too.
            Self::Unavailable | Self::NoAnswer => (480, "Temporarily Unavailable"),
            Self::Busy => (486, "Busy Here"),
            // The user "explicitly does not wish to" take it: no other of their phones is tried.
            Self::Declined => (603, "Decline"),
        }
    }
}
