//! Digits in the sound's own stream (RFC 4733): `telephone-event`.

use crate::sound::{FRAME, RATE};

/// A digit of a telephone's keys: 0 to 9, `*`, `#`, A to D.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digit(u8);

/// In the order of their events.
const KEYS: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'];

impl Digit {
    /// The digit of a key, if it is one.
    pub fn of(key: char) -> Option<Self> {
        let key = key.to_ascii_uppercase();
        KEYS.iter().position(|known| *known == key).and_then(|n| u8::try_from(n).ok()).map(Self)
    }

    /// Its key.
    pub fn key(self) -> char {
        KEYS.get(usize::from(self.0)).copied().unwrap_or('?')
    }
}

/// How the other side takes digits in the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Events {
    /// Its payload type for them.
    pub number: u8,
    /// How often a second their times count: as those of the sound beside them, or 8,000.
    pub clock: u32,
}

impl Events {
    /// Digits under this number, as every telephone takes them: counted as G.711 is.
    pub const fn new(number: u8) -> Self {
        Self { number, clock: RATE }
    }

    /// A payload of ours, with its length in this clock.
    pub fn lasting(self, [event, loud, high, low]: [u8; 4]) -> [u8; 4] {
        let samples = u32::from(u16::from_be_bytes([high, low]));
        let lasts = u16::try_from(samples * (self.clock / RATE)).unwrap_or(u16::MAX);
        let [high, low] = lasts.to_be_bytes();
        [event, loud, high, low]
    }
}

/// Finds digits in what is received: each once, however many packets tell of it.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    last: Option<u32>,
}

impl Hearing {
    /// A packet of events: its time and payload. The digit, when it is a new one.
    pub fn heard(&mut self, time: u32, payload: &[u8]) -> Option<Digit> {
        let [event, _, _, _] = *payload.first_chunk::<4>()?;
        if usize::from(event) >= KEYS.len() || self.last == Some(time) {
            return None;
        }
        // The end of an older one, come late.
        if self.last.is_some_and(|last| time.wrapping_sub(last) > u32::MAX / 2) {
            return None;
        }
        self.last = Some(time);
        Some(Digit(event))
    }
}

/// Frames that a digit lasts: 120 ms, which every phone system hears.
const LASTS: u16 = 6;

/// Its end is told three times, because packets get lost.
const ENDS: u16 = 3;

/// A digit that is being said, packet by packet, one every 20 ms. All of them bear the time of the
/// first.
#[derive(Debug, Clone)]
pub struct Saying {
    digit: Digit,
    sent: u16,
}

impl Saying {
    /// Begins to say it.
    pub fn new(digit: Digit) -> Self {
        Self { digit, sent: 0 }
    }

    /// The next payload; `None` when all is said.
    pub fn payload(&mut self) -> Option<[u8; 4]> {
        if self.sent >= LASTS + ENDS {
            return None;
        }
        self.sent += 1;
        let ends = self.sent > LASTS;
        let [high, low] = (self.sent.min(LASTS) * FRAME as u16).to_be_bytes();
        // Ten decibels below the loudest, and the bit of the end.
        Some([self.digit.0, 10 | if ends { 0x80 } else { 0 }, high, low])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard_once() {
        for key in KEYS {
            let digit = Digit::of(key).unwrap();
            let (mut saying, mut hearing) = (Saying::new(digit), Hearing::default());
            let packets: Vec<_> = std::iter::from_fn(|| saying.payload()).collect();
            assert_eq!(packets.len(), 9);
            let heard: Vec<_> = packets.iter().filter_map(|p| hearing.heard(7, p)).collect();
            assert_eq!(heard, [digit]);
            assert_eq!(heard[0].key(), key);
        }
    }

    #[test]
    fn the_same_key_twice_is_two_digits_and_a_late_end_is_none() {
        let mut hearing = Hearing::default();
        assert!(hearing.heard(1_000, &[5, 10, 0, 160]).is_some());
        assert!(hearing.heard(3_000, &[5, 10, 0, 160]).is_some());
        assert!(hearing.heard(1_000, &[5, 0x8A, 3, 192]).is_none());
    }

    #[test]
    fn what_is_no_digit_is_none() {
        let mut hearing = Hearing::default();
        assert_eq!(hearing.heard(1, &[]), None);
        assert_eq!(hearing.heard(1, &[1, 2, 3]), None);
        assert_eq!(hearing.heard(1, &[16, 10, 0, 160]), None);
        assert_eq!(Digit::of('x'), None);
        assert_eq!(Digit::of('a').map(Digit::key), Some('A'));
    }

    #[test]
    fn it_lasts_long_enough_and_says_its_end() {
        let mut saying = Saying::new(Digit::of('1').unwrap());
        let all: Vec<_> = std::iter::from_fn(|| saying.payload()).collect();
        assert!(all[..6].iter().all(|p| p[1] & 0x80 == 0));
        assert!(all[6..].iter().all(|p| p[1] & 0x80 != 0 && p[2..] == [3, 192]));
    }
}
