//! Who may speak: HubSpot's own hosts, and the origins that the configuration adds.

use thiserror::Error;

/// The allow-list of host origins.
///
/// HubSpot's own (`https://app.hubspot.com` and `https://app-<region>.hubspot.com`) are always on
/// it. Others are added one by one and compared as a whole: scheme, host and port.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    added: Vec<String>,
}

/// Why a text is no origin that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Another scheme, or none.
    #[error("the origin has no scheme that a page can have: write https://host or http://host")]
    Scheme,
    /// No host, or letters that a host cannot have.
    #[error(
        "the origin's host is not a plain host name: wildcards, user names and spaces are not allowed; write international names in their xn-- form"
    )]
    Host,
    /// Something that is no port.
    #[error("the origin's port is not a number from 1 to 65535")]
    Port,
    /// More than an origin.
    #[error(
        "the origin has a path, a query or a fragment: write scheme://host[:port] and nothing after it, not even a slash"
    )]
    Path,
}

impl Origins {
    /// HubSpot's own hosts and nobody else.
    pub fn hubspot() -> Origins {
        Origins::default()
    }

    /// Adds one origin, normalised as a browser writes it: lower case, no default port.
    ///
    /// # Errors
    /// [`OriginError`] where the text is not exactly one origin; nothing is added then.
    pub fn add(&mut self, origin: &str) -> Result<(), OriginError> {
        let origin = normalised(origin)?;
        if !self.added.contains(&origin) {
            self.added.push(origin);
        }
        Ok(())
    }

    /// Whether a window of this origin may speak. `origin` is what the browser says of the event.
    pub fn allows(&self, origin: &str) -> bool {
        is_hubspot(origin) || self.added.iter().any(|allowed| allowed == origin)
    }

    /// The origins that were added, normalised, in order.
    pub fn added(&self) -> &[String] {
        &self.added
    }
}

/// `https://app.hubspot.com` or `https://app-<letters and digits>.hubspot.com`, to the letter.
fn is_hubspot(origin: &str) -> bool {
    let Some(rest) = origin.strip_prefix("https://app") else { return false };
    let Some(region) = rest.strip_suffix(".hubspot.com") else { return false };
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    match region.strip_prefix('-') {
        None => region.is_empty(),
        Some(region) => !region.is_empty() && region.bytes().all(plain),
    }
}

fn normalised(origin: &str) -> Result<String, OriginError> {
    let lower = origin.to_ascii_lowercase();
    let (scheme, rest, default_port) = if let Some(rest) = lower.strip_prefix("https://") {
        ("https://", rest, "443")
    } else if let Some(rest) = lower.strip_prefix("http://") {
        ("http://", rest, "80")
    } else {
        return Err(OriginError::Scheme);
    };
    if has(rest, b"/?#\\") {
        return Err(OriginError::Path);
    }
    if has(rest, b"@") {
        return Err(OriginError::Host);
    }
    // The colons of an IPv6 address are inside brackets.
    let port_at = rest
        .bytes()
        .rposition(|b| b == b':')
        .filter(|at| !rest.bytes().skip(*at).any(|b| b == b']'));
    let (host, port) = match port_at.and_then(|at| rest.split_at_checked(at)) {
        Some((host, port)) => (host, Some(port.strip_prefix(':').unwrap_or_default())),
        None => (rest, None),
    };
    if !is_host(host) {
        return Err(OriginError::Host);
    }
    let mut text = [scheme, host].concat();
    if let Some(port) = port {
        let digits = port.bytes().all(|b| b.is_ascii_digit());
        let plain = digits && !port.starts_with("0") && port.parse::<u16>().is_ok();
        if !plain {
            return Err(OriginError::Port);
        }
        if port != default_port {
            text.push(':');
            text.push_str(port);
        }
    }
    Ok(text)
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return has(address, b":")
            && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
    }
    let mut before = b'.';
    for b in host.bytes() {
        let plain = b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        // A dot stands between two labels: not first, not last, not beside another.
        if !plain && (b != b'.' || before == b'.') {
            return false;
        }
        before = b;
    }
    before != b'.'
}

/// Whether a text has one of some ASCII characters. Bytes, because searching for characters brings
/// kilobytes of code along.
fn has(text: &str, any_of: &[u8]) -> bool {
    text.bytes().any(|b| any_of.contains(&b))
}
