//! What HubSpot needs to know of Sidetone: redirect URLs, scopes, the project's file.

use contract::console::{Connection, ConnectionKind, Preparation, ScopeRow};
use leptos::prelude::*;

use crate::parts::copy::{Copy, Taken};

/// The one scope that everybody is asked for, who links and who only signs in.
const OAUTH: &str = "oauth";

/// What to enter in HubSpot.
#[component]
pub(super) fn Prepare(
    /// Where is said that something was copied.
    said: RwSignal<String>,
    /// What is stored; none of a new connection, which may become either kind.
    stored: Memo<Option<Connection>>,
    /// What there is to enter, once it is read.
    preparation: RwSignal<Option<Preparation>>,
) -> impl IntoView {
    let oauth = move || stored.with(|c| c.as_ref().is_none_or(|c| c.kind == ConnectionKind::OAuth));
    let urls = Memo::new(move |_| {
        preparation.with(|p| p.as_ref().map(|p| p.redirect_urls.clone()).unwrap_or_default())
    });
    let scopes = Memo::new(move |_| {
        preparation.with(|p| p.as_ref().map(|p| p.scopes.clone()).unwrap_or_default())
    });
    let file = Signal::derive(move || {
        preparation.with(|p| p.as_ref().map(|p| p.hsmeta.clone()).unwrap_or_default())
    });
    let all = Signal::derive(move || {
        scopes.with(|s| s.iter().map(|s| s.scope.clone()).collect::<Vec<_>>().join(" "))
    });
    let row = move |scope: ScopeRow| {
        let need = match (oauth(), scope.required) {
            (true, true) if scope.scope == OAUTH => "Required",
            (true, true) => "Conditionally required",
            (false, true) => "Needed",
            (_, false) => "Optional",
        };
        view! { <li><code>{scope.scope}</code><span>{scope.feature}</span><span class="tag">{need}</span></li> }
    };
    view! {
        <section class="card" aria-label="To enter in HubSpot" hidden=move || scopes.with(Vec::is_empty)>
            <h2>"To enter in HubSpot"</h2>
            <div hidden=move || !oauth() || urls.with(Vec::is_empty)>
                <h3>"Redirect URLs"</h3>
                <p class="help">"In your app: Auth, Redirect URLs. Enter every one exactly as it stands here."</p>
                {move || urls.get().into_iter().enumerate().map(|(n, url)| view! {
                    <Taken said what=format!("redirect URL {}", n + 1) text=url/>
                }).collect_view()}
            </div>
            <div hidden=move || scopes.with(Vec::is_empty)>
                <div class="head"><h3>"Scopes"</h3><Copy said what="all scopes" text=all/></div>
                <p class="help">{move || if oauth() { "In your app: Auth, Scopes. Require only oauth there: people who sign in are asked for no more, and HubSpot shows them an error where one is left out. A link asks for all of them." } else { "In your private app: Scopes." }}</p>
                <ul class="scopes">{move || scopes.get().into_iter().map(row).collect_view()}</ul>
            </div>
            <details hidden=move || !oauth() || file.with(String::is_empty)>
                <summary>"The app as a HubSpot project"</summary>
                <p class="help">"If your app is a project of HubSpot's command line, this is its app file, with all of the above in it."</p>
                <Copy said what="the app file" text=file/>
                <pre tabindex="0" aria-label="App file"><code>{file}</code></pre>
            </details>
            <p class="help" hidden=oauth>"A private app needs no redirect URL."</p>
        </section>
    }
}
