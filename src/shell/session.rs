//! The session: a token in memory, renewed before it ends.

use std::cell::{Cell, RefCell};

use contract::Session;
use desk::Input;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::RtcConfiguration;

use super::api::{self, Refused};
use super::timer::{Timer, wait};
use super::{Shell, early, sign_in, with_shell};

/// Milliseconds between two tries while the backend cannot be reached, at first and at most.
const RETRY: (u64, u64) = (500, 5_000);

/// The token, and when to renew it.
pub(super) struct Keeper {
    token: RefCell<String>,
    /// What the browser is told for connections; see [`Session::rtc`].
    rtc: RefCell<String>,
    renew: Timer,
    /// Milliseconds from the early renewal to the end; none once that renewal was refused.
    rest: Cell<Option<u64>>,
}

impl Keeper {
    pub(super) fn new() -> Self {
        let renew = Timer::new(|| with_shell(Shell::renew_early));
        Self { token: RefCell::default(), rtc: RefCell::default(), renew, rest: Cell::default() }
    }

    /// The token; empty while nobody is signed in.
    pub(super) fn token(&self) -> String {
        self.token.borrow().clone()
    }

    /// How the browser is to connect; `undefined` where the service has said nothing.
    pub(super) fn rtc(&self) -> RtcConfiguration {
        js_sys::JSON::parse(&self.rtc.borrow()).unwrap_or_default().unchecked_into()
    }

    /// Takes a new session. It is renewed after three quarters of its life.
    fn take(&self, session: Session) {
        let early = session.expires_in / 4;
        *self.token.borrow_mut() = session.token;
        *self.rtc.borrow_mut() = session.rtc;
        self.rest.set(Some(early));
        self.renew.set(Some(session.expires_in - early));
    }
}

impl Shell {
    /// Finishes the attempt to sign in with these digits, and tells the desk what came of it.
    pub(super) fn finish(&'static self, digits: String) {
        spawn_local(async move {
            match api::session(Some((sign_in::secret(), digits))).await {
                Ok(session) => {
                    sign_in::finished();
                    self.session.take(session);
                    self.feed(Input::SignedIn);
                }
                Err(refused) => self.feed(Input::NotFinished(refused.problem())),
            }
        });
    }

    /// Takes a session that came as the answer to something else.
    pub(super) fn enter(&'static self, session: Session) {
        self.session.take(session);
        self.feed(Input::SignedIn);
    }

    /// Gets a session from the cookie and tells the desk. Tries until the backend answers.
    pub(super) fn sign_in(&'static self) {
        spawn_local(async move {
            if let Some(session) = early::session().await {
                return self.enter(session);
            }
            let mut pause = RETRY.0;
            loop {
                match api::session(None).await {
                    Ok(session) => return self.enter(session),
                    Err(Refused::NoAnswer) => {
                        wait(pause).await;
                        pause = RETRY.1.min(pause * 2);
                    }
                    Err(_) => {
                        drop(early::socket());
                        return self.feed(Input::SignedOut);
                    }
                }
            }
        });
    }

    /// Renews before the end. A refusal changes nothing while the token still holds: it is asked
    /// again at the end of its life, and only then the desk hears of it.
    fn renew_early(&'static self) {
        spawn_local(async move {
            if self.renew_once().await {
                return self.feed(Input::SignedIn);
            }
            match self.session.rest.take() {
                Some(rest) => self.session.renew.set(Some(rest)),
                None => self.sign_in(),
            }
        });
    }

    /// Asks once for a new token. True when there is one.
    pub(super) async fn renew_once(&self) -> bool {
        match api::session(None).await {
            Ok(session) => {
                self.session.take(session);
                true
            }
            Err(_) => false,
        }
    }
}
