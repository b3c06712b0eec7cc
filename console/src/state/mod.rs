//! What all pages share.

mod coming;
mod leaving;

use std::collections::BTreeMap;

use contract::console::{Changed, Me, Meter, Role};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::logic::connection::Draft;
use crate::logic::failure::Failure;
use crate::logic::route::{self, Route};
use crate::net::{self, session, stream};
pub use coming::Greeting;
pub use leaving::Leaving;

/// Where the chosen tenant is remembered, for this tab.
const TENANT: &str = "sidetone-console-tenant";

/// How far signing in has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The session is being asked for.
    Starting,
    /// It could not be asked for.
    Unreached(Failure),
    /// Nobody is signed in.
    SignedOut {
        /// Why, if somebody was.
        why: Option<String>,
    },
    /// An invitation was opened.
    Invited {
        /// Its code.
        code: String,
    },
    /// Somebody is signed in.
    In(Me),
}

/// What all pages share. A handle: copies are the same console.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// How far signing in has come.
    pub stage: RwSignal<Stage>,
    /// The page.
    pub route: RwSignal<Route>,
    /// The id of the tenant that is being set up; empty while there is none.
    pub tenant: RwSignal<String>,
    /// What was done last, for everybody to see and hear.
    pub said: RwSignal<String>,
    /// The backend has not answered for a while.
    pub away: RwSignal<bool>,
    /// Counts changes of people.
    pub people: RwSignal<u64>,
    /// Counts changes of connections.
    pub connections: RwSignal<u64>,
    /// Counts changes of what HubSpot has of calls.
    pub calls: RwSignal<u64>,
    /// Counts changes of settings.
    pub settings: RwSignal<u64>,
    /// Counts changes of the phone system.
    pub phone: RwSignal<u64>,
    /// How much of HubSpot's allowance the tenant has used; none while that is not known.
    pub meter: RwSignal<Option<Meter>>,
    /// Whether the page holds what is not saved and would be lost.
    pub unsaved: RwSignal<bool>,
    /// Where somebody wants to go though something is not saved.
    pub leaving: RwSignal<Option<Leaving>>,
    /// The session ended while somebody was at work: why. The page stays as it is.
    pub lost: RwSignal<Option<String>>,
    /// What is typed into connections' forms and not saved, by [`Console::draft_key`].
    pub drafts: RwSignal<BTreeMap<String, Draft>>,
    /// What is offered to somebody who has just come by an invitation.
    pub greeting: RwSignal<Option<Greeting>>,
}

impl Console {
    /// Starts: takes an invitation's code out of the address, or renews the session.
    pub fn start() -> Self {
        let hash = hash();
        let console = Self {
            stage: RwSignal::new(Stage::Starting),
            route: RwSignal::new(Route::read(&hash)),
            tenant: RwSignal::new(remembered()),
            said: RwSignal::default(),
            away: RwSignal::new(false),
            people: RwSignal::default(),
            connections: RwSignal::default(),
            calls: RwSignal::default(),
            settings: RwSignal::default(),
            phone: RwSignal::default(),
            meter: RwSignal::default(),
            unsaved: RwSignal::default(),
            leaving: RwSignal::default(),
            lost: RwSignal::default(),
            drafts: RwSignal::default(),
            greeting: RwSignal::default(),
        };
        session::on_lost(move |why| match console.stage.get_untracked() {
            Stage::In(_) => console.lost.set(Some(why.to_string())),
            // An invitation needs no session, and makes one.
            Stage::Invited { .. } => {}
            _ => console.stage.set(Stage::SignedOut { why: Some(why.to_string()) }),
        });
        drop(window_event_listener(leptos::ev::hashchange, move |_| {
            match route::welcome(&self::hash()) {
                Some(code) => console.invited(code),
                None => {
                    let route = Route::read(&self::hash());
                    if console.may_leave(Leaving::Page(route)) {
                        console.route.set(route);
                    }
                }
            }
        }));
        match route::welcome(&hash) {
            Some(code) => console.invited(code),
            None => console.renew(),
        }
        console
    }

    /// Shows an invitation, whose code leaves the address at once.
    fn invited(self, code: String) {
        if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
            let address = Some(Route::People.hash());
            // Refused only for addresses of other origins.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", address);
        }
        self.route.set(Route::People);
        self.stage.set(Stage::Invited { code });
    }

    /// Asks for a session by the cookie, and who it is.
    pub fn renew(self) {
        self.stage.set(Stage::Starting);
        spawn_local(async move {
            match session::resume().await {
                Ok(()) => self.enter().await,
                Err(Failure::SignedOut(_)) => self.stage.set(Stage::SignedOut { why: None }),
                Err(failure) => self.stage.set(Stage::Unreached(failure)),
            }
        });
    }

    /// Where a connection's draft is kept; a new connection has no id.
    pub fn draft_key(self, connection: Option<&str>) -> String {
        format!("{}/{}", self.tenant.get_untracked(), connection.unwrap_or("new"))
    }

    /// Somebody has a session: asks who it is and listens for changes.
    pub async fn enter(self) {
        match net::get::<Me>("/api/console/me").await {
            Ok(me) => {
                self.settle(&me);
                self.stage.set(Stage::In(me));
                stream::listen(self);
            }
            Err(Failure::SignedOut(refused)) => {
                self.stage.set(Stage::SignedOut { why: Some(refused.message) });
            }
            Err(failure) => self.stage.set(Stage::Unreached(failure)),
        }
    }

    /// Reads again who is signed in and what they may set up.
    pub async fn read_me(self) -> Result<(), Failure> {
        let me = net::get::<Me>("/api/console/me").await?;
        self.settle(&me);
        self.stage.set(Stage::In(me));
        Ok(())
    }

    /// Keeps the chosen tenant if it is still there, else takes the first.
    fn settle(self, me: &Me) {
        let chosen = self.tenant.get_untracked();
        if !me.tenants.iter().any(|t| t.tenant == chosen) {
            self.tenant.set(me.tenants.first().map(|t| t.tenant.clone()).unwrap_or_default());
        }
    }

    /// Chooses a tenant and remembers it for this tab.
    pub fn choose(self, tenant: String) {
        if let Some(storage) = storage() {
            // A full or forbidden store costs only the memory of it.
            let _ = storage.set_item(TENANT, &tenant);
        }
        self.tenant.set(tenant);
    }

    /// Who is signed in.
    pub fn me(self) -> Option<Me> {
        self.stage.with(|stage| match stage {
            Stage::In(me) => Some(me.clone()),
            _ => None,
        })
    }

    /// Whether somebody is signed in, asked without being told of changes.
    pub fn signed_in(self) -> bool {
        self.stage.with_untracked(|stage| matches!(stage, Stage::In(_)))
    }

    /// Whether an owner is signed in.
    pub fn owner(self) -> bool {
        self.me().is_some_and(|me| me.owner)
    }

    /// The name of the tenant that is being set up.
    pub fn tenant_name(self) -> String {
        let tenant = self.tenant.get();
        let tenants = self.me().map(|me| me.tenants).unwrap_or_default();
        tenants.into_iter().find(|t| t.tenant == tenant).map(|t| t.name).unwrap_or_default()
    }

    /// The roles that whoever is signed in may give.
    pub fn roles(self) -> Vec<Role> {
        let mut roles = vec![Role::Agent, Role::Administrator];
        if self.owner() {
            roles.push(Role::Owner);
        }
        roles
    }

    /// The address of something of a tenant's.
    pub fn path(tenant: &str, rest: &str) -> String {
        format!("/api/console/tenants/{tenant}/{rest}")
    }

    /// The stream says that something changed.
    pub fn hear(self, changed: &Changed) {
        let here = self.tenant.get_untracked();
        match changed {
            Changed::People(tenant) if *tenant == here => self.people.update(|n| *n += 1),
            Changed::Connections(tenant) if *tenant == here => {
                self.connections.update(|n| *n += 1);
            }
            Changed::Calls(tenant) if *tenant == here => self.calls.update(|n| *n += 1),
            Changed::Phone(tenant) if *tenant == here => self.phone.update(|n| *n += 1),
            Changed::Settings(tenant) if *tenant == here => self.settings.update(|n| *n += 1),
            _ => {}
        }
    }

    /// The stream is back: anything may have changed meanwhile.
    pub fn read_all_again(self) {
        self.people.update(|n| *n += 1);
        self.connections.update(|n| *n += 1);
        self.calls.update(|n| *n += 1);
        self.settings.update(|n| *n += 1);
        self.phone.update(|n| *n += 1);
    }
}

fn hash() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn remembered() -> String {
    storage().and_then(|s| s.get_item(TENANT).ok()?).unwrap_or_default()
}
