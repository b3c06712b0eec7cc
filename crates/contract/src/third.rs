//! Somebody beside a call: whom it is given to, or who is asked or added first; and whom to choose from.

use serde::{Deserialize, Serialize};

/// Who is beside a call that is on the line, and how far that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Third {
    /// Their name, or the number written for people.
    pub name: String,
    /// How far.
    pub stage: ThirdStage,
    /// Whether all three can speak with each other: the sound can be mixed.
    #[serde(default)]
    pub mixes: bool,
}

/// How far it is with a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ThirdStage {
    /// The far end is being given to them, and waits.
    Transferring,
    /// They are being called; the far end waits.
    Dialling,
    /// The same, and their phone is known to ring.
    Ringing,
    /// The agent speaks with them; the far end waits.
    WithThird,
    /// The agent speaks with the far end; they wait.
    WithFar,
    /// All three speak with each other.
    Joined,
}

/// What the agent does with a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ThirdWish {
    /// Speak with the other one of the two.
    Swap,
    /// Speak with both.
    Merge,
    /// Leave the two to each other: the call is transferred.
    Complete,
    /// Hang the third up, or stop the transfer.
    Drop,
}

/// Whom a call can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// An agent of the same tenant, by their id.
    Agent(String),
    /// A number, as typed.
    Number(String),
}

/// The answer of `GET /api/targets?find=<text>`: the other agents of the tenant whose name has that text
/// in it, who can be reached first; at most 20.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Targets {
    /// The agents.
    pub agents: Vec<Colleague>,
    /// Whether there are others; a longer text finds them.
    pub more: bool,
}

/// Another agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Whether they can be reached now.
    pub reach: Reach,
}

/// How well an agent can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// There, and in no call.
    Free,
    /// There, and in a call.
    Busy,
    /// Not there, or takes no calls.
    Away,
}

/// Keys that are pressed in a call: `0` to `9`, `*` and `#`, at most 32. They may be a PIN: nothing that
/// is written for people shows them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keys(pub String);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}
