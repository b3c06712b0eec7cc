//! A secret in a form: never shown, only replaced.

use contract::console::Secret;
use leptos::prelude::*;

use super::field::{Labelled, described, focus, id};
use crate::logic::connection::Slot;
use crate::logic::fields::Problems;
use crate::net::clock;

/// A field for a secret. While one is stored there is only *Update…*, which opens an empty field.
#[component]
pub fn SecretField(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    name: &'static str,
    /// What it is called.
    label: &'static str,
    /// Where to find it.
    help: &'static str,
    /// What is told of the stored one.
    #[prop(into)]
    secret: Signal<Secret>,
    /// What is typed.
    #[prop(into)]
    typed: Signal<Slot>,
    /// Takes what is typed.
    #[prop(into)]
    set: Callback<Slot>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
    /// Whether the stored one can go with nothing in its place.
    #[prop(optional)]
    forgettable: bool,
) -> impl IntoView {
    let id = id(&form, name);
    let described = described(&id, true);
    let kept = Memo::new(move |_| typed.with(|s| *s == Slot::Kept));
    let gone = Memo::new(move |_| typed.with(|s| *s == Slot::Forgotten));
    let since = move || secret.get().set.map(clock::day).unwrap_or_default();
    let element = {
        let (id, described) = (id.clone(), described.clone());
        move || {
            let (id, described) = (id.clone(), described.clone());
            if kept.get() {
                let open = {
                    let id = id.clone();
                    move |_| {
                        set.run(Slot::Typed(String::new()));
                        focus(id.clone());
                    }
                };
                return view! {
                    <div class="kept">
                        <button
                            id=id.clone()
                            type="button"
                            class="plain"
                            aria-label=format!("Update {label}…")
                            aria-describedby=format!("{described} {id}-since")
                            on:click=open
                        >
                            "Update…"
                        </button>
                        {forgettable.then(|| {
                            let id = id.clone();
                            let forget = move |_| {
                                set.run(Slot::Forgotten);
                                focus(id.clone());
                            };
                            view! {
                                <button type="button" class="plain" aria-label=format!("Remove {label}") on:click=forget>"Remove"</button>
                            }
                        })}
                        <p class="help" id=format!("{id}-since")>
                            "Set " {since} "."
                            {move || secret.get().old.then_some(
                                view! { <strong class="tag warn">"Older than six months: replace it"</strong> }
                            )}
                        </p>
                    </div>
                }
                .into_any();
            }
            let keep = {
                let id = id.clone();
                move |_| {
                    problems.update(|p| p.clear(name));
                    set.run(Slot::Kept);
                    focus(id.clone());
                }
            };
            if gone.get() {
                return view! {
                    <div class="kept">
                        <button id=id.clone() type="button" class="plain" aria-label="Keep the stored one" aria-describedby=format!("{described} {id}-gone") on:click=keep>
                            "Keep the stored one"
                        </button>
                        <p class="help" id=format!("{id}-gone")>"Removed when you save."</p>
                    </div>
                }
                .into_any();
            }
            view! {
                <div class="typed">
                    <input
                        id=id
                        name=name
                        type="password"
                        autocomplete="new-password"
                        spellcheck="false"
                        aria-describedby=described
                        aria-invalid=move || problems.with(|p| p.at(name).is_some()).to_string()
                        prop:value=move || typed.with(|s| s.text().to_owned())
                        on:input=move |event| {
                            problems.update(|p| p.clear(name));
                            set.run(Slot::Typed(event_target_value(&event)));
                        }
                    />
                    {move || secret.get().set.is_some().then_some(
                        view! {
                            <button type="button" class="plain" on:click=keep.clone()>"Keep the stored one"</button>
                        }
                    )}
                </div>
            }
            .into_any()
        }
    };
    view! { <Labelled form name label help=Some(help) problems>{element}</Labelled> }
}
