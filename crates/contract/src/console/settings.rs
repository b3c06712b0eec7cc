//! What a tenant's administrator decides about look-up, records, screen pop and outcomes.

use serde::{Deserialize, Serialize};

use super::StatusSettings;
use crate::PopTab;

/// The answer of `GET /api/console/tenants/{tenant}/settings`, and the body of `PUT` there. All of it
/// is checked and stored, or nothing is. A tenant that has stored nothing has the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// How the other party is found.
    pub look_up: LookUp,
    /// What is made for a call beside its call record.
    pub case: CaseSettings,
    /// What opens by itself.
    pub pops: Pops,
    /// What agents choose from at the end of a call.
    pub outcomes: OutcomeSettings,
    /// Whom a call rings by what HubSpot knows of the caller; the first that fits.
    pub routes: Vec<Route>,
    /// The status of agents.
    pub status: StatusSettings,
    /// Numbers that ring several agents.
    pub groups: Vec<RingGroup>,
    /// For how many days calls are kept here after their record is written; 1 to 3650.
    pub keep_days: KeepDays,
}

/// A number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeepDays(pub u32);

impl Default for KeepDays {
    fn default() -> Self {
        Self(90)
    }
}

/// How the other party is found by their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LookUp {
    /// The country (ISO 3166 letters) in which numbers without a country code are read; empty: that of
    /// the agent's line.
    pub region: String,
    /// What is searched first.
    pub primary: Looked,
    /// What is searched when the first finds nothing.
    pub secondary: Option<Looked>,
    /// The properties of contacts that hold numbers; 1 to 5.
    pub contact_fields: Vec<String>,
    /// The properties of companies that hold numbers; 1 to 5.
    pub company_fields: Vec<String>,
    /// What is shown of a contact beside the name; at most 6.
    pub contact_shown: Vec<String>,
    /// What is shown of a company beside the name; at most 6.
    pub company_shown: Vec<String>,
    /// The property that gets the number when an agent makes a contact: `phone` or `mobilephone`.
    pub new_field: String,
    /// How numbers are written into HubSpot.
    pub format: NumberFormat,
    /// Numbers that are never looked up, beside the lines of the tenant; E.164.
    pub own_numbers: Vec<String>,
}

impl Default for LookUp {
    fn default() -> Self {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
        Self {
            region: String::new(),
            primary: Looked::Contacts,
            secondary: Some(Looked::Companies),
            contact_fields: names(&["phone", "mobilephone"]),
            company_fields: names(&["phone"]),
            contact_shown: names(&["company"]),
            company_shown: names(&["city"]),
            new_field: "phone".to_owned(),
            format: NumberFormat::default(),
            own_numbers: Vec::new(),
        }
    }
}

/// What can be searched by a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Looked {
    /// Contacts.
    #[default]
    Contacts,
    /// Companies.
    Companies,
}

/// How a number is written into HubSpot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberFormat {
    /// `+442079460958`
    #[default]
    E164,
    /// `+44 20 7946 0958`
    International,
    /// `020 7946 0958`
    National,
}

/// What is made for a call beside its call record: HubSpot's *CRM Record Type*.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CaseSettings {
    /// Which, if any.
    pub kind: Option<CaseKind>,
    /// The pipeline's id.
    pub pipeline: String,
    /// The id of the stage that a new one begins in.
    pub stage: String,
    /// Subject or name of a new one. `{name}`, `{number}`, `{agent}`, `{line}`, `{date}` and `{way}`
    /// ("Call from" or "Call to") are filled in; at most 200 characters. Empty: `{way} {name}`.
    pub subject: String,
    /// From when on it is made.
    pub moment: Moment,
    /// A call is added to the customer's latest open one that is not older than these days; 0: a new
    /// one for each call.
    pub append_days: u32,
    /// A closed one that was closed within these days is opened again; 0: never.
    pub reopen_days: u32,
    /// Whether calls that nobody answered get one too.
    pub abandoned: bool,
    /// The help desk's view in which a ticket opens (the number in its address); empty: the ticket's
    /// own page.
    pub view: String,
}

/// What a call is filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CaseKind {
    /// Service: a ticket.
    Ticket,
    /// Sales: a deal.
    Deal,
}

/// A moment of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// As soon as it rings.
    Ring,
    /// When both ends speak.
    #[default]
    Answer,
}

/// What opens by itself, by direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pops {
    /// For calls from customers.
    pub inbound: PopSettings,
    /// For calls to customers.
    pub outbound: PopSettings,
}

/// What opens by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PopSettings {
    /// When; `None`: never.
    pub when: Option<Moment>,
    /// What.
    pub what: PopWhat,
    /// Where.
    pub tab: PopTab,
}

/// What opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PopWhat {
    /// The contact, else the company.
    #[default]
    Customer,
    /// The ticket or deal.
    Case,
}

/// What agents choose from at the end of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OutcomeSettings {
    /// The tenant's own list; empty: HubSpot's outcomes as they are.
    pub codes: Vec<Code>,
    /// A property of call records that gets the id of the chosen code; empty: none.
    pub property: String,
    /// For calls from customers.
    pub inbound: OutcomeRule,
    /// For calls to customers.
    pub outbound: OutcomeRule,
}

/// What has to be entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OutcomeRule {
    /// An outcome has to be chosen.
    pub required: bool,
    /// Notes have to be written.
    pub notes_required: bool,
}

/// One code of a tenant, or a group of them when it has children. At most five levels, 500 in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Code {
    /// Unlike all others of the tenant: letters, digits, `-` and `_`, at most 64.
    pub id: String,
    /// For people; 1 to 150 characters.
    pub label: String,
    /// HubSpot's outcome (its GUID) that a record gets; `None`: none.
    #[serde(default)]
    pub disposition: Option<String>,
    /// For which calls; `None`: both ways.
    #[serde(default)]
    pub only: Option<crate::Direction>,
    /// What is inside, when it is a group.
    #[serde(default)]
    pub children: Vec<Code>,
}

/// Whom a call rings by what HubSpot knows of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Contacts or companies.
    pub object: Looked,
    /// The property.
    pub property: String,
    /// Its value, whole and in whatever case.
    pub value: String,
    /// The agent who is rung if they are there.
    pub agent: String,
    /// Their name, for people; filled in by the service.
    #[serde(default)]
    pub agent_name: String,
}

/// A number that rings several agents at once: the first answer wins. At most 50 of them. A number is
/// in one group or of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RingGroup {
    /// The number that is called; stored in E.164.
    pub number: String,
    /// For people; 1 to 100 characters.
    pub name: String,
    /// Who is rung; 1 to 50 agents of the tenant, by id.
    pub agents: Vec<String>,
    /// Their names, for people, in the same order; filled in by the service.
    pub agent_names: Vec<String>,
}

/// The answer of `GET /api/console/tenants/{tenant}/choices`: what HubSpot has to choose from. With
/// `?fresh` it is asked anew, else what is known may be up to ten minutes old.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choices {
    /// When HubSpot was asked; `None`: not yet, or not linked.
    pub asked: Option<crate::Ms>,
    /// Pipelines of tickets.
    pub ticket_pipelines: Vec<Pipeline>,
    /// Pipelines of deals.
    pub deal_pipelines: Vec<Pipeline>,
    /// Properties of contacts.
    pub contact_fields: Vec<Field>,
    /// Properties of companies.
    pub company_fields: Vec<Field>,
    /// Properties of call records that may be written.
    pub call_fields: Vec<Field>,
    /// HubSpot's outcomes: GUID and label.
    pub outcomes: Vec<(String, String)>,
    /// The agents of the tenant: id and name.
    pub agents: Vec<(String, String)>,
    /// What could not be had, each with a sentence that says why and what to do.
    pub troubles: Vec<String>,
    /// What is new or gone since the last time it was asked anew, in words.
    pub changes: Vec<String>,
}

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pipeline {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its stages, in order.
    pub stages: Vec<PipelineStage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PipelineStage {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Whether what is in it is closed.
    pub closed: bool,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// HubSpot's name of it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// HubSpot's type: `string`, `phone_number`, `enumeration`, …
    pub kind: String,
}
