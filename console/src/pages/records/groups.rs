//! Ring groups: numbers that ring several agents at once.

use contract::console::RingGroup;
use leptos::prelude::*;

use super::Card;
use super::sheet::{FORM, Sheet};
use crate::logic::choosing::members;
use crate::logic::records::Section;
use crate::parts::field::{TextField, Wrong, focus, id};
use crate::parts::icon::Icon;

/// The section.
#[component]
pub(super) fn Groups(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let gone = RwSignal::new(None::<(usize, RingGroup)>);
    Effect::new(move || {
        sheet.taken.track();
        gone.set(None);
    });
    let count = sheet.get(|d| d.groups.len());
    let add = move |_| {
        let at = count.get_untracked();
        sheet.draft.update(|d| d.groups.push(RingGroup::default()));
        focus(id(FORM, &format!("groups.{at}.number")));
    };
    let undo = move |_| {
        if let Some((at, group)) = gone.get_untracked() {
            sheet.draft.update(|d| d.groups.insert(at.min(d.groups.len()), group));
            gone.set(None);
            focus(id(FORM, &format!("groups.{at}.number")));
        }
    };
    let all = id(FORM, "groups");
    view! {
        <Card section=Section::Groups about="A call to a group's number rings all its agents who are there and free. The first answer wins; the others stop. A number belongs to one group, or to one agent's line.">
            <div id=all.clone() tabindex="-1"><Wrong id=all.clone() name="groups".to_owned() problems=sheet.problems/></div>
            {move || (count.get() == 0).then(|| view! { <p class="empty">"No groups. Each number rings the agent whose line it is."</p> })}
            <ul class="rules" hidden=move || count.get() == 0>
                <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Group sheet at gone/> }/>
            </ul>
            <div role="status">
                {move || gone.get().map(|(_, group)| view! {
                    <p class="undo"><span>{format!("The group {} was deleted.", group.name)}</span><button type="button" class="small" id="records-undo-group" on:click=undo>"Undo"</button></p>
                })}
            </div>
            <div class="buttons"><button type="button" class="plain" on:click=add><Icon name="plus"/>"Add group"</button></div>
        </Card>
    }
}

/// A group, by its place.
#[component]
fn Group(
    /// What the page's parts share.
    sheet: Sheet,
    /// Its place, from 0.
    at: usize,
    /// What was deleted last, and where it was.
    gone: RwSignal<Option<(usize, RingGroup)>>,
) -> impl IntoView {
    let problems = sheet.problems;
    let name = |field: &str| format!("groups.{at}.{field}");
    let group = sheet.get(move |d| d.groups.get(at).cloned().unwrap_or_default());
    let of = move |of: fn(&RingGroup) -> String| Memo::new(move |_| group.with(of));
    let set = move |how: fn(&mut RingGroup, String)| {
        sheet.set(move |d, v: String| {
            if let Some(group) = d.groups.get_mut(at) {
                how(group, v);
            }
        })
    };
    let people = sheet.choice(|c| c.agents.clone());
    let shown = Memo::new(move |_| people.with(|people| group.with(|g| members(people, g))));
    let remove = move |_| {
        sheet.draft.update(|d| {
            if at < d.groups.len() {
                gone.set(Some((at, d.groups.remove(at))));
            }
        });
        focus("records-undo-group".to_owned());
    };
    let (agents, legend) = (id(FORM, &name("agents")), id(FORM, &name("who")));
    let member = move |(agent, label): (String, String)| {
        let own = agent.clone();
        let is_in = Memo::new(move |_| group.with(|g| g.agents.contains(&own)));
        let tick = move |event| {
            let on = event_target_checked(&event);
            problems.update(|p| p.clear(&format!("groups.{at}.agents")));
            sheet.draft.update(|d| {
                if let Some(group) = d.groups.get_mut(at) {
                    group.agents.retain(|known| *known != agent);
                    if on {
                        group.agents.push(agent.clone());
                    }
                }
            });
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=is_in on:change=tick/>{label}</label>
        }
    };
    let number = at + 1;
    view! {
        <li><div class="rule" role="group" aria-label=format!("Group {number}")>
            <div class="fields">
                <TextField form=FORM name=name("number") label="Number, with + and the country code" value=of(|g| g.number.clone()) set=set(|g, v| g.number = v) problems/>
                <TextField form=FORM name=name("name") label="Name of the group" value=of(|g| g.name.clone()) set=set(|g, v| g.name = v) problems/>
            </div>
            <div class="picked" id=agents.clone() tabindex="-1" role="group" aria-labelledby=legend.clone()>
                <b id=legend.clone()>"Who is rung"</b>
                <Wrong id=agents.clone() name=name("agents") problems/>
                <div class="members"><For each=move || shown.get() key=|one| one.clone() children=member/></div>
                <p class="help" hidden=move || !shown.with(Vec::is_empty)>"No agent has a line yet. Give somebody one under People."</p>
            </div>
            <div class="buttons">
                <button type="button" class="small" aria-label=format!("Delete group {number}") on:click=remove><Icon name="bin"/>"Delete"</button>
            </div>
        </div></li>
    }
}
