//! People, roles and tenants.

use serde::{Deserialize, Serialize};

use crate::Ms;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Takes and makes calls. Sees nothing of the console.
    Agent,
    /// Sets one tenant up: its people and its link to HubSpot.
    Administrator,
    /// Sets all of it up, in every tenant, and makes tenants.
    Owner,
}

/// The body of `POST /api/console/session`. With a code: redeem it. Without: renew from the cookie.
/// The answer is a [`Session`](crate::Session).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInConsole {
    /// The code of an invitation, or of the first owner's link.
    #[serde(default)]
    pub code: Option<String>,
    /// Who the first owner is; needed with the first owner's link only.
    #[serde(default)]
    pub owner: Option<NewPerson>,
}

/// `POST /api/console/welcome {"code"}`: what a code is for, without using it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// Whom it was made for; `None` for the first owner's link, which asks for the name.
    pub name: Option<String>,
    /// Until when it is good.
    pub expires: Ms,
}

/// `GET /api/console/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The person's id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Whether they are an owner of the installation.
    pub owner: bool,
    /// The tenants they may set up.
    pub tenants: Vec<Membership>,
}

/// A tenant, and what a person is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// The tenant's id.
    pub tenant: String,
    /// Its name.
    pub name: String,
    /// The person's role in it.
    pub role: Role,
}

/// The body of `POST /api/console/tenants` (owners) and `PATCH /api/console/tenants/{tenant}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantRow {
    /// Its name for people, 1 to 80 characters.
    pub name: String,
}

/// One of `GET /api/console/tenants/{tenant}/people`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// E-mail address; what HubSpot knows them by.
    pub email: Option<String>,
    /// What they are in this tenant; owners are owners everywhere.
    pub role: Role,
    /// False when they may not sign in.
    pub active: bool,
    /// Their line's number in this tenant, if they have one.
    pub line: Option<String>,
    /// Until when an invitation is open.
    pub invited: Option<Ms>,
    /// Whether they have ever signed in.
    pub seen: bool,
    /// Whether whoever asks may change them.
    pub may_change: bool,
}

/// The body of `POST /api/console/tenants/{tenant}/people`, and of
/// `PATCH /api/console/tenants/{tenant}/people/{person}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPerson {
    /// Name for people, 1 to 80 characters.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What they are to be. Only owners make owners.
    pub role: Role,
    /// False: may not sign in, and every session ends. A call that is going on is not ended.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// The answer of `POST /api/console/tenants/{tenant}/people/{person}/invitation`. An earlier
/// invitation of the same person is void.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The link to hand over. It works once and is shown once.
    pub link: String,
    /// Until when it is good.
    pub expires: Ms,
}

/// The answer of `POST /api/console/tenants/{tenant}/people/import` (body: the CSV text, with the
/// columns `name`, `email` and, if wanted, `role`). All of it or nothing: lines that are wrong are
/// named in [`Refused::fields`](super::Refused) by `line N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// How many were added.
    pub added: u32,
    /// How many were there already, by their e-mail address, and stay as they are.
    pub known: u32,
}
