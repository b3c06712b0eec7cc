//! Making a passkey: the browser asks the person, the service keeps what comes of it.

use contract::console::{NewPasskey, Passkey, PasskeyBegun};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::device;
use crate::logic::failure::Failure;
use crate::logic::fields::Problems;
use crate::net::webauthn::{self, Ceremony, Stopped};
use crate::net::{Method, send_json};
use crate::parts::field::General;
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::Console;

/// Why there is no new passkey.
#[derive(Debug)]
pub(super) enum Unmade {
    /// The browser, or the person.
    Stopped(Stopped),
    /// The service.
    Failed(Failure),
}

impl Unmade {
    /// What is said of it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Stopped(Stopped::Cancelled) => {
                "No passkey was made: the browser's window was closed, or it waited too long. Try again when you are ready.".to_owned()
            }
            Self::Stopped(stopped) => stopped.to_string(),
            Self::Failed(failure) => failure.to_string(),
        }
    }
}

/// One button that makes a passkey under the device's name.
#[component]
pub fn Make(
    /// What all pages share.
    console: Console,
    /// It is made.
    made: Callback<()>,
    /// Whether the button is the only thing to look at.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        problems.set(Problems::default());
        spawn_local(async move {
            match make(suggested(&[])).await {
                Ok(_) => {
                    // The count of passkeys has changed; what is shown of it can wait.
                    let _ = console.read_me().await;
                    made.run(());
                }
                Err(why) => drop(problems.try_set(Problems::says(&why.text()))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <General problems/>
        <Working class=if large { "go large" } else { "go" } busy press><Icon name="key"/><span>"Create a passkey"</span></Working>
    }
}

/// What a new passkey is called at first.
pub(super) fn suggested(taken: &[String]) -> String {
    let agent = web_sys::window().and_then(|w| w.navigator().user_agent().ok()).unwrap_or_default();
    device::free(device::name(&agent), taken)
}

/// Makes a passkey.
pub(super) async fn make(name: String) -> Result<Passkey, Unmade> {
    let nothing = serde_json::json!({});
    let begin = "/api/console/passkeys/begin";
    let begun: PasskeyBegun =
        send_json(Method::Post, begin, &nothing).await.map_err(Unmade::Failed)?;
    let credential =
        webauthn::run(Ceremony::Create, &begun.options).await.map_err(Unmade::Stopped)?;
    let body = NewPasskey { ceremony: begun.ceremony, credential, name };
    send_json(Method::Post, "/api/console/passkeys", &body).await.map_err(Unmade::Failed)
}
