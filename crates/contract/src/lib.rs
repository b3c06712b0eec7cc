//! What widget, console and backend say to each other: serde types, nothing else.
//!
//! JSON throughout: field names in camelCase, enums externally tagged (the smallest code in a
//! browser). A reader ignores fields it does not know, so that an old page can speak to a new
//! backend while agents reload.

mod beside;
mod call;
mod command;
pub mod console;
mod history;
mod later;
mod number;
mod outcomes;
mod properties;
mod report;
mod session;
pub mod sign_in;
mod sound;
mod status;
mod stream;
mod third;

pub use beside::{Candidate, Case, LastCall, Looked, Pop, PopTab, Saved};
pub use call::{
    CallId, CallView, Direction, Draft, EndStatus, Host, Party, PartySource, Phase, RecordRef,
};
pub use command::{Command, Problem, Told, Wish};
pub use history::{History, Past};
pub use later::{LATER_MOST, Later};
pub use number::{Emergency, Line, NumberReading};
pub use outcomes::{Outcome, OutcomeList, Outcomes};
pub use properties::Properties;
pub use report::{FACTS_MOST, Report, Reported, SAID_MOST};
pub use session::{Agent, Session, SignIn, Tenant};
pub use sound::{CallSound, SoundAnswer, SoundOffer, SoundQuality, SoundSpan};
pub use status::{Choice, Presence, Reason, Status};
pub use stream::{ClientMessage, Event, Here, Location, Owner, Resume, ServerMessage, Snapshot};
pub use third::{Colleague, Keys, Reach, Target, Targets, Third, ThirdStage, ThirdWish};

/// A moment: milliseconds since 1970 by the backend's clock.
pub type Ms = u64;
