//! A field for a number of days.

use leptos::prelude::*;

use super::field::TextField;
use crate::logic::fields::Problems;
use crate::logic::records::days;

/// A number of days. What is typed stays as it is typed while it means the same number.
#[component]
pub fn Days(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    name: &'static str,
    /// What it is called.
    label: &'static str,
    /// What it means, and what none means.
    help: &'static str,
    /// How many.
    #[prop(into)]
    value: Signal<u32>,
    /// Takes another number.
    #[prop(into)]
    set: Callback<u32>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    let text = Signal::derive(move || {
        let now = value.get();
        typed.get().filter(|text| days(text) == now).unwrap_or_else(|| now.to_string())
    });
    let take = move |text: String| {
        let number = days(&text);
        typed.set(Some(text));
        set.run(number);
    };
    view! { <TextField form name label help mode="numeric" value=text set=take problems/> }
}
