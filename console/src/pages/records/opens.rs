//! What opens by itself when there is a call, for each direction.

use contract::PopTab;
use contract::console::{Moment, PopSettings, PopWhat, Settings};
use leptos::prelude::*;

use super::Card;
use super::sheet::{FORM, Sheet};
use crate::logic::records::{Section, pop_note};
use crate::parts::field::Choice;
use crate::parts::icon::Icon;

/// The section.
#[component]
pub(super) fn Opens(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    view! {
        <Card section=Section::Opens about="So that the agent has the customer on the screen without a search.">
            <ul class="plainly help">
                <li>"A contact or company opens in the same tab or in a new one. A ticket or deal cannot open in the same tab: it opens in a new one."</li>
                <li>"The browser may block a new tab. Then the agent gets a button that opens it."</li>
            </ul>
            <div class="fields">
                <Way sheet legend="Calls from customers" outbound=false/>
                <Way sheet legend="Calls to customers" outbound=true/>
            </div>
        </Card>
    }
}

/// One direction.
#[component]
fn Way(
    /// What the page's parts share.
    sheet: Sheet,
    /// Its name.
    legend: &'static str,
    /// Whether it is calls to customers.
    outbound: bool,
) -> impl IntoView {
    let problems = sheet.problems;
    let way = if outbound { "outbound" } else { "inbound" };
    let name = |field: &str| format!("pops.{way}.{field}");
    let pop = sheet.get(move |s| of(s, outbound).clone());
    let value =
        move |of: fn(&PopSettings) -> &'static str| Signal::derive(move || pop.with(of).to_owned());
    let set = move |how: fn(&mut PopSettings, &str)| {
        sheet.set(move |s, v: String| how(to(s, outbound), &v))
    };
    let note = sheet
        .get(move |s| pop_note(of(s, outbound), s.case.kind.map(|kind| (kind, s.case.moment))));
    let options = |all: &[(&str, &str)]| {
        let own = |(key, shown): &(&str, &str)| ((*key).to_owned(), (*shown).to_owned());
        Signal::stored(all.iter().map(own).collect::<Vec<_>>())
    };
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            <Choice form=FORM name=name("when") label="When"
                options=options(&[("", "Never"), ("ring", "When it rings"), ("answer", "When it is answered")])
                value=value(|p| moment_value(p.when)) set=set(|p, v| p.when = moment_of(v)) problems/>
            <div class="stack" hidden=move || pop.with(|p| p.when.is_none())>
                <Choice form=FORM name=name("what") label="What"
                    options=options(&[("customer", "The contact, else the company"), ("case", "The ticket or deal")])
                    value=value(|p| if p.what == PopWhat::Case { "case" } else { "customer" })
                    set=set(|p, v| p.what = if v == "case" { PopWhat::Case } else { PopWhat::Customer }) problems/>
                <Choice form=FORM name=name("tab") label="Where"
                    options=options(&[("same", "In the same tab: it replaces the page"), ("new", "In a new tab")])
                    value=value(|p| if p.tab == PopTab::New { "new" } else { "same" })
                    set=set(|p, v| p.tab = if v == "new" { PopTab::New } else { PopTab::Same }) problems/>
                <div role="status">{move || note.get().map(|text| view! { <p class="notice"><Icon name="info"/><span>{text}</span></p> })}</div>
            </div>
        </fieldset>
    }
}

fn of(settings: &Settings, outbound: bool) -> &PopSettings {
    if outbound { &settings.pops.outbound } else { &settings.pops.inbound }
}

fn to(settings: &mut Settings, outbound: bool) -> &mut PopSettings {
    if outbound { &mut settings.pops.outbound } else { &mut settings.pops.inbound }
}

/// A moment's value in a form; empty for never.
pub(super) fn moment_value(moment: Option<Moment>) -> &'static str {
    match moment {
        None => "",
        Some(Moment::Ring) => "ring",
        Some(Moment::Answer) => "answer",
    }
}

/// The moment of a value in a form.
pub(super) fn moment_of(value: &str) -> Option<Moment> {
    match value {
        "ring" => Some(Moment::Ring),
        "answer" => Some(Moment::Answer),
        _ => None,
    }
}
