//! Who asks the REST side: the private app of the static token, or the demo app in one account.

use super::{Book, Grant, demo};
use crate::rest::{ApiError, DEMO_TOKEN, PORTAL};

/// Who a bearer token stands for. Every REST handler finds it among the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A private app of the demo account, with every scope.
    PrivateApp,
    /// The demo app, with what was granted.
    App(Grant),
}

impl Caller {
    /// Reads a bearer token: 401 when it is unknown or has ended.
    pub fn read(token: &str, book: &Book, now: u64) -> Result<Self, ApiError> {
        if token == DEMO_TOKEN {
            return Ok(Self::PrivateApp);
        }
        let access = book.access(token).ok_or_else(ApiError::unauthenticated)?;
        if access.ends <= now {
            return Err(ApiError::expired());
        }
        Ok(Self::App(access.grant.clone()))
    }

    /// The account that is asked about.
    pub fn portal(&self) -> u64 {
        match self {
            Self::PrivateApp => PORTAL,
            Self::App(grant) => grant.portal,
        }
    }

    /// Whether the token opens what needs this scope.
    pub fn has(&self, scope: &str) -> bool {
        match self {
            Self::PrivateApp => true,
            Self::App(grant) => grant.scopes.iter().any(|granted| granted == scope),
        }
    }

    /// The person behind the token; a private app is the first one's.
    pub fn person(&self) -> Option<&'static demo::Person> {
        match self {
            Self::PrivateApp => demo::PEOPLE.first(),
            Self::App(grant) => demo::person(grant.user),
        }
    }
}
