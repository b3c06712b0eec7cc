//! A tenant's links to HubSpot.

use serde::{Deserialize, Serialize};

use crate::Ms;

/// How Sidetone gets at an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionKind {
    /// An app of the customer's, linked by OAuth.
    #[default]
    OAuth,
    /// A token of a private app (`pat-…`), pasted.
    PrivateApp,
}

/// One of `GET /api/console/tenants/{tenant}/connections`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Its id.
    pub id: String,
    /// Its name, as *Production* or *Sandbox*.
    pub name: String,
    /// How the account is got at.
    pub kind: ConnectionKind,
    /// HubSpot's number of the account: the *Domain ID*, or portal id.
    pub portal: String,
    /// The app's id; empty for a private app.
    pub app_id: String,
    /// The app's client id; empty for a private app.
    pub client_id: String,
    /// The developer API key.
    pub developer_key: Secret,
    /// The app's client secret.
    pub client_secret: Secret,
    /// The private app's token.
    pub private_token: Secret,
    /// Whether the account is linked.
    pub link: LinkState,
    /// Who gets what belongs to nobody; `None` until chosen.
    pub default_user: Option<DefaultUser>,
    /// Whether the tenant works with this one. With `POST …/connections/{connection}/use` it does.
    #[serde(default)]
    pub in_use: bool,
    /// Whether people may sign in with HubSpot through this app.
    #[serde(default = "yes")]
    pub sign_in: bool,
    /// The id of another calling app that the account is moving away from; empty for none.
    #[serde(default)]
    pub old_app: String,
    /// Where the account's data is, as a private app's token tells (`na1`, `eu1`); empty if unknown.
    #[serde(default)]
    pub region: String,
}

fn yes() -> bool {
    true
}

/// The answer of `GET /api/console/tenants/{tenant}/preparation`: what to enter in HubSpot, before
/// there is a client id to save here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preparation {
    /// The redirect URLs: for the link, and for signing in.
    pub redirect_urls: Vec<String>,
    /// The scopes.
    pub scopes: Vec<ScopeRow>,
    /// The file of an app that is made as a project of HubSpot's, ready to be used.
    pub hsmeta: String,
}

/// What is told of a secret: whether it is there, never what it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Secret {
    /// When it was set; `None` if it was not.
    pub set: Option<Ms>,
    /// Older than six months: a reminder is due.
    #[serde(default)]
    pub old: bool,
}

/// A scope, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRow {
    /// Its name at HubSpot.
    pub scope: String,
    /// What needs it.
    pub feature: String,
    /// False when Sidetone works without it, less that feature.
    pub required: bool,
}

/// Whether an account is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LinkState {
    /// No.
    NotLinked {
        /// Why, when it was linked before or the last try failed; with what to do.
        why: Option<String>,
    },
    /// The page of HubSpot's is open, since then.
    Linking {
        /// When it was begun.
        since: Ms,
    },
    /// Yes.
    Linked {
        /// Since when.
        since: Ms,
        /// The person in HubSpot who linked it, by e-mail, where HubSpot told.
        by: Option<String>,
        /// Wanted scopes that were not granted.
        missing: Vec<Missing>,
    },
}

/// A scope that was not granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// Its name at HubSpot.
    pub scope: String,
    /// What does not work without it.
    pub disables: String,
}

/// Who gets what belongs to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DefaultUser {
    /// HubSpot's owner id.
    pub owner: String,
    /// Their name.
    pub name: String,
    /// Whether what is created goes to them.
    pub creates: bool,
    /// Whether what is changed goes to them.
    pub updates: bool,
}

/// The body of `POST /api/console/tenants/{tenant}/connections` and of `PUT …/{connection}`. All
/// of it is checked and stored, or nothing is. A secret that is left out stays as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaveConnection {
    /// See [`Connection::name`]; 1 to 80 characters.
    pub name: String,
    /// See [`Connection::kind`].
    pub kind: ConnectionKind,
    /// See [`Connection::portal`]; digits.
    pub portal: String,
    /// See [`Connection::app_id`]; digits.
    #[serde(default)]
    pub app_id: String,
    /// See [`Connection::client_id`].
    #[serde(default)]
    pub client_id: String,
    /// See [`Connection::developer_key`].
    #[serde(default)]
    pub developer_key: Option<String>,
    /// See [`Connection::client_secret`].
    #[serde(default)]
    pub client_secret: Option<String>,
    /// See [`Connection::private_token`].
    #[serde(default)]
    pub private_token: Option<String>,
    /// See [`Connection::sign_in`].
    #[serde(default = "yes")]
    pub sign_in: bool,
    /// See [`Connection::old_app`]; digits, or empty.
    #[serde(default)]
    pub old_app: String,
}

impl Default for SaveConnection {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: ConnectionKind::default(),
            portal: String::new(),
            app_id: String::new(),
            client_id: String::new(),
            developer_key: None,
            client_secret: None,
            private_token: None,
            sign_in: true,
            old_app: String::new(),
        }
    }
}

/// The answer of `POST …/connections/{connection}/link`: where to send the person's browser, in a
/// pop-up (called `sidetone-link`, so that it can close itself) or altogether. What comes of it is on
/// the console's stream. Empty for a private app, which is linked at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkStarted {
    /// HubSpot's page.
    pub url: String,
}

/// The body of `POST …/connections/{connection}/unlink` and `…/uninstall`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unlink {
    /// The word `DELETE` (`UNINSTALL`), typed.
    pub word: String,
}

/// The answer of `GET …/connections/{connection}/uninstall`: what would be cut off if the app were
/// removed from the account. `POST` with an [`Unlink`] and the word `UNINSTALL` removes it, if
/// `allowed`. Only what is linked by OAuth can be removed this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uninstall {
    /// The names of other tenants linked to the same account by the same app, as far as the person
    /// may know them.
    pub cuts_off: Vec<String>,
    /// Whether this person may do it: an administrator may not cut off tenants that are not theirs.
    pub allowed: bool,
}

/// The answer of `POST …/connections/{connection}/test`: what one live request to HubSpot said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    /// Whether the link works, with this very account.
    pub ok: bool,
    /// What HubSpot said, or what to do.
    pub message: String,
    /// How long it took, in milliseconds.
    pub millis: u64,
}

/// One of `GET …/connections/{connection}/owners`: somebody whom records can belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// HubSpot's owner id, for [`DefaultUser::owner`].
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address; may be empty.
    pub email: String,
}

/// The answer of `GET` and `POST …/connections/{connection}/registration`: the widget as HubSpot's
/// calling settings know it. `POST` makes HubSpot have what is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Whether HubSpot has everything as wanted. What is left then is one choice in HubSpot, under
    /// Settings, General, Calling.
    pub registered: bool,
    /// Field by field.
    pub rows: Vec<RegistrationRow>,
    /// A line for the console of one's own browser, on a page of HubSpot's: tries the widget there
    /// before anybody else sees it.
    pub try_line: String,
    /// The line that ends the trial.
    pub stop_trying_line: String,
}

/// One field of the calling settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationRow {
    /// HubSpot's name of it.
    pub field: String,
    /// What HubSpot has; `None` for nothing.
    pub now: Option<String>,
    /// What is wanted.
    pub wanted: String,
}
