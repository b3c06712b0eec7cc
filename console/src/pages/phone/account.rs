//! The trunk's account: how the phone system knows us, and with what.

use contract::console::PhoneAccess;
use leptos::prelude::*;

use super::sheet::{FORM, Sheet};
use super::standing::Standing;
use super::{Card, Doing};
use crate::logic::phone::{seconds, seconds_shown};
use crate::parts::field::TextField;
use crate::parts::radios::{Radios, Way};
use crate::parts::secret::SecretField;

/// How a phone system can know us.
const WAYS: &[Way] = &[
    (
        "registration",
        "By registration",
        "Sidetone registers with the account and its password, again and again.",
    ),
    (
        "address",
        "By our address",
        "The phone system has the address of this service entered. Nothing is registered.",
    ),
];

/// The part.
#[component]
pub(super) fn Account(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let by_address = Memo::new(move |_| sheet.draft.with(|d| d.expires().is_none()));
    let secret = Signal::derive(move || {
        sheet.stored.value.with(|s| s.as_ref().map(|s| s.password).unwrap_or_default())
    });
    let in_use = move || sheet.in_use.get() == sheet.kind.get();
    view! {
        <Card id="phone-account" title="The trunk's account" about="What the carrier gave you. The password is kept sealed and shown to nobody.">
            <Radios form=FORM name="access" label="How it knows us" ways=WAYS
                value=Signal::derive(move || if by_address.get() { "address" } else { "registration" }.to_owned())
                set=sheet.set(|s, v| s.access = if v == "address" { PhoneAccess::Address } else { PhoneAccess::default() }) problems/>
            <div class="fields">
                <TextField form=FORM name="user" label="Account" help="What stands before the @ in its address."
                    value=sheet.text(|s| s.user.clone()) set=sheet.set(|s, v| s.user = v) problems/>
                <TextField form=FORM name="authUser" label="Authentication name" help="Optional: where it is another than the account."
                    value=sheet.text(|s| s.auth_user.clone()) set=sheet.set(|s, v| s.auth_user = v) problems/>
                <SecretField form=FORM name="password" label="Password"
                    help="By our address it is needed only where the carrier asks calls for it."
                    secret typed=Signal::derive(move || sheet.draft.with(|d| d.password.clone())) set=sheet.set_password() problems forgettable=true/>
                <div hidden=by_address>
                    <TextField form=FORM name="expiresS" label="Register for (seconds)" mode="numeric"
                        help="60 to 86400. The phone system may grant less."
                        value=Signal::derive(move || sheet.draft.with(|d| d.expires().map(seconds_shown).unwrap_or_default()))
                        set=sheet.set(|s, v| s.access = PhoneAccess::Registration { expires_s: seconds(&v) }) problems/>
                </div>
            </div>
            {move || in_use().then(|| view! {
                <div class="line-state">
                    <Standing sheet agent=None/>
                    <button type="button" class="plain" on:click=move |_| sheet.doing.set(Some(Doing::Test(None)))>"Test the trunk"</button>
                </div>
            })}
        </Card>
    }
}
