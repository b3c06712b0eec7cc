//! Which of the two sites a request means, by the name it was sent to.

use axum::http::{HeaderMap, Uri, header};

/// HubSpot's stand-in.
pub const HUBSPOT: &str = "hubspot.localhost";
/// The same stand-in once more, as another computer's browser has it: another site, so that a browser
/// keeps its storage and cookies apart. A second agent works there.
pub const SECOND: &str = "hubspot-two.localhost";
/// Our own site: the backend behind this preview.
pub const OURS: &str = "sidetone.localhost";

/// The site a request means. It is read from every request, never remembered for a connection:
/// browsers may send both names over one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// HubSpot's stand-in, by either name.
    HubSpot,
    /// Our own site.
    Ours,
    /// The machine itself: for scripts, tests and the backend.
    Loopback,
    /// Any other name, such as `hostile.localhost`: only `/preview/*` answers there.
    Other,
}

impl Site {
    /// Reads the site from the `Host` header, or from the address where a client sends it whole.
    /// The port does not matter, so that a forwarded port works too.
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
        let host = uri.authority().map(|authority| authority.as_str()).or(host).unwrap_or("");
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        match name.as_str() {
            HUBSPOT | SECOND => Self::HubSpot,
            OURS => Self::Ours,
            "127.0.0.1" | "localhost" | "[::1]" => Self::Loopback,
            _ => Self::Other,
        }
    }
}
