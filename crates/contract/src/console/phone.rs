//! A tenant's phone system, its agents' lines there, and a test of them.

use serde::{Deserialize, Serialize};

/// What carries a tenant's calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneKind {
    /// The simulated phone system: nobody is called.
    #[default]
    Simulated,
    /// A phone system where each agent has a line of their own.
    Lines,
    /// A trunk: one account, or our address, with many numbers.
    Trunk,
}

/// How SIP messages travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneTransport {
    /// UDP.
    #[default]
    Udp,
    /// TCP.
    Tcp,
    /// TLS over TCP.
    Tls,
}

/// How a call's audio is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PhoneCodec {
    /// G.711 µ-law.
    Pcmu,
    /// G.711 A-law.
    Pcma,
}

/// How the phone system knows us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PhoneAccess {
    /// By registration with a password.
    Registration {
        /// For how many seconds to ask, 60 to 86,400.
        expires_s: u32,
    },
    /// By our address, which is entered there. Nothing is registered.
    Address,
}

impl Default for PhoneAccess {
    fn default() -> Self {
        Self::Registration { expires_s: 300 }
    }
}

/// Where the caller's number stands in a call that goes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallerIn {
    /// As the user of `From`.
    #[default]
    From,
    /// In `P-Asserted-Identity`; `From` names the line.
    Asserted,
    /// In both.
    Both,
}
