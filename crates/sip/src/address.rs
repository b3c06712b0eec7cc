//! Addresses in headers, read without trust and written without surprises.
//!
//! Read by hand: rsipstack 0.7.14 cuts an address at its first `;`, also inside the user part.

/// A user at a host, with a name to show: what stands in From, To and P-Asserted-Identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The name to show, without quotes.
    pub name: Option<String>,
    /// The user part: mostly a number. Empty when there is none.
    pub user: String,
    /// The host, without its port.
    pub host: String,
}

/// The longest part that is kept, in characters.
const MOST: usize = 128;

/// Reads an address header; whatever cannot be read is empty. Of several, the first.
pub fn read(value: &str) -> Address {
    let (name, uri) = match quoted_end(value).or_else(|| value.find('<')) {
        Some(at) => {
            let after = value[at..].trim_start_matches(|c| c != '<').trim_start_matches('<');
            (name(&value[..at]), after.split('>').next().unwrap_or_default())
        }
        None => (None, value.split([',', ' ']).next().unwrap_or_default()),
    };
    let uri = uri.trim();
    let lower = uri.get(..5).unwrap_or(uri).to_ascii_lowercase();
    let rest = match lower {
        lower if lower.starts_with("sips:") => &uri[5..],
        lower if lower.starts_with("sip:") => &uri[4..],
        lower if lower.starts_with("tel:") => {
            let number = uri[4..].split(';').next().unwrap_or_default();
            return Address { name, user: clean(number), host: String::new() };
        }
        _ => return Address { name, ..Address::default() },
    };
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    // A password and the parameters of a number (`;phone-context=…`) are nobody's business here.
    let user = user.split([':', ';']).next().unwrap_or_default();
    let host = host.split([';', '?']).next().unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, _)) => v6,
        None => host.split(':').next().unwrap_or_default(),
    };
    Address { name, user: clean(&decode(user)), host: clean(host) }
}

/// Where the quoted name ends; `None` when the value does not begin with one.
fn quoted_end(value: &str) -> Option<usize> {
    let start = value.len() - value.trim_start().len();
    if !value[start..].starts_with('"') {
        return None;
    }
    let mut escaped = false;
    for (at, c) in value[start + 1..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(start + 1 + at + 1),
            _ => {}
        }
    }
    None
}

fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = match inner {
        Some(quoted) => {
            let mut plain = String::new();
            let mut escaped = false;
            for c in quoted.chars() {
                if c == '\\' && !escaped {
                    escaped = true;
                } else {
                    escaped = false;
                    plain.push(c);
                }
            }
            plain
        }
        None => text.to_owned(),
    };
    let text = clean(&text);
    (!text.is_empty()).then_some(text)
}

fn clean(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    plain.trim().to_owned()
}

/// Reads `%2B` and its like.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(value) => {
                plain.push(value);
                at += 3;
            }
            None => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// What may be called: a number or a user name, 1 to 64 characters that stand for themselves in an
/// address. Spaces, hyphens, dots and brackets of a written number are left out.
pub fn callable(to: &str) -> Option<String> {
    let written = |c: &char| !matches!(c, ' ' | '\u{a0}' | '(' | ')' | '/');
    let plain: String = to.trim().chars().filter(written).collect();
    let number =
        plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#' | '-' | '.'));
    let plain: String = match number {
        true => plain.chars().filter(|c| !matches!(c, '-' | '.')).collect(),
        false => plain,
    };
    let fits =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '*' | '#' | '-' | '_' | '.');
    ((1..=64).contains(&plain.len()) && plain.chars().all(fits)).then_some(plain)
}

/// A name to show that cannot break out of its quotes; `None` when nothing is left.
pub fn showable(name: &str) -> Option<String> {
    let plain: String =
        name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    let plain: String = plain.trim().chars().take(64).collect();
    (!plain.is_empty()).then_some(plain)
}

/// A host name or IP address, with or without a port: what a configuration may name.
pub fn host(text: &str) -> Option<(String, Option<u16>)> {
    if let Ok(v6) = text.parse::<std::net::Ipv6Addr>() {
        return Some((v6.to_string(), None));
    }
    if let Some((v6, port)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let v6: std::net::Ipv6Addr = v6.parse().ok()?;
        let port = match port.strip_prefix(':') {
            Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
            None if port.is_empty() => None,
            None => return None,
        };
        return Some((v6.to_string(), port));
    }
    let (name, port) = match text.split_once(':') {
        Some((name, port)) => (name, Some(port.parse().ok().filter(|port| *port > 0)?)),
        None => (text, None),
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let fits = name.len() <= 253 && name.trim_end_matches('.').split('.').all(label);
    fits.then(|| (name.to_ascii_lowercase(), port))
}
