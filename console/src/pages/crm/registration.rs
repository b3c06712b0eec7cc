//! The widget as HubSpot's calling settings know it: what they have, what is wanted, one button.

use contract::console::{Connection, ConnectionKind, Registration, RegistrationRow};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Links;
use super::trial::Trial;
use crate::logic::connection::can_register;
use crate::logic::registration::{differs, is_there, shown, summary};
use crate::net::{Method, send_json};
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::parts::working::Working;

/// The registration, asked of HubSpot when somebody wants to know.
#[component]
pub(super) fn RegistrationCard(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// What is stored.
    stored: Memo<Option<Connection>>,
) -> impl IntoView {
    let path = StoredValue::new(links.below(&format!("/{id}/registration")));
    let found = Reading::<Registration>::new();
    let (asking, saving) = (RwSignal::new(false), RwSignal::new(false));
    let wrong = RwSignal::new(None::<String>);
    let kind = Memo::new(move |_| stored.with(|c| c.as_ref().map(|c| c.kind)));
    let able = Memo::new(move |_| stored.with(|c| c.as_ref().is_some_and(can_register)));
    // What HubSpot has of another app says nothing of this one.
    let app = Memo::new(move |_| stored.with(|c| c.as_ref().map(|c| c.app_id.clone())));
    Effect::new(move |before: Option<Option<String>>| {
        let app = app.get();
        if before.is_some_and(|before| before != app) {
            found.clear();
        }
        app
    });
    let ask = Callback::new(move |()| {
        asking.set(true);
        wrong.set(None);
        spawn_local(async move {
            found.read(path.get_value()).await;
            asking.try_set(false);
        });
    });
    let register = Callback::new(move |()| {
        saving.set(true);
        wrong.set(None);
        spawn_local(async move {
            let nothing = serde_json::json!({});
            match send_json::<Registration>(Method::Post, &path.get_value(), &nothing).await {
                Ok(now) => {
                    let text = if now.registered {
                        "HubSpot has the widget."
                    } else {
                        "HubSpot did not take all of it. Look at the marked fields."
                    };
                    links.console.said.set(text.to_owned());
                    found.value.try_set(Some(now));
                }
                Err(failure) => drop(wrong.try_set(Some(failure.to_string()))),
            }
            saving.try_set(false);
        });
    });
    let asked = Memo::new(move |_| found.value.with(Option::is_some));
    let quiet = move || !asked.get() && !asking.get() && found.failure.with(Option::is_none);
    let inside = move || {
        view! {
            <p class="help">"Tells HubSpot where the widget is, so that it can be chosen for calls."</p>
            {move || quiet().then(|| view! {
                <div class="actions start"><Working class="plain" busy=asking press=ask>"Ask HubSpot"</Working></div>
            })}
            {move || (!quiet()).then(|| view! { <Progress of=found again=ask/> })}
            {move || found.value.get().map(|now| view! { <Found said=links.console.said now/> })}
            <div role="alert">{move || wrong.get().map(|text| view! {
                <div class="notice bad"><Icon name="alert"/><p>{text}</p><button class="small" on:click=move |_| register.run(())>"Try again"</button></div>
            })}</div>
            {move || asked.get().then(|| {
                let label = move || found.value.with(|f| match f {
                    Some(f) if is_there(f) => "Update HubSpot",
                    _ => "Register the widget",
                });
                let done = move || found.value.with(|f| f.as_ref().is_some_and(|f| f.registered));
                view! {
                    <div class="actions">
                        <Working class="plain" busy=asking press=ask>"Ask again"</Working>
                        <div hidden=done><Working busy=saving press=register>{label}</Working></div>
                    </div>
                }
            })}
        }
    };
    view! {
        <section class="card" aria-label="The widget in HubSpot" data-id="registration">
            <h2>"The widget in HubSpot"</h2>
            {move || match (kind.get(), able.get()) {
                (Some(ConnectionKind::PrivateApp), _) => view! { <p>"A private app cannot register the widget: HubSpot lets only an OAuth app with its developer key do that."</p> }.into_any(),
                (_, false) => view! { <p>"Save the App ID and the Developer API Key first: HubSpot takes the registration only with both."</p> }.into_any(),
                (_, true) => inside().into_any(),
            }}
        </section>
    }
}

/// What HubSpot has beside what is wanted.
#[component]
fn Found(
    /// Where is said that something was copied.
    said: RwSignal<String>,
    /// What was found.
    now: Registration,
) -> impl IntoView {
    let sum = summary(&now);
    let registered = now.registered;
    let (try_line, stop_line) = (now.try_line, now.stop_trying_line);
    view! {
        <p class=if registered { "badge good" } else { "badge" } data-id="registered" data-state=if registered { "yes" } else { "no" } role="status">
            <Icon name=if registered { "linked" } else { "broken" }/>{sum}
        </p>
        <table role="table" class="rows">
            <thead role="rowgroup">
                <tr role="row">
                    {["Field", "HubSpot has now", "Wanted"].map(|head| view! { <th role="columnheader" scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{now.rows.into_iter().map(row).collect_view()}</tbody>
        </table>
        {registered.then(|| view! {
            <div class="notice good">
                <Icon name="info"/>
                <p>"The last step is in HubSpot: "<b>"Settings"</b>" › "<b>"General"</b>" › "<b>"Calling"</b>": choose Sidetone."</p>
            </div>
        })}
        <Trial said try_line stop_line/>
    }
}

fn row(row: RegistrationRow) -> impl IntoView {
    let different = differs(&row);
    let now = shown(row.now.as_deref()).to_owned();
    view! {
        <tr role="row" class:differs=different data-field=row.field.clone()>
            <th role="rowheader" scope="row"><code>{row.field.clone()}</code></th>
            <td role="cell" data-label="Now">
                <span>{different.then(|| view! { <strong class="tag warn">"Differs"</strong> })}" "{now}</span>
            </td>
            <td role="cell" data-label="Wanted"><span>{row.wanted}</span></td>
        </tr>
    }
}
