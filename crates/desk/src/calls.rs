//! The calls at hand: which one is in front, and what is said when one changes.

use contract::{CallId, CallView, Direction, EndStatus, Phase};

use crate::timers::wait;

/// The calls as the backend last told them.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    list: Vec<CallView>,
    /// The last call that ended without a word spoken, and until when it is shown.
    ended: Option<(CallView, u64)>,
}

impl Calls {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &CallView> {
        self.list.iter()
    }

    pub(crate) fn get(&self, id: &CallId) -> Option<&CallView> {
        self.list.iter().find(|call| call.id == *id)
    }

    /// Takes a call that is new or has changed. Answers what the live region says about it.
    pub(crate) fn put(&mut self, call: CallView, now: u64) -> Option<String> {
        let known = self.list.iter_mut().find(|known| known.id == call.id);
        let before = known.as_ref().map(|known| known.phase.clone());
        let said = said_of(before.as_ref(), &call);
        if let Phase::Closed { since: None, end, .. } = &call.phase
            && before.is_some_and(|phase| is_open(&phase))
            && is_worth_a_card(call.direction, *end)
            && call.elsewhere.is_none()
        {
            self.ended = Some((call.clone(), now.saturating_add(wait::ENDED_CARD)));
        }
        match known {
            Some(known) => *known = call,
            None => self.list.push(call),
        }
        said
    }

    /// Forgets a call.
    pub(crate) fn remove(&mut self, id: &CallId) {
        self.list.retain(|call| call.id != *id);
    }

    /// Forgets everything, the card of an ended call too.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The calls that the agent still has to do with, the one in front first.
    pub(crate) fn by_urgency(&self) -> Vec<&CallView> {
        // Put in its place one by one: there are a handful, and the library's sort alone would
        // bring 3 kB of code into the page.
        let mut open: Vec<&CallView> = Vec::new();
        for call in self.list.iter().filter(|call| is_open(&call.phase)) {
            let at = open.partition_point(|other| key(other) <= key(call));
            open.insert(at, call);
        }
        open
    }

    /// The call in front.
    pub(crate) fn front(&self) -> Option<&CallView> {
        let open = self.list.iter().filter(|call| is_open(&call.phase));
        open.min_by_key(|call| key(call))
    }

    /// Whether a call rings, dials or is connected.
    pub(crate) fn is_live(&self) -> bool {
        self.list.iter().any(|call| is_open(&call.phase) && urgency(&call.phase) < WRAP_UP)
    }

    /// Whether the agent has anything to do with a call, a wrap-up included.
    pub(crate) fn is_busy(&self) -> bool {
        self.list.iter().any(|call| is_open(&call.phase))
    }

    /// The card of a call that never connected, while it is shown.
    pub(crate) fn ended(&self) -> Option<&CallView> {
        self.ended.as_ref().map(|(call, _)| call)
    }

    /// When that card is put away.
    pub(crate) fn ended_until(&self) -> Option<u64> {
        self.ended.as_ref().map(|(_, until)| *until)
    }

    /// Puts that card away.
    pub(crate) fn drop_ended(&mut self) {
        self.ended = None;
    }
}

const WRAP_UP: u8 = 4;

/// Who speaks stays in front: a call that rings meanwhile is a banner, so that no button moves
/// under the finger. A ringing call comes before all that can wait.
fn urgency(phase: &Phase) -> u8 {
    match phase {
        Phase::Connected { held: false, .. } => 0,
        Phase::Dialling { .. } => 1,
        Phase::Ringing { .. } => 2,
        Phase::Connected { held: true, .. } => 3,
        Phase::WrapUp { .. } => WRAP_UP,
        Phase::Closed { .. } => u8::MAX,
    }
}

/// By what calls are ordered. Of two wrap-ups the one that ended last is in front: it is what the
/// agent has just heard, and would write about.
fn key(call: &CallView) -> (u8, u64) {
    let at = match call.phase {
        Phase::WrapUp { ended, .. } => u64::MAX - ended,
        _ => call.started,
    };
    (urgency(&call.phase), at)
}

fn is_open(phase: &Phase) -> bool {
    !matches!(phase, Phase::Closed { .. })
}

/// Not for what the agent did themselves: declining, or giving up a call they made.
fn is_worth_a_card(direction: Direction, end: EndStatus) -> bool {
    !matches!(
        (direction, end),
        (Direction::Inbound, EndStatus::Rejected)
            | (Direction::Outbound, EndStatus::Canceled)
            | (_, EndStatus::Completed)
    )
}

/// Who is at the other end, in words.
pub(crate) fn who(call: &CallView) -> &str {
    call.party.as_ref().map_or(&call.shown, |party| &party.name)
}

/// The number to call back.
pub(crate) fn number(call: &CallView) -> &str {
    match call.direction {
        Direction::Inbound => &call.from,
        Direction::Outbound => &call.to,
    }
}

fn said_of(before: Option<&Phase>, call: &CallView) -> Option<String> {
    let with = |words: &str| {
        let mut said = String::from(words);
        said.push_str(who(call));
        said
    };
    let plain = |words: &str| Some(String::from(words));
    match (before, &call.phase) {
        (None, Phase::Ringing { .. }) => Some(with("Incoming call from ")),
        (None, Phase::Dialling { .. }) => Some(with("Calling ")),
        (
            Some(Phase::Connected { muted, held, .. }),
            Phase::Connected { muted: mute, held: hold, .. },
        ) => match (muted == mute, held == hold) {
            (_, false) if *hold => plain("On hold"),
            (_, false) => plain("Off hold"),
            (false, _) if *mute => plain("Muted"),
            (false, _) => plain("Unmuted"),
            _ => None,
        },
        (before, Phase::Connected { .. }) if before.is_some() => Some(with("Connected with ")),
        (Some(Phase::WrapUp { .. }), Phase::Closed { .. }) => plain("Wrap-up finished"),
        (Some(Phase::WrapUp { .. }), _) | (Some(Phase::Closed { .. }), _) => None,
        (Some(_), Phase::WrapUp { .. }) => plain("Call ended. Choose an outcome"),
        // Who took it instead is said by name.
        (_, Phase::Closed { .. }) if call.elsewhere.is_some() => None,
        (Some(_), Phase::Closed { end, .. }) => Some(with(match (call.direction, end) {
            (Direction::Inbound, EndStatus::Missed | EndStatus::Canceled) => "Missed call from ",
            (Direction::Outbound, EndStatus::Busy) => "Busy: ",
            (Direction::Outbound, EndStatus::NoAnswer) => "No answer from ",
            (Direction::Outbound, EndStatus::Rejected) => "Declined by ",
            (_, EndStatus::Failed) => "The call failed: ",
            _ => "Call ended: ",
        })),
        _ => None,
    }
}
