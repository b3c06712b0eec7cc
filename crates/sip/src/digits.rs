//! Digits in INFO: `application/dtmf-relay`, as phone systems that know no RFC 4733 want them.

/// A pressed key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digit {
    /// `0` to `9`, `*`, `#`, `A` to `D`.
    pub key: char,
    /// How long, in milliseconds.
    pub ms: u16,
}

impl Digit {
    /// A key that exists, pressed for 40 to 5,000 ms (more and less is cut).
    pub fn new(key: char, ms: u16) -> Option<Self> {
        let key = key.to_ascii_uppercase();
        let known = matches!(key, '0'..='9' | '*' | '#' | 'A'..='D');
        known.then_some(Self { key, ms: ms.clamp(40, 5_000) })
    }

    /// The body of an INFO.
    pub fn relay(self) -> String {
        format!("Signal={}\r\nDuration={}\r\n", self.key, self.ms)
    }
}

/// Reads an INFO's body; `None` when it holds no digit that we know.
pub fn read(content_type: &str, body: &[u8]) -> Option<Digit> {
    let kind = content_type.split(';').next()?.trim();
    if body.len() > 256 {
        return None;
    }
    let body = std::str::from_utf8(body).ok()?;
    if kind.eq_ignore_ascii_case("application/dtmf") {
        let mut keys = body.trim().chars();
        let key = keys.next()?;
        return if keys.next().is_none() { Digit::new(key, 160) } else { None };
    }
    if !kind.eq_ignore_ascii_case("application/dtmf-relay") {
        return None;
    }
    let (mut key, mut ms) = (None, 160);
    for line in body.lines() {
        let Some((name, value)) = line.split_once('=') else { continue };
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("signal") {
            // Some write the number of the event instead of the key.
            key = match value {
                "10" => Some('*'),
                "11" => Some('#'),
                _ if value.chars().count() == 1 => value.chars().next(),
                _ => None,
            };
        } else if name.eq_ignore_ascii_case("duration") {
            ms = value.parse().unwrap_or(160);
        }
    }
    Digit::new(key?, ms)
}
