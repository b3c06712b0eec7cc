//! What goes beyond two ends: keys that are pressed, whom a call can be given to, and the third who is
//! beside it. What is open for it is this page's own; what is so is the backend's.

use contract::{
    CallId, CallView, Keys, Phase, Problem, Target, Targets, ThirdStage, ThirdWish, Wish,
};

use crate::beside::Spot;
use crate::desk::Desk;
use crate::output::Output;
use crate::view::{Choosing, Panel};

/// So many pressed keys are shown, and go at one time.
const SHOWN: usize = 32;
/// The longest text that is looked for.
const FIND: usize = 64;

/// What is open beside a call.
#[derive(Debug)]
pub(crate) struct Beyond {
    pub call: CallId,
    pub panel: Panel,
    /// Keys that wait for those before them: two requests may change places on their way.
    queue: String,
}

impl Desk {
    /// What is open beside this call.
    pub(crate) fn panel(&self) -> Option<Panel> {
        let open = self.beyond.as_ref()?;
        let front = self.calls.front().is_some_and(|call| call.id == open.call);
        (front && self.dialing.is_none()).then(|| open.panel.clone())
    }

    /// Opens the keys of a call, or closes them.
    pub(crate) fn keys(&mut self, call: CallId) {
        if matches!(&self.beyond, Some(Beyond { panel: Panel::Keys(_), .. })) {
            self.beyond = None;
        } else if self.is_spoken(&call) {
            let panel = Panel::Keys(String::new());
            self.beyond = Some(Beyond { call, panel, queue: String::new() });
        }
    }

    /// Presses a key in a call: the keys open by it.
    pub(crate) fn press(&mut self, call: CallId, key: char, now: u64) {
        if !matches!(key, '0'..='9' | '*' | '#') || !self.is_spoken(&call) {
            return;
        }
        if !matches!(&self.beyond, Some(Beyond { panel: Panel::Keys(_), .. })) {
            self.keys(call);
        }
        if let Some(Beyond { panel: Panel::Keys(shown), queue, .. }) = &mut self.beyond {
            if shown.len() >= SHOWN {
                shown.remove(0);
            }
            shown.push(key);
            queue.push(key);
        }
        self.send_keys(now);
    }

    /// Sends the keys that wait, once those before them have arrived.
    pub(crate) fn send_keys(&mut self, now: u64) {
        if self.commands.find(&|wish| matches!(wish, Wish::Digits { .. })).is_some() {
            return;
        }
        let Some(open) = self.beyond.as_mut().filter(|open| !open.queue.is_empty()) else { return };
        let rest = open.queue.split_off(open.queue.len().min(SHOWN));
        let keys = Keys(std::mem::replace(&mut open.queue, rest));
        let call = open.call.clone();
        self.commands.issue(Wish::Digits { call, keys }, None, false, now, &mut self.out);
    }

    /// Keys did not arrive: what came after them would make no sense.
    pub(crate) fn keys_lost(&mut self) {
        if let Some(open) = &mut self.beyond {
            open.queue.clear();
        }
    }

    /// Opens the list of those to whom a call can be given, or closes it.
    pub(crate) fn choose_target(&mut self, call: CallId) {
        if matches!(&self.beyond, Some(Beyond { panel: Panel::Transfer(_), .. })) {
            self.beyond = None;
            self.look(Spot::Transfer);
        } else if self.is_spoken(&call) {
            let panel = Panel::Transfer(Choosing::default());
            self.beyond = Some(Beyond { call, panel, queue: String::new() });
            self.ask_targets();
            self.look(Spot::Panel);
        }
    }

    /// What is typed to find somebody, or a number, is this.
    pub(crate) fn find_target(&mut self, text: &str) {
        if let Some(Beyond { panel: Panel::Transfer(choosing), .. }) = &mut self.beyond {
            choosing.typed = text.chars().filter(|c| !c.is_control()).take(FIND).collect();
            let digits = choosing.typed.bytes().filter(u8::is_ascii_digit).count();
            choosing.number = digits > 2 && !choosing.typed.contains(char::is_alphabetic);
            self.ask_targets();
        }
    }

    fn ask_targets(&mut self) {
        if let Some(Beyond { panel: Panel::Transfer(choosing), .. }) = &mut self.beyond {
            self.targets_asked = self.targets_asked.wrapping_add(1);
            choosing.loading = true;
            let find = choosing.typed.clone();
            self.out.push_back(Output::Targets { number: self.targets_asked, find });
        }
    }

    /// The answer to the last question; one to an earlier question is none.
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn targets_came(&mut self, number: u32, result: Result<Targets, Option<Problem>>) {
        if let Some(Beyond { panel: Panel::Transfer(choosing), .. }) = &mut self.beyond
            && number == self.targets_asked
        {
            choosing.loading = false;
            choosing.failed = result.is_err();
            choosing.found = result.unwrap_or_default();
        }
    }

    /// Gives a call to somebody, or asks them first.
    pub(crate) fn give(&mut self, call: CallId, to: Target, consult: bool, now: u64) {
        let flies = |wish: &Wish| matches!(wish, Wish::Transfer { call: c, .. } if *c == call);
        if self.is_spoken(&call) && self.commands.find(&flies).is_none() {
            self.ask(Wish::Transfer { call, to, consult }, now);
        }
    }

    /// Does something with a call's third.
    pub(crate) fn with_third(&mut self, call: CallId, does: ThirdWish, now: u64) {
        let flies = |wish: &Wish| matches!(wish, Wish::Third { call: c, .. } if *c == call);
        let there = self.calls.get(&call).is_some_and(|call| call.third.is_some());
        if there && self.commands.find(&flies).is_none() {
            self.ask(Wish::Third { call, does }, now);
        }
    }

    /// A call is about to be shown as this: what is open beside it may be past, and what is new is said.
    pub(crate) fn beyond_changed(&mut self, call: &CallView) -> Option<String> {
        let known = self.calls.get(&call.id);
        let third = known.and_then(|known| known.third.clone());
        let note = known.and_then(|known| known.note.clone());
        let spoken = matches!(call.phase, Phase::Connected { .. });
        let open = self.beyond.as_ref().filter(|open| open.call == call.id);
        let chosen = open.is_some_and(|open| matches!(open.panel, Panel::Transfer(_)));
        if open.is_some() && (!spoken || chosen && call.third.is_some()) {
            self.beyond = None;
        }
        if chosen && third.is_none() && call.third.is_some() {
            self.look(Spot::Third);
        } else if spoken && third.is_some() && call.third.is_none() {
            self.look(Spot::Transfer);
        }
        if call.note.is_some() && call.note != note {
            return call.note.clone();
        }
        call.third.as_ref().filter(|now| Some(*now) != third.as_ref()).map(third_says)
    }

    fn is_spoken(&self, call: &CallId) -> bool {
        let call = self.calls.get(call);
        call.is_some_and(|call| matches!(call.phase, Phase::Connected { .. }))
    }
}

/// How it stands with a third, in words.
pub(crate) fn third_says(third: &contract::Third) -> String {
    let (before, after) = match third.stage {
        ThirdStage::Transferring => ("Transferring to ", ""),
        ThirdStage::Dialling => ("Calling ", "; the other party is on hold"),
        ThirdStage::Ringing => ("Rings at ", "; the other party is on hold"),
        ThirdStage::WithThird => ("Speaking with ", "; the other party is on hold"),
        ThirdStage::WithFar => ("", " is on hold"),
        ThirdStage::Joined => ("All three speak: you, the other party and ", ""),
    };
    [before, &third.name, after].concat()
}
