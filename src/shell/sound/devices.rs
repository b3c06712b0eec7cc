//! What can be spoken into and heard with: listed, chosen, tried. The panel's side of sound.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AnalyserNode, AudioContext, Element, HtmlAudioElement, HtmlElement};
use web_sys::{MediaDeviceInfo, MediaDeviceKind, MediaStream, MediaStreamTrack};

use desk::{Device, Microphone, SoundNews};

use super::say;
use crate::shell::timer::wait;
use crate::shell::{Shell, keep, ring};

/// Milliseconds between two readings of the meter, of the tone that is played, and of the ring.
const METER: u64 = 60;
const TONE: u64 = 400;
const RING: u64 = 2_200;

/// What can be chosen, and is.
#[derive(Clone, Default, PartialEq)]
pub struct Devices {
    /// Everything, in the browser's order: what for, its id, its name.
    pub all: Vec<(Device, String, String)>,
    /// What is used: microphone, loudspeaker, ring; empty for the usual one.
    pub chosen: [String; 3],
    /// The browser lets this page choose by what it is heard.
    pub can_choose: bool,
    /// How loud the ring is, in percent.
    pub volume: u8,
}

/// The open meter.
#[derive(Default)]
pub(super) struct Meter(RefCell<Option<(AudioContext, Rc<AnalyserNode>)>>);

impl Shell {
    /// Makes the browser follow the panel: while it is open the microphone is, and its level moves.
    pub(in crate::shell) fn follow_panel(&'static self, open: bool) {
        if self.sound.panel.replace(open) == open {
            return;
        }
        if !open {
            self.sound.meter.close();
            if self.sound.connection.borrow().is_none() {
                self.sound.microphone.close();
            }
            return;
        }
        self.list_devices();
        spawn_local(async {
            match self.sound.microphone.open().await {
                Ok(track) => {
                    say(SoundNews::Microphone(Microphone::Ready));
                    // Names are told only now.
                    self.list_devices();
                    self.measure(&track);
                }
                Err(why) => say(SoundNews::Microphone(why)),
            }
        });
    }

    fn measure(&'static self, track: &MediaStreamTrack) {
        self.sound.meter.open(track);
        spawn_local(async {
            let mut heard = [0; 256];
            while let Some(analyser) = self.sound.meter.analyser() {
                analyser.get_byte_time_domain_data(&mut heard);
                let most = heard.iter().map(|at| at.abs_diff(128)).max().unwrap_or(0);
                show_level(most);
                wait(METER).await;
            }
        });
    }

    pub(super) fn list_devices(&'static self) {
        spawn_local(async {
            let all = list().await.unwrap_or_default();
            let can_choose = can_choose().await;
            let chosen = [Device::Microphone, Device::Speaker, Device::Ring].map(keep::chosen);
            let devices = Devices { all, chosen, can_choose, volume: keep::volume() };
            self.draw(Box::new(|scene| scene.devices = devices));
        });
    }

    /// Uses another device, at once.
    pub(in crate::shell) fn choose_device(&'static self, kind: Device, id: &str) {
        keep::choose(kind, id);
        self.list_devices();
        match kind {
            Device::Speaker => self.sound.speaker.by_what_was_chosen(),
            Device::Ring => {}
            Device::Microphone => {
                self.sound.microphone.close();
                self.sound.meter.close();
                if self.sound.connection.borrow().is_some() {
                    let voice = self.desk.borrow().view().voice.clone();
                    self.bring_microphone(voice.is_some_and(|voice| voice.muted));
                }
                self.sound.panel.set(false);
                let open = self.desk.borrow().view().sound_panel;
                self.follow_panel(open);
            }
        }
    }

    /// Rings this loud.
    pub(in crate::shell) fn choose_volume(&'static self, percent: u8) {
        keep::choose_volume(percent);
        self.draw(Box::new(move |scene| scene.devices.volume = percent));
    }

    /// A tone by the loudspeaker, then the ring once: each by what was chosen for it.
    pub(in crate::shell) fn test_tone(&'static self) {
        spawn_local(async {
            let _ = play(TONE, |context| {
                ring::by(context, Device::Speaker);
                let tone = context.create_oscillator()?;
                let volume = context.create_gain()?;
                volume.gain().set_value(0.1);
                tone.frequency().set_value(660.0);
                tone.connect_with_audio_node(&volume)?;
                volume.connect_with_audio_node(&context.destination())?;
                tone.start()
            })
            .await;
            let _ = play(RING, |context| {
                ring::ring(context);
                Ok(())
            })
            .await;
        });
    }
}

async fn play(ms: u64, what: impl Fn(&AudioContext) -> Result<(), JsValue>) -> Result<(), JsValue> {
    let context = AudioContext::new()?;
    what(&context)?;
    wait(ms).await;
    context.close().map(drop)
}

impl Meter {
    fn open(&self, track: &MediaStreamTrack) {
        self.close();
        let made = || -> Result<_, JsValue> {
            let (context, stream) = (AudioContext::new()?, MediaStream::new()?);
            stream.add_track(track);
            let analyser = context.create_analyser()?;
            analyser.set_fft_size(256);
            context.create_media_stream_source(&stream)?.connect_with_audio_node(&analyser)?;
            Ok((context, Rc::new(analyser)))
        };
        self.0.replace(made().ok());
    }

    fn analyser(&self) -> Option<Rc<AnalyserNode>> {
        self.0.borrow().as_ref().map(|(_, analyser)| analyser.clone())
    }

    fn close(&self) {
        if let Some((context, _)) = self.0.take() {
            let _ = context.close();
        }
    }
}

/// The meter follows the microphone more often than anything else on the screen, and past it.
fn show_level(most: u8) {
    let meter = web_sys::window().and_then(|w| w.document()?.query_selector(".level i").ok()?);
    if let Some(meter) = meter.and_then(|m: Element| m.dyn_into::<HtmlElement>().ok()) {
        let percent = (u32::from(most) * 100 / 128).to_string() + "%";
        let _ = meter.style().set_property("width", &percent);
    }
}

async fn list() -> Option<Vec<(Device, String, String)>> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    let found = JsFuture::from(devices.enumerate_devices().ok()?).await.ok()?;
    let mut all = Vec::new();
    for one in js_sys::Array::from(&found).iter() {
        let one: MediaDeviceInfo = one.unchecked_into();
        let (id, name) = (one.device_id(), one.label());
        if id.is_empty() || name.is_empty() {
            continue;
        }
        match one.kind() {
            MediaDeviceKind::Audioinput => all.push((Device::Microphone, id, name)),
            MediaDeviceKind::Audiooutput => {
                all.push((Device::Speaker, id.clone(), name.clone()));
                all.push((Device::Ring, id, name));
            }
            _ => {}
        }
    }
    Some(all)
}

/// Whether the browser lets this page choose: it says so only when it is tried. In a frame of
/// HubSpot's it does not.
async fn can_choose() -> bool {
    match HtmlAudioElement::new() {
        Ok(element) => by(&element, "default").await.is_ok(),
        Err(_) => false,
    }
}

/// Has an element play by this device.
pub(super) async fn by(element: &HtmlAudioElement, id: &str) -> Result<(), JsValue> {
    let set: Function = Reflect::get(element, &"setSinkId".into())?.dyn_into()?;
    JsFuture::from(Promise::from(set.call1(element, &id.into())?)).await.map(drop)
}
