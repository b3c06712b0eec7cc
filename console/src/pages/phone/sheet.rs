//! What the parts of the page share: what is stored, what is typed, how the lines stand.

use contract::console::{PhoneKind, PhoneSettings, PhoneState, PhoneSystem};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Doing;
use crate::logic::connection::Slot;
use crate::logic::fields::Problems;
use crate::logic::phone::{Draft, EXPIRES, FORM as FIELDS};
use crate::net::{Method, clock, send_json};
use crate::parts::field::focus_first;
use crate::parts::reading::Reading;
use crate::state::Console;

/// The form's id.
pub(super) const FORM: &str = "phone";

/// How often the lines' states are asked for while the page is looked at, in milliseconds. Nobody
/// tells when a phone system answers.
const EVERY: u64 = 4_000;

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    /// What all pages share.
    pub console: Console,
    /// What is stored.
    pub stored: Reading<PhoneSettings>,
    /// How the lines stand.
    pub states: Reading<Vec<PhoneState>>,
    /// What is typed.
    pub draft: RwSignal<Draft>,
    /// What is wrong with it.
    pub problems: RwSignal<Problems>,
    /// Whether it is being saved.
    pub busy: RwSignal<bool>,
    /// Somebody else saved something else meanwhile.
    pub overtaken: RwSignal<bool>,
    /// What was let go last, to take it back.
    pub let_go: RwSignal<Option<Draft>>,
    /// Whether something is typed that is not saved.
    pub unsaved: Memo<bool>,
    /// The kind that is chosen.
    pub kind: Memo<PhoneKind>,
    /// The kind that is stored, and by which calls go.
    pub in_use: Memo<PhoneKind>,
    /// What is being done in a dialog.
    pub doing: RwSignal<Option<Doing>>,
}

impl Sheet {
    /// Nothing was read yet.
    pub fn new(console: Console) -> Self {
        let stored = Reading::<PhoneSettings>::new();
        let draft = RwSignal::new(Draft::default());
        let unsaved = Memo::new(move |_| {
            stored.value.with(|s| s.as_ref().is_some_and(|s| draft.with(|d| d.differs(s))))
        });
        Self {
            console,
            stored,
            states: Reading::new(),
            draft,
            problems: RwSignal::default(),
            busy: RwSignal::new(false),
            overtaken: RwSignal::new(false),
            let_go: RwSignal::new(None),
            unsaved,
            kind: Memo::new(move |_| draft.with(|d| d.system.kind)),
            in_use: Memo::new(move |_| {
                stored.value.with(|s| s.as_ref().map(|s| s.system.kind).unwrap_or_default())
            }),
            doing: RwSignal::new(None),
        }
    }

    /// An address of the tenant's.
    pub fn below(self, rest: &str) -> String {
        Console::path(&self.console.tenant.get_untracked(), rest)
    }

    /// Another tenant: nothing of what was read is its.
    pub fn clear(self) {
        self.stored.clear();
        self.states.clear();
        self.doing.set(None);
        self.put(Draft::default());
    }

    /// Puts what is stored into the form.
    pub fn take(self, stored: &PhoneSettings) {
        self.put(Draft::of(stored));
    }

    /// Puts something into the form.
    pub fn put(self, draft: Draft) {
        self.draft.set(draft);
        self.problems.set(Problems::default());
        self.overtaken.set(false);
    }

    /// Lets go of what is not saved; it can be taken back until something else is changed.
    pub fn discard(self) {
        if let Some(stored) = self.stored.value.get_untracked() {
            let before = self.draft.get_untracked();
            self.take(&stored);
            self.let_go.set(Some(before));
        }
    }

    /// Warns before the page is left, for as long as something is not saved.
    pub fn guard(self) {
        let console = self.console;
        Effect::new(move || {
            let unsaved = self.unsaved.get();
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

    /// Asks how the lines stand, again and again while the page is looked at.
    pub fn watch(self) {
        if cfg!(feature = "gallery") {
            return;
        }
        spawn_local(async move {
            loop {
                clock::wait(EVERY).await;
                // The page is gone, and its signals with it.
                let Some(kind) = self.in_use.try_get_untracked() else { return };
                if kind != PhoneKind::Simulated && !document().hidden() {
                    self.states.read(self.below("phone/states")).await;
                }
            }
        });
    }

    /// A text of the form.
    pub fn text(self, of: fn(&PhoneSystem) -> String) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| of(&draft.system)))
    }

    /// Takes a text of the form.
    pub fn set(self, to: fn(&mut PhoneSystem, String)) -> Callback<String> {
        Callback::new(move |value| self.draft.update(|draft| to(&mut draft.system, value)))
    }

    /// Takes the trunk's password.
    pub fn set_password(self) -> Callback<Slot> {
        Callback::new(move |slot| self.draft.update(|draft| draft.password = slot))
    }

    /// Reads it all again.
    pub async fn again(self) {
        self.stored.read(self.below("phone")).await;
        self.states.read(self.below("phone/states")).await;
    }

    /// Saves all of it, or nothing.
    pub fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let body = self.draft.with_untracked(Draft::sent);
        spawn_local(async move {
            let path = self.below("phone");
            match send_json::<PhoneSettings>(Method::Put, &path, &body).await {
                Ok(now) => {
                    self.console.said.set("The phone system is saved.".to_owned());
                    if self.draft.try_get_untracked().is_some() {
                        self.take(&now);
                        self.stored.value.set(Some(now));
                        self.states.read(self.below("phone/states")).await;
                    }
                }
                Err(failure) => {
                    let mut form: Vec<String> = FIELDS.map(str::to_owned).into();
                    form.push(EXPIRES.to_owned());
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
