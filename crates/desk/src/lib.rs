//! One surface of an agent, without a browser: what it shows, what it says to HubSpot's page, what
//! it asks of the backend.
//!
//! **The contract of this sans-IO core:**
//!
//! - [`Desk::handle`] takes one [`Input`] and the page's time; it changes the state and does
//!   nothing else.
//! - [`Desk::poll`] hands out what is to be done, one [`Output`] at a time, in order, until `None`.
//!   Drain it after every `handle`, and once after [`Desk::new`].
//! - [`Desk::deadline`] is the moment at which [`Input::Tick`] must be handled if nothing comes
//!   before. It may lie in the past: then tick at once. A late tick is harmless.
//! - [`Desk::view`] is what the screen shows; it can have changed when [`Desk::revision`] has.
//!
//! There is no clock, no randomness and no id made in here: `now` is milliseconds of the page's
//! monotonic clock, ids come as `fresh`, and the surface's id and a seed come at the start. No
//! input can panic, in whatever order; an input that fits nothing changes nothing.
//!
//! The backend holds the calls. A desk that is thrown away loses nothing but what was typed within
//! the last moments, and that is kept by the page ([`Output::Keep`]) until the backend has it.

mod beside;
mod calls;
mod commands;
mod desk;
mod door;
mod drafts;
mod finish;
mod history;
mod host_ear;
mod input;
mod ledger;
mod link;
mod news;
mod output;
mod pad;
mod pending;
mod person;
mod pop;
mod quality;
mod replies;
mod screen;
mod sound;
mod status;
mod third;
mod timers;
mod view;
mod who;
mod window;
mod words;

pub use beside::{Beside, ContactField, ContactForm, Missing, RecordLink, Spot};
pub use desk::Desk;
pub use input::{Input, Intent};
pub use output::Output;
pub use quality::{Quality, judge};
pub use sound::{Device, Microphone, SoundNews};
pub use view::{
    CallCard, CardPhase, Choosing, EmergencyNote, HistoryView, Link, Local, Notice, NoticeKind,
    OwnerView, Pad, Panel, PastCall, PendingDial, SaveState, Stage, Trouble, View, Voice, Waiting,
};
