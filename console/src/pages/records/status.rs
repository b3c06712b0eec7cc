//! Agents' status: reasons to be away, what an unanswered ring does, how long a wrap-up may take.

use contract::{Presence, console::StatusSettings};
use leptos::prelude::*;

use super::Card;
use super::reasons::Reasons;
use super::sheet::{FORM, Sheet};
use crate::logic::records::{Section, seconds};
use crate::parts::check::Check;
use crate::parts::field::{Choice, TextField};

/// The section.
#[component]
pub(super) fn Status(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let away = |status: &StatusSettings| status.first == Presence::Unavailable;
    let first = sheet.get(move |d| away(&d.status));
    let set_first = sheet.set(|d, v: String| {
        let away = v == "unavailable";
        d.status.first = if away { Presence::Unavailable } else { Presence::Available };
    });
    let wrap_up =
        sheet.get(|d| d.status.wrap_up_seconds.map(|s| s.to_string()).unwrap_or_default());
    let firsts = [("available", "Available"), ("unavailable", "Unavailable")];
    view! {
        <Card section=Section::Status about="Agents are available or unavailable, and can say why they are away. Whoever chooses during a call changes when its wrap-up is finished. HubSpot hears of available and unavailable, not of the reason.">
            <Reasons sheet/>
            <div class="fields">
                <Choice form=FORM name="status.first" label="New agents begin as"
                    help="Until they choose for the first time. Afterwards they are as they left."
                    options=Signal::stored(firsts.map(|(k, s)| (k.to_owned(), s.to_owned())).to_vec())
                    value=Signal::derive(move || if first.get() { "unavailable" } else { "available" }.to_owned())
                    set=set_first problems/>
                <TextField form=FORM name="status.wrapUpSeconds" label="Time for the wrap-up (seconds)"
                    help="10 to 3600, counted anew while somebody types; agents can add as much again. Nothing: the usual time."
                    mode="numeric" value=wrap_up set=sheet.set(|d, v: String| d.status.wrap_up_seconds = seconds(&v)) problems/>
            </div>
            <Check form=FORM name="status.awayWhenUnanswered" label="Unavailable after an unanswered call"
                help="Whoever is there and lets a call ring to the end is unavailable until they say otherwise, so that the next caller does not wait in vain."
                value=sheet.get(|d| d.status.away_when_unanswered)
                set=sheet.set(|d, v| d.status.away_when_unanswered = v) problems/>
        </Card>
    }
}
