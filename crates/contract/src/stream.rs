//! The event stream: a WebSocket at `GET /api/stream`, text frames of JSON.
//!
//! The client's first message is [`ClientMessage::Hello`] with the token. The server answers with
//! [`ServerMessage::Welcome`], then either the events that were missed or a snapshot, then events
//! as they happen. It pings every 5 s; the page answers from the message handler. Two unanswered
//! pings, and another surface speaks; three, or a closed socket, and the surface is gone.

use serde::{Deserialize, Serialize};

use crate::{
    Agent, CallId, CallView, LastCall, Later, Line, Ms, Outcomes, Reason, SoundQuality, Status,
};

/// What a surface says on the stream.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ClientMessage {
    /// The first message.
    Hello {
        /// The session's token.
        token: String,
        /// The surface's id: made once by the page, the same on every reconnection of it.
        surface: String,
        /// Where it is.
        here: Here,
        /// The last event it saw, when it comes back.
        #[serde(default)]
        resume: Option<Resume>,
    },
    /// Something about where it is has changed.
    Here(Here),
    /// The answer to a ping.
    Pong(u32),
}

/// Where a surface is and whether HubSpot hears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Here {
    /// HubSpot's `iframeLocation`; unknown before the handshake, taken as a widget.
    #[serde(default)]
    pub location: Option<Location>,
    /// Whether the handshake with HubSpot's page is done.
    pub hosted: bool,
    /// HubSpot's `usesCallingWindow`.
    #[serde(default)]
    pub uses_calling_window: bool,
    /// Whether the page is visible.
    pub visible: bool,
}

/// HubSpot's `iframeLocation`, and the one place that is not HubSpot's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// The call widget of a record page.
    Widget,
    /// The navigation bar, one in each tab.
    Remote,
    /// The detached calling window.
    Window,
    /// A page of our own, opened by itself: nobody frames it.
    Own,
}

/// Where a client stopped listening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resume {
    /// The stream's name from [`ServerMessage::Welcome`].
    pub stream: String,
    /// The number of the last event seen.
    pub seq: u64,
}

/// What the backend says on the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ServerMessage {
    /// The greeting. A stream's name changes when its numbers start anew.
    Welcome {
        /// The name of the stream.
        stream: String,
        /// The backend's time.
        now: Ms,
    },
    /// All there is; replaces what the client knew.
    Snapshot(Box<Snapshot>),
    /// One change. Numbers rise by one without gaps.
    Event {
        /// Its number.
        seq: u64,
        /// The backend's time.
        now: Ms,
        /// What changed.
        event: Event,
    },
    /// How a call sounds now. Said in passing: it has no number and is not said again.
    Sound(SoundQuality),
    /// Answer with [`ClientMessage::Pong`] and the same number.
    Ping(u32),
    /// The stream ends here: `signed-out` (get a new session), `replaced` (the same surface
    /// connected again), `going-away` (the backend stops; come back).
    Bye {
        /// Which.
        code: String,
    },
}

/// One change of what a surface shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A call is new or has changed.
    Call(Box<CallView>),
    /// A call is closed and HubSpot heard all of it: forget it.
    Gone(CallId),
    /// Another surface speaks, or nobody.
    Owner(Option<Owner>),
    /// The agent's status changed.
    Status(Status),
    /// There are other reasons to choose from.
    Reasons(Vec<Reason>),
    /// HubSpot is further with the agent's last finished call.
    Saved(LastCall),
    /// There is something else to choose from.
    Outcomes(Outcomes),
    /// So many missed calls the agent has not looked at.
    Missed(u32),
    /// These numbers are to be called later, the newest last.
    Later(Vec<Later>),
    /// The service is about to stop: calls go on until they end, and none begins.
    Closing,
}

/// The surface that carries the audio, and the one that HubSpot hears.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// Its id.
    pub surface: String,
    /// The number of its appointment; rises with every change of the surface or the ear, also across
    /// restarts.
    pub epoch: u64,
    /// Where the surface is; unknown before its handshake with HubSpot's page.
    #[serde(default)]
    pub location: Option<Location>,
    /// The surface that HubSpot hears: the owner where it can be heard, else another one. What only
    /// it may say, it says under the same epoch. Nobody, while no page of HubSpot's is open.
    #[serde(default)]
    pub ear: Option<String>,
}

/// All that a surface needs to show: `GET /api/snapshot`, and on the stream past the horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The name of the stream that goes on from here.
    pub stream: String,
    /// The number of the last event contained.
    pub seq: u64,
    /// The backend's time.
    pub now: Ms,
    /// Who is signed in.
    pub agent: Agent,
    /// Their status.
    pub status: Status,
    /// The reasons to be unavailable that they can choose from.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// Their line.
    pub line: Line,
    /// Who speaks.
    pub owner: Option<Owner>,
    /// The calls at hand, oldest first.
    pub calls: Vec<CallView>,
    /// The outcomes to choose from.
    pub outcomes: Outcomes,
    /// The last finished call, if it ended within the last ten minutes.
    #[serde(default)]
    pub last: Option<LastCall>,
    /// How many missed calls the agent has not looked at.
    #[serde(default)]
    pub missed: u32,
    /// The numbers to be called later, the newest last.
    #[serde(default)]
    pub later: Vec<Later>,
    /// Whether the service is about to stop, as [`Event::Closing`] says it.
    #[serde(default)]
    pub closing: bool,
}
