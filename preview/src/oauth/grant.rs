//! A grant and what is handed out for it: a code, then tokens, and an install.

/// What a person granted: the account, and what may be done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The account's Domain ID.
    pub portal: u64,
    /// The person's user number.
    pub user: u64,
    /// The granted scopes.
    pub scopes: Vec<String>,
}

/// A code waiting to be exchanged.
#[derive(Debug, Clone)]
pub struct Code {
    /// What it stands for.
    pub grant: Grant,
    /// The redirect address it was sent to.
    pub redirect: String,
    /// The S256 challenge, if the authorize request brought one.
    pub challenge: Option<String>,
    /// When it was made.
    pub made: u64,
}

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// What it opens.
    pub grant: Grant,
    /// The moment it ends.
    pub ends: u64,
}

/// The app in one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// The grant that installed it, or the latest since.
    pub grant: Grant,
    /// When it was installed.
    pub since: u64,
}

/// A pair of tokens as the token route hands it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
    /// What both stand for.
    pub grant: Grant,
}
