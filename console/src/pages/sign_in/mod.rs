//! The window at `/sign-in`: finds out who is there, for a frame in HubSpot or for the console.
//!
//! It has a stage of its own and no session: what it brings about is a code for a frame, or the
//! console's cookie.

mod digits;
mod done;
mod hubspot;
mod passkey;
mod ways;

use contract::sign_in::{AskWays, SignedIn, Ways};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::logic::failure::Failure;
use crate::logic::sign_in::{Errand, Waiting};
use crate::net::{Method, send_json};
use crate::parts::field::focus;
use crate::parts::icon::Icon;
use digits::Digits;
use done::Done;
use ways::Offer;

/// Where the errand is kept while the window is at HubSpot's, for this tab.
const KEPT: &str = "sidetone-sign-in";

/// How far signing in has come. Not to be printed: it may hold digits.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    /// The service is being asked.
    Asking,
    /// It could not be asked.
    Unreached(Failure),
    /// These are the ways.
    Choosing(Ways),
    /// HubSpot's way led nowhere.
    Refused(String),
    /// The address is damaged.
    Damaged,
    /// It is known who is there.
    Known(SignedIn),
}

/// What the window's parts share. A handle.
#[derive(Clone, Copy)]
struct Desk {
    errand: StoredValue<Errand>,
    step: RwSignal<Step>,
    /// What is said and heard, as that something was copied.
    said: RwSignal<String>,
}

impl Desk {
    /// The frame that waits, if one does.
    fn waiting(self) -> Option<Waiting> {
        self.errand.with_value(|errand| match errand {
            Errand::Frame(waiting) => Some(waiting.clone()),
            _ => None,
        })
    }

    /// Asks how one can sign in here.
    fn ask(self) {
        self.step.set(Step::Asking);
        let body = AskWays { portal: self.waiting().and_then(|w| w.portal) };
        spawn_local(async move {
            let answer = send_json(Method::Post, "/api/sign-in/ways", &body).await;
            self.step.set(answer.map_or_else(Step::Unreached, Step::Choosing));
        });
    }

    /// Asks what HubSpot said.
    fn collect(self) {
        self.step.set(Step::Asking);
        spawn_local(async move {
            let nothing = serde_json::json!({});
            let answer = send_json(Method::Post, "/api/sign-in/returned", &nothing).await;
            self.step.set(match answer {
                Ok(known) => Step::Known(known),
                Err(Failure::Refused(refused) | Failure::SignedOut(refused)) => {
                    Step::Refused(refused.message)
                }
                Err(failure) => Step::Unreached(failure),
            });
        });
    }
}

/// The whole window.
#[component]
pub fn SignInWindow() -> impl IntoView {
    document().set_title("Sign in · Sidetone");
    let asked = take_address();
    let returned = asked == Errand::Returned;
    let errand = if returned { kept() } else { asked };
    let damaged = errand == Errand::Damaged;
    let desk = Desk {
        errand: StoredValue::new(errand),
        step: RwSignal::new(Step::Asking),
        said: RwSignal::default(),
    };
    if returned {
        desk.collect();
    } else if damaged {
        desk.step.set(Step::Damaged);
    } else {
        desk.ask();
    }
    // What was pressed is gone with its step: the focus goes to the next one's heading.
    Effect::new(move |before: Option<()>| {
        desk.step.track();
        if before.is_some() {
            focus("title".to_owned());
        }
    });
    let again = move |_| if returned { desk.collect() } else { desk.ask() };
    view! {
        <main class="calm" id="sign-in">
            <div class="mark"><Icon name="line"/></div>
            {move || match desk.step.get() {
                Step::Asking => view! { <h1 id="title" tabindex="-1">"Sign in to Sidetone"</h1><p role="status">"One moment…"</p> }.into_any(),
                Step::Unreached(failure) => view! {
                    <h1 id="title" tabindex="-1">"Not connected"</h1>
                    <p class="why" role="alert">{failure.to_string()}</p>
                    <button class="go" on:click=again>"Try again"</button>
                }
                .into_any(),
                Step::Choosing(ways) => view! { <Offer desk ways/> }.into_any(),
                Step::Refused(why) => view! {
                    <h1 id="title" tabindex="-1">"HubSpot's way did not work"</h1>
                    <p class="why" role="alert" data-id="refused">{why}</p>
                    {match desk.errand.with_value(|errand| *errand == Errand::Damaged) {
                        false => view! { <button class="go" data-id="another" on:click=move |_| desk.ask()>"Try another way"</button> }.into_any(),
                        // What the window was for is not known any more.
                        true => view! { <p>"Close this window, and press "<b>"Sign in"</b>" again where you came from."</p> }.into_any(),
                    }}
                }
                .into_any(),
                Step::Damaged => view! {
                    <h1 id="title" tabindex="-1">"This address is incomplete"</h1>
                    <p class="why" role="alert">"Close this window. In HubSpot, press "<b>"Sign in"</b>" in the Sidetone frame again."</p>
                    <p>"To set Sidetone up instead, "<a href="/console/">"open the console"</a>"."</p>
                }
                .into_any(),
                Step::Known(SignedIn { name, digits: Some(digits), expires_in }) => {
                    view! { <Digits said=desk.said name digits expires_in/> }.into_any()
                }
                Step::Known(SignedIn { name, digits: None, .. }) => {
                    view! { <Done errand=desk.errand.get_value() name/> }.into_any()
                }
            }}
        </main>
        <p class="said" role="status">{desk.said}</p>
    }
}

/// Reads what the address asks for and takes it out of the address: it belongs in no history.
fn take_address() -> Errand {
    let Some(window) = web_sys::window() else { return Errand::Damaged };
    let errand = Errand::read(&window.location().hash().unwrap_or_default());
    if let Ok(history) = window.history() {
        let path = if cfg!(feature = "gallery") { None } else { Some("/sign-in") };
        // Refused only for addresses of other origins.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", path);
    }
    errand
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Keeps the errand while the window is at HubSpot's. The service knows it by its cookie; this one
/// says what *Try another way* is for.
fn keep(errand: &Errand) {
    let text = match errand {
        Errand::Frame(waiting) => waiting.written(),
        Errand::Again => "again".to_owned(),
        _ => String::new(),
    };
    if let Some(storage) = storage() {
        // A full or forbidden store costs only the other way after a refusal.
        let _ = storage.set_item(KEPT, &text);
    }
}

/// The errand that was kept, to be used once.
fn kept() -> Errand {
    let text = storage().and_then(|s| s.get_item(KEPT).ok()?);
    if let Some(storage) = storage() {
        // Refused only where nothing was kept either.
        let _ = storage.remove_item(KEPT);
    }
    text.map_or(Errand::Damaged, |text| Errand::read(&text))
}
