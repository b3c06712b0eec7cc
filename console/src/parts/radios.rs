//! A choice of few, each with what it means.

use leptos::prelude::*;

use super::field::{Wrong, described, id};
use crate::logic::fields::Problems;

/// A value, its name, and what it means.
pub type Way = (&'static str, &'static str, &'static str);

/// A choice of few. The first of them carries the field's id.
#[component]
pub fn Radios(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What is chosen.
    label: &'static str,
    /// What there is.
    ways: &'static [Way],
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Takes another value.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let id = id(&form, &name);
    let described = described(&id, false);
    let field = StoredValue::new(name.clone());
    let way = |n: usize, (key, shown, means): Way| {
        let own = if n == 0 { id.clone() } else { format!("{id}-{key}") };
        let (shown_id, help) = (format!("{id}-{key}-name"), format!("{id}-{key}-help"));
        view! {
            <label class="way-of">
                <input
                    type="radio"
                    id=own
                    name=id.clone()
                    value=key
                    aria-labelledby=shown_id.clone()
                    aria-describedby=help.clone()
                    prop:checked=move || value.with(|v| v == key)
                    on:change=move |_| {
                        problems.update(|p| field.with_value(|f| p.clear(f)));
                        set.run(key.to_owned());
                    }
                />
                <span><span class="name" id=shown_id>{shown}</span><span class="second" id=help>{means}</span></span>
            </label>
        }
    };
    let all = ways.iter().enumerate().map(|(n, w)| way(n, *w)).collect_view();
    view! {
        <fieldset class="ways" aria-describedby=described>
            <legend>{label}</legend>
            {all}
            <Wrong id=id.clone() name problems/>
        </fieldset>
    }
}
