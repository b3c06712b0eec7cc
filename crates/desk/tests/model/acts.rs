//! What may happen in a shift, and how often.

use proptest::prelude::*;

/// What may happen.
#[derive(Debug, Clone)]
pub enum Act {
    Rings,
    FarAnswers(usize),
    Ends(usize),
    Closes(usize),
    /// The person presses what there is to press in front.
    Press(usize, u8),
    Types(u8),
    Clicks(u8),
    HostEnds,
    Presence(bool),
    Passes(u16),
    /// The stream of a frame is lost; whether the backend notices.
    Loses(usize, bool),
    Offline(bool),
    Slow(usize, bool),
    ReloadsFrame(usize),
    ReloadsPage,
    Restarts,
    Appoints(bool),
    Visible(usize, bool),
    /// The person chooses who it is, or makes a contact.
    Names(usize, u8),
    /// HubSpot has the last call.
    Saves,
}

/// One thing that may happen.
pub fn acts() -> impl Strategy<Value = Act> {
    let some = 0usize..4;
    prop_oneof![
        4 => Just(Act::Rings),
        3 => some.clone().prop_map(Act::FarAnswers),
        4 => some.clone().prop_map(Act::Ends),
        2 => some.clone().prop_map(Act::Closes),
        8 => (some.clone(), any::<u8>()).prop_map(|(at, which)| Act::Press(at, which)),
        6 => any::<u8>().prop_map(Act::Types),
        2 => (0u8..3).prop_map(Act::Clicks),
        1 => Just(Act::HostEnds),
        1 => any::<bool>().prop_map(Act::Presence),
        6 => (0u16..600).prop_map(Act::Passes),
        3 => (0u16..20_000).prop_map(Act::Passes),
        2 => (some.clone(), any::<bool>()).prop_map(|(at, notices)| Act::Loses(at, notices)),
        2 => any::<bool>().prop_map(Act::Offline),
        2 => (some.clone(), any::<bool>()).prop_map(|(at, slow)| Act::Slow(at, slow)),
        2 => some.clone().prop_map(Act::ReloadsFrame),
        1 => Just(Act::ReloadsPage),
        1 => Just(Act::Restarts),
        1 => any::<bool>().prop_map(Act::Appoints),
        4 => (some.clone(), any::<u8>()).prop_map(|(at, what)| Act::Names(at, what)),
        2 => Just(Act::Saves),
        1 => (some, any::<bool>()).prop_map(|(at, visible)| Act::Visible(at, visible)),
    ]
}
