//! What was typed, and what was put away, kept in the page's storage over a reload. Best effort: a browser that refuses
//! storage to a frame costs the last half second of typing, and nothing else.

use contract::{CallId, Draft, Later};
use desk::Device;
use web_sys::Storage;

use super::wire;

const PREFIX: &str = "sidetone:draft:";
const ON_A_CALL: &str = "sidetone:on-a-call";
const PENDING: &str = "sidetone:pending";
const VOLUME: &str = "sidetone:ring-volume";
const NO_HINT: &str = "sidetone:no-hint";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Remembers, for every page to come, that the hint about the calling window was put away.
pub fn drop_hint() {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(NO_HINT, "");
    }
}

/// Whether it was put away.
pub fn hint_dropped() -> bool {
    lasting().is_some_and(|storage| storage.get_item(NO_HINT).is_ok_and(|found| found.is_some()))
}

/// The name under which a choice of sound is kept.
fn choice(kind: Device) -> &'static str {
    match kind {
        Device::Microphone => "sidetone:microphone",
        Device::Speaker => "sidetone:speaker",
        Device::Ring => "sidetone:ring",
    }
}

/// Keeps which device was chosen, for every page to come.
pub fn choose(kind: Device, id: &str) {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(choice(kind), id);
    }
}

/// The device that was chosen; empty for the usual one.
pub fn chosen(kind: Device) -> String {
    lasting().and_then(|storage| storage.get_item(choice(kind)).ok()?).unwrap_or_default()
}

/// Keeps how loud the ring is, in percent.
pub fn choose_volume(percent: u8) {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(VOLUME, &percent.to_string());
    }
}

/// How loud the ring is, in percent.
pub fn volume() -> u8 {
    let kept = lasting().and_then(|storage| storage.get_item(VOLUME).ok()?);
    kept.and_then(|kept| kept.parse().ok()).unwrap_or(100)
}

fn lasting() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Remembers that this page has a call, or forgets it.
pub fn on_a_call(is: bool) {
    if let Some(storage) = storage() {
        let _ = if is { storage.set_item(ON_A_CALL, "") } else { storage.remove_item(ON_A_CALL) };
    }
}

/// Whether the page had a call before it was loaded anew.
pub fn was_on_a_call() -> bool {
    storage().is_some_and(|storage| storage.get_item(ON_A_CALL).is_ok_and(|found| found.is_some()))
}

/// Keeps numbers until the service has them.
pub fn pending(numbers: &[Later]) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(numbers)) {
        let _ = storage.set_item(PENDING, &text);
    }
}

/// The numbers that are kept.
pub fn kept_pending() -> Vec<Later> {
    let text = storage().and_then(|storage| storage.get_item(PENDING).ok()?);
    text.and_then(|text| wire::read(&text, |all| Some(wire::laters(all)))).unwrap_or_default()
}

/// Keeps a draft.
pub fn keep(call: &CallId, draft: &Draft) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(draft)) {
        let _ = storage.set_item(&name(call), &text);
    }
}

/// Forgets a draft.
pub fn forget(call: &CallId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&name(call));
    }
}

/// All drafts that are kept. What cannot be read is left out.
pub fn kept() -> Vec<(CallId, Draft)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|i| {
            let key = storage.key(i).ok()??;
            let id = CallId(key.strip_prefix(PREFIX)?.to_owned());
            let draft = wire::read(&storage.get_item(&key).ok()??, |v| {
                v.as_object().map(|_| wire::draft(v))
            })?;
            id.is_well_formed().then_some((id, draft))
        })
        .collect()
}

fn name(call: &CallId) -> String {
    let mut name = String::from(PREFIX);
    name.push_str(&call.0);
    name
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const CALL: &str = "01234567-89ab-7fff-bfff-ffffffffffff";

    fn run(script: &str) {
        js_sys::eval(script).unwrap();
    }

    #[wasm_bindgen_test]
    fn a_draft_comes_back_until_it_is_forgotten() {
        let (call, draft) = (CallId(CALL.into()), Draft { outcome: None, notes: "blue".into() });
        run("sessionStorage.setItem('sidetone:draft:nonsense', '{')");
        keep(&call, &draft);
        assert_eq!(kept(), [(call.clone(), draft)]);
        forget(&call);
        assert_eq!(kept(), []);
    }

    // row!(U41)
    #[wasm_bindgen_test]
    fn a_hint_that_was_put_away_stays_away_where_storage_is_allowed() {
        run("localStorage.clear()");
        assert!(!hint_dropped());
        drop_hint();
        assert!(hint_dropped());
        run(
            "localStorage.clear(); Object.defineProperty(window, 'localStorage',              { configurable: true, get() { throw new DOMException('no', 'SecurityError') } })",
        );
        drop_hint();
        assert!(!hint_dropped(), "the desk still knows it until the page goes");
        run("delete window.localStorage");
    }

    #[wasm_bindgen_test]
    fn a_browser_that_refuses_storage_costs_the_draft_and_nothing_else() {
        run("Object.defineProperty(window, 'sessionStorage', { configurable: true, \
             get() { throw new DOMException('no', 'SecurityError') } })");
        let call = CallId(CALL.into());
        keep(&call, &Draft::default());
        forget(&call);
        assert_eq!(kept(), []);
        run("delete window.sessionStorage");
    }
}
