//! A dialog over the page.

use leptos::html;
use leptos::prelude::*;

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
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            // Refused only for a dialog that is open or not in the page.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog node_ref=node aria-labelledby="dialog-title" on:close=move |_| closed.run(())>
            <h2 id="dialog-title">{title}</h2>
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
