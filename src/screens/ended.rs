//! A call that never connected: how it ended, and calling again.

use desk::{CardPhase, Intent};

use super::party;
use crate::face::{Face, Part};
use crate::words::ending;

/// Shown for some seconds, or until it is put away.
pub static ENDED: Face = Face {
    html: include_str!("ended.html"),
    parts: &[
        ("who", Part::Text(party::who)),
        ("second", Part::Text(party::second)),
        ("third", Part::Text(party::third)),
        ("simulated", Part::Flag("hidden", party::real)),
        (
            "says",
            Part::Text(|s| {
                s.card(|c| match c.phase {
                    CardPhase::Ended { end } => ending(c.direction, end).to_owned(),
                    _ => String::new(),
                })
            }),
        ),
        ("close", Part::Press(|_, _| Some(Intent::DismissNotice))),
        ("again", Part::Press(|s, _| s.wish(|c| Intent::Redial(c.number.clone())))),
    ],
};
