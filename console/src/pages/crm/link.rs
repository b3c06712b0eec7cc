//! Whether the account is linked; linking, testing, unlinking.

use contract::console::{Connection, ConnectionKind, LinkStarted, LinkState, Tested};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Links;
use super::remove::Removing;
use super::uninstall::Uninstalling;
use super::unlink::Unlinking;
use super::used::Used;
use crate::net::{Method, clock, send, send_json};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// What the last press brought.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Tested(Tested),
    Failed(String),
    /// The browser kept the pop-up shut.
    Blocked(String),
}

/// The state of the link, with what can be done about it.
#[component]
pub(super) fn LinkCard(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// What is stored.
    stored: Memo<Option<Connection>>,
    /// Whether the form holds what is not saved.
    unsaved: RwSignal<bool>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    let (linking, testing) = (RwSignal::new(false), RwSignal::new(false));
    let [unlinking, uninstalling, removing] = [(); 3].map(|()| RwSignal::new(false));
    let own = (id.clone(), id.clone(), id.clone());
    let link = Memo::new(move |_| stored.with(|c| c.as_ref().map(|c| c.link.clone())));
    let private = Memo::new(move |_| {
        stored.with(|c| c.as_ref().is_some_and(|c| c.kind == ConnectionKind::PrivateApp))
    });
    let start = {
        let id = id.clone();
        Callback::new(move |()| {
            linking.set(true);
            outcome.set(None);
            let path = links.below(&format!("/{id}/link"));
            // A pop-up opens only while the press lasts, so it opens empty and gets its page later.
            let popup = (!private.get_untracked()).then(popup).flatten();
            spawn_local(async move {
                outcome.try_set(begin(&path, popup, private.get_untracked()).await);
                linking.try_set(false);
                links.again().await;
            });
        })
    };
    let test = {
        let id = id.clone();
        Callback::new(move |()| {
            testing.set(true);
            outcome.set(None);
            let path = links.below(&format!("/{id}/test"));
            spawn_local(async move {
                let answer = send_json::<Tested>(Method::Post, &path, &serde_json::json!({})).await;
                outcome.try_set(Some(match answer {
                    Ok(tested) => Outcome::Tested(tested),
                    Err(failure) => Outcome::Failed(failure.to_string()),
                }));
                testing.try_set(false);
            });
        })
    };
    let is = move |wanted: fn(&LinkState) -> bool| link.with(|l| l.as_ref().is_some_and(wanted));
    let linked = Memo::new(move |_| is(|l| matches!(l, LinkState::Linked { .. })));
    let label = move || {
        if is(|l| matches!(l, LinkState::Linking { .. })) {
            "Open HubSpot again"
        } else {
            "Link Credentials"
        }
    };
    view! {
        <section class="card link" aria-label="Link to HubSpot">
            <h2>"Link"</h2>
            <div aria-live="polite">{move || link.get().map(|l| view! { <State link=l private=private.get_untracked()/> })}</div>
            <p class="notice" hidden=move || !unsaved.get()><Icon name="info"/>"Save first: linking and testing use what is saved."</p>
            <Told outcome/>
            <div class="stack">
                {move || (!linked.get()).then(|| view! { <Working busy=linking press=start>{label}</Working> })}
                {move || (linked.get() || private.get()).then(|| view! { <Working class="plain" busy=testing press=test>"Test Connection"</Working> })}
                {move || linked.get().then(|| view! {
                    <button class="plain" on:click=move |_| unlinking.set(true)>"Unlink Credentials"</button>
                })}
                {move || (linked.get() && !private.get()).then(|| view! {
                    <button class="plain" on:click=move |_| uninstalling.set(true)>"Uninstall from HubSpot"</button>
                })}
                {move || (!linked.get()).then(|| view! {
                    <button class="plain" on:click=move |_| removing.set(true)>"Remove connection"</button>
                })}
            </div>
            <Used links id=id.clone()/>
            {move || unlinking.get().then(|| view! {
                <Unlinking links id=own.0.clone() closed=Callback::new(move |()| unlinking.set(false))/>
            })}
            {move || uninstalling.get().then(|| view! {
                <Uninstalling links id=own.1.clone() closed=Callback::new(move |()| uninstalling.set(false))/>
            })}
            {move || removing.get().then(|| view! {
                <Removing links id=own.2.clone() closed=Callback::new(move |()| removing.set(false))/>
            })}
        </section>
    }
}

/// The state of the link, by shape, icon and word as well as by colour.
#[component]
fn State(
    /// The state.
    link: LinkState,
    /// Whether it is the token of a private app.
    private: bool,
) -> impl IntoView {
    let (next, by_what) = if private {
        ("Save the token, then link it: HubSpot is asked whether it is good.", "by a private app")
    } else {
        (
            "Save the credentials, then link them: HubSpot asks whether Sidetone may use the account.",
            "via OAuth",
        )
    };
    match link {
        LinkState::NotLinked { why } => view! {
            <p class="badge"><Icon name="broken"/>"Credentials Not Linked"</p>
            <p class="help">{why.unwrap_or_else(|| next.to_owned())}</p>
        }
        .into_any(),
        LinkState::Linking { since } => view! {
            <p class="badge dashed"><Icon name="wait"/>"Waiting for HubSpot"</p>
            <p class="help">"HubSpot's page is open since "{clock::moment(since)}". Finish there; this page goes on by itself."</p>
        }
        .into_any(),
        LinkState::Linked { since, by, missing } => view! {
            <p class="badge good"><Icon name="linked"/>"Credentials Linked"</p>
            <p class="help">"Connected "{by_what}" since "{clock::moment(since)}{by.map(|by| format!(", by {by}"))}"."</p>
            {(!missing.is_empty()).then(|| view! {
                <div class="notice warn">
                    <Icon name="alert"/>
                    <div>
                        <p><b>"HubSpot did not grant everything"</b></p>
                        <ul>{missing.into_iter().map(|m| view! { <li><code>{m.scope}</code>" "{m.disables}</li> }).collect_view()}</ul>
                        <p>"Add the scopes to your app, then unlink and link again."</p>
                    </div>
                </div>
            })}
        }
        .into_any(),
    }
}

/// What the last press brought.
#[component]
fn Told(
    /// It.
    outcome: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let told = move |outcome| {
        match outcome {
        Outcome::Tested(Tested { ok: true, message, millis }) => view! {
            <div class="notice good"><Icon name="check"/><p>{message}" "<span class="number">{millis}" ms"</span></p></div>
        }
        .into_any(),
        Outcome::Tested(Tested { message, .. }) | Outcome::Failed(message) => view! {
            <div class="notice bad"><Icon name="alert"/><p>{message}</p></div>
        }
        .into_any(),
        Outcome::Blocked(url) => view! {
            <div class="notice warn">
                <Icon name="alert"/>
                <p>"The browser kept the pop-up shut. "<a href=url target="_blank" rel="noopener">"Open HubSpot here"</a>"."</p>
            </div>
        }
        .into_any(),
    }
    };
    view! { <div role="status">{move || outcome.get().map(told)}</div> }
}

/// An empty pop-up, cut off from this page.
fn popup() -> Option<web_sys::Window> {
    let features = "popup,width=760,height=860";
    let window = web_sys::window()?;
    let popup =
        window.open_with_url_and_target_and_features("", "sidetone-link", features).ok()??;
    // Refused by no browser; what comes of the link is on the stream.
    let _ = popup.set_opener(&wasm_bindgen::JsValue::NULL);
    Some(popup)
}

/// Begins to link. A private app has no page at HubSpot to go to.
async fn begin(path: &str, popup: Option<web_sys::Window>, private: bool) -> Option<Outcome> {
    let nothing = serde_json::json!({});
    if private {
        let failed = send(Method::Post, path, &nothing).await.err()?;
        return Some(Outcome::Failed(failed.to_string()));
    }
    let answer = send_json::<LinkStarted>(Method::Post, path, &nothing).await;
    match (answer, popup) {
        (Ok(LinkStarted { url }), Some(popup)) => {
            let gone = popup.location().set_href(&url).is_err();
            gone.then_some(Outcome::Blocked(url))
        }
        (Ok(LinkStarted { url }), None) => Some(Outcome::Blocked(url)),
        (Err(failure), popup) => {
            if let Some(popup) = popup {
                // Refused only for windows that this page did not open.
                let _ = popup.close();
            }
            Some(Outcome::Failed(failure.to_string()))
        }
    }
}
