//! The dial pad: what is typed, how it will be dialled, and emergency numbers.
//!
//! Emergency numbers are known here, from the line: they are never rewritten, wait for no reading,
//! and are not dialled where the line cannot carry them; the pad says so before.

use std::collections::VecDeque;

use contract::{Emergency, Line, NumberReading};

use crate::output::Output;
use crate::timers::wait;
use crate::view::{EmergencyNote, Pad as PadView};

/// The longest text, in characters.
const TEXT_MOST: usize = 64;

/// The dial pad's state.
#[derive(Debug, Default)]
pub(crate) struct Pad {
    text: String,
    reading: Option<NumberReading>,
    read_at: Option<u64>,
}

impl Pad {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The whole text is now this.
    pub(crate) fn typed(&mut self, text: &str, line: Option<&Line>, now: u64) {
        let text: String = text.chars().filter(|c| !c.is_control()).take(TEXT_MOST).collect();
        if text == self.text {
            return;
        }
        self.text = text;
        self.reading = None;
        let reads = has_digit(&self.text) && emergency(&self.text, line).is_none();
        self.read_at = reads.then(|| now.saturating_add(wait::READING));
    }

    /// A key of the pad.
    pub(crate) fn digit(&mut self, key: char, line: Option<&Line>, now: u64) {
        if key.is_ascii_digit() || matches!(key, '+' | '*' | '#') {
            let mut text = self.text.clone();
            text.push(key);
            self.typed(&text, line, now);
        }
    }

    /// Deletes the last character.
    pub(crate) fn backspace(&mut self, line: Option<&Line>, now: u64) {
        let mut text = self.text.clone();
        text.pop();
        self.typed(&text, line, now);
    }

    /// Empties the pad.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// When the text is to be read.
    pub(crate) fn read_at(&self) -> Option<u64> {
        self.read_at
    }

    /// Asks how the text will be dialled.
    pub(crate) fn read(&mut self, out: &mut VecDeque<Output>) {
        if self.read_at.take().is_some() {
            out.push_back(Output::ReadNumber { typed: self.text.clone(), country: None });
        }
    }

    /// Takes a reading; one of an older text is dropped. True when it is about this text.
    pub(crate) fn take_reading(&mut self, reading: NumberReading) -> bool {
        let fits = reading.typed == self.text;
        if fits {
            self.reading = Some(reading);
        }
        fits
    }

    /// Whether the text can be dialled as far as the pad knows.
    pub(crate) fn is_dialable(&self, line: Option<&Line>) -> bool {
        match emergency(&self.text, line) {
            Some((_, emergency)) => emergency.carried,
            None => has_digit(&self.text) && self.reading.as_ref().is_none_or(|r| r.valid),
        }
    }

    /// What the pad shows. `free` says whether a call can be made at all.
    pub(crate) fn view(&self, line: Option<&Line>, free: bool) -> PadView {
        let emergency = emergency(&self.text, line).map(|(number, emergency)| EmergencyNote {
            text: sentence(&number, emergency.carried),
            carried: emergency.carried,
            number,
        });
        let note = match (&emergency, &self.reading) {
            (Some(emergency), _) => emergency.text.clone(),
            (None, Some(reading)) => reading.note.clone(),
            (None, None) => String::new(),
        };
        PadView {
            text: self.text.clone(),
            reading: self.reading.clone(),
            can_dial: free && self.is_dialable(line),
            emergency,
            note,
        }
    }
}

/// The emergency number that a text is, untouched but for what stands between its digits, and what
/// the line does with it.
pub(crate) fn emergency<'a>(text: &str, line: Option<&'a Line>) -> Option<(String, &'a Emergency)> {
    let emergency = &line?.emergency;
    let between = |c: &char| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
    let bare: String = text.chars().filter(between).collect();
    emergency.numbers.contains(&bare).then_some((bare, emergency))
}

/// The sentence about an emergency number, before it is dialled.
pub(crate) fn sentence(number: &str, carried: bool) -> String {
    let mut text = String::from(number);
    text.push_str(if carried {
        " is an emergency number. It will be dialled exactly so."
    } else {
        " is an emergency number, and this line cannot carry it. Use a mobile or another phone now."
    });
    text
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}
