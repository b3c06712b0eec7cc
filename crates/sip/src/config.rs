//! What the service configures: the user agent, and each line. Checked before anything is sent.

use std::net::SocketAddr;

use secrecy::SecretString;

use crate::address;
use crate::gate::Network;

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// UDP: the phone systems' default.
    Udp,
    /// TCP.
    Tcp,
    /// TLS over TCP; the phone system's certificate is checked.
    Tls,
}

impl Transport {
    /// The port when none is configured.
    pub fn port(self) -> u16 {
        if self == Self::Tls { 5061 } else { 5060 }
    }

    /// It keeps a connection open.
    pub fn is_stream(self) -> bool {
        self != Self::Udp
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
        }
    }
}

/// How the phone system knows the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// By registration.
    Registration {
        /// For how many seconds to ask, 60 to 86,400. The phone system may grant less.
        expires_s: u32,
    },
    /// By our address, which is configured there: nothing is registered.
    Address,
}

/// Where the caller's number stands in our INVITE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallerIn {
    /// As the user of From.
    From,
    /// In P-Asserted-Identity; From names the line.
    Asserted,
    /// In both.
    Both,
}

/// A line of a phone system: an extension, or a trunk with many numbers.
///
/// `Debug` does not show the password.
#[derive(Debug, Clone)]
pub struct LineConfig {
    /// The service's name for it.
    pub line: String,
    /// The registrar, or for a line by address its peer: host, with or without a port.
    pub server: String,
    /// The domain of its addresses; the server's host when `None`.
    pub domain: Option<String>,
    /// How messages travel.
    pub transport: Transport,
    /// The user part of its address: the extension or the trunk's account.
    pub user: String,
    /// The name it authenticates with; the user when `None`.
    pub auth_user: Option<String>,
    /// Its password.
    pub password: Option<SecretString>,
    /// How the phone system knows it.
    pub access: Access,
    /// It has many numbers: calls to any of them are offered, not only those to its user.
    pub trunk: bool,
    /// A trunk's numbers, where several trunks share one phone system; empty: all that come.
    pub numbers: Vec<String>,
    /// Networks that calls may come from besides the server's own addresses: `192.0.2.0/24`.
    pub peers: Vec<String>,
    /// The number to show when a call names none.
    pub caller_number: Option<String>,
    /// The name to show.
    pub caller_name: Option<String>,
    /// Where the number stands.
    pub caller_in: CallerIn,
}

/// How the user agent reaches the network.
#[derive(Debug, Clone)]
pub struct UaConfig {
    /// Where UDP is received. An unspecified address (`0.0.0.0`) announces the first interface's.
    pub udp: SocketAddr,
    /// Where TCP is accepted; without it, lines over TCP are called back on their own connection.
    pub tcp: Option<SocketAddr>,
    /// What the phone systems see of us when we are behind a NAT: the address and port that are
    /// forwarded to `udp` (and `tcp`).
    pub public: Option<SocketAddr>,
    /// The certificates that phone systems may be signed by, PEM. Needed for lines over TLS.
    pub tls_roots: Option<Vec<u8>>,
    /// What we call ourselves.
    pub user_agent: String,
    /// Milliseconds between two empty packets that keep a NAT open for UDP; 0: none.
    pub keepalive_ms: u64,
    /// How many calls may run at once; more are told 503.
    pub most_legs: usize,
    /// How many messages of each call and registration are remembered.
    pub traced: usize,
}

impl Default for UaConfig {
    fn default() -> Self {
        Self {
            udp: SocketAddr::from(([0, 0, 0, 0], 5060)),
            tcp: None,
            public: None,
            tls_roots: None,
            user_agent: "Sidetone".to_owned(),
            keepalive_ms: 25_000,
            most_legs: 1_000,
            traced: 40,
        }
    }
}

/// A configuration that cannot work: which key, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {reason}")]
pub struct Misconfigured {
    /// The key, as in the configuration.
    pub key: &'static str,
    /// What is wrong, and what to write.
    pub reason: String,
}

impl Misconfigured {
    pub(crate) fn new(key: &'static str, reason: impl Into<String>) -> Self {
        Self { key, reason: reason.into() }
    }
}

impl UaConfig {
    /// # Errors
    /// The first key that cannot work.
    pub fn check(&self) -> Result<(), Misconfigured> {
        if let Some(public) = self.public
            && (public.ip().is_unspecified() || public.port() == 0)
        {
            let reason = "name the address and port that the firewall forwards to us";
            return Err(Misconfigured::new("public", reason));
        }
        if self.tcp.is_some_and(|tcp| tcp.port() == 0) {
            return Err(Misconfigured::new("tcp", "name a port; it is told to the phone system"));
        }
        if self.tls_roots.as_ref().is_some_and(|pem| !pem.starts_with(b"-----BEGIN")) {
            let reason = "certificates are needed in PEM: `-----BEGIN CERTIFICATE-----` and so on";
            return Err(Misconfigured::new("tls_roots", reason));
        }
        if address::showable(&self.user_agent).is_none() {
            return Err(Misconfigured::new("user_agent", "give it a name"));
        }
        if self.most_legs == 0 {
            return Err(Misconfigured::new("most_legs", "allow at least one call"));
        }
        Ok(())
    }
}

/// A line that was checked, with its defaults filled in.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub config: LineConfig,
    pub host: String,
    pub port: u16,
    pub domain: String,
    /// What tells its calls apart from those of other lines of the same phone system.
    pub mark: String,
}

impl LineConfig {
    /// # Errors
    /// The first key that cannot work.
    pub fn check(&self, ua: &UaConfig) -> Result<(), Misconfigured> {
        self.clone().checked(ua).map(|_| ())
    }

    pub(crate) fn networks(&self) -> Result<Vec<Network>, Misconfigured> {
        let read = |peer: &String| {
            Network::read(peer).ok_or_else(|| {
                let reason = format!("{peer:?} is no network; write 192.0.2.1 or 192.0.2.0/24");
                Misconfigured::new("peers", reason)
            })
        };
        self.peers.iter().map(read).collect()
    }

    pub(crate) fn checked(self, ua: &UaConfig) -> Result<Line, Misconfigured> {
        let wrong = |key, reason: &str| Err(Misconfigured::new(key, reason));
        if self.line.is_empty() || self.line.len() > 128 {
            return wrong("line", "name the line with 1 to 128 characters");
        }
        let Some((host, port)) = address::host(&self.server) else {
            return wrong(
                "server",
                "write a host name or an IP address, with :port if it needs one",
            );
        };
        let domain = match &self.domain {
            None => host.clone(),
            Some(domain) => match address::host(domain) {
                Some((domain, None)) => domain,
                _ => return wrong("domain", "write a host name or an IP address, without a port"),
            },
        };
        if address::callable(&self.user).as_deref() != Some(self.user.as_str()) {
            return wrong("user", "write 1 to 64 letters, digits and + * # - _ . without spaces");
        }
        let plain = |text: &str| {
            (1..=128).contains(&text.len())
                && !text.contains(['"', '\\'])
                && !text.contains(char::is_control)
        };
        if self.auth_user.as_ref().is_some_and(|user| !plain(user)) {
            return wrong("auth_user", "write 1 to 128 characters without quotes, or leave it out");
        }
        match (&self.access, &self.password) {
            (Access::Registration { .. }, None) => {
                return wrong("password", "a line that registers needs a password");
            }
            (Access::Registration { expires_s }, _) if !(60..=86_400).contains(expires_s) => {
                return wrong("expires_s", "write 60 to 86400 seconds");
            }
            _ => {}
        }
        if let Some(number) = &self.caller_number
            && address::callable(number).is_none()
        {
            return wrong("caller_number", "write a number of 1 to 64 digits, or leave it out");
        }
        if self.numbers.iter().any(|number| address::callable(number).is_none()) {
            return wrong("numbers", "write numbers of 1 to 64 digits");
        }
        self.networks()?;
        if self.transport == Transport::Tls && ua.tls_roots.is_none() {
            let reason = "a line over TLS needs tls_roots: whose certificates are to be trusted";
            return wrong("transport", reason);
        }
        if self.transport != Transport::Udp && self.access == Access::Address && ua.tcp.is_none() {
            let reason =
                "a line by address over TCP or TLS is called on our port: set tcp, or use UDP";
            return wrong("transport", reason);
        }
        let port = port.unwrap_or(self.transport.port());
        let mark = mark(&self.line);
        Ok(Line { config: self, host, port, domain, mark })
    }
}

impl Line {
    pub(crate) fn auth_user(&self) -> &str {
        self.config.auth_user.as_deref().unwrap_or(&self.config.user)
    }
}

/// The line's name as a parameter of its contact: stable, and short.
fn mark(line: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in line.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
