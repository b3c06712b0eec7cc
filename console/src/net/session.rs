//! The session: a token in memory, renewed before it ends, by one request at a time.

use std::cell::{Cell, RefCell};

use contract::Session;
use contract::console::SignInConsole;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::request::{Ask, Method, read};
use crate::logic::failure::Failure;
use crate::logic::renewal::{self, Next};

/// The address of the session.
const SESSION: &str = "/api/console/session";

type Flight = Shared<LocalBoxFuture<'static, Result<(), Failure>>>;
/// Who is told that the session is over.
type Listener = Box<dyn Fn(&Failure)>;

thread_local! {
    static TOKEN: RefCell<String> = RefCell::default();
    /// When the token ends, in ticks of the page's clock.
    static END: Cell<u64> = const { Cell::new(0) };
    /// Counts sessions, so that only the newest is renewed.
    static TURN: Cell<u64> = const { Cell::new(0) };
    static FLIGHT: RefCell<Option<Flight>> = RefCell::default();
    static LOST: RefCell<Option<Listener>> = RefCell::default();
}

/// The token; empty while nobody is signed in.
pub fn token() -> String {
    TOKEN.with_borrow(Clone::clone)
}

/// Says who is told when the session is over.
pub fn on_lost(listener: impl Fn(&Failure) + 'static) {
    LOST.set(Some(Box::new(listener)));
}

/// Gets a session from a code.
pub async fn open(body: SignInConsole) -> Result<(), Failure> {
    take(ask(body).await?);
    Ok(())
}

/// Gets a session from the cookie. Whoever asks while it is being got waits for the same answer:
/// the scheduled renewal, a request that met a 401, and a page that opens.
pub async fn resume() -> Result<(), Failure> {
    let flight = FLIGHT.with_borrow_mut(|flight| {
        flight.get_or_insert_with(|| fly(TURN.get()).boxed_local().shared()).clone()
    });
    flight.await
}

/// Renews the session that had this token. If it has been renewed since, there is nothing to do.
pub async fn renew(old: &str) -> Result<(), Failure> {
    if token() != old {
        return Ok(());
    }
    let outcome = resume().await;
    if let Err(failure @ Failure::SignedOut(_)) = &outcome {
        lose(failure);
    }
    outcome
}

/// Ends the session, in the backend first: what is not ended there is not called ended here.
pub async fn close() -> Result<(), Failure> {
    let ask = Ask { method: Method::Delete, path: SESSION.into(), body: None, json: true };
    ask.send().await?;
    forget();
    Ok(())
}

/// Asks by the cookie. Somebody who signed out or in meanwhile is not overruled by the answer.
async fn fly(turn: u64) -> Result<(), Failure> {
    let answer = ask(SignInConsole::default()).await;
    FLIGHT.set(None);
    if TURN.get() == turn {
        answer.map(take)
    } else if token().is_empty() {
        Err(Failure::of(401, ""))
    } else {
        Ok(())
    }
}

async fn ask(body: SignInConsole) -> Result<Session, Failure> {
    let body = serde_json::to_string(&body).map_err(|_| Failure::Strange)?;
    let ask = Ask { method: Method::Post, path: SESSION.into(), body: Some(body), json: true };
    read(&ask.once("").await?)
}

fn take(session: Session) {
    TOKEN.set(session.token);
    END.set(clock::ticks() + session.expires_in);
    let turn = TURN.get() + 1;
    TURN.set(turn);
    if cfg!(not(feature = "gallery")) {
        spawn_local(keep(turn, renewal::first(session.expires_in)));
    }
}

fn forget() {
    TOKEN.take();
    TURN.set(TURN.get() + 1);
}

fn lose(failure: &Failure) {
    forget();
    missed(failure);
}

/// Something was asked for without a session: says again that there is none.
pub fn missed(failure: &Failure) {
    LOST.with_borrow(|lost| {
        if let Some(lost) = lost {
            lost(failure);
        }
    });
}

/// Renews a session in time, until another has taken its place.
async fn keep(turn: u64, mut rest: u64) {
    for tries in 0.. {
        clock::wait(rest).await;
        if TURN.get() != turn {
            return;
        }
        let Err(failure) = resume().await else { return };
        if TURN.get() != turn {
            return;
        }
        let refused = matches!(failure, Failure::SignedOut(_));
        match renewal::after(refused, END.get().saturating_sub(clock::ticks()), tries) {
            Next::Again(wait) => rest = wait,
            Next::Lost => return lose(&failure),
        }
    }
}
