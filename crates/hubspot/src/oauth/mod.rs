//! Linking an account with OAuth 2: the address to begin at, the way back, tokens and their end.
//!
//! Secrets come in as plain texts when a request is built and are in its form only. Replies are
//! read by the functions here and not by [`Request::read`], because HubSpot says here in other
//! words what is wrong, and somebody has to be told what to do about it.

mod authorize;
mod back;
mod pkce;
mod refusal;
mod tokens;

pub use authorize::{Authorize, authorize_url};
pub use back::{Return, ReturnError};
pub use pkce::{challenge, verifier};
pub use refusal::{TokenError, Which};
pub use tokens::{Introspection, Tokens};

use serde::de::DeserializeOwned;

use crate::endpoints::{INTROSPECT, REVOKE, TOKEN, UNINSTALL};
use crate::{Auth, Method, Reply, Request};

/// Which of the two tokens one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The short-lived one that requests carry.
    Access,
    /// The lasting one that gets new ones.
    Refresh,
}

impl Kind {
    fn hint(self) -> &'static str {
        match self {
            Self::Access => "access_token",
            Self::Refresh => "refresh_token",
        }
    }
}

/// Turns the code of a finished authorisation into tokens; read the reply with [`read_tokens`].
/// A code can be used once only: after a lost answer the person has to begin again.
pub fn exchange(
    client_id: &str,
    client_secret: &str,
    redirect_uri: &str,
    code: &str,
    verifier: Option<&str>,
) -> Request {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("client_secret", client_secret),
        ("redirect_uri", redirect_uri),
        ("code", code),
    ];
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    Request::post(TOKEN.at(&[])).form(&form).auth(Auth::None).creating()
}

/// Gets a new access token; read the reply with [`read_tokens`] and store both tokens in it.
pub fn refresh(client_id: &str, client_secret: &str, refresh_token: &str) -> Request {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", client_id),
        ("client_secret", client_secret),
        ("refresh_token", refresh_token),
    ];
    Request::post(TOKEN.at(&[])).form(&form).auth(Auth::None)
}

/// Asks what a token is good for; read the reply with [`read_introspection`].
pub fn introspect(client_id: &str, client_secret: &str, token: &str, kind: Kind) -> Request {
    about(&INTROSPECT.at(&[]), client_id, client_secret, token, kind)
}

/// Makes a token useless; read the reply with [`read_revoked`]. Access tokens that were given out
/// already live on until they expire, and the app stays installed.
pub fn revoke(client_id: &str, client_secret: &str, token: &str, kind: Kind) -> Request {
    about(&REVOKE.at(&[]), client_id, client_secret, token, kind)
}

/// Removes the app from the account whose token the shell adds; HubSpot tells the account's
/// administrators by e-mail. Read the reply with [`Request::done`].
pub fn uninstall() -> Request {
    Request::new(Method::Delete, UNINSTALL.at(&[]))
}

fn about(path: &str, id: &str, secret: &str, token: &str, kind: Kind) -> Request {
    let form = [
        ("client_id", id),
        ("client_secret", secret),
        ("token", token),
        ("token_type_hint", kind.hint()),
    ];
    Request::post(path.to_owned()).form(&form).auth(Auth::None)
}

/// Reads the reply to [`exchange`] or [`refresh`]. A reply without a refresh token leaves the one
/// that was asked with.
pub fn read_tokens(request: &Request, reply: &Reply<'_>) -> Result<Tokens, TokenError> {
    let mut tokens: Tokens = read(request, reply)?;
    if tokens.refresh.is_empty() {
        tokens.refresh = request.field("refresh_token").unwrap_or_default().to_owned();
    }
    if tokens.access.is_empty() || tokens.refresh.is_empty() {
        return Err(TokenError::Unreadable { why: "a token is missing".to_owned() });
    }
    Ok(tokens)
}

/// Reads the reply to [`introspect`].
pub fn read_introspection(
    request: &Request,
    reply: &Reply<'_>,
) -> Result<Introspection, TokenError> {
    read(request, reply)
}

/// Reads the reply to [`revoke`]. A token that HubSpot does not know any more is as good as revoked.
pub fn read_revoked(request: &Request, reply: &Reply<'_>) -> Result<(), TokenError> {
    match refusal::check(request, reply) {
        Err(TokenError::Revoked { .. }) => Ok(()),
        outcome => outcome,
    }
}

fn read<T: DeserializeOwned>(request: &Request, reply: &Reply<'_>) -> Result<T, TokenError> {
    refusal::check(request, reply)?;
    serde_json::from_slice(reply.body).map_err(|error| {
        // The parser's own sentence may repeat a value, and the values here are tokens.
        let why = if error.is_data() { "a field is missing or of another kind" } else { "no JSON" };
        TokenError::Unreadable { why: why.to_owned() }
    })
}
