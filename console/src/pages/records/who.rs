//! Who is calling: how the other party of a call is found.

use contract::console::{Looked, NumberFormat};
use leptos::prelude::*;

use super::Card;
use super::found::Found;
use super::sheet::{FORM, Sheet};
use crate::logic::numbers::example;
use crate::logic::records::Section;
use crate::net::countries;
use crate::parts::entries::Entries;
use crate::parts::field::Choice;

/// The section.
#[component]
pub(super) fn Who(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let regions = StoredValue::new({
        let mut all = vec![(String::new(), "That of the agent's line".to_owned())];
        all.extend(countries::all());
        all
    });
    let region = sheet.get(|d| d.look_up.region.clone());
    let primary = sheet.get(|d| looked_value(Some(d.look_up.primary)).to_owned());
    let secondary = sheet.get(|d| looked_value(d.look_up.secondary).to_owned());
    let set_primary = sheet.set(|d, v: String| {
        let look_up = &mut d.look_up;
        let before = look_up.primary;
        look_up.primary = looked_of(&v).unwrap_or_default();
        if look_up.secondary == Some(look_up.primary) {
            look_up.secondary = Some(before);
        }
    });
    let second = Signal::derive(move || {
        let none = (String::new(), "Nothing else".to_owned());
        let other =
            if primary.with(|p| p == "contacts") { Looked::Companies } else { Looked::Contacts };
        vec![none, (looked_value(Some(other)).to_owned(), looked_name(other).to_owned())]
    });
    let first = [Looked::Contacts, Looked::Companies]
        .map(|l| (looked_value(Some(l)).to_owned(), looked_name(l).to_owned()));
    let format = sheet.get(|d| d.look_up.format);
    let formats = [
        (NumberFormat::E164, "E.164, without blanks"),
        (NumberFormat::International, "International"),
        (NumberFormat::National, "As in the country itself"),
    ]
    .map(|(f, name)| (format_value(f).to_owned(), name.to_owned()));
    view! {
        <Card section=Section::Who about="When a call comes in or goes out, HubSpot is searched for its number. The ring never waits for it.">
            <div class="fields">
                <Choice form=FORM name="lookUp.primary" label="Search first" options=Signal::stored(first.to_vec())
                    value=primary set=set_primary problems/>
                <Choice form=FORM name="lookUp.secondary" label="If nothing is found, search" options=second
                    value=secondary set=sheet.set(|d, v: String| d.look_up.secondary = looked_of(&v)) problems/>
                <Choice form=FORM name="lookUp.region" label="Country of local numbers"
                    help="In which numbers without a country code are read."
                    options=Signal::derive(move || regions.get_value())
                    value=region set=sheet.set(|d, v| d.look_up.region = v) problems/>
            </div>
            <Found sheet/>
            <div class="fields">
                <Choice form=FORM name="lookUp.newField" label="Where a new contact's number goes"
                    help="When an agent makes a contact out of a call."
                    options=Signal::stored(vec![
                        ("phone".to_owned(), "Phone number".to_owned()),
                        ("mobilephone".to_owned(), "Mobile phone number".to_owned()),
                    ])
                    value=sheet.get(|d| d.look_up.new_field.clone()) set=sheet.set(|d, v| d.look_up.new_field = v) problems/>
                <div class="stack">
                    <Choice form=FORM name="lookUp.format" label="How numbers are written into HubSpot"
                        options=Signal::stored(formats.to_vec())
                        value=Signal::derive(move || format_value(format.get()).to_owned())
                        set=sheet.set(|d, v: String| d.look_up.format = format_of(&v)) problems/>
                    <p class="help" aria-live="polite">"Example: "<output class="number" data-id="number-example">{move || region.with(|r| example(r, format.get()))}</output></p>
                </div>
            </div>
            <Entries form=FORM name="lookUp.ownNumbers" label="Own numbers"
                help="Never looked up, beside the lines of this tenant: switchboard, voicemail, other sites. One on each line, with its country code, as +44 20 7946 0100."
                value=sheet.get(|d| d.look_up.own_numbers.clone()) set=sheet.set(|d, v| d.look_up.own_numbers = v) problems/>
        </Card>
    }
}

fn looked_name(looked: Looked) -> &'static str {
    match looked {
        Looked::Contacts => "Contacts",
        Looked::Companies => "Companies",
    }
}

fn looked_value(looked: Option<Looked>) -> &'static str {
    match looked {
        Some(Looked::Contacts) => "contacts",
        Some(Looked::Companies) => "companies",
        None => "",
    }
}

fn looked_of(value: &str) -> Option<Looked> {
    match value {
        "contacts" => Some(Looked::Contacts),
        "companies" => Some(Looked::Companies),
        _ => None,
    }
}

fn format_value(format: NumberFormat) -> &'static str {
    match format {
        NumberFormat::E164 => "e164",
        NumberFormat::International => "international",
        NumberFormat::National => "national",
    }
}

fn format_of(value: &str) -> NumberFormat {
    match value {
        "international" => NumberFormat::International,
        "national" => NumberFormat::National,
        _ => NumberFormat::E164,
    }
}
