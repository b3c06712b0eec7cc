//! Fields of a form, each with its help and its problem.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::Icon;
use crate::logic::fields::Problems;

/// The id of a field's element.
pub fn id(form: &str, name: &str) -> String {
    format!("{form}-{name}")
}

/// Moves the focus to the first field that something is wrong with, once its problem is drawn.
pub fn focus_first(form: &str, problems: &Problems, fields: &[&str]) {
    if let Some(name) = problems.first(fields) {
        focus(id(form, name));
    }
}

/// Moves the focus to an element, once it is drawn: before the next key arrives, so that what a
/// quick typist goes on with lands in it, and once more with the next frame if drawing took the
/// focus away again.
pub fn focus(id: String) {
    leptos::task::spawn_local(async move {
        // The first lets the page be drawn, the second what this draws in turn.
        for _ in 0..2 {
            leptos::task::tick().await;
            go_to(&id);
        }
        request_animation_frame(move || {
            let at = document().active_element();
            if at.is_none_or(|at| at.tag_name() == "BODY") {
                go_to(&id);
            }
        });
    });
}

/// Puts the focus on an element, if it is there and does not have it.
fn go_to(id: &str) {
    let element = document().get_element_by_id(id);
    if element.is_some() && element == document().active_element() {
        return;
    }
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Refused by no element of ours.
        let _ = element.focus();
    }
}

/// A field's label, help and problem around its element.
#[component]
pub fn Labelled(
    /// The form's id.
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What it is called.
    label: &'static str,
    /// Where to find what belongs in it.
    #[prop(optional_no_strip)]
    help: Option<&'static str>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
    /// The element.
    children: Children,
) -> impl IntoView {
    let id = id(&form, &name);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {children()}
            <Wrong id=id.clone() name problems/>
            {help.map(|help| view! { <p class="help" id=format!("{id}-help")>{help}</p> })}
        </div>
    }
}

/// What is wrong with a field. The field is described by `{id}-problem`.
#[component]
pub fn Wrong(
    /// The id of the field's element.
    id: String,
    /// The field's name in the request.
    name: String,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let problem = Memo::new(move |_| problems.with(|p| p.at(&name)));
    view! {
        <p class="problem" id=format!("{id}-problem") hidden=move || problem.with(Option::is_none)>
            <Icon name="alert"/>
            <span>{problem}</span>
        </p>
    }
}

/// Whether something is wrong with a field, as `aria-invalid` says it.
pub fn invalid(problems: RwSignal<Problems>, name: &str) -> Memo<String> {
    let name = name.to_owned();
    Memo::new(move |_| problems.with(|p| p.at(&name).is_some()).to_string())
}

/// A field of one line.
#[component]
pub fn TextField(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What it is called.
    label: &'static str,
    /// Where to find what belongs in it.
    #[prop(optional)]
    help: Option<&'static str>,
    /// The browser's kind of field: `text`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// `numeric` where only digits belong in it.
    #[prop(optional)]
    mode: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What is typed.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let id = id(&form, &name);
    let described = described(&id, help.is_some());
    let wrong = invalid(problems, &name);
    view! {
        <Labelled form name=name.clone() label help=help problems>
            <input
                id=id
                name=name.clone()
                type=kind
                inputmode=mode
                autocomplete=autocomplete
                spellcheck="false"
                aria-describedby=described
                aria-invalid=wrong
                prop:value=value
                on:input=move |event| {
                    problems.update(|p| p.clear(&name));
                    set.run(event_target_value(&event));
                }
            />
        </Labelled>
    }
}

/// A field with few values to choose from.
#[component]
pub fn Choice(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What it is called.
    label: &'static str,
    /// What it means.
    #[prop(optional)]
    help: Option<&'static str>,
    /// The values and their names.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
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
    let described = described(&id, help.is_some());
    let option = move |(key, shown): (String, String)| {
        let own = key.clone();
        view! { <option value=key selected=move || value.with(|v| *v == own)>{shown}</option> }
    };
    let wrong = invalid(problems, &name);
    view! {
        <Labelled form name=name.clone() label help=help problems>
            <select
                id=id
                name=name.clone()
                aria-describedby=described
                aria-invalid=wrong
                prop:value=value
                on:change=move |event| {
                    problems.update(|p| p.clear(&name));
                    set.run(event_target_value(&event));
                }
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </Labelled>
    }
}

/// The ids of what describes a field.
pub fn described(id: &str, help: bool) -> String {
    if help { format!("{id}-problem {id}-help") } else { format!("{id}-problem") }
}

/// What concerns all of a form, above it.
#[component]
pub fn General(
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    move || {
        problems.with(|p| p.general.clone()).map(|text| {
            view! {
                <div class="notice bad" role="alert">
                    <Icon name="alert"/>
                    <p>{text}</p>
                </div>
            }
        })
    }
}
