//! A call is ringing: the loudest screen, readable even when HubSpot has minimised the frame.

use desk::{Intent, Waiting};

use crate::face::{Face, Part};

/// The two answers; who is calling stands above. No single key declines a call.
pub static RINGING: Face = Face {
    html: include_str!("ringing.html"),
    parts: &[
        ("decline", Part::Press(|s, _| s.wish(|c| Intent::Decline(c.id.clone())))),
        ("decline", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Decline)))),
        ("answer", Part::Press(|s, _| s.wish(|c| Intent::Answer(c.id.clone())))),
        ("answer", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Answer)))),
    ],
};
