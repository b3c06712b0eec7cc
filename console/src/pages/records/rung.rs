//! Who is rung by what HubSpot knows of the caller: rules in an order.

use contract::console::{Looked, Route};
use leptos::prelude::*;

use super::Card;
use super::sheet::{FORM, Sheet};
use crate::logic::choosing::{agents, fields};
use crate::logic::order::shift;
use crate::logic::records::{Section, empty_route};
use crate::parts::field::{Choice, TextField, Wrong, focus, id};
use crate::parts::icon::Icon;

/// The section.
#[component]
pub(super) fn Rung(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let gone = RwSignal::new(None::<(usize, Route)>);
    Effect::new(move || {
        sheet.taken.track();
        gone.set(None);
    });
    let count = sheet.get(|d| d.routes.len());
    let add = move |_| {
        let at = count.get_untracked();
        sheet.draft.update(|d| d.routes.push(empty_route()));
        focus(id(FORM, &format!("routes.{at}.property")));
    };
    let undo = move |_| {
        if let Some((at, route)) = gone.get_untracked() {
            sheet.draft.update(|d| d.routes.insert(at.min(d.routes.len()), route));
            gone.set(None);
            focus(id(FORM, &format!("routes.{at}.value")));
        }
    };
    let all = id(FORM, "routes");
    view! {
        <Card section=Section::Rung about="The first rule that fits decides, if its agent is there. Otherwise the call rings as it would without rules. HubSpot has 150 ms to say who it is; a ring waits no longer.">
            <div id=all.clone() tabindex="-1"><Wrong id=all.clone() name="routes".to_owned() problems=sheet.problems/></div>
            {move || (count.get() == 0).then(|| view! { <p class="empty">"No rules. Calls ring the agent whose line was called."</p> })}
            <ol class="rules" hidden=move || count.get() == 0>
                <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Rule sheet at gone/> }/>
            </ol>
            <div role="status">
                {move || gone.get().map(|(at, _)| view! {
                    <p class="undo"><span>{format!("Rule {} was deleted.", at + 1)}</span><button type="button" class="small" id="records-undo-rule" on:click=undo>"Undo"</button></p>
                })}
            </div>
            <div class="buttons"><button type="button" class="plain" on:click=add><Icon name="plus"/>"Add rule"</button></div>
        </Card>
    }
}

/// A rule, by its place.
#[component]
fn Rule(
    /// What the page's parts share.
    sheet: Sheet,
    /// Its place, from 0.
    at: usize,
    /// What was deleted last, and where it was.
    gone: RwSignal<Option<(usize, Route)>>,
) -> impl IntoView {
    let problems = sheet.problems;
    let name = |field: &str| format!("routes.{at}.{field}");
    let rule = sheet.get(move |d| d.routes.get(at).cloned());
    let of = move |of: fn(&Route) -> String| {
        Memo::new(move |_| rule.with(|r| r.as_ref().map(of).unwrap_or_default()))
    };
    let set = move |how: fn(&mut Route, String)| {
        sheet.set(move |d, v: String| {
            if let Some(route) = d.routes.get_mut(at) {
                how(route, v);
            }
        })
    };
    let companies = Memo::new(move |_| {
        rule.with(|r| r.as_ref().is_some_and(|r| r.object == Looked::Companies))
    });
    let known = sheet.choice(|c| (c.contact_fields.clone(), c.company_fields.clone()));
    let property = of(|r| r.property.clone());
    let properties = move || {
        known.with(|(contact, company)| {
            let all = if companies.get() { company } else { contact };
            property.with(|p| fields(all, p, "Choose a field"))
        })
    };
    let people = sheet.choice(|c| c.agents.clone());
    let (agent, agent_name) = (of(|r| r.agent.clone()), of(|r| r.agent_name.clone()));
    let set_agent = sheet.set(move |d, v: String| {
        if let Some(route) = d.routes.get_mut(at) {
            let name = people
                .with_untracked(|p| p.iter().find(|(id, _)| *id == v).map(|(_, n)| n.clone()));
            route.agent_name = name.unwrap_or_default();
            route.agent = v;
        }
    });
    let count = sheet.get(|d| d.routes.len());
    let step = move |by: isize, way: &'static str| {
        move |_| {
            sheet.draft.update(|d| {
                shift(&mut d.routes, at, by);
            });
            let to = at.saturating_add_signed(by).min(count.get_untracked().saturating_sub(1));
            focus(id(FORM, &format!("routes.{to}.{way}")));
        }
    };
    let remove = move |_| {
        sheet.draft.update(|d| {
            if at < d.routes.len() {
                gone.set(Some((at, d.routes.remove(at))));
            }
        });
        focus("records-undo-rule".to_owned());
    };
    let objects = [("contacts", "contact"), ("companies", "company")];
    let number = at + 1;
    view! {
        <li><div class="rule" role="group" aria-label=format!("Rule {number}")>
            <div class="fields">
                <Choice form=FORM name=name("object") label="If the caller's"
                    options=Signal::stored(objects.map(|(k, s)| (k.to_owned(), s.to_owned())).to_vec())
                    value=Signal::derive(move || if companies.get() { "companies" } else { "contacts" }.to_owned())
                    set=set(|r, v| r.object = if v == "companies" { Looked::Companies } else { Looked::Contacts }) problems/>
                <Choice form=FORM name=name("property") label="has in the field" options=Signal::derive(properties)
                    value=property set=set(|r, v| r.property = v) problems/>
                <TextField form=FORM name=name("value") label="the value" value=of(|r| r.value.clone()) set=set(|r, v| r.value = v) problems/>
                <Choice form=FORM name=name("agent") label="then ring"
                    options=Signal::derive(move || people.with(|p| agent.with(|a| agent_name.with(|n| agents(p, a, n)))))
                    value=agent set=set_agent problems/>
            </div>
            <div class="buttons">
                <button type="button" class="small" id=id(FORM, &name("up")) aria-label=format!("Move rule {number} up")
                    aria-disabled=(at == 0).to_string() on:click=step(-1, "up")><Icon name="above"/></button>
                <button type="button" class="small" id=id(FORM, &name("down")) aria-label=format!("Move rule {number} down")
                    aria-disabled=move || (at + 1 == count.get()).to_string() on:click=step(1, "down")><Icon name="below"/></button>
                <button type="button" class="small" aria-label=format!("Delete rule {number}") on:click=remove><Icon name="bin"/>"Delete"</button>
            </div>
        </div></li>
    }
}
