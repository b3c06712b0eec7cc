//! Starts the widget.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use sidetone_widget::app::App;

fn main() {
    #[cfg(feature = "gallery")]
    let ui = sidetone_widget::gallery::start();
    #[cfg(not(feature = "gallery"))]
    let ui = sidetone_widget::shell::start();
    sidetone_widget::finger::guard();
    sidetone_widget::keys::listen(ui);
    mount_to_body(move || view! { <App ui=ui/> });
}
