//! Something that is read from the backend, and the states that reading has.

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

use super::icon::Icon;
use crate::logic::failure::Failure;
use crate::net;

/// Something that is read from the backend. What is there stays while it is read again.
#[derive(Debug)]
pub struct Reading<T: Send + Sync + 'static> {
    /// What was read last.
    pub value: RwSignal<Option<T>>,
    /// Why the last try brought nothing.
    pub failure: RwSignal<Option<Failure>>,
    turn: RwSignal<u64>,
}

impl<T: Send + Sync + 'static> Clone for Reading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Reading<T> {}

impl<T: Send + Sync + DeserializeOwned + 'static> Reading<T> {
    /// Nothing was read yet.
    #[expect(clippy::new_without_default, reason = "a reading belongs to the page that makes it")]
    pub fn new() -> Self {
        let (value, failure) = (RwSignal::new(None), RwSignal::new(None));
        Self { value, failure, turn: RwSignal::new(0) }
    }

    /// Forgets what was read: it belongs to something else.
    pub fn clear(self) {
        self.value.set(None);
        self.failure.set(None);
    }

    /// Reads; an answer that a later reading has overtaken is dropped.
    pub async fn read(self, path: String) {
        let turn = self.turn.get_untracked() + 1;
        self.turn.set(turn);
        let answer = net::get::<T>(&path).await;
        if self.turn.try_get_untracked() != Some(turn) {
            return;
        }
        match answer {
            Ok(value) => {
                self.failure.set(None);
                self.value.set(Some(value));
            }
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    /// Reads in the background.
    pub fn start(self, path: String) {
        spawn_local(self.read(path));
    }
}

/// Says that something is being read, or why it could not be, with the one button that tries again.
/// Draws nothing once it is there.
#[component]
pub fn Progress<T: Send + Sync + 'static>(
    /// What is being read.
    of: Reading<T>,
    /// Tries again.
    again: Callback<()>,
) -> impl IntoView {
    move || match of.failure.get() {
        Some(failure) => view! {
            <div class="notice bad" role="alert">
                <Icon name="alert"/>
                <p>{failure.to_string()}</p>
                <button class="small" on:click=move |_| again.run(())>"Try again"</button>
            </div>
        }
        .into_any(),
        None if of.value.with(Option::is_none) => {
            view! { <p class="loading" role="status">"Loading…"</p> }.into_any()
        }
        None => ().into_any(),
    }
}
