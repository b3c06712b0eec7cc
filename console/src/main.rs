//! Starts the console.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use sidetone_console::app::App;
use sidetone_console::state::Console;

fn main() {
    #[cfg(feature = "gallery")]
    sidetone_console::gallery::start();
    mount_to_body(|| view! { <App console=Console::start()/> });
}
