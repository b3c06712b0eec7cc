//! The signature line in a call: it rises with both voices, as the browser measures them.

use js_sys::{Map, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, RtcPeerConnection};

use crate::shell::Shell;
use crate::shell::timer::wait;

/// Milliseconds between two looks: a syllable.
const LOOK: u64 = 200;

/// How high the line is in silence, of 1, so that it is seen to be alive.
const LEAST: f64 = 0.12;

impl Shell {
    /// Moves the line for as long as the page carries this connection.
    pub(super) fn move_the_line(&'static self, number: u32) {
        spawn_local(async move {
            while let Some(peer) = self.peer(number) {
                let voice = self.desk.borrow().view().voice.clone();
                let muted = voice.is_some_and(|voice| voice.muted);
                if let Ok(level) = louder(&peer, muted).await {
                    show(level);
                }
                wait(LOOK).await;
            }
        });
    }
}

/// How loud the louder of both voices is, 0 to 1 (`audioLevel` of the W3C's statistics, which is
/// linear; ears are not).
async fn louder(peer: &RtcPeerConnection, muted: bool) -> Result<f64, JsValue> {
    let report: Map = JsFuture::from(peer.get_stats()).await?.unchecked_into();
    let mut most = 0.0;
    report.for_each(&mut |one, _| {
        let told = |name: &str| Reflect::get(&one, &name.into()).unwrap_or_default();
        // The microphone is measured before it is muted.
        if muted && told("type") == "media-source" {
            return;
        }
        most = told("audioLevel").as_f64().unwrap_or(0.0).max(most);
    });
    Ok(most.sqrt())
}

/// It moves more often than anything else on the screen, and past it.
fn show(level: f64) {
    let line = web_sys::window().and_then(|w| w.document()?.query_selector(".rise").ok()?);
    if let Some(line) = line {
        let height = (LEAST + level).min(1.0);
        // An SVG element has a style as an HTML element does.
        let style = line.unchecked_into::<HtmlElement>().style();
        let _ = style.set_property(
            "--voice",
            &String::from(js_sys::Number::from(height).to_fixed(2).unwrap_or_default()),
        );
    }
}
