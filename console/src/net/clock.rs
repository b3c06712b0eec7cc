//! The page's clock: the only place where it is read, waited for and written out.

use js_sys::{Date, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970. In the gallery it stands still.
pub fn now() -> u64 {
    if cfg!(feature = "gallery") { 1_781_000_000_000 } else { Date::now() as u64 }
}

/// Milliseconds since the page was opened; never goes back.
pub fn ticks() -> u64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now()) as u64
}

/// A number from 0 to 1, to spread tries.
pub fn jitter() -> f64 {
    js_sys::Math::random()
}

/// Waits this many milliseconds.
pub async fn wait(ms: u64) {
    // The browser counts in signed 32 bits.
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |done, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// A moment for people: day and time, in the person's own time zone.
pub fn moment(ms: u64) -> String {
    written(ms, Some("short"))
}

/// As [`moment`], with seconds.
pub fn to_the_second(ms: u64) -> String {
    written(ms, Some("medium"))
}

/// A day for people.
pub fn day(ms: u64) -> String {
    written(ms, None)
}

fn written(ms: u64, time: Option<&str>) -> String {
    let options = js_sys::Object::new();
    let set = |name: &str, value: &str| {
        // Refused only for frozen objects; this one is new.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    };
    set("dateStyle", "medium");
    if let Some(time) = time {
        set("timeStyle", time);
    }
    let date = Date::new(&JsValue::from_f64(ms as f64));
    date.to_locale_string("en-GB", &options).into()
}
