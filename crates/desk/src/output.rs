//! What a surface wants done: everything that the desk asks of its shell.

use std::sync::Arc;

use contract::{CallId, ClientMessage, Command, Draft, Here, Later, Ms, Resume};
use hubspot_calling::WidgetMessage;

use crate::sound::Device;

/// One thing to do. The shell does it and has no opinion.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Say this to HubSpot's page.
    Host(WidgetMessage),
    /// Say this on the open stream.
    Send(ClientMessage),
    /// Greet on the stream that has just opened: the shell adds token and surface and sends
    /// [`ClientMessage::Hello`].
    Hello {
        /// Where the surface is.
        here: Here,
        /// The last event it saw.
        resume: Option<Resume>,
    },
    /// Hand the message that was given last to the other frames in this browser, where that is
    /// possible. They get it by their own streams too; this is only faster.
    Share {
        /// The name of the stream.
        stream: String,
        /// The number of the event.
        seq: u64,
    },
    /// Open the stream, now: the waiting was done here.
    Connect,
    /// Close the stream, or stop opening it, and say nothing more of it.
    Disconnect,
    /// `POST /api/commands` with this `Idempotency-Key`.
    Command {
        /// The key. The same command may be asked for again under the same key.
        key: String,
        /// The body; shared with the desk, which may ask for it again.
        command: Arc<Command>,
        /// Let the request outlive the page.
        keepalive: bool,
    },
    /// `GET /api/number`.
    ReadNumber {
        /// What was typed.
        typed: String,
        /// The country to read it in, when it is not the line's.
        country: Option<String>,
    },
    /// Open the sign-in window, for a new attempt.
    SignIn {
        /// HubSpot's number of the account that the frame is in; a hint.
        portal: Option<String>,
    },
    /// Finish the attempt with these six digits; answer with `SignedIn` or `NotFinished`.
    Finish {
        /// The digits.
        digits: String,
    },
    /// Sign out; answer with `Left` or `NotMoved`.
    SignOut,
    /// Work for another tenant; answer with `SignedIn` or `NotMoved`.
    Move {
        /// Its id.
        tenant: String,
    },
    /// Renew the session from the cookie; answer with `SignedIn` or `SignedOut`. When the backend
    /// cannot be reached the shell tries again by itself.
    Renew,
    /// Open this address of HubSpot's in a new tab; answer with `NotOpened` if the browser does not.
    Open {
        /// For which call.
        call: CallId,
        /// Where.
        url: String,
    },
    /// `GET /api/history`; answer with [`Input::History`](crate::Input::History).
    History {
        /// The question's number.
        number: u32,
        /// Only calls that began before this moment.
        before: Option<Ms>,
        /// Only missed ones.
        missed: bool,
    },
    /// `GET /api/targets`; answer with [`Input::Targets`](crate::Input::Targets).
    Targets {
        /// The question's number.
        number: u32,
        /// What is in the name.
        find: String,
    },
    /// `POST /api/history/seen`.
    Seen,
    /// Keep these numbers in the page's storage, best effort; an empty text: nothing is to be kept.
    KeepPending(Vec<Later>),
    /// Open HubSpot's calling window at this address, or bring the open one to the front; answer with
    /// `NoWindow` if the browser does not.
    OpenWindow {
        /// Where.
        url: String,
    },
    /// Have the browser ask for the microphone, and begin to play: the person has just pressed for it.
    AllowSound,
    /// Use this device from now on, in this call and all to come, and keep the choice.
    Device(Device, String),
    /// Ring this loud from now on, in percent, and keep the choice.
    Volume(u8),
    /// Play a tone on the loudspeaker, and ring once.
    TestTone,
    /// `POST /api/report`; answer with [`Input::Reported`](crate::Input::Reported).
    Report {
        /// In the agent's words; may be empty.
        said: String,
        /// What the page knows, names and values; the shell adds the browser's name.
        facts: [(&'static str, &'static str); 3],
    },
    /// Keep in the page's storage that the hint about the calling window was put away, best effort.
    DropHint,
    /// Keep a draft in the page's storage, best effort.
    Keep {
        /// Of which call.
        call: CallId,
        /// All of it.
        draft: Draft,
    },
    /// The storage need not keep it any more.
    Forget {
        /// Of which call.
        call: CallId,
    },
}
