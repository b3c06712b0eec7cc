//! How a simulated far end behaves when it is called: told by the end of its number.

/// What the far end does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Rings, then answers by itself (or when told).
    Answers,
    /// `…01`: is busy.
    Busy,
    /// `…02`: rings and never answers.
    NeverAnswers,
    /// `…03`: rings and declines.
    Rejects,
    /// `…04`: cannot be reached.
    Fails,
}

impl Behaviour {
    /// Reads the last two digits of a number.
    pub fn of(number: &str) -> Self {
        let mut digits = number.bytes().rev().filter(u8::is_ascii_digit);
        let last = digits.next();
        match (digits.next(), last) {
            (Some(b'0'), Some(b'1')) => Self::Busy,
            (Some(b'0'), Some(b'2')) => Self::NeverAnswers,
            (Some(b'0'), Some(b'3')) => Self::Rejects,
            (Some(b'0'), Some(b'4')) => Self::Fails,
            _ => Self::Answers,
        }
    }
}
