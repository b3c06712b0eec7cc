//! What the stand-in remembers of codes, tokens and installs. Time and new ids are inputs.

use std::collections::{BTreeMap, HashMap};

use super::{
    OauthError,
    grant::{Access, Code, Grant, Install, Pair},
    pkce,
};

/// How long a code lives, milliseconds.
pub const CODE_LIFE: u64 = 60_000;
/// How long an access token lives, milliseconds.
pub const TOKEN_LIFE: u64 = 30 * 60_000;

/// Codes, tokens and installs.
#[derive(Debug, Default)]
pub struct Book {
    codes: HashMap<String, Code>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Grant>,
    installs: BTreeMap<u64, Install>,
    issued: u64,
}

impl Book {
    /// Notes a link that was made before this stand-in started: the app is installed, and this
    /// refresh token is good.
    pub fn begin_with(&mut self, refresh: &str, grant: Grant, now: u64) {
        self.refresh.insert(refresh.to_owned(), grant.clone());
        self.installs.insert(grant.portal, Install { grant, since: now });
    }

    /// Keeps a code until it is exchanged.
    pub fn keep_code(&mut self, name: String, code: Code) {
        self.codes.insert(name, code);
    }

    /// Exchanges a code. It is spent by the attempt, also by one that fails.
    pub fn exchange(
        &mut self,
        code: &str,
        redirect: &str,
        verifier: Option<&str>,
        now: u64,
        new_id: impl Fn() -> String,
    ) -> Result<Pair, OauthError> {
        let code = self.codes.remove(code).filter(|code| now < code.made + CODE_LIFE);
        let code = code.ok_or_else(OauthError::auth_code)?;
        if code.redirect != redirect {
            return Err(OauthError::redirect_uri());
        }
        // A verifier without a challenge is a client that mixed up two requests.
        let proven = match (&code.challenge, verifier) {
            (None, None) => true,
            (Some(challenge), Some(verifier)) => pkce::proves(verifier, challenge),
            _ => false,
        };
        if !proven {
            return Err(OauthError::code_verifier());
        }
        let refresh = new_id();
        self.refresh.insert(refresh.clone(), code.grant.clone());
        let since = self.installs.get(&code.grant.portal).map_or(now, |install| install.since);
        self.installs.insert(code.grant.portal, Install { grant: code.grant.clone(), since });
        Ok(self.issue(refresh, code.grant, now, new_id))
    }

    /// Gives a new access token for a refresh token. With rotation the old refresh token dies.
    pub fn renew(
        &mut self,
        refresh: &str,
        rotate: bool,
        now: u64,
        new_id: impl Fn() -> String,
    ) -> Result<Pair, OauthError> {
        let grant = self.refresh.get(refresh).cloned().ok_or_else(OauthError::refresh_token)?;
        let mut kept = refresh.to_owned();
        if rotate {
            self.refresh.remove(refresh);
            kept = new_id();
            self.refresh.insert(kept.clone(), grant.clone());
        }
        Ok(self.issue(kept, grant, now, new_id))
    }

    fn issue(
        &mut self,
        refresh: String,
        grant: Grant,
        now: u64,
        new_id: impl Fn() -> String,
    ) -> Pair {
        let access = new_id();
        self.issued += 1;
        self.access.insert(access.clone(), Access { grant: grant.clone(), ends: now + TOKEN_LIFE });
        Pair { access, refresh, grant }
    }

    /// An access token, also one that has ended.
    pub fn access(&self, token: &str) -> Option<&Access> {
        self.access.get(token)
    }

    /// What a refresh token stands for.
    pub fn refresh(&self, token: &str) -> Option<&Grant> {
        self.refresh.get(token)
    }

    /// Forgets one token. Access tokens made from a refresh token go on until they end, as HubSpot
    /// lets them.
    pub fn revoke(&mut self, token: &str) {
        self.refresh.remove(token);
        self.access.remove(token);
    }

    /// Ends all access tokens, or those of one account. Returns how many were alive.
    pub fn expire(&mut self, portal: Option<u64>, now: u64) -> usize {
        let meant = |access: &&mut Access| {
            access.ends > now && portal.is_none_or(|portal| access.grant.portal == portal)
        };
        self.access.values_mut().filter(meant).map(|access| access.ends = now).count()
    }

    /// Takes the app out of an account: everything of that account dies. False if it was not in.
    pub fn uninstall(&mut self, portal: u64) -> bool {
        self.codes.retain(|_, code| code.grant.portal != portal);
        self.access.retain(|_, access| access.grant.portal != portal);
        self.refresh.retain(|_, grant| grant.portal != portal);
        self.installs.remove(&portal).is_some()
    }

    /// The accounts the app is in.
    pub fn installs(&self) -> &BTreeMap<u64, Install> {
        &self.installs
    }

    /// How many access tokens were ever issued, are alive, and how many refresh tokens are.
    pub fn counts(&self, now: u64) -> (u64, usize, usize) {
        let alive = self.access.values().filter(|access| access.ends > now).count();
        (self.issued, alive, self.refresh.len())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const HERE: &str = "http://here/";

    fn book() -> Book {
        let grant = Grant { portal: 1, user: 2, scopes: vec!["oauth".to_owned()] };
        let code = Code { grant, redirect: HERE.to_owned(), challenge: None, made: 1000 };
        let mut book = Book::default();
        book.keep_code("code".to_owned(), code);
        book
    }

    fn ids() -> impl Fn() -> String {
        let next = Cell::new(0);
        move || {
            next.set(next.get() + 1);
            format!("id-{}", next.get())
        }
    }

    #[test]
    fn a_code_lives_a_minute() {
        let late = book().exchange("code", HERE, None, 1000 + CODE_LIFE, ids());
        assert_eq!(late, Err(OauthError::auth_code()));
        assert!(book().exchange("code", HERE, None, 999 + CODE_LIFE, ids()).is_ok());
    }

    #[test]
    fn an_access_token_ends_after_half_an_hour_and_an_install_keeps_its_beginning() {
        let mut book = book();
        let Ok(pair) = book.exchange("code", HERE, None, 1000, ids()) else {
            panic!("the code is good")
        };
        assert_eq!(book.access(&pair.access).map(|access| access.ends), Some(1000 + TOKEN_LIFE));
        assert_eq!(book.counts(999 + TOKEN_LIFE), (1, 1, 1));
        assert_eq!(book.counts(1000 + TOKEN_LIFE), (1, 0, 1));
        let code = Code { grant: pair.grant, redirect: HERE.into(), challenge: None, made: 5000 };
        book.keep_code("again".to_owned(), code);
        assert!(book.exchange("again", HERE, None, 5000, ids()).is_ok());
        assert_eq!(book.installs()[&1].since, 1000);
    }
}
