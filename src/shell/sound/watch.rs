//! What the browser says of sound by itself, for as long as the page lives.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{PermissionState, PermissionStatus};

use desk::{Microphone, SoundNews};

use super::say;
use crate::listen::listen;
use crate::shell::with_shell;

/// Hears of devices that come and go while the panel is open, and whether the browser will ask for the
/// microphone, now and whenever that changes. A browser that does not tell is asked with the first call.
pub(in crate::shell) fn watch() {
    let devices = web_sys::window().and_then(|w| w.navigator().media_devices().ok());
    if let Some(devices) = devices {
        let changed = |_| {
            with_shell(|shell| {
                if shell.sound.panel.get() {
                    shell.list_devices();
                }
            });
        };
        listen(&devices, "devicechange", false, Box::new(changed));
    }
    spawn_local(async {
        let Ok(status) = permission().await else { return };
        tell(&status);
        let told = status.clone();
        listen(&status, "change", false, Box::new(move |_| tell(&told)));
    });
    super::speaker::watch();
}

/// Whether the browser will ask, as it says now.
pub(super) async fn permission() -> Result<PermissionStatus, JsValue> {
    let about = Object::new();
    Reflect::set(&about, &"name".into(), &"microphone".into())?;
    let permissions = web_sys::window().ok_or(JsValue::NULL)?.navigator().permissions()?;
    JsFuture::from(permissions.query(&about)?).await?.dyn_into()
}

fn tell(status: &PermissionStatus) {
    say(SoundNews::Microphone(match status.state() {
        PermissionState::Granted => Microphone::Ready,
        PermissionState::Denied => Microphone::Refused,
        _ => Microphone::Asks,
    }));
}
