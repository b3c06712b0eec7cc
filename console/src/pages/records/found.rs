//! The properties that are searched for a number, and those that agents see of whom was found.

use leptos::prelude::*;

use super::sheet::{FORM, Sheet};
use crate::parts::field_list::FieldList;

/// As many as are searched at once.
const SEARCHED: usize = 5;
/// As many as have room in the widget.
const SHOWN: usize = 6;

/// The four lists.
#[component]
pub(super) fn Found(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let contacts = sheet.choice(|c| c.contact_fields.clone());
    let companies = sheet.choice(|c| c.company_fields.clone());
    view! {
        <div class="pairs">
            <FieldList form=FORM name="lookUp.contactFields" label="Fields of contacts that hold numbers" phones=true most=SEARCHED
                help="All of them are searched." empty="No field: contacts are never found. Add one."
                all=contacts chosen=sheet.get(|d| d.look_up.contact_fields.clone())
                set=sheet.set(|d, v| d.look_up.contact_fields = v) problems/>
            <FieldList form=FORM name="lookUp.contactShown" label="What agents see of a contact" most=SHOWN
                help="Below the name, in this order." empty="Only the name is shown."
                all=contacts chosen=sheet.get(|d| d.look_up.contact_shown.clone())
                set=sheet.set(|d, v| d.look_up.contact_shown = v) problems/>
            <FieldList form=FORM name="lookUp.companyFields" label="Fields of companies that hold numbers" phones=true most=SEARCHED
                help="All of them are searched." empty="No field: companies are never found. Add one."
                all=companies chosen=sheet.get(|d| d.look_up.company_fields.clone())
                set=sheet.set(|d, v| d.look_up.company_fields = v) problems/>
            <FieldList form=FORM name="lookUp.companyShown" label="What agents see of a company" most=SHOWN
                help="Below the name, in this order." empty="Only the name is shown."
                all=companies chosen=sheet.get(|d| d.look_up.company_shown.clone())
                set=sheet.set(|d, v| d.look_up.company_shown = v) problems/>
        </div>
    }
}
