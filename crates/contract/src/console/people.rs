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
    /// Whether invitations can be sent by e-mail.
    #[serde(default)]
    pub mail: bool,
    /// How many passkeys they have.
    #[serde(default)]
    pub passkeys: u32,
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
    /// Whether they may sign in with HubSpot, beside their passkey.
    #[serde(default = "yes")]
    pub hubspot_sign_in: bool,
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
    /// Their line's number in this tenant, with its country code. Left out: stays as it is; a new
    /// agent gets the next number of the simulated phone system. Empty: no line.
    #[serde(default)]
    pub line: Option<String>,
    /// See [`Person::hubspot_sign_in`].
    #[serde(default = "yes")]
    pub hubspot_sign_in: bool,
}

fn yes() -> bool {
    true
}

/// The body of `POST /api/console/tenants/{tenant}/people/{person}/invitation`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    /// Send the link to the person's e-mail address, where mail is set up ([`Me::mail`]).
    #[serde(default)]
    pub send: bool,
}

/// The answer to an [`Invite`]. An earlier invitation of the same person is void.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The link to hand over. It works once and is shown once.
    pub link: String,
    /// Until when it is good.
    pub expires: Ms,
    /// The address that it was sent to; `None` if it was not asked for.
    #[serde(default)]
    pub sent_to: Option<String>,
    /// Why it could not be sent, when it was asked for; the link can still be handed over.
    #[serde(default)]
    pub not_sent: Option<String>,
}

/// One of `GET /api/console/tenants/{tenant}/people/hubspot`: a user of the linked account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HubSpotUser {
    /// HubSpot's number of the user, by which they are known again when they sign in.
    pub id: String,
    /// Name for people; the e-mail address where HubSpot tells no name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Whether somebody with this address is in the tenant already.
    pub known: bool,
}

/// The body of `POST /api/console/tenants/{tenant}/people/hubspot`. All of it or nothing. Names and
/// addresses are HubSpot's, whatever is on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportUsers {
    /// Ids of [`HubSpotUser`]s; 1 to 500.
    pub users: Vec<String>,
    /// What they are to be.
    pub role: Role,
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
