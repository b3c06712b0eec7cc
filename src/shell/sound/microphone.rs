//! The microphone: whether there is one and it may be used, and its track while a call needs it.

use std::cell::RefCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStream, MediaStreamConstraints, MediaStreamTrack};

use desk::{Device, Microphone};

use crate::shell::keep;

/// The open microphone, if it is.
#[derive(Default)]
pub(super) struct Source {
    track: RefCell<Option<MediaStreamTrack>>,
}

impl Source {
    /// The track; opened now if it is not, which may make the browser ask.
    pub async fn open(&self) -> Result<MediaStreamTrack, Microphone> {
        let open = self.track.borrow().clone();
        if let Some(track) =
            open.filter(|t| t.ready_state() == web_sys::MediaStreamTrackState::Live)
        {
            return Ok(track);
        }
        let track = get(&keep::chosen(Device::Microphone)).await.map_err(|why| reason(&why))?;
        // The same track: `track.clone()` would be the browser's, a second one that is as open as this.
        self.track.replace(Some(Clone::clone(&track)));
        Ok(track)
    }

    /// Gives it back: the browser shows that nobody listens.
    pub fn close(&self) {
        if let Some(track) = self.track.take() {
            track.stop();
        }
    }

    /// Sends nothing of it, or something again.
    pub fn mute(&self, muted: bool) {
        if let Some(track) = self.track.borrow().as_ref() {
            track.set_enabled(!muted);
        }
    }
}

/// A track of the microphone with this id, or of the usual one when it is empty or not there any more.
pub(super) async fn get(id: &str) -> Result<MediaStreamTrack, JsValue> {
    let wanted = Object::new();
    for what in ["echoCancellation", "noiseSuppression", "autoGainControl"] {
        Reflect::set(&wanted, &what.into(), &true.into())?;
    }
    if !id.is_empty() {
        Reflect::set(&wanted, &"deviceId".into(), &id.into())?;
    }
    let asked = MediaStreamConstraints::new();
    asked.set_audio(&wanted);
    let devices = web_sys::window().ok_or(JsValue::NULL)?.navigator().media_devices()?;
    let stream = JsFuture::from(devices.get_user_media_with_constraints(&asked)?).await?;
    let stream: MediaStream = stream.unchecked_into();
    stream.get_audio_tracks().get(0).dyn_into()
}

/// Why there is no microphone, by the name of the browser's error.
fn reason(why: &JsValue) -> Microphone {
    let name = Reflect::get(why, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Microphone::Refused,
        _ => Microphone::Missing,
    }
}
