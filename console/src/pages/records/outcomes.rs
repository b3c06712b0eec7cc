//! Outcomes: HubSpot's own list or the tenant's, and what agents have to enter.

use contract::console::{Code, OutcomeRule, Settings};
use leptos::prelude::*;

use super::Card;
use super::outline::Outline;
use super::sheet::{FORM, Sheet};
use crate::logic::choosing::fields;
use crate::logic::records::{Section, has_own};
use crate::parts::check::Check;
use crate::parts::field::{Choice, Wrong, id};
use crate::parts::icon::Icon;
use crate::parts::radios::{Radios, Way};

const LISTS: [Way; 2] = [
    ("hubspot", "HubSpot's own outcomes", "As they stand in HubSpot, for calls both ways."),
    (
        "own",
        "A list of this tenant's",
        "Nested up to five levels; each can stand for an outcome of HubSpot's.",
    ),
];

/// The section.
#[component]
pub(super) fn Outcomes(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let own = RwSignal::new(false);
    let aside = StoredValue::new(Vec::<Code>::new());
    // What comes from elsewhere decides anew which list is shown.
    Effect::new(move || {
        sheet.taken.track();
        own.set(sheet.draft.with_untracked(|d| has_own(&d.outcomes)));
        aside.set_value(Vec::new());
    });
    let choose = Callback::new(move |value: String| {
        let to_own = value == "own";
        own.set(to_own);
        // The tenant's list is kept until the page is left, in case it is wanted after all.
        let list = if to_own { aside.get_value() } else { Vec::new() };
        sheet.draft.update(|d| {
            let before = std::mem::replace(&mut d.outcomes.codes, list);
            if !to_own {
                aside.set_value(before);
            }
        });
    });
    let problem_of_all = id(FORM, "outcomes.codes");
    let calls = sheet.choice(|c| c.call_fields.clone());
    let property = sheet.get(|d| d.outcomes.property.clone());
    let options = move || calls.with(|all| property.with(|p| fields(all, p, "None")));
    view! {
        <Card section=Section::Outcomes about="What agents choose from at the end of a call.">
            <Radios form=FORM name="outcomes.list" label="The list" ways=&LISTS
                value=Signal::derive(move || if own.get() { "own" } else { "hubspot" }.to_owned()) set=choose problems=sheet.problems/>
            <div id=problem_of_all.clone() tabindex="-1">
                <Wrong id=problem_of_all.clone() name="outcomes.codes".to_owned() problems=sheet.problems/>
            </div>
            {move || match own.get() {
                true => view! {
                    <Outline sheet/>
                    <div class="fields">
                        <Choice form=FORM name="outcomes.property" label="Field of call records that gets the code"
                            help="The id of the chosen code is written there, for reports in HubSpot."
                            options=Signal::derive(options) value=property
                            set=sheet.set(|d, v| d.outcomes.property = v) problems=sheet.problems/>
                    </div>
                }.into_any(),
                false => view! { <HubSpots sheet/> }.into_any(),
            }}
            <div class="fields">
                <Rule sheet legend="Calls from customers" outbound=false/>
                <Rule sheet legend="Calls to customers" outbound=true/>
            </div>
        </Card>
    }
}

/// HubSpot's own list, to look at.
#[component]
fn HubSpots(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let all = sheet.choice(|c| c.outcomes.clone());
    view! {
        {move || match all.with(Vec::is_empty) {
            true => view! { <p class="empty">"HubSpot's outcomes are not known here yet. They show once HubSpot is linked and was asked."</p> }.into_any(),
            false => view! {
                <div class="stack">
                    <ul class="tags" aria-label="HubSpot's outcomes">{all.get().into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect_view()}</ul>
                    <p class="help">"They are changed in HubSpot: Settings, Objects, Activities, Call & meeting types."</p>
                </div>
            }.into_any(),
        }}
    }
}

/// What has to be entered for calls of one direction.
#[component]
fn Rule(
    /// What the page's parts share.
    sheet: Sheet,
    /// Its name.
    legend: &'static str,
    /// Whether it is calls to customers.
    outbound: bool,
) -> impl IntoView {
    let problems = sheet.problems;
    let way = if outbound { "outbound" } else { "inbound" };
    let at = format!("outcomes.{way}");
    let rule = sheet.get(move |d| *of(d, outbound));
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            <Check form=FORM name=format!("{at}.required") label="An outcome has to be chosen"
                help="The call cannot be saved without one."
                value=Signal::derive(move || rule.get().required)
                set=sheet.set(move |d, v| to(d, outbound).required = v) problems/>
            <Check form=FORM name=format!("{at}.notesRequired") label="Notes have to be written"
                help="The call cannot be saved without them."
                value=Signal::derive(move || rule.get().notes_required)
                set=sheet.set(move |d, v| to(d, outbound).notes_required = v) problems/>
        </fieldset>
    }
}

fn of(settings: &Settings, outbound: bool) -> &OutcomeRule {
    if outbound { &settings.outcomes.outbound } else { &settings.outcomes.inbound }
}

fn to(settings: &mut Settings, outbound: bool) -> &mut OutcomeRule {
    if outbound { &mut settings.outcomes.outbound } else { &mut settings.outcomes.inbound }
}

/// Nobody has outcomes to choose from: an own list that is empty is HubSpot's.
#[component]
pub(super) fn Empty() -> impl IntoView {
    view! {
        <div class="notice">
            <Icon name="info"/>
            <p>"The list is empty. As long as it is, agents choose from HubSpot's outcomes."</p>
        </div>
    }
}
