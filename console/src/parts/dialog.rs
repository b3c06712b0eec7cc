//! A dialog over the page.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::html;
use leptos::prelude::*;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A modal dialog: labelled, closed by Escape, and the focus returns to where it was. It is drawn
/// for as long as it is open.
#[component]
pub fn Dialog(
    /// Its element, to close it with [`shut`].
    node: NodeRef<html::Dialog>,
    /// Its title.
    #[prop(into)]
    title: String,
    /// It was closed: take it away.
    closed: Callback<()>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    // One dialog can open over another, and each is named by its own title.
    let id = format!("dialog-title-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            // Refused only for a dialog that is open or not in the page.
            let _ = dialog.show_modal();
        }
    });
    let own = id.clone();
    view! {
        <dialog node_ref=node aria-labelledby=own on:close=move |_| closed.run(())>
            <h2 id=id>{title}</h2>
            {children()}
        </dialog>
    }
}

/// Closes a dialog as Escape does.
pub fn shut(node: NodeRef<html::Dialog>) {
    if let Some(Some(dialog)) = node.try_get_untracked() {
        dialog.close();
    }
}
