//! What the far end says, played; and whether the browser lets the page play at all.

use std::cell::OnceCell;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AudioContext, AudioContextState, HtmlAudioElement, MediaStream};

use desk::{Device, SoundNews};

use super::{devices, say};
use crate::listen::listen;
use crate::shell::keep;
use crate::shell::timer::wait;

/// Milliseconds after the page's start: whether it may play is asked when nothing else is in a hurry.
const AFTER: u64 = 700;

/// The one element that plays calls.
#[derive(Default)]
pub struct Speaker {
    element: OnceCell<HtmlAudioElement>,
}

impl Speaker {
    fn element(&self) -> Option<&HtmlAudioElement> {
        if self.element.get().is_none() {
            let document = web_sys::window()?.document()?;
            let made = document.create_element("audio").ok()?.unchecked_into::<HtmlAudioElement>();
            document.body()?.append_child(&made).ok()?;
            let _ = self.element.set(made);
            self.by_what_was_chosen();
        }
        self.element.get()
    }

    /// Plays this from now on.
    pub fn play(&self, stream: &MediaStream) {
        if let Some(element) = self.element() {
            element.set_src_object(Some(stream));
            start(element);
        }
    }

    /// Plays by the loudspeaker that was chosen, or by the usual one.
    pub fn by_what_was_chosen(&self) {
        let Some(element) = self.element().cloned() else { return };
        spawn_local(async move {
            let chosen = keep::chosen(Device::Speaker);
            if devices::by(&element, &chosen).await.is_err() && !chosen.is_empty() {
                say(SoundNews::NoSpeaker);
            }
        });
    }

    /// The person has touched the page: plays what could not be played.
    pub fn unlock(&self) {
        say(SoundNews::Locked(false));
        if let Some(element) = self.element.get().filter(|e| e.src_object().is_some()) {
            start(element);
        }
    }

    /// Nothing is to be heard any more.
    pub fn silence(&self) {
        if let Some(element) = self.element.get() {
            element.set_src_object(None);
        }
    }
}

/// Plays, and says if the browser does not let it.
fn start(element: &HtmlAudioElement) {
    let Ok(playing) = element.play() else { return };
    spawn_local(async {
        if let Err(why) = JsFuture::from(playing).await {
            let name = js_sys::Reflect::get(&why, &"name".into()).ok();
            if name.and_then(|n| n.as_string()).as_deref() == Some("NotAllowedError") {
                say(SoundNews::Locked(true));
            }
        }
    });
}

/// Says whether the browser lets this page be heard; after the first touch it does.
pub fn watch() {
    spawn_local(async {
        wait(AFTER).await;
        if let Ok(context) = AudioContext::new() {
            say(SoundNews::Locked(context.state() == AudioContextState::Suspended));
            let _ = context.close();
        }
    });
    let Some(window) = web_sys::window() else { return };
    for touch in ["pointerup", "keyup"] {
        let touched = |_| super::with_shell(|shell| shell.sound.speaker.unlock());
        listen(&window, touch, false, Box::new(touched));
    }
}
