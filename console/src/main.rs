//! Starts the console, or the sign-in window: one page serves both addresses.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use sidetone_console::app::App;
use sidetone_console::pages::sign_in::SignInWindow;
use sidetone_console::state::Console;

fn main() {
    #[cfg(feature = "gallery")]
    sidetone_console::gallery::start();
    if at_sign_in() {
        // No session is opened here: the window has none of its own.
        mount_to_body(|| view! { <SignInWindow/> });
    } else {
        mount_to_body(|| view! { <App console=Console::start()/> });
    }
}

fn at_sign_in() -> bool {
    #[cfg(feature = "gallery")]
    if sidetone_console::gallery::state().starts_with("sign-in") {
        return true;
    }
    let path = web_sys::window().and_then(|w| w.location().pathname().ok()).unwrap_or_default();
    path.trim_end_matches('/') == "/sign-in"
}
