//! What happens to a surface: everything that the shell tells the desk.

use contract::{
    CallId, Choice, Draft, History, Later, NumberReading, Problem, RecordRef, ServerMessage,
    Target, Targets, ThirdWish,
};
use hubspot_calling::{HostInfo, HostMessage, Origins};

use crate::beside::ContactField;
use crate::sound::{Device, SoundNews};

/// One thing that happened. The shell makes these from the browser's events, without judging them.
#[derive(Debug, Clone)]
pub enum Input {
    /// The handshake with HubSpot's page is done; again when that page's instance changes.
    HostReady {
        /// What SYNC said.
        info: HostInfo,
        /// The instance that said it.
        instance: String,
    },
    /// HubSpot's page said something.
    HostMessage {
        /// What.
        message: HostMessage,
        /// A new id (UUIDv7), used if the message leads to a call.
        fresh: CallId,
    },
    /// The page is not in a frame: it is a softphone of its own.
    OwnPage {
        /// The origins at which HubSpot's pages are.
        hubspot: Origins,
    },
    /// A session is there, new or renewed.
    SignedIn,
    /// There is no session (`401`), or the person signed out.
    SignedOut,
    /// The digits finished nothing: why, or no answer.
    NotFinished(Option<Problem>),
    /// The backend has signed the person out, as they asked.
    Left,
    /// Signing out or choosing a tenant was refused: why, or no answer.
    NotMoved(Option<Problem>),
    /// The WebSocket is open.
    StreamOpened,
    /// The backend said something.
    StreamMessage(ServerMessage),
    /// Another frame in this browser hands on what it heard on its stream. Whether it is of use can be
    /// asked before it is read: [`Desk::misses`](crate::Desk::misses).
    Handed {
        /// The name of its stream.
        stream: String,
        /// What it heard.
        message: ServerMessage,
    },
    /// The WebSocket is closed or could not be opened. Not said of a socket that the desk itself
    /// gave up by [`Output::Disconnect`](crate::Output::Disconnect); if it is, it is ignored.
    StreamLost {
        /// A random number from 0 to 1, so that many pages do not come back in one moment.
        jitter: f64,
    },
    /// A command was answered, or will not be.
    CommandDone {
        /// The command's key.
        key: String,
        /// `Err(Some)`: refused. `Err(None)`: no answer; it may or may not have been done.
        result: Result<(), Option<Problem>>,
    },
    /// A number was read, or could not be.
    NumberRead(Result<NumberReading, Option<Problem>>),
    /// The browser did not open the calling window.
    NoWindow,
    /// The browser did not open what [`Output::Open`](crate::Output::Open) named.
    NotOpened {
        /// Of which call.
        call: CallId,
    },
    /// The answer to [`Output::History`](crate::Output::History).
    History {
        /// The question's number.
        number: u32,
        /// The calls, or why not, or no answer.
        result: Result<History, Option<Problem>>,
    },
    /// The answer to [`Output::Targets`](crate::Output::Targets).
    Targets {
        /// The question's number.
        number: u32,
        /// The agents, or why not, or no answer.
        result: Result<Targets, Option<Problem>>,
    },
    /// What [`Output::KeepPending`](crate::Output::KeepPending) kept from before a reload. Said once.
    KeptPending(Vec<Later>),
    /// What the page's storage kept from before a reload. Said once, at any time.
    Kept(Vec<(CallId, Draft)>),
    /// The storage says that the hint about the calling window was put away.
    HintDropped,
    /// The browser said something about sound.
    Sound(SoundNews),
    /// The service has the report, or not: why, or no answer.
    Reported(Result<(), Option<Problem>>),
    /// The person did something.
    Do {
        /// What.
        intent: Intent,
        /// A new id (UUIDv7), used if a call comes of it.
        fresh: CallId,
    },
    /// The page became visible or hidden.
    Visible(bool),
    /// The page goes away, perhaps for good.
    PageHide,
    /// The page is shown, at first or out of the browser's back/forward cache.
    PageShow,
    /// Nothing, but [`Desk::deadline`](crate::Desk::deadline) has come.
    Tick,
}

/// What a person can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// The pad's whole text is now this (typed or pasted).
    Typed(String),
    /// A key of the pad.
    Digit(char),
    /// Delete the last character.
    Backspace,
    /// Empty the pad.
    Clear,
    /// Call what is typed.
    Dial,
    /// Call the number that was kept while the agent was busy.
    DialPending,
    /// Forget that number.
    DropPending,
    /// Take a ringing call.
    Answer(CallId),
    /// Refuse a ringing call.
    Decline(CallId),
    /// End a call.
    HangUp(CallId),
    /// True: be heard no more.
    Mute(CallId, bool),
    /// True: let the far end wait.
    Hold(CallId, bool),
    /// Open the keys of a call, or close them.
    Keys(CallId),
    /// Press a key in a call.
    Press(CallId, char),
    /// Open the list of those to whom a call can be given, or close it.
    Transfer(CallId),
    /// What is typed to find somebody, or a number.
    FindTarget(String),
    /// Give a call to somebody; true: speak with them first.
    Give(CallId, Target, bool),
    /// Do something with the third of a call.
    Third(CallId, ThirdWish),
    /// Choose an outcome by its id, or none.
    Outcome(CallId, Option<String>),
    /// The notes are now this.
    Notes(CallId, String),
    /// Finish the wrap-up.
    Save(CallId),
    /// What is typed to find an outcome.
    FindOutcome(String),
    /// Open a group of outcomes, by its id, or close it.
    Group(String),
    /// Say who the other party is: one of the candidates.
    Choose(CallId, RecordRef),
    /// Show the candidates, or put them away.
    Others(CallId),
    /// Open the form for a new contact, or close it.
    Contact(CallId),
    /// A field of that form is now this.
    ContactTyped(CallId, ContactField, String),
    /// Make the contact.
    Create(CallId),
    /// Open a record of a call in HubSpot; where a link leads there, the person has followed it.
    Open(CallId, RecordRef),
    /// Open the list of statuses, or close it.
    Statuses,
    /// Choose a status.
    Status(Choice),
    /// More time for a wrap-up.
    MoreTime(CallId),
    /// Sign in.
    SignIn,
    /// What is typed of the six digits that the sign-in window shows.
    Digits(String),
    /// Open the menu with tenants and sign-out, or close it.
    Menu,
    /// What is typed to find a tenant.
    Find(String),
    /// Work for this tenant.
    Tenant(String),
    /// Sign out, on every surface.
    SignOut,
    /// Let this surface speak instead of another.
    TakeOver,
    /// Look at the calls of earlier, or no longer.
    History(bool),
    /// True: only those that were missed.
    OnlyMissed(bool),
    /// Load earlier ones.
    Earlier,
    /// Open the record of a call of earlier; where a link leads there, the person has followed it.
    OpenPast(CallId),
    /// Open HubSpot's calling window.
    OpenWindow,
    /// Put the hint about the calling window away, for good.
    DropHint,
    /// Call this number (again).
    Redial(String),
    /// Let the browser ask for the microphone, and play.
    AllowSound,
    /// Open the panel with microphone, loudspeaker and ring, or close it.
    SoundPanel,
    /// Use this device, by the browser's id for it.
    Device(Device, String),
    /// Ring this loud, in percent.
    Volume(u8),
    /// Play a tone on the loudspeaker, and ring once.
    TestTone,
    /// What is typed of what is wrong.
    Said(String),
    /// Send a report of it, with the last calls.
    Report,
    /// Put the notice, or the card of a call that never connected, away.
    DismissNotice,
}
