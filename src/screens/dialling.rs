//! A call is being set up.

use desk::{Intent, Waiting};

use crate::face::{Face, Part};

/// The way out; who is called and how far it is stands above.
pub static DIALLING: Face = Face {
    html: include_str!("dialling.html"),
    parts: &[
        ("hang-up", Part::Press(|s, _| s.wish(|c| Intent::HangUp(c.id.clone())))),
        ("hang-up", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::HangUp)))),
    ],
};
