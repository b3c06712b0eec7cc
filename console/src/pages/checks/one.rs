//! One check: how it stands, what was found, what to do and where.

use contract::console::{Check, Place};
use leptos::prelude::*;

use crate::logic::checks::{class, inside, word};
use crate::parts::icon::Icon;

/// One check, told by icon and word as well as by colour.
#[component]
pub(super) fn One(
    /// It.
    check: Check,
) -> impl IntoView {
    let Check { id, title, state, found, remedy, place, .. } = check;
    let (icon, says) = word(state);
    view! {
        <li class=format!("check-row {}", class(state)) data-check=id data-state=class(state)>
            <p class="verdict"><Icon name=icon/><span>{says}</span></p>
            <div>
                <h3>{title}</h3>
                <p>{found}</p>
                {(!remedy.is_empty()).then(|| view! { <p class="remedy">{remedy}</p> })}
                {place.and_then(link)}
            </div>
        </li>
    }
}

/// Where something is done; a place that is neither in the console nor at HubSpot's is not shown.
fn link(place: Place) -> Option<AnyView> {
    let Place { label, href } = place;
    Some(match inside(&href)? {
        true => view! { <p><a href=href>{label}</a></p> }.into_any(),
        false => view! {
            <p><a href=href target="_blank" rel="noopener">{label}<span class="heard">" (opens a new tab)"</span></a></p>
        }
        .into_any(),
    })
}
