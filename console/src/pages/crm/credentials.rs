//! The fields of a connection's form, for the kind that is chosen.

use contract::console::{Connection, ConnectionKind};
use leptos::prelude::*;

use crate::logic::connection::{Draft, Slot};
use crate::logic::fields::Problems;
use crate::parts::check::Check;
use crate::parts::field::{Choice, TextField};
use crate::parts::secret::SecretField;

/// The form's fields, for the kind that is chosen.
#[component]
pub(super) fn Credentials(
    /// The form's id.
    form: String,
    /// What is stored.
    stored: Memo<Option<Connection>>,
    /// What is typed.
    draft: RwSignal<Draft>,
    /// What is wrong with the form.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let of = move |get: fn(&Draft) -> String| Signal::derive(move || draft.with(get));
    let to = move |set: fn(&mut Draft, String)| move |v: String| draft.update(|d| set(d, v));
    let slot = move |get: fn(&Draft) -> Slot| Signal::derive(move || draft.with(get));
    let fill = move |set: fn(&mut Draft, Slot)| move |v: Slot| draft.update(|d| set(d, v));
    let secret = move |get: fn(&Connection) -> contract::console::Secret| {
        Signal::derive(move || stored.with(|s| s.as_ref().map(get).unwrap_or_default()))
    };
    let kinds = || {
        let name = |kind: &str, name: &str| (kind.to_owned(), name.to_owned());
        vec![name("oAuth", "OAuth app"), name("privateApp", "Private app token")]
    };
    let private = Memo::new(move |_| draft.with(|d| d.kind == ConnectionKind::PrivateApp));
    let region = move || {
        let region = stored.with(|s| s.as_ref().map(|s| s.region.clone()));
        region.filter(|region| !region.is_empty())
    };
    let (app, old) = (form.clone(), form.clone());
    view! {
        <div class="fields">
            <p class="field fixed"><span>"Provider"</span><b>"HubSpot"</b></p>
            <TextField form=form.clone() name="name" label="Name" help="For you, as Production or Sandbox."
                value=of(|d| d.name.clone()) set=to(|d, v| d.name = v) problems/>
            <Choice form=form.clone() name="kind" label="Kind" options=kinds()
                value=of(|d| kind_value(d.kind).to_owned()) set=to(|d, v| d.kind = kind_of(&v)) problems/>
            <TextField form=form.clone() name="portal" label="Domain ID" mode="numeric"
                help="HubSpot's number of the account. It stands in the account menu under the account's name, and in the address of every page."
                value=of(|d| d.portal.clone()) set=to(|d, v| d.portal = v) problems/>
        </div>
        {move || if private.get() {
            view! {
                <SecretField form=app.clone() name="privateToken" label="Private app token"
                    help="Begins with pat-. In HubSpot: Settings, Integrations, Private Apps, your app, Auth."
                    secret=secret(|c| c.private_token) typed=slot(|d| d.private_token.clone())
                    set=fill(|d, v| d.private_token = v) problems/>
                {move || region().map(|region| view! {
                    <p class="field fixed"><span>"Data location"</span><b data-id="region">{region}</b></p>
                })}
            }.into_any()
        } else {
            view! {
                <div class="fields">
                    <TextField form=app.clone() name="appId" label="App ID" mode="numeric"
                        help="In your developer account: Apps, your app, Auth. The number at the top."
                        value=of(|d| d.app_id.clone()) set=to(|d, v| d.app_id = v) problems/>
                    <SecretField form=app.clone() name="developerKey" label="Developer API Key"
                        help="In your developer account: Keys, Developer API key. It belongs to the account, not to the app."
                        secret=secret(|c| c.developer_key) typed=slot(|d| d.developer_key.clone())
                        set=fill(|d, v| d.developer_key = v) problems/>
                    <TextField form=app.clone() name="clientId" label="OAuth Client ID"
                        help="On the same page as the App ID, below it."
                        value=of(|d| d.client_id.clone()) set=to(|d, v| d.client_id = v) problems/>
                    <SecretField form=app.clone() name="clientSecret" label="OAuth Client Secret"
                        help="Beside the Client ID; press Show there first."
                        secret=secret(|c| c.client_secret) typed=slot(|d| d.client_secret.clone())
                        set=fill(|d, v| d.client_secret = v) problems/>
                </div>
            }.into_any()
        }}
        <div class="fields">
            {move || (!private.get()).then(|| view! {
                <Check form=form.clone() name="signIn" label="People may sign in with this app"
                    help="Beside their passkey. HubSpot allows it to super admins and people with App Marketplace access."
                    value=Signal::derive(move || draft.with(|d| d.sign_in)) set=move |v| draft.update(|d| d.sign_in = v) problems/>
            })}
            <TextField form=old name="oldApp" label="App ID of the calling app you move away from" mode="numeric"
                help="Optional. Checks then tell whether calls still go through it."
                value=of(|d| d.old_app.clone()) set=to(|d, v| d.old_app = v) problems/>
        </div>
    }
}

fn kind_value(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::OAuth => "oAuth",
        ConnectionKind::PrivateApp => "privateApp",
    }
}

fn kind_of(value: &str) -> ConnectionKind {
    if value == "privateApp" { ConnectionKind::PrivateApp } else { ConnectionKind::OAuth }
}
