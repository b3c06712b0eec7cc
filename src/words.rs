//! Short texts that are made from values: lengths of time, who somebody is.

use contract::{Direction, EndStatus};
use desk::{CallCard, Local};
use js_sys::JsString;

/// A length of time for people: `4:05`, `1:02:03`. Milliseconds in, whole seconds out, rounded down;
/// nothing below zero.
pub fn length(ms: Local) -> String {
    let seconds = ms.max(0) as u64 / 1000;
    let mut text = String::with_capacity(8);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    if hours > 0 {
        text.push_str(&hours.to_string());
        text.push(':');
        two(&mut text, minutes);
    } else {
        text.push_str(&minutes.to_string());
    }
    text.push(':');
    two(&mut text, seconds % 60);
    text
}

fn two(text: &mut String, n: u64) {
    text.push(char::from(b'0' + (n / 10 % 10) as u8));
    text.push(char::from(b'0' + (n % 10) as u8));
}

/// Time left for people, rounded up, so that `0:01` is still a whole second.
pub fn left(until: Local, now: Local) -> String {
    length(until - now + 999)
}

/// Who is at the other end in one line: the name once known, else the number.
pub fn who(card: &CallCard) -> String {
    match &card.party {
        Some(party) => party.name.clone(),
        None => card.shown.clone(),
    }
}

/// A text without capitals, by the browser: Rust's own tables would weigh some kilobytes here.
pub fn small(text: &str) -> JsString {
    JsString::from(text).to_lower_case()
}

/// How a call ended, for people.
pub fn ending(direction: Direction, end: EndStatus) -> &'static str {
    match (direction, end) {
        (_, EndStatus::Completed) => "Call ended",
        (_, EndStatus::Failed) => "The call could not be carried",
        (Direction::Inbound, EndStatus::Canceled) => "The caller hung up",
        (Direction::Outbound, EndStatus::Canceled) => "Canceled",
        (_, EndStatus::Busy) => "The line is busy",
        (_, EndStatus::NoAnswer) => "No answer",
        (Direction::Inbound, EndStatus::Rejected) => "Declined",
        (Direction::Outbound, EndStatus::Rejected) => "The call was declined",
        (_, EndStatus::Missed) => "Missed call",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn lengths_read_like_a_clock() {
        assert_eq!(length(0), "0:00");
        assert_eq!(length(59_999), "0:59");
        assert_eq!(length(245_000), "4:05");
        assert_eq!(length(3_723_000), "1:02:03");
    }

    #[test]
    fn time_left_is_rounded_up_and_never_negative() {
        assert_eq!(left(5_000, 4_001), "0:01");
        assert_eq!(left(5_000, 5_000), "0:00");
        assert_eq!(left(5_000, 9_000), "0:00");
    }
}
