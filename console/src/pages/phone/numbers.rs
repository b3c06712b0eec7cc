//! The tenant's numbers and whom they ring. They are changed elsewhere; here they stand together.

use leptos::prelude::*;

use super::Card;
use super::sheet::Sheet;
use crate::logic::phone::{Rings, rings};
use crate::parts::icon::Icon;

/// The part.
#[component]
pub(super) fn Numbers(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let all =
        Memo::new(move |_| sheet.stored.value.with(|s| s.as_ref().map(rings).unwrap_or_default()));
    let fiction = Memo::new(move |_| all.with(|all| all.iter().any(|one| one.fiction)));
    let row = |one: Rings| {
        let (href, page) = one.place;
        view! {
            <tr role="row">
                <th role="rowheader" scope="row"><span class="name number">{one.number.clone()}</span>
                    {one.fiction.then(|| view! { <span class="tag warn">"Not a real number"</span> })}
                </th>
                <td role="cell" data-label="Rings">{one.whom.clone()}</td>
                <td role="cell" class="do"><a href=href aria-label=format!("Change whom {} rings, under {page}", one.number)>{page}</a></td>
            </tr>
        }
    };
    view! {
        <Card id="phone-numbers" title="Numbers and whom they ring" about="An agent's number is set under People, a group's under Records. With a trunk they are the numbers that the carrier sends here.">
            {move || all.with(Vec::is_empty).then(|| view! { <p class="empty">"No number yet. Give somebody one under "<a href="#/people">"People"</a>"."</p> })}
            {move || fiction.get().then(|| view! {
                <div class="notice warn"><Icon name="alert"/><p>"Some numbers are those of the simulated phone system: nobody can call them. Enter the real ones under "<a href="#/people">"People"</a>"."</p></div>
            })}
            <table role="table" hidden=move || all.with(Vec::is_empty) aria-labelledby="phone-numbers">
                <thead role="rowgroup"><tr role="row">
                    {["Number", "Rings", "Changed under"].map(|head| view! { <th role="columnheader" scope="col">{head}</th> }).collect_view()}
                </tr></thead>
                <tbody role="rowgroup"><For each=move || all.get() key=|one| (one.number.clone(), one.whom.clone(), one.fiction) children=row/></tbody>
            </table>
        </Card>
    }
}
