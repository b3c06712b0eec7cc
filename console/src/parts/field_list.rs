//! Properties of HubSpot's in an order: added, moved and taken out.

use contract::console::Field;
use leptos::prelude::*;

use super::field::{Wrong, described, focus, id};
use super::icon::Icon;
use crate::logic::choosing::{addable, field_name};
use crate::logic::fields::Problems;
use crate::logic::order::shift;

/// Properties in an order.
#[component]
pub fn FieldList(
    /// The form's id.
    #[prop(into)]
    form: String,
    /// The field's name in the request.
    #[prop(into)]
    name: String,
    /// What they are.
    label: &'static str,
    /// What they are for.
    help: &'static str,
    /// What is said where there are none.
    empty: &'static str,
    /// As many as there may be.
    most: usize,
    /// Whether they hold numbers: those come first.
    #[prop(optional)]
    phones: bool,
    /// All properties.
    #[prop(into)]
    all: Signal<Vec<Field>>,
    /// Those that are chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Takes another choice.
    #[prop(into)]
    set: Callback<Vec<String>>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let id = id(&form, &name);
    let described = described(&id, true);
    let at = StoredValue::new((id.clone(), name.clone()));
    let removed = RwSignal::new(None::<(usize, String)>);
    let heard = RwSignal::new(String::new());
    let picked = RwSignal::new(String::new());
    let named = move |name: &str| all.with(|all| field_name(all, name));
    let change = move |how: &dyn Fn(&mut Vec<String>)| {
        problems.update(|p| at.with_value(|(_, field)| p.clear(field)));
        let mut list = chosen.get_untracked();
        how(&mut list);
        set.run(list);
    };
    let free = Memo::new(move |_| all.with(|all| chosen.with(|c| addable(all, c, phones))));
    let full = move || chosen.with(Vec::len) >= most;
    let add = move |_| {
        let name = picked.get_untracked();
        if !name.is_empty() && !full() {
            change(&|list| list.push(name.clone()));
            picked.set(String::new());
            removed.set(None);
        }
    };
    let undo = move |_| {
        if let Some((place, name)) = removed.get_untracked() {
            change(&|list| list.insert(place.min(list.len()), name.clone()));
            removed.set(None);
            focus(at.with_value(|(id, _)| id.clone()));
        }
    };
    let item = move |name: String| {
        let own = name.clone();
        let place = move || chosen.with(|c| c.iter().position(|c| *c == own));
        let place = Memo::new(move |_| place());
        let last = move || place.get().is_some_and(|at| at + 1 == chosen.with(Vec::len));
        let key = StoredValue::new(name);
        let shown = move || key.with_value(|name| named(name));
        let step = move |by: isize, way: &'static str| {
            move |_| {
                let Some(place) = place.get_untracked() else { return };
                change(&|list| {
                    shift(list, place, by);
                });
                let now = chosen.with_untracked(Vec::len);
                let to = place.saturating_add_signed(by).min(now.saturating_sub(1)) + 1;
                heard.set(format!("{} is {to} of {now}.", untrack(shown)));
                let id = at.with_value(|(id, _)| id.clone());
                focus(key.with_value(|name| format!("{id}-{way}-{name}")));
            }
        };
        let remove = move |_| {
            let Some(place) = place.get_untracked() else { return };
            removed.set(Some((place, key.get_value())));
            change(&|list| drop(list.remove(place)));
            focus(at.with_value(|(id, _)| format!("{id}-undo")));
        };
        let button = move |way: &'static str| {
            key.with_value(|name| at.with_value(|(id, _)| format!("{id}-{way}-{name}")))
        };
        view! {
            <li>
                <span class="name">{shown}</span>
                <button type="button" class="small bare" id=button("up") aria-disabled=move || (place.get() == Some(0)).to_string()
                    aria-label=move || format!("Move {} up", shown()) on:click=step(-1, "up")><Icon name="above"/></button>
                <button type="button" class="small bare" id=button("down") aria-disabled=move || last().to_string()
                    aria-label=move || format!("Move {} down", shown()) on:click=step(1, "down")><Icon name="below"/></button>
                <button type="button" class="small bare" aria-label=move || format!("Take {} out", shown()) on:click=remove><Icon name="close"/></button>
            </li>
        }
    };
    let pick = format!("{id}-add");
    view! {
        <fieldset class="picked" id=id.clone() tabindex="-1" aria-describedby=described>
            <legend>{label}</legend>
            <p class="help" id=format!("{id}-help")>{help}</p>
            <Wrong id=id.clone() name problems/>
            <ol class="order" hidden=move || chosen.with(Vec::is_empty)>
                <For each=move || chosen.get() key=String::clone children=item/>
            </ol>
            <p class="help" hidden=move || !chosen.with(Vec::is_empty)>{empty}</p>
            {move || removed.get().map(|(_, name)| view! {
                <p class="undo">
                    <span>{named(&name)}" was taken out."</span>
                    <button type="button" class="small" id=at.with_value(|(id, _)| format!("{id}-undo")) on:click=undo>"Undo"</button>
                </p>
            })}
            <div class="adding" hidden=move || full() || free.with(Vec::is_empty)>
                <select id=pick aria-label=format!("Field to add to: {label}")
                    prop:value=picked on:change=move |e| picked.set(event_target_value(&e))>
                    <option value="">"Choose a field"</option>
                    {move || free.get().into_iter().map(|(key, shown)| view! { <option value=key>{shown}</option> }).collect_view()}
                </select>
                <button type="button" class="plain" aria-label=format!("Add to: {label}") on:click=add>"Add"</button>
            </div>
            <p class="help" hidden=move || !full()>{format!("{most} is as many as there can be.")}</p>
            <p class="heard" role="status">{heard}</p>
        </fieldset>
    }
}
