//! The ring that is heard: two tones, two seconds of four, for as long as the view is loud.
//!
//! A browser lets a page make no sound before somebody has touched it; until then it rings in silence.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorType};

/// The tones in Hz, as phones in Europe and America mix them.
const TONES: [f32; 2] = [440.0, 480.0];
/// How often it begins, in Hz.
const BEATS: f32 = 0.25;
/// Half of how loud each tone is, of 1.
const HALF: f32 = 0.06;

/// What sounds, if anything does.
#[derive(Default)]
pub(super) struct Ring(RefCell<Option<AudioContext>>);

impl Ring {
    /// Sounds from now on, or is silent. What cannot sound is silent.
    pub(super) fn set(&self, loud: bool) {
        if self.0.borrow().is_some() == loud {
            return;
        }
        let sounds = if loud { AudioContext::new().ok() } else { None };
        if let Some(context) = &sounds {
            let _ = sound(context);
        }
        if let Some(before) = self.0.replace(sounds) {
            let _ = before.close();
        }
    }
}

fn sound(context: &AudioContext) -> Result<(), JsValue> {
    let volume = context.create_gain()?;
    volume.gain().set_value(HALF);
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
    depth.gain().set_value(HALF);
    beat.connect_with_audio_node(&depth)?;
    depth.connect_with_audio_param(&volume.gain())?;
    beat.start()
}
