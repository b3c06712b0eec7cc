//! The page's clock and its randomness: the only place where either is read.

use std::cell::Cell;

use contract::CallId;
use wasm_bindgen::JsCast;

thread_local! {
    /// The last moment that went into an id, so that ids never run backwards.
    static LAST: Cell<u64> = const { Cell::new(0) };
}

/// Milliseconds since the page was opened; never goes back.
pub fn now() -> u64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now()) as u64
}

/// Random bytes. Where the browser has no secure ones (no browser that runs this lacks them) they
/// come from `Math.random`: still never equal in practice.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into()).ok();
    let crypto = crypto.and_then(|c| c.dyn_into::<web_sys::Crypto>().ok());
    let done = crypto.map(|c| c.get_random_values_with_u8_array(&mut bytes).is_ok());
    if done != Some(true) {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// A random number, for seeds.
pub fn seed() -> u64 {
    u64::from_le_bytes(random())
}

/// A random number from 0 to 1.
pub fn jitter() -> f64 {
    js_sys::Math::random()
}

/// A new UUIDv7. Ids that one page makes sort in the order in which they were made.
pub fn uuid() -> String {
    let wall = js_sys::Date::now() as u64;
    let at = LAST.with(|last| {
        let at = wall.max(last.get() + 1);
        last.set(at);
        at
    });
    uuid_from(at, random())
}

/// A new secret: random bits enough that nobody guesses it.
pub fn secret() -> String {
    let mut secret = uuid_from(seed(), random());
    secret.push_str(&uuid_from(seed(), random()));
    secret
}

/// A new call id.
pub fn call_id() -> CallId {
    CallId(uuid())
}

/// The UUIDv7 of a moment (milliseconds since 1970) and ten random bytes.
fn uuid_from(at: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&at.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn ids_of_one_page_are_well_formed_and_sort_in_the_order_they_were_made() {
        let ids: Vec<_> = (0..200).map(|_| call_id()).collect();
        assert!(ids.iter().all(CallId::is_well_formed));
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_uuid_carries_time_version_and_variant() {
        let text = uuid_from(0x0123_4567_89ab, [0xff; 10]);
        assert_eq!(text, "01234567-89ab-7fff-bfff-ffffffffffff");
        assert!(CallId(text).is_well_formed());
    }
}
