//! The demo app, the accounts it can be linked to and the people who can link it.
//!
//! All of it is made up and public: these secrets open nothing but this stand-in.

use crate::rest::PORTAL;

/// The demo app's id, as in the paths of the calling settings.
pub const APP_ID: u64 = 98_765;
/// The demo app's client id.
pub const CLIENT_ID: &str = "5fd4c1a2-0000-4000-8000-70726576696e";
/// The demo app's client secret.
pub const CLIENT_SECRET: &str = "5ec2e7a1-0000-4000-8000-70726576696e";
/// The developer account's key: `?hapikey=` of the calling settings.
pub const DEVELOPER_KEY: &str = "de7e109e-0000-4000-8000-70726576696e";
/// The refresh token of the link that the preview begins with.
pub const REFRESH_TOKEN: &str = "f5e5a1b2-0000-4000-8000-70726576696e";
/// What the consent page calls the app.
pub const APP_NAME: &str = "Sidetone (demo app)";
/// Where on our own site HubSpot may send people back to, below its address.
pub const REDIRECT_PATHS: [&str; 2] = ["/oauth/hubspot/linked", "/oauth/hubspot/signed-in"];

/// Scopes without which the authorize page shows an error.
pub const REQUIRED_SCOPES: [&str; 1] = ["oauth"];
/// Scopes that the app may ask for beside these: some make its link, none is asked for at a sign-in.
pub const OPTIONAL_SCOPES: [&str; 13] = [
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.owners.read",
    "crm.objects.companies.read",
    "crm.objects.companies.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.objects.users.read",
    "settings.users.read",
    "tickets",
    "files",
    "crm.extensions_calling_transcripts.read",
    "crm.extensions_calling_transcripts.write",
];

/// One HubSpot account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Its Domain ID.
    pub portal: u64,
    /// Its name in the chooser.
    pub name: &'static str,
    /// The customer's own domain.
    pub domain: &'static str,
    /// HubSpot's name for what kind of account it is.
    pub kind: &'static str,
    /// Optional scopes that the account's plan does not have.
    pub lacks: &'static [&'static str],
}

/// The accounts of the chooser. The host page and the static token belong to the first.
pub const ACCOUNTS: [Account; 2] = [
    Account {
        portal: PORTAL,
        name: "Demo account",
        domain: "demo.example",
        kind: "DEVELOPER_TEST",
        lacks: &[],
    },
    Account {
        portal: 654_321,
        name: "Second account",
        domain: "second.example",
        kind: "STANDARD",
        lacks: &[
            "crm.extensions_calling_transcripts.read",
            "crm.extensions_calling_transcripts.write",
        ],
    },
];

/// One HubSpot user. To keep it simple all are users of every account, under the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// HubSpot's number of the user.
    pub user: u64,
    /// HubSpot's number of the same person as an owner of records.
    pub owner: u64,
    /// First and last name.
    pub name: (&'static str, &'static str),
    /// The address the person signs in with.
    pub email: &'static str,
    /// What the chooser says about the person's permissions.
    pub role: &'static str,
    /// Whether HubSpot calls the person a super admin.
    pub super_admin: bool,
    /// Whether the person may connect apps: super admins and those with App Marketplace Access.
    pub may_connect: bool,
}

/// The people of the chooser. The host page's user is the first.
pub const PEOPLE: [Person; 3] = [
    Person {
        user: 7_654_321,
        owner: 24_681_357,
        name: ("Demo", "Agent"),
        email: "demo.agent@demo.example",
        role: "Super admin",
        super_admin: true,
        may_connect: true,
    },
    Person {
        user: 7_654_322,
        owner: 24_681_358,
        name: ("Sally", "Sales"),
        email: "sally.sales@demo.example",
        role: "Sales, no App Marketplace Access",
        super_admin: false,
        may_connect: false,
    },
    Person {
        user: 7_654_323,
        owner: 24_681_359,
        name: ("Olivia", "Operations"),
        email: "olivia.operations@demo.example",
        role: "Operations, with App Marketplace Access",
        super_admin: false,
        may_connect: true,
    },
];

/// The account with this Domain ID.
pub fn account(portal: u64) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.portal == portal)
}

/// The person with this user number.
pub fn person(user: u64) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.user == user)
}

impl Person {
    /// First and last name in one.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.name.0, self.name.1)
    }
}
