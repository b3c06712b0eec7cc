//! A tenant's phone system, its agents' lines there, and a test of them.

use serde::{Deserialize, Serialize};

use super::Secret;
use crate::Ms;

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
    /// Opus.
    Opus,
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

/// A phone system as the form has it. An empty text is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PhoneSystem {
    /// What carries the calls. Of the simulated phone system nothing else is looked at.
    pub kind: PhoneKind,
    /// The registrar, or the trunk's far end: host, with or without a port.
    pub server: String,
    /// How messages travel.
    pub transport: PhoneTransport,
    /// The domain of its addresses; the server's host when empty.
    pub domain: String,
    /// What is offered, the best first.
    pub codecs: Vec<PhoneCodec>,
    /// The trunk's account.
    pub user: String,
    /// The name that the trunk authenticates with; the user when empty.
    pub auth_user: String,
    /// How the phone system knows us. Lines of agents are registered.
    pub access: PhoneAccess,
    /// Networks that calls may come from besides the server's own addresses.
    pub peers: Vec<String>,
    /// Where the caller's number stands.
    pub caller_in: CallerIn,
    /// The number to show, where the agent has none of their own.
    pub caller_number: String,
}

impl Default for PhoneSystem {
    fn default() -> Self {
        Self {
            kind: PhoneKind::default(),
            server: String::new(),
            transport: PhoneTransport::default(),
            domain: String::new(),
            codecs: vec![PhoneCodec::Pcmu, PhoneCodec::Pcma],
            user: String::new(),
            auth_user: String::new(),
            access: PhoneAccess::default(),
            peers: Vec::new(),
            caller_in: CallerIn::default(),
            caller_number: String::new(),
        }
    }
}

/// The answer of `GET /api/console/tenants/{tenant}/phone`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneSettings {
    /// What is stored.
    pub system: PhoneSystem,
    /// The trunk's password.
    pub password: Secret,
    /// The agents, by name.
    pub agents: Vec<PhoneAgent>,
    /// The ring groups' numbers.
    pub groups: Vec<PhoneGroup>,
    /// Where the phone system reaches us.
    #[serde(default)]
    pub ours: PhoneReach,
}

/// Where phone systems reach this service: what their firewall has to let through, and what is entered
/// there where they know us by our address. An empty text is not known, or not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PhoneReach {
    /// SIP over UDP: address and port.
    pub udp: String,
    /// SIP over TCP: address and port.
    pub tcp: String,
    /// The address of the sound.
    pub sound: String,
    /// The UDP ports of the sound: the first and the last.
    pub ports: (u16, u16),
}

/// The body of `PUT /api/console/tenants/{tenant}/phone`. The answer is a [`PhoneSettings`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavePhone {
    /// What is to be stored.
    pub system: PhoneSystem,
    /// The trunk's password; left out, the stored one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Without a new one: the stored one is forgotten.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forget_password: bool,
}

/// An agent's line as the form has it. An empty text is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PhoneLine {
    /// The extension.
    pub user: String,
    /// The name it authenticates with; the extension when empty.
    pub auth_user: String,
    /// The number to show; the tenant's when empty.
    pub caller_number: String,
}

/// An agent, and their line at the phone system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneAgent {
    /// The agent's id.
    pub agent: String,
    /// Name for people.
    pub name: String,
    /// The number that rings them, E.164.
    pub number: String,
    /// What is stored of the line.
    pub line: PhoneLine,
    /// Its password.
    pub password: Secret,
}

/// The body of `PUT /api/console/tenants/{tenant}/phone/lines/{agent}`. The answer is a
/// [`PhoneAgent`]. `DELETE` forgets the line with its password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavePhoneLine {
    /// What is to be stored.
    pub line: PhoneLine,
    /// Its password; left out, the stored one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// A ring group's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneGroup {
    /// The number, E.164.
    pub number: String,
    /// The group's name.
    pub name: String,
    /// How many agents it rings.
    pub agents: usize,
}

/// One of `GET /api/console/tenants/{tenant}/phone/states`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneState {
    /// Whose line it is; `None` is the trunk.
    pub agent: Option<String>,
    /// How it stands.
    pub standing: PhoneStanding,
}

/// How a line stands at the phone system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneStanding {
    /// Nothing is registered: the phone system knows us by our address.
    Known,
    /// The phone system was not asked yet, or has not answered.
    Asking,
    /// It is registered.
    Registered {
        /// Since when.
        since: Ms,
    },
    /// It is not, and it is tried again by itself.
    Failing {
        /// Since when.
        since: Ms,
        /// What happened and what to do.
        why: String,
    },
}

/// The body of `POST /api/console/tenants/{tenant}/phone/test`: registers anew and calls a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestPhone {
    /// Whose line; `None` is the trunk.
    #[serde(default)]
    pub agent: Option<String>,
    /// The number to call.
    pub to: String,
}

/// The answer to a [`TestPhone`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneTested {
    /// What was tried, in order.
    pub steps: Vec<PhoneStep>,
    /// What was said, without secrets, in order.
    pub exchange: Vec<PhoneMessage>,
}

/// A step of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneStep {
    /// What was tried: `Registration`, `Ringing`.
    pub what: String,
    /// `None`: it was not tried, because a step before it failed.
    pub worked: Option<bool>,
    /// What happened, and what to do where it failed.
    pub says: String,
}

/// A SIP message, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneMessage {
    /// Milliseconds since the test began.
    pub at: Ms,
    /// We sent it; otherwise we received it.
    pub sent: bool,
    /// Whom to, or whom from; empty when it is not known.
    pub peer: String,
    /// The message.
    pub text: String,
}
