//! What a simulated far end hears, kept so that it can be listened to: in its own time, with silence
//! where nothing came.

use std::collections::VecDeque;

use crate::sound::{Frame, SILENCE};

/// Frames that are kept: two minutes.
const KEPT: usize = 6_000;

/// Frames that wait for their 20 ms at most: what comes in a bunch is played one after the other.
const WAITING: usize = 10;

/// The last two minutes at a far end's ear.
#[derive(Debug, Default)]
pub struct Recording {
    waiting: VecDeque<Frame>,
    heard: VecDeque<Frame>,
}

impl Recording {
    /// Twenty milliseconds came.
    pub fn hears(&mut self, frame: Frame) {
        self.waiting.push_back(frame);
        if self.waiting.len() > WAITING {
            self.waiting.pop_front();
        }
    }

    /// Twenty milliseconds passed.
    pub fn tick(&mut self) {
        self.heard.push_back(self.waiting.pop_front().unwrap_or(SILENCE));
        if self.heard.len() > KEPT {
            self.heard.pop_front();
        }
    }

    /// All of it.
    pub fn samples(&self) -> Vec<i16> {
        self.heard.iter().flatten().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_silence_where_nothing_came_and_keeps_the_order_of_a_bunch() {
        let mut recording = Recording::default();
        recording.hears([1; 160]);
        recording.hears([2; 160]);
        for _ in 0..3 {
            recording.tick();
        }
        let said: Vec<i16> = recording.samples().chunks(160).map(|frame| frame[0]).collect();
        assert_eq!(said, [1, 2, 0]);
    }

    #[test]
    fn it_forgets_what_is_older_than_two_minutes_and_takes_no_flood() {
        let mut recording = Recording::default();
        for n in 0..50 {
            recording.hears([n; 160]);
        }
        for _ in 0..7_000 {
            recording.tick();
        }
        assert_eq!(recording.samples().len(), 6_000 * 160);
        assert!(recording.waiting.is_empty());
    }
}
