//! How long calls are kept here after their record is written.

use contract::console::KeepDays;
use leptos::prelude::*;

use super::Card;
use super::sheet::{FORM, Sheet};
use crate::logic::records::Section;
use crate::parts::days::Days;

/// The section.
#[component]
pub(super) fn Kept(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    view! {
        <Card section=Section::Kept about="The records in HubSpot stay. This is about what Sidetone keeps to show under Calls: events, notes, what was written.">
            <div class="fields">
                <Days form=FORM name="keepDays" label="Days" help="1 to 3650, counted from when the record was written. A call that is not saved is kept until it is."
                    value=sheet.get(|d| d.keep_days.0) set=sheet.set(|d, v| d.keep_days = KeepDays(v)) problems=sheet.problems/>
            </div>
        </Card>
    }
}
