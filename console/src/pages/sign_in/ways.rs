//! The ways to sign in, the best one first.

use contract::sign_in::{HubSpotWay, Ways};
use leptos::prelude::*;

use super::Desk;
use super::hubspot::HubSpot;
use super::passkey::Passkey;
use crate::logic::fields::Problems;
use crate::logic::sign_in::Errand;
use crate::net::webauthn;
use crate::parts::field::General;

/// Offers the ways. One that leads nowhere here says why.
#[component]
pub(super) fn Offer(
    /// What the window's parts share.
    desk: Desk,
    /// How one can sign in here.
    ways: Ways,
) -> impl IntoView {
    let problems = RwSignal::new(Problems::default());
    let missing = webauthn::missing();
    let passkey = ways.passkey && missing.is_none();
    let no_passkey = (!passkey).then(|| {
        missing
            .unwrap_or("Passkeys do not work at this address: they need Sidetone to have a name.")
    });
    let for_what = desk.errand.with_value(|errand| match errand {
        Errand::Frame(_) => "To take and make calls in HubSpot.",
        Errand::Again => "Your other window keeps what you typed, and goes on.",
        _ => "To set Sidetone up, and to see your own passkeys.",
    });
    let hubspot = ways.hubspot != HubSpotWay::None;
    view! {
        <h1 id="title" tabindex="-1">"Sign in to Sidetone"</h1>
        <p>{for_what}</p>
        <General problems/>
        {passkey.then(|| view! { <Passkey desk problems/> })}
        {no_passkey.map(|why| view! { <p class="help" data-id="no-passkeys">{why}</p> })}
        {(passkey && hubspot).then(|| view! { <p class="or" aria-hidden="true">"or"</p> })}
        {if hubspot {
            view! { <HubSpot desk problems needs_portal=ways.hubspot == HubSpotWay::NeedsPortal main=!passkey/> }.into_any()
        } else {
            view! { <p class="help" data-id="no-hubspot">"Signing in with HubSpot is not set up here. An administrator can do that in the console, under CRM."</p> }.into_any()
        }}
        <p class="help foot">"No passkey yet? Open your invitation's link; ask an administrator for one."</p>
    }
}
