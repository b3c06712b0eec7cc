//! A request as data: what to send, and how to read the reply.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Reply};

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

/// One request to HubSpot: method, path under the API's address, and a JSON body.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path, beginning with a slash.
    pub path: String,
    /// The body, if the method has one.
    pub body: Option<Value>,
    /// Whether a request that got no answer may have changed something. Those are never sent
    /// again without looking first.
    pub creates: bool,
}

impl Request {
    pub(crate) fn new(method: Method, path: String, body: Option<Value>) -> Self {
        Self { method, path, body, creates: false }
    }

    pub(crate) fn creating(mut self) -> Self {
        self.creates = true;
        self
    }

    /// Reads the reply: the typed body of a success, or what went wrong.
    pub fn read<T: DeserializeOwned>(&self, reply: &Reply<'_>) -> Result<T, Error> {
        reply.check()?;
        serde_json::from_slice(reply.body).map_err(|e| Error::Unreadable { why: e.to_string() })
    }

    /// Reads a reply whose body does not matter.
    pub fn done(&self, reply: &Reply<'_>) -> Result<(), Error> {
        reply.check()
    }
}

/// An id as one segment of a path: everything but letters, digits, `-` and `_` is escaped.
pub(crate) fn segment(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
