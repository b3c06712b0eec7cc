//! What the screen shows beside a call: who it may be, what can be opened, what is missing.

use contract::{Candidate, RecordRef};

/// What stands beside one call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// Those who have the number, the likeliest first. Kept after one is chosen, so that another can
    /// be; empty unless several have it.
    pub candidates: Vec<Candidate>,
    /// The candidates are shown, to choose from.
    pub choosing: bool,
    /// A contact can be made, and the form for it is closed.
    pub can_create: bool,
    /// The form for a new contact, while it is open.
    pub contact: Option<ContactForm>,
    /// What can be opened in HubSpot.
    pub links: Vec<RecordLink>,
    /// A quiet sentence: why nobody was found, or that a record did not open; may be empty.
    pub note: String,
    /// What has to be entered before the wrap-up can be saved; known once *Save* was pressed.
    pub missing: Option<Missing>,
}

/// A contact that is being entered. Its number is the other party's; the backend fills it in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactForm {
    /// As typed; at most 100 characters.
    pub first_name: String,
    /// As typed; at most 100 characters.
    pub last_name: String,
    /// As typed; at most 200 characters.
    pub email: String,
    /// Why it was not made; may be empty.
    pub trouble: String,
    /// It is being made.
    pub working: bool,
}

/// A field of [`ContactForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactField {
    /// [`ContactForm::first_name`].
    FirstName,
    /// [`ContactForm::last_name`].
    LastName,
    /// [`ContactForm::email`].
    Email,
}

/// A record that can be opened in HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLink {
    /// Which.
    pub record: RecordRef,
    /// Its address where a link leads there, always one of HubSpot's own page; empty where HubSpot's
    /// page opens it when [`Intent::Open`](crate::Intent) asks.
    pub url: String,
}

/// What the administrator wants entered and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// One of the outcomes.
    Outcome,
    /// Notes.
    Notes,
}

/// Where the keyboard is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The list of outcomes.
    Outcome,
    /// The notes.
    Notes,
    /// The form for a new contact.
    Contact,
    /// The candidates.
    Candidates,
    /// The buttons beside the call.
    Beside,
    /// The button with the agent's status.
    Status,
    /// What is open beside a call.
    Panel,
    /// The buttons for a third.
    Third,
    /// The button that opens the list of those to whom a call can be given.
    Transfer,
}
