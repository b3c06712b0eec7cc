//! A request as data: what to send, and how to read the reply.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;

use crate::{Error, Reply, escape};

/// The HTTP methods that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PATCH
    Patch,
    /// PUT
    Put,
    /// DELETE
    Delete,
}

/// What a request carries. There is no way to print the content: a form holds client secrets and
/// tokens, and JSON holds customers' data or a token.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// Nothing.
    None,
    /// `application/json`
    Json(Value),
    /// `application/x-www-form-urlencoded`
    Form(Vec<(String, String)>),
}

impl Body {
    /// The JSON value, if it is one.
    pub fn json(&self) -> Option<&Value> {
        if let Self::Json(value) = self { Some(value) } else { None }
    }

    /// The form as it is sent, if it is one.
    pub fn form(&self) -> Option<String> {
        if let Self::Form(pairs) = self { Some(escape::pairs(pairs)) } else { None }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Json(_) => "Json(..)",
            Self::Form(_) => "Form(..)",
        })
    }
}

/// What the shell adds to a request when it sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// `Authorization: Bearer` with a token of the account.
    Bearer,
    /// The developer API key as the query's parameter [`DEVELOPER_KEY`]. It is never part of
    /// [`Request::path`], which may be logged; a shell does not log the address that it makes.
    DeveloperKey,
    /// Nothing: the body says who asks.
    None,
}

/// The query's parameter that carries the developer API key.
pub const DEVELOPER_KEY: &str = "hapikey";

/// One request to HubSpot. Printing it shows the method and the path without its query, nothing
/// else. What it holds is not wiped from memory when it is dropped: build it right before sending.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path, beginning with a slash.
    pub path: String,
    /// The body.
    pub body: Body,
    /// What the shell has to add.
    pub auth: Auth,
    /// Whether a request that got no answer may have changed something. Those are never sent
    /// again without looking first.
    pub creates: bool,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next().unwrap_or_default();
        write!(f, "{:?} {path}", self.method)
    }
}

impl Request {
    pub(crate) fn new(method: Method, path: String) -> Self {
        Self { method, path, body: Body::None, auth: Auth::Bearer, creates: false }
    }

    pub(crate) fn get(path: String) -> Self {
        Self::new(Method::Get, path)
    }

    pub(crate) fn post(path: String) -> Self {
        Self::new(Method::Post, path)
    }

    pub(crate) fn json(mut self, body: Value) -> Self {
        self.body = Body::Json(body);
        self
    }

    pub(crate) fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.body = Body::Form(pairs.iter().map(owned).collect());
        self
    }

    pub(crate) fn query(mut self, pairs: &[(&str, &str)]) -> Self {
        self.path = format!("{}?{}", self.path, escape::pairs(pairs));
        self
    }

    pub(crate) fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    pub(crate) fn creating(mut self) -> Self {
        self.creates = true;
        self
    }

    /// Whether HubSpot counts it among the searches, which have a limit of their own.
    pub fn is_search(&self) -> bool {
        self.path.split('?').next().is_some_and(|path| path.ends_with("/search"))
    }

    /// Reads the reply: the typed body of a success, or what went wrong.
    pub fn read<T: DeserializeOwned>(&self, reply: &Reply<'_>) -> Result<T, Error> {
        reply.check(self)?;
        serde_json::from_slice(reply.body).map_err(|e| Error::Unreadable { why: e.to_string() })
    }

    /// Reads a reply whose body does not matter.
    pub fn done(&self, reply: &Reply<'_>) -> Result<(), Error> {
        reply.check(self)
    }

    /// What a field of the form holds.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let Body::Form(pairs) = &self.body else { return None };
        pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// HubSpot's own words as they may be shown: without the secrets of this request, should it
    /// have repeated one, and not longer than 200 characters.
    pub(crate) fn shown(&self, words: &str) -> String {
        let mut out = words.to_owned();
        let fields = ["client_secret", "code", "code_verifier", "refresh_token", "token"];
        let secrets = fields.iter().filter_map(|name| self.field(name));
        let key = self.body.json().and_then(|body| body["tokenKey"].as_str());
        for secret in secrets.chain(key).filter(|secret| !secret.is_empty()) {
            out = out.replace(secret, "…");
        }
        out.chars().take(200).collect()
    }
}
