//! The ring that is heard: two tones, two seconds of four, for as long as the view is loud.
//!
//! A browser lets a page make no sound before somebody has touched it; until then it rings in silence.

use std::cell::{Cell, RefCell};

use desk::Device;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AudioContext, OscillatorType};

use super::keep;
use super::timer::wait;

/// The tones in Hz, as phones in Europe and America mix them.
const TONES: [f32; 2] = [440.0, 480.0];
/// How often it begins, in Hz.
const BEATS: f32 = 0.25;
/// Half of how loud each tone is, of 1.
const HALF: f32 = 0.06;

/// Milliseconds until it begins or ends: a browser takes some ten of them to open the speaker, in which
/// neither HubSpot's page hears a word nor the screen is painted. They come first.
const AFTER: u64 = 30;

/// What sounds, if anything does.
#[derive(Default)]
pub(super) struct Ring {
    wanted: Cell<bool>,
    sounds: RefCell<Option<AudioContext>>,
}

impl Ring {
    /// Sounds from now on, or is silent. What cannot sound is silent.
    pub(super) fn set(&'static self, loud: bool) {
        if self.wanted.replace(loud) != loud {
            spawn_local(async {
                wait(AFTER).await;
                self.begin_or_end();
            });
        }
    }

    fn begin_or_end(&self) {
        let loud = self.wanted.get();
        if self.sounds.borrow().is_some() == loud {
            return;
        }
        let sounds = if loud { AudioContext::new().ok() } else { None };
        if let Some(context) = &sounds {
            ring(context);
        }
        if let Some(before) = self.sounds.replace(sounds) {
            let _ = before.close();
        }
    }
}

/// Rings in this context, as loud and by what the person has chosen, until it is closed.
pub(super) fn ring(context: &AudioContext) {
    by(context, Device::Ring);
    let _ = sound(context, HALF * f32::from(keep::volume()) / 100.0);
}

/// Has a context play by what was chosen for this. Browsers that cannot choose play on the usual one.
pub(super) fn by(context: &AudioContext, kind: Device) {
    let id = keep::chosen(kind);
    if !id.is_empty() {
        // No type of its own in the browser's bindings yet.
        let set = js_sys::Reflect::get(context, &"setSinkId".into());
        if let Ok(set) = set.and_then(|set| set.dyn_into::<js_sys::Function>())
            && let Ok(done) = set.call1(context, &id.into())
        {
            // A device that is gone is no reason for silence: the usual one plays.
            let done = js_sys::Promise::from(done);
            spawn_local(async move { drop(wasm_bindgen_futures::JsFuture::from(done).await) });
        }
    }
}

fn sound(context: &AudioContext, half: f32) -> Result<(), JsValue> {
    let volume = context.create_gain()?;
    volume.gain().set_value(half);
    volume.connect_with_audio_node(&context.destination())?;
    for tone in TONES {
        let sound = context.create_oscillator()?;
        sound.frequency().set_value(tone);
        sound.connect_with_audio_node(&volume)?;
        sound.start()?;
    }
    // A slow square wave opens and shuts it.
    let (beat, depth) = (context.create_oscillator()?, context.create_gain()?);
    beat.set_type(OscillatorType::Square);
    beat.frequency().set_value(BEATS);
    depth.gain().set_value(half);
    beat.connect_with_audio_node(&depth)?;
    depth.connect_with_audio_param(&volume.gain())?;
    beat.start()
}
