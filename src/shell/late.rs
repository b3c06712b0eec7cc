//! The part of the page that is loaded with the first call, or once a person comes near: all that a
//! person does, what is heard and said in a call, and the screens for it. `cargo xtask` cuts it out of
//! the module (`xtask/src/late.rs` says what moves); where the module is whole it is there from the
//! start.
//!
//! Nothing depends on who asks first: whatever is called too early waits for it. It is asked for early
//! so that nobody has to wait.

use std::cell::{Cell, RefCell};

use desk::{Intent, Output};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::timer::wait;
use super::{Shell, with_shell};
use crate::listen::listen;

/// What the page's script calls the way to load it.
const LOAD: &str = "__sidetone_late";

/// After how many milliseconds it is asked for again when it did not come.
const AGAIN: u64 = 1_000;

/// Whether it is there, and what waits for it.
#[derive(Default)]
pub(super) struct Late {
    here: Cell<bool>,
    coming: Cell<bool>,
    /// What the person did meanwhile, in order.
    wishes: RefCell<Vec<Intent>>,
    /// What the desk wants done, and only it can do, in order.
    outputs: RefCell<Vec<Output>>,
}

/// The way to load it; none where the module is whole.
fn way() -> Option<Function> {
    Reflect::get(&js_sys::global(), &LOAD.into()).ok()?.dyn_into().ok()
}

impl Late {
    /// At the start of a page.
    pub(super) fn new() -> Late {
        Late { here: Cell::new(way().is_none()), ..Late::default() }
    }

    pub(super) fn is_here(&self) -> bool {
        self.here.get()
    }

    /// Keeps a wish until it is there; hands it back if it is.
    pub(super) fn keep(&self, wish: Intent) -> Option<Intent> {
        if self.is_here() {
            return Some(wish);
        }
        self.wishes.borrow_mut().push(wish);
        None
    }

    /// The same for what the desk wants done.
    pub(super) fn hold(&self, output: Output) -> Option<Output> {
        if self.is_here() {
            return Some(output);
        }
        self.outputs.borrow_mut().push(output);
        None
    }
}

impl Shell {
    /// Sees to it that it comes.
    pub(super) fn want_late(&'static self) {
        if self.late.is_here() || self.late.coming.replace(true) {
            return;
        }
        spawn_local(async move {
            while load().await.is_err() {
                wait(AGAIN).await;
            }
            self.late.here.set(true);
            self.prepare();
            self.follow();
            for output in self.late.outputs.take() {
                self.serve(output);
            }
            for wish in self.late.wishes.take() {
                super::act(wish);
            }
        });
    }
}

async fn load() -> Result<(), JsValue> {
    if let Some(way) = way() {
        let coming: Promise = way.call0(&JsValue::NULL)?.unchecked_into();
        JsFuture::from(coming).await?;
    }
    Ok(())
}

/// Asks for it as soon as a person comes near.
pub(super) fn listen_for_a_person() {
    let Some(window) = web_sys::window() else { return };
    for sign in ["pointerover", "focusin", "keydown"] {
        listen(&window, sign, true, Box::new(|_| with_shell(Shell::want_late)));
    }
}
