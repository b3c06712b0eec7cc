//! What the console and the backend say to each other, under `/api/console`.
//!
//! Every request but signing in needs the console's bearer token, and ours as `Origin` where it
//! changes something. Refusals are a [`Refused`]. What belongs to a tenant stands under
//! `/api/console/tenants/{tenant}`; a tenant that the person has nothing to do with answers 404, as
//! one that does not exist.

mod calls;
mod checks;
mod connection;
mod passkeys;
mod people;
mod phone;
mod reports;
mod settings;
mod status;

pub use calls::{
    CallDetail, CallEvent, CallLog, CallRow, Meter, MeterRow, SentAgain, WriteState, WriteTrouble,
};
pub use checks::{Check, CheckGroup, CheckState, Checks, Place};
pub use connection::{
    Chosen, Connection, ConnectionKind, DefaultUser, LinkStarted, LinkState, Missing, Preparation,
    Registration, RegistrationRow, SaveConnection, ScopeRow, Secret, Tested, Uninstall, Unlink,
};
pub use passkeys::{NewPasskey, Passkey, PasskeyBegun};
pub use people::{
    HubSpotUser, ImportUsers, Imported, Invitation, Invite, Me, Membership, NewPerson, Person,
    Role, SignInConsole, TenantRow, Welcome,
};
pub use phone::{
    CallerIn, PhoneAccess, PhoneAgent, PhoneCodec, PhoneGroup, PhoneKind, PhoneLine, PhoneMessage,
    PhoneReach, PhoneSettings, PhoneStanding, PhoneState, PhoneStep, PhoneSystem, PhoneTested,
    PhoneTransport, SavePhone, SavePhoneLine, TestPhone,
};

pub use reports::{ReportList, ReportRow, ReportWhole};
pub use settings::{
    CaseKind, CaseSettings, Choices, Code, Field, KeepDays, LookUp, Looked, Moment, NumberFormat,
    OutcomeRule, OutcomeSettings, Pipeline, PipelineStage, PopSettings, PopWhat, Pops, RingGroup,
    Route, Settings,
};
pub use status::StatusSettings;

use serde::{Deserialize, Serialize};

/// Why a request was refused. `code` and `message` are those of a [`Problem`](crate::Problem).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// A short name for programs: `signed-out`, `not-allowed`, `invalid`, `not-now`, `internal`.
    pub code: String,
    /// What happened and what to do next.
    pub message: String,
    /// What is wrong field by field, where a form was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The field's name in the request, as in `clientId`.
    pub field: String,
    /// What is wrong and what to enter instead.
    pub message: String,
}

/// What changed, on `GET /api/console/stream` (`text/event-stream`, one JSON in each `data`). It
/// says only that something is to be read again, so that nothing is in it that needs care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Changed {
    /// A tenant's connections or one of their links.
    Connections(String),
    /// A tenant's people.
    People(String),
    /// What HubSpot has of a tenant's calls.
    Calls(String),
    /// A tenant's settings.
    Settings(String),
    /// A tenant's phone system, its lines, or how they stand.
    Phone(String),
}
