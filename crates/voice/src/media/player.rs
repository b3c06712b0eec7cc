//! A simulated far end that is heard: it rings, is busy, or speaks: a short note when the line
//! stands, and then what was said to it comes back as from a mountain. Who tries the product hears
//! their own voice, and knows that both ways work.

use std::collections::VecDeque;

use crate::rtp::Digit;
use crate::sound::{Cadence, Frame, SILENCE, Tone, mix};

/// After so many frames the echo comes back: 600 ms, which nobody takes for their own sidetone.
const ECHO: usize = 30;

/// Frames of a note: 200 ms.
const NOTE: u32 = 10;

/// The pitch of [`Plays::Tone`], in hertz.
pub const PITCH: f64 = 1_000.0;

/// So many digits are remembered: more than anybody types into a menu.
const DIGITS: usize = 64;

/// What a far end plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plays {
    /// Its phone rings.
    Ringing,
    /// It is busy.
    Busy,
    /// It speaks.
    Echo,
    /// It plays a tone that does not end, and says nothing again. Who measures how the call sounds has
    /// a pitch for each way then, and no echo for the browser to take away.
    Tone,
}

/// The far end.
#[derive(Debug)]
pub struct Player {
    tone: Option<Tone>,
    note: Option<(Tone, u32)>,
    echo: VecDeque<Frame>,
    digits: Vec<Digit>,
}

impl Player {
    /// A far end that plays this.
    pub fn new(plays: Plays) -> Self {
        let tone = match plays {
            Plays::Ringing => Some(Tone::ringing()),
            Plays::Busy => Some(Tone::busy()),
            Plays::Tone => Some(Tone::steady(&[PITCH])),
            Plays::Echo => None,
        };
        let note = (plays == Plays::Echo).then(|| note(660.0));
        Self { tone, note, echo: VecDeque::new(), digits: Vec::new() }
    }

    /// Twenty milliseconds were said to it.
    pub fn hears(&mut self, frame: Frame) {
        if self.tone.is_none() {
            self.echo.push_back(frame);
            // What nobody fetches is no echo any more.
            while self.echo.len() > 2 * ECHO {
                self.echo.pop_front();
            }
        }
    }

    /// A digit was said to it: it answers with a note.
    pub fn hears_digit(&mut self, digit: Digit) {
        if self.digits.len() == DIGITS {
            self.digits.remove(0);
        }
        self.digits.push(digit);
        self.note = Some(note(880.0));
    }

    /// The digits that it was told, the latest of them.
    pub fn digits(&self) -> &[Digit] {
        &self.digits
    }

    /// The next 20 ms of it.
    pub fn frame(&mut self) -> Frame {
        if let Some(tone) = &mut self.tone {
            return tone.frame();
        }
        let echo = if self.echo.len() > ECHO { self.echo.pop_front() } else { None };
        let note = self.note.as_mut().map(|(tone, left)| {
            *left -= 1;
            (tone.frame(), *left)
        });
        if note.is_some_and(|(_, left)| left == 0) {
            self.note = None;
        }
        match (echo, note) {
            (Some(echo), Some((note, _))) => mix([&echo, &note]),
            (Some(frame), None) | (None, Some((frame, _))) => frame,
            (None, None) => SILENCE,
        }
    }
}

fn note(pitch: f64) -> (Tone, u32) {
    (Tone::paused(&[pitch], Cadence { on: NOTE, off: 1 }), NOTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{level, strength};

    #[test]
    fn it_greets_and_says_again_what_it_hears() {
        let (mut player, mut tone) = (Player::new(Plays::Echo), Tone::steady(&[440.0]));
        let mut said = Vec::new();
        for _ in 0..100 {
            said.push(player.frame());
            player.hears(tone.frame());
        }
        let (note, rest) = said.split_at(10);
        assert!(strength(&note.concat(), 660.0) > 0.9);
        assert!(rest[..20].iter().all(|frame| !level(frame).is_speech()));
        assert!(strength(&rest[22..].concat(), 440.0) > 0.99);
    }

    #[test]
    fn it_rings_and_is_busy_and_echoes_neither() {
        for plays in [Plays::Ringing, Plays::Busy] {
            let mut player = Player::new(plays);
            player.hears([5_000; 160]);
            let heard: Vec<i16> = (0..20).flat_map(|_| player.frame()).collect();
            assert!(strength(&heard, 425.0) > 0.9, "{plays:?}");
        }
    }

    #[test]
    fn its_tone_does_not_end() {
        let (mut player, mut said) = (Player::new(Plays::Tone), Tone::steady(&[440.0]));
        let mut heard = Vec::new();
        for _ in 0..200 {
            heard.extend(player.frame());
            player.hears(said.frame());
        }
        assert!(strength(&heard, PITCH) > 0.99);
    }

    #[test]
    fn a_digit_is_noted_and_heard_as_a_note() {
        let mut player = Player::new(Plays::Echo);
        for _ in 0..20 {
            player.frame();
        }
        player.hears_digit(Digit::of('5').unwrap());
        let heard: Vec<i16> = (0..10).flat_map(|_| player.frame()).collect();
        assert!(strength(&heard, 880.0) > 0.9);
        assert_eq!(player.digits(), [Digit::of('5').unwrap()]);
    }
}
