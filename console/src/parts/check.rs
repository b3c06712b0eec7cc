//! A field with a yes or no.

use leptos::prelude::*;

use super::field::{Wrong, described, id};
use crate::logic::fields::Problems;

/// A yes or no, with what it means.
#[component]
pub fn Check(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What is said yes or no to.
    label: &'static str,
    /// What it means.
    help: &'static str,
    /// Yes or no.
    #[prop(into)]
    value: Signal<bool>,
    /// Takes the other one.
    #[prop(into)]
    set: Callback<bool>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let id = id(&form, &name);
    let described = described(&id, true);
    let wrong = name.clone();
    view! {
        <div class="field">
            <label class="check">
                <input
                    id=id.clone()
                    name=name.clone()
                    type="checkbox"
                    aria-describedby=described
                    prop:checked=value
                    on:change=move |event| {
                        problems.update(|p| p.clear(&name));
                        set.run(event_target_checked(&event));
                    }
                />
                {label}
            </label>
            <Wrong id=id.clone() name=wrong problems/>
            <p class="help" id=format!("{id}-help")>{help}</p>
        </div>
    }
}
