//! Where the phone system reaches us: for its firewall, and for one that knows us by our address.

use contract::console::PhoneKind;
use leptos::prelude::*;

use super::Card;
use super::sheet::Sheet;
use crate::logic::phone::reached;

/// The part; not there while the phone system is simulated.
#[component]
pub(super) fn Ours(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let real = move || sheet.kind.get() != PhoneKind::Simulated;
    let facts = Memo::new(move |_| {
        sheet.stored.value.with(|s| s.as_ref().map(|s| reached(&s.ours)).unwrap_or_default())
    });
    view! {
        {move || real().then(|| view! {
            <Card id="phone-ours" title="Where it reaches Sidetone" about="What its firewall lets through both ways, and the address to enter there where it knows us by our address.">
                <dl class="facts" data-id="ours">
                    {move || facts.get().into_iter().map(|(what, place)| view! { <div><dt>{what}</dt><dd>{place}</dd></div> }).collect_view()}
                </dl>
            </Card>
        })}
    }
}
