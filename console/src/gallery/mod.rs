//! Every state of the pages from hand-made answers, to look at. Not in a release: only with the
//! feature `gallery`, which no production build has on. `?state=crm-linked` chooses.
//!
//! The pages are the real ones; only the backend is not there. Where a state needs a press, the
//! gallery presses the button with that name.

mod calls;
mod checks;
mod crm;
mod data;
mod phone;
mod records;
mod reports;
mod sign_in;

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::logic::failure::Failure;
use crate::net::clock;
use crate::net::request::Ask;
use crate::net::webauthn::Stopped;

/// A state: its name, its address, and the buttons that are pressed to get there.
type State = (&'static str, &'static str, &'static [&'static str]);

/// The address of a frame that waits.
const FRAME: &str = "#attempt=n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg&portal=4471190";

/// All states.
pub const STATES: [State; 95] = [
    ("starting", "", &[]),
    ("unreached", "", &[]),
    ("signed-out", "", &[]),
    ("welcome", "#welcome=x", &[]),
    ("first-owner", "#welcome=x", &["Set up Sidetone"]),
    ("used-link", "#welcome=x", &[]),
    ("agent", "#/people", &[]),
    ("people", "#/people", &[]),
    ("people-loading", "#/people", &[]),
    ("people-empty", "#/people", &[]),
    ("people-error", "#/people", &[]),
    ("people-add", "#/people", &["Add person"]),
    ("people-wrong", "#/people", &["Add person", "!Add person"]),
    ("people-change", "#/people", &["Change Mara Lindqvist"]),
    ("people-invite", "#/people", &["Invite Tomás Ferreira"]),
    ("people-invited", "#/people", &["Invite Tomás Ferreira", "Make the link"]),
    ("people-deactivate", "#/people", &["Deactivate Mara Lindqvist"]),
    ("people-import", "#/people", &["Import people"]),
    ("people-import-wrong", "#/people", &["Import people", "!Import"]),
    ("crm-new", "#/crm", &[]),
    ("crm-not-linked", "#/crm", &[]),
    ("crm-linking", "#/crm", &[]),
    ("crm-linked", "#/crm", &["Test Connection"]),
    ("crm-missing", "#/crm", &["Test Connection"]),
    ("crm-wrong", "#/crm", &["Save"]),
    ("crm-update", "#/crm", &["Update OAuth Client Secret…"]),
    ("crm-private", "#/crm", &["Sandbox"]),
    ("crm-unlink", "#/crm", &["Unlink Credentials"]),
    ("tenants", "#/tenants", &[]),
    ("tenants-add", "#/tenants", &["Add tenant"]),
    ("offline", "#/people", &[]),
    ("sign-in", FRAME, &[]),
    ("sign-in-console", "", &[]),
    ("sign-in-portal", FRAME, &["Sign in with HubSpot"]),
    ("sign-in-no-hubspot", FRAME, &[]),
    ("sign-in-cancelled", FRAME, &["Sign in with a passkey"]),
    ("sign-in-digits", FRAME, &["Sign in with a passkey"]),
    ("sign-in-late", FRAME, &["Sign in with a passkey"]),
    ("sign-in-refused", "#returned", &[]),
    ("sign-in-damaged", "#attempt=x", &[]),
    ("sign-in-unreached", "", &[]),
    ("sign-in-again", "#again", &["Sign in with a passkey"]),
    ("greet", "#welcome=x", &["Sign in"]),
    ("greet-agent", "#welcome=x", &["Sign in", "Not now"]),
    ("passkeys", "#/sign-in", &[]),
    ("passkeys-empty", "#/sign-in", &["Add a passkey"]),
    ("passkeys-remove", "#/sign-in", &["Remove Mac"]),
    ("checks", "#/checks", &[]),
    ("people-sent", "#/people", &["Invite Tomás Ferreira", "Send by e-mail"]),
    ("people-not-sent", "#/people", &["Invite Tomás Ferreira", "Send by e-mail"]),
    ("people-hubspot", "#/people", &["Import from HubSpot"]),
    ("people-hubspot-none", "#/people", &["Import from HubSpot", "!Import"]),
    ("crm-register", "#/crm", &["Ask HubSpot"]),
    ("crm-registration", "#/crm", &["Ask HubSpot"]),
    ("crm-registered", "#/crm", &["Ask HubSpot"]),
    ("crm-registration-error", "#/crm", &["Ask HubSpot"]),
    ("crm-uninstall", "#/crm", &["Uninstall from HubSpot"]),
    ("crm-uninstall-not", "#/crm", &["Uninstall from HubSpot"]),
    ("crm-remove", "#/crm", &["Sandbox", "Remove connection"]),
    ("crm-add", "#/crm", &["Add connection"]),
    ("crm-loading", "#/crm", &["Ask HubSpot"]),
    ("sign-in-handing", FRAME, &["Sign in with a passkey"]),
    ("records", "#/records", &[]),
    ("records-fresh", "#/records", &[]),
    ("records-unlinked", "#/records", &[]),
    ("records-deals", "#/records", &[]),
    ("records-scopes", "#/records", &[]),
    ("records-refresh", "#/records", &["Refresh fields"]),
    ("records-wrong", "#/records", &["Save"]),
    ("records-code", "#/records", &["Details of Won"]),
    (
        "records-deleted",
        "#/records",
        &["Details of Sales", "Delete", "Delete rule 1", "Take Job Title out"],
    ),
    ("records-paste", "#/records", &["Paste a list"]),
    ("records-paste-wrong", "#/records", &["Paste a list", "!Add to the list"]),
    ("records-leave", "#/records", &["Add rule", "Sign out"]),
    ("calls", "#/calls", &[]),
    ("calls-empty", "#/calls", &[]),
    ("calls-loading", "#/calls", &[]),
    ("calls-error", "#/calls", &[]),
    ("calls-waiting", "#/calls", &[]),
    (
        "calls-refused",
        "#/calls",
        &["Details of the call with Lucía Fernández de Córdoba y Álvarez"],
    ),
    ("calls-saved", "#/calls", &["Details of the call with Kay Otis"]),
    ("phone", "#/phone", &[]),
    ("phone-lines", "#/phone", &[]),
    ("phone-empty", "#/phone", &[]),
    ("phone-trunk", "#/phone", &["Update Password…"]),
    ("phone-wrong", "#/phone", &["Save"]),
    ("phone-line", "#/phone", &["Change the line of Mara Lindqvist"]),
    ("phone-test", "#/phone", &["Test the line of Mara Lindqvist", "!Test"]),
    ("phone-test-failed", "#/phone", &["Test the line of Tomás Ferreira", "!Test"]),
    ("reports", "#/reports", &[]),
    ("reports-empty", "#/reports", &[]),
    ("reports-one", "#/reports", &["Read the report of Mara Lindqvist"]),
    ("throttled", "#/crm", &[]),
    ("lost-aside", "#/people", &["Add person", "!Add person", "!Look at the page"]),
    ("lost", "#/people", &["Add person", "!Add person"]),
];

/// Goes to the state's address, and presses what leads to it.
pub fn start() {
    let wanted = state();
    let Some((_, hash, presses)) = STATES.iter().find(|(name, ..)| *name == wanted) else { return };
    if let Some(window) = web_sys::window() {
        // Refused by no browser.
        let _ = window.location().set_hash(hash);
    }
    spawn_local(async move {
        for name in *presses {
            clock::wait(250).await;
            for _ in 0..20 {
                if press(name) {
                    break;
                }
                clock::wait(100).await;
            }
        }
    });
}

/// Presses a button by its name; one in a dialog where the name begins with `!`. Says whether it is
/// there.
fn press(name: &str) -> bool {
    let (place, name) = match name.strip_prefix('!') {
        Some(name) => ("dialog button", name),
        None => ("button", name),
    };
    if name == "Import"
        && let Some(area) = document().get_element_by_id("import-csv")
    {
        let area: web_sys::HtmlTextAreaElement = area.unchecked_into();
        area.set_value("name,email\nAda,ada@\nGrace,grace@example.com\n,kay@example.com");
        if let Ok(event) = web_sys::Event::new("input") {
            let _ = area.dispatch_event(&event);
        }
    }
    let Ok(buttons) = document().query_selector_all(place) else { return false };
    for n in 0..buttons.length() {
        let Some(button) = buttons.get(n) else { continue };
        let button: web_sys::HtmlElement = button.unchecked_into();
        let label = button.get_attribute("aria-label");
        let text = button.text_content().unwrap_or_default();
        if button.closest("[hidden]").ok().flatten().is_some() {
            continue;
        }
        if label.as_deref() == Some(name) || label.is_none() && text == name {
            button.click();
            return true;
        }
    }
    false
}

/// In the gallery nobody has a passkey at hand.
pub async fn passkey() -> Option<Result<serde_json::Value, Stopped>> {
    clock::wait(20).await;
    let cancelled = state().contains("cancelled");
    Some(if cancelled { Err(Stopped::Cancelled) } else { Ok(serde_json::json!({})) })
}

/// Whether a session was asked for before this: the second time it is lost.
fn asked_before() -> bool {
    static ASKED: AtomicBool = AtomicBool::new(false);
    ASKED.swap(true, Ordering::Relaxed)
}

/// The state that the address asks for.
pub fn state() -> String {
    let query = web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default();
    query.strip_prefix("?state=").unwrap_or("people").to_owned()
}

/// The answer to a request.
pub async fn answer(ask: &Ask) -> Result<String, Failure> {
    clock::wait(20).await;
    match data::answer(&state(), ask) {
        Some(answer) => answer,
        None => std::future::pending().await,
    }
}
