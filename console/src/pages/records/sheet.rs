//! What the parts of the page share: what is stored, what is typed, what HubSpot has to choose from.

use contract::console::{Choices, Connection, Settings};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::code_ids::{settle, settle_reasons};
use crate::logic::fields::Problems;
use crate::logic::records::{Section, changed, fields, sent};
use crate::net::{Method, send};
use crate::parts::field::focus_first;
use crate::parts::reading::Reading;
use crate::state::Console;

/// The form's id.
pub(super) const FORM: &str = "records";

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    /// What all pages share.
    pub console: Console,
    /// What is stored.
    pub stored: Reading<Settings>,
    /// What HubSpot has to choose from.
    pub choices: Reading<Choices>,
    /// The tenant's links, for what HubSpot did not grant.
    pub connections: Reading<Vec<Connection>>,
    /// What is typed.
    pub draft: RwSignal<Settings>,
    /// What is wrong with it.
    pub problems: RwSignal<Problems>,
    /// Whether it is being saved.
    pub busy: RwSignal<bool>,
    /// Somebody else saved something else meanwhile.
    pub overtaken: RwSignal<bool>,
    /// What was let go last, to take it back.
    pub let_go: RwSignal<Option<Settings>>,
    /// The sections that are not saved.
    pub unsaved: Memo<Vec<Section>>,
    /// Counts what comes into the form from elsewhere: parts that remember something begin anew.
    pub taken: RwSignal<u32>,
}

impl Sheet {
    /// Nothing was read yet.
    pub fn new(console: Console) -> Self {
        let stored = Reading::<Settings>::new();
        let draft = RwSignal::new(Settings::default());
        let unsaved = Memo::new(move |_| {
            let changed = |stored: &Settings| draft.with(|d| changed(d, stored));
            stored.value.with(|s| s.as_ref().map(changed).unwrap_or_default())
        });
        Self {
            console,
            stored,
            choices: Reading::new(),
            connections: Reading::new(),
            draft,
            problems: RwSignal::default(),
            busy: RwSignal::new(false),
            overtaken: RwSignal::new(false),
            let_go: RwSignal::new(None),
            unsaved,
            taken: RwSignal::new(0),
        }
    }

    /// An address of the tenant's.
    pub fn below(self, rest: &str) -> String {
        Console::path(&self.console.tenant.get_untracked(), rest)
    }

    /// Another tenant: nothing of what was read is its.
    pub fn clear(self) {
        self.stored.clear();
        self.choices.clear();
        self.connections.clear();
        self.take(Settings::default());
    }

    /// Puts settings into the form.
    pub fn take(self, settings: Settings) {
        self.draft.set(settings);
        self.problems.set(Problems::default());
        self.overtaken.set(false);
        self.taken.update(|n| *n += 1);
    }

    /// Lets go of what is not saved; it can be taken back until something else is changed.
    pub fn discard(self) {
        if let Some(stored) = self.stored.value.get_untracked() {
            let before = self.draft.get_untracked();
            self.take(stored);
            self.let_go.set(Some(before));
        }
    }

    /// Warns before the page is left, for as long as something is not saved.
    pub fn guard(self) {
        let console = self.console;
        Effect::new(move || {
            let unsaved = !self.unsaved.with(Vec::is_empty);
            console.unsaved.set(unsaved);
            if unsaved {
                self.let_go.set(None);
            }
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if console.unsaved.get_untracked() {
                event.prevent_default();
                // Older browsers ask only where this is set.
                event.set_return_value("unsaved");
            }
        });
        on_cleanup(move || {
            leaving.remove();
            console.unsaved.set(false);
        });
    }

    /// Something of the form, as it is typed.
    pub fn get<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&Settings) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.draft.with(&of))
    }

    /// Takes something of the form.
    pub fn set<T: 'static>(
        self,
        to: impl Fn(&mut Settings, T) + Send + Sync + 'static,
    ) -> Callback<T> {
        Callback::new(move |value| self.draft.update(|draft| to(draft, value)))
    }

    /// Something of what HubSpot has to choose from; nothing while that is not known.
    pub fn choice<T: PartialEq + Default + Send + Sync + 'static>(
        self,
        of: impl Fn(&Choices) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.choices.value.with(|c| c.as_ref().map(&of).unwrap_or_default()))
    }

    /// Saves all of it, or nothing.
    pub fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.draft.update(|draft| {
            settle(&mut draft.outcomes.codes);
            settle_reasons(&mut draft.status.reasons);
        });
        let body = self.draft.with_untracked(sent);
        spawn_local(async move {
            match send(Method::Put, &self.below("settings"), &body).await {
                Ok(_) => {
                    self.problems.try_set(Problems::default());
                    self.console.said.set("The settings are saved.".to_owned());
                    // What is typed is what is stored, until the service says how it wrote it.
                    self.overtaken.try_set(false);
                    self.stored.value.try_set(Some(body));
                    self.stored.read(self.below("settings")).await;
                    self.connections.read(self.below("connections")).await;
                }
                Err(failure) => {
                    let form = self.draft.with_untracked(fields);
                    let found = Problems::near(&failure, &form);
                    let names: Vec<_> = form.iter().map(String::as_str).collect();
                    focus_first(FORM, &found, &names);
                    self.problems.try_set(found);
                }
            }
            self.busy.try_set(false);
        });
    }
}
