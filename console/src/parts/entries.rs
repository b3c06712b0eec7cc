//! A field of several entries, one on each line.

use leptos::prelude::*;

use super::field::{Labelled, described, id, invalid};
use crate::logic::fields::Problems;
use crate::logic::records::numbers;

/// Several entries. What is typed stays as it is typed while it means the same.
#[component]
pub fn Entries(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What it is called.
    label: &'static str,
    /// What belongs in it.
    help: &'static str,
    /// The entries.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// Takes other entries.
    #[prop(into)]
    set: Callback<Vec<String>>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let id = id(&form, &name);
    let described = described(&id, true);
    let wrong = invalid(problems, &name);
    let typed = RwSignal::new(None::<String>);
    let text = Memo::new(move |_| {
        let now = value.get();
        typed.get().filter(|text| numbers(text) == now).unwrap_or_else(|| now.join("\n"))
    });
    let field = name.clone();
    view! {
        <Labelled form name=name.clone() label help=Some(help) problems>
            <textarea
                id=id
                name=name
                rows="3"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=wrong
                prop:value=text
                on:input=move |event| {
                    problems.update(|p| p.clear(&field));
                    let text = event_target_value(&event);
                    let entries = numbers(&text);
                    typed.set(Some(text));
                    set.run(entries);
                }
            ></textarea>
        </Labelled>
    }
}
