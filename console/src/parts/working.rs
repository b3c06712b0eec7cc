//! A button that starts something and waits for it.

use leptos::prelude::*;

/// A button that cannot be pressed twice. It keeps its place and its focus while it waits.
#[component]
pub fn Working(
    /// `go` for the page's main button, `stop` for what takes something away, `plain` for others.
    #[prop(default = "go")]
    class: &'static str,
    /// Whether it waits.
    #[prop(into)]
    busy: Signal<bool>,
    /// What pressing does; none where the button sends its form.
    #[prop(optional)]
    press: Option<Callback<()>>,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let kind = if press.is_some() { "button" } else { "submit" };
    let press = move |_| {
        if let Some(press) = press.filter(|_| !busy.get_untracked()) {
            press.run(());
        }
    };
    view! {
        <button
            type=kind
            class=class
            aria-busy=move || busy.get().to_string()
            on:click=press
        >
            {children()}
        </button>
    }
}
