//! What one surface shows: plain data that the widget renders.
//!
//! Every moment here is a *local* one: milliseconds of the page's own clock, the one that is passed
//! to [`Desk::handle`](crate::Desk::handle). It is signed because a call may have begun before the
//! page did. A timer on the screen is `now - since_local`.

use std::sync::Arc;

use contract::{
    Agent, CallId, Choice, Direction, Draft, EndStatus, LastCall, Line, Location, NumberReading,
    Outcomes, Party, Past, Reason, SoundQuality, Status, Targets, Third,
};

use crate::beside::{Beside, RecordLink, Spot};
use crate::quality::Quality;

/// Milliseconds of the page's clock; negative before the page was opened.
pub type Local = i64;

/// Everything on the screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Which screen.
    pub stage: Stage,
    /// Whether the backend is reached. Shown as a banner over any stage but the first ones.
    pub link: Link,
    /// Who is signed in.
    pub agent: Option<Agent>,
    /// Their status.
    pub status: Status,
    /// The status that was asked for and is not confirmed yet.
    pub status_asked: Option<Choice>,
    /// The reasons to be unavailable.
    pub reasons: Arc<Vec<Reason>>,
    /// The list of statuses is open.
    pub choosing: bool,
    /// The agent's line.
    pub line: Option<Line>,
    /// Which surface speaks for the agent.
    pub owner: OwnerView,
    /// Where that surface is, as far as known.
    pub owner_at: Option<Location>,
    /// Whether a call is to be heard ringing here: only where the owner is, only while the call in
    /// front really rings, and never on what may be out of date.
    pub loud: bool,
    /// The call that is spoken here, and by which connection: the browser follows it.
    pub voice: Option<Voice>,
    /// What keeps the agent from hearing or being heard here.
    pub trouble: Option<Trouble>,
    /// The panel with microphone, loudspeaker and ring is open.
    pub sound_panel: bool,
    /// What is typed there of what is wrong.
    pub said: String,
    /// Whether this page is a softphone of its own, outside HubSpot.
    pub own_page: bool,
    /// Whether a calling window can be opened from here, because none seems to be open.
    pub can_open_window: bool,
    /// Whether the person put the hint about that away.
    pub hint_dropped: bool,
    /// The dial pad.
    pub pad: Pad,
    /// The call that the screen is about.
    pub front: Option<CallCard>,
    /// All other calls, the most urgent first: quiet banners.
    pub others: Vec<CallCard>,
    /// What is open beside the call in front.
    pub panel: Option<Panel>,
    /// A number clicked in HubSpot while the agent was busy, offered for later.
    pub pending_dial: Option<PendingDial>,
    /// The calls of earlier, while the person looks at them: shown where no call needs the screen.
    pub history: Option<HistoryView>,
    /// How many missed calls the agent has not looked at.
    pub missed: u32,
    /// The outcomes to choose from.
    pub outcomes: Arc<Outcomes>,
    /// What is typed to find one.
    pub find: String,
    /// The ids of the groups of outcomes that are open.
    pub groups: Vec<String>,
    /// How far HubSpot is with the last finished call, while that is worth a line.
    pub last: Option<LastCall>,
    /// The service is about to restart: calls go on until they end, and none begins.
    pub closing: bool,
    /// How the call in front sounds.
    pub quality: Quality,
    /// The figures behind that.
    pub sound: Option<SoundQuality>,
    /// Where the keyboard is to go. The number changes whenever it is to go there anew.
    pub focus: Option<(Spot, u32)>,
    /// What is typed of the six digits, while somebody signs in.
    pub digits: String,
    /// The menu with tenants and sign-out: what is typed to find a tenant, while it is open.
    pub menu: Option<String>,
    /// One sentence that the agent should read.
    pub notice: Option<Notice>,
    /// Text for the live region. It changes when something happens.
    pub announce: String,
}

impl View {
    /// Whether a call or its wrap-up is open, so that nobody leaves or changes the tenant.
    pub fn is_busy(&self) -> bool {
        let open = |card: &CallCard| !matches!(card.phase, CardPhase::Ended { .. });
        self.front.iter().chain(&self.others).any(open)
    }

    /// Whether a call is being dialled or spoken on this surface, so that closing it should be
    /// asked about first. A reload brings the call back; a closed window leaves it without a voice.
    pub fn is_on_a_call(&self) -> bool {
        let live = |card: &CallCard| {
            matches!(card.phase, CardPhase::Dialling { .. } | CardPhase::Connected { .. })
        };
        self.owner != OwnerView::Elsewhere && self.front.iter().chain(&self.others).any(live)
    }
}

/// Which screen is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// HubSpot's page has not greeted us yet.
    #[default]
    WaitingForHost,
    /// Nobody is signed in.
    SignedOut,
    /// The sign-in window is open.
    SigningIn,
    /// Signed in, and the first snapshot is on its way.
    Loading,
    /// The pad, or a call.
    Working,
}

/// Whether the backend is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Link {
    /// Yes, or not tried yet.
    #[default]
    Up,
    /// The connection is lost; the desk comes back by itself. Calls go on without the page.
    Reconnecting {
        /// Since when.
        since_local: Local,
    },
}

/// Which surface of this agent carries the audio.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OwnerView {
    /// This one.
    Here,
    /// Another window or tab.
    Elsewhere,
    /// None at the moment.
    #[default]
    Nobody,
}

/// The agent's end of a call, carried by this page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The call.
    pub call: CallId,
    /// The number of this surface's appointment.
    pub epoch: u64,
    /// The connection: another number, and another one is made.
    pub number: u32,
    /// Rises when the connection is to look for a new way.
    pub attempt: u32,
    /// Nothing of the microphone is sent.
    pub muted: bool,
}

/// What keeps an agent from hearing or being heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser will ask for the microphone.
    Asks,
    /// The microphone was refused.
    Refused,
    /// There is no microphone.
    Missing,
    /// The browser plays nothing before the page is touched.
    Locked,
    /// No sound comes through; another way is being tried.
    Broken,
}

/// The dial pad.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pad {
    /// What was typed, as typed.
    pub text: String,
    /// How the backend reads it; present only while it is about exactly this text.
    pub reading: Option<NumberReading>,
    /// Present when the text is an emergency number of the line.
    pub emergency: Option<EmergencyNote>,
    /// Whether the call button works.
    pub can_dial: bool,
    /// Why it cannot be dialled, or a warning; empty when there is nothing to say.
    pub note: String,
}

/// What the pad says about an emergency number, before it is dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyNote {
    /// The number as it will be dialled, untouched.
    pub number: String,
    /// Whether the line carries it.
    pub carried: bool,
    /// The sentence to show.
    pub text: String,
}

/// A number clicked in HubSpot while the agent was busy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingDial {
    /// The number as HubSpot gave it.
    pub number: String,
    /// The same, to show.
    pub shown: String,
    /// How many clicked before it wait behind it.
    pub more: usize,
}

/// What is open beside a call that is on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Panel {
    /// The keys, and those that were pressed here.
    Keys(String),
    /// Those to whom it can be given.
    Transfer(Choosing),
}

/// Those to whom a call can be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choosing {
    /// What is typed to find somebody.
    pub typed: String,
    /// It is a number: it can be given to that.
    pub number: bool,
    /// Who was found.
    pub found: Targets,
    /// They are being asked for.
    pub loading: bool,
    /// They could not be had; typing again may help.
    pub failed: bool,
}

/// The calls of earlier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HistoryView {
    /// Only missed ones.
    pub missed: bool,
    /// Newest first.
    pub calls: Vec<Arc<PastCall>>,
    /// There are earlier ones.
    pub more: bool,
    /// They are being asked for.
    pub loading: bool,
    /// They could not be had; asking again may help.
    pub failed: bool,
}

/// One of them.
#[derive(Debug)]
pub struct PastCall {
    /// The call.
    pub past: Past,
    /// Its record, where it can be opened.
    pub link: Option<RecordLink>,
}

/// Each is read once and never changed, so it equals nothing but itself.
impl PartialEq for PastCall {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// One sentence for the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub kind: NoticeKind,
    /// What happened and what to do next.
    pub text: String,
}

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// Something did not go as asked.
    Warn,
    /// Something failed.
    Error,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallCard {
    /// Its id.
    pub id: CallId,
    /// Who began it.
    pub direction: Direction,
    /// The other party's number as it can be dialled again ([`Intent::Redial`](crate::Intent)).
    pub number: String,
    /// The other party's number, written for people.
    pub shown: String,
    /// Its country for people; empty when not known.
    pub country: String,
    /// Who it is, once known.
    pub party: Option<Party>,
    /// What is known, and can be done, beside.
    pub beside: Beside,
    /// True when the simulated phone system carries it.
    pub simulated: bool,
    /// Where it stands.
    pub phase: CardPhase,
    /// Who is beside it.
    pub third: Option<Third>,
    /// How it stands with them, in words; empty while nobody is.
    pub third_says: String,
    /// Outcome and notes as typed here.
    pub draft: Draft,
    /// Whether the backend has them.
    pub saved: SaveState,
    /// The command of this call that is not answered yet: its button shows it.
    pub waiting: Option<Waiting>,
}

/// Where a call stands, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPhase {
    /// Inbound, waits for the agent.
    Ringing {
        /// When the phone system gives up.
        until_local: Local,
    },
    /// Outbound, waits for the far end.
    Dialling {
        /// Whether the far end's phone is known to ring.
        far_rings: bool,
        /// When it began.
        since_local: Local,
    },
    /// On the line.
    Connected {
        /// When it was answered.
        since_local: Local,
        /// The agent cannot be heard.
        muted: bool,
        /// The far end waits.
        held: bool,
    },
    /// Over; outcome and notes are missing.
    WrapUp {
        /// When it was answered.
        since_local: Local,
        /// When it ended.
        ended_local: Local,
        /// How it ended.
        end: EndStatus,
        /// When it will be closed with what is typed so far.
        closes_local: Local,
    },
    /// It never connected. Shown for some seconds, in front only when nothing else is.
    Ended {
        /// How it ended.
        end: EndStatus,
    },
}

/// Whether the backend has what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// Not yet: it is sent shortly after the last key.
    Typing,
    /// It has.
    Kept,
    /// The wrap-up is being finished.
    Saving,
    /// Finishing was refused or not answered; press again.
    Failed,
}

/// A command that is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The call is being set up.
    Dial,
    /// The call is being taken.
    Answer,
    /// The call is being refused.
    Decline,
    /// The call is being ended.
    HangUp,
    /// The microphone is being switched.
    Mute,
    /// The far end is being put on hold or taken back.
    Hold,
    /// The call is being given to somebody, or something is being done with its third.
    Third,
    /// The wrap-up is being finished.
    Save,
}
