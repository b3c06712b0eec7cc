//! The authorize request: what may be asked, and why HubSpot would show an error instead.

use serde::Deserialize;

use super::{Grant, demo, pkce};

/// The parameters of the authorize page, carried along to the end as they came.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    client_id: String,
    redirect_uri: String,
    scope: String,
    optional_scope: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
    /// The chosen account's Domain ID, from the chooser.
    pub account: String,
    /// The chosen person's user number, from the chooser.
    pub person: String,
}

/// Why no account can be chosen. Nobody is sent back: the address may not be the app's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No app has this client id.
    #[error("No app has this client id. Check client_id in the app's install link.")]
    Client,
    /// The address is not registered, letter for letter.
    #[error(
        "The redirect address {0:?} is not one of the app's. It must match a registered one \
         exactly."
    )]
    Redirect(String),
    /// A scope that the app requires is not asked for.
    #[error(
        "The install link leaves out scopes that the app requires: {0}. Add them to its scope \
         parameter."
    )]
    Missing(String),
    /// A scope that the app has not declared.
    #[error("The install link asks for scopes that the app has not declared: {0}.")]
    Undeclared(String),
    /// A challenge that is no S256 challenge.
    #[error("code_challenge must be an S256 challenge, and code_challenge_method S256.")]
    Challenge,
    /// The account in the address does not exist.
    #[error("There is no account {0:?} here.")]
    Account(String),
}

impl Asked {
    /// Checks everything that does not depend on the person's choice.
    pub fn check(&self, our_origin: &str) -> Result<(), Refused> {
        if self.client_id != demo::CLIENT_ID {
            return Err(Refused::Client);
        }
        if !demo::REDIRECT_PATHS.iter().any(|path| format!("{our_origin}{path}") == self.redirect())
        {
            return Err(Refused::Redirect(self.redirect_uri.clone()));
        }
        let asked: Vec<&str> = self.scope.split_whitespace().collect();
        let missing = demo::REQUIRED_SCOPES.iter().filter(|scope| !asked.contains(scope));
        let missing: Vec<&str> = missing.copied().collect();
        if !missing.is_empty() {
            return Err(Refused::Missing(missing.join(" ")));
        }
        let unknown: Vec<&str> = asked.into_iter().filter(|scope| !declared(scope)).collect();
        if !unknown.is_empty() {
            return Err(Refused::Undeclared(unknown.join(" ")));
        }
        let method = self.code_challenge_method.as_str();
        match self.challenge() {
            None if method.is_empty() => Ok(()),
            Some(challenge) if method == "S256" && pkce::is_challenge(challenge) => Ok(()),
            _ => Err(Refused::Challenge),
        }
    }

    /// What the person would grant in this account: optional scopes that it does not have are
    /// left out without a word.
    pub fn grant(&self, account: &demo::Account, person: &demo::Person) -> Grant {
        let optional = self.optional_scope.split_whitespace();
        let optional = optional.filter(|scope| declared(scope) && !account.lacks.contains(scope));
        let mut scopes: Vec<String> = Vec::new();
        for scope in self.scope.split_whitespace().chain(optional) {
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        Grant { portal: account.portal, user: person.user, scopes }
    }

    /// The address to go back to.
    pub fn redirect(&self) -> &str {
        &self.redirect_uri
    }

    /// The S256 challenge, if any.
    pub fn challenge(&self) -> Option<&str> {
        Some(self.code_challenge.as_str()).filter(|challenge| !challenge.is_empty())
    }

    /// The address to go back to with these parameters, and the state that came.
    pub fn back(&self, parameters: &[(&str, &str)]) -> String {
        let state = Some(("state", self.state.as_str())).filter(|(_, state)| !state.is_empty());
        let pairs = parameters.iter().copied().chain(state);
        let pairs: Vec<String> =
            pairs.map(|(name, value)| format!("{name}={}", escape(value))).collect();
        format!("{}?{}", self.redirect_uri, pairs.join("&"))
    }

    /// The parameters that came from the app, for the forms' hidden fields.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", self.scope.as_str()),
            ("optional_scope", self.optional_scope.as_str()),
            ("state", self.state.as_str()),
            ("code_challenge", self.code_challenge.as_str()),
            ("code_challenge_method", self.code_challenge_method.as_str()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

fn declared(scope: &str) -> bool {
    demo::REQUIRED_SCOPES.iter().chain(&demo::OPTIONAL_SCOPES).any(|known| *known == scope)
}

/// Percent-encodes everything that is not unreserved in an address.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(byte.into());
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}
