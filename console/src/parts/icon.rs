//! An icon from the page's own set.

use leptos::prelude::*;

/// A line drawing in the colour of the text. It says nothing that words beside it do not say.
#[component]
pub fn Icon(
    /// Its name in index.html.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("#{name}")></use></svg> }
}
