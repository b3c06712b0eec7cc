//! A call that never connected: how it ended, and calling again.

use desk::Intent;

use crate::face::{Face, Part};

/// Shown for some seconds, or until it is put away.
pub static ENDED: Face = Face {
    html: include_str!("ended.html"),
    parts: &[
        ("close", Part::Press(|_, _| Some(Intent::DismissNotice))),
        ("again", Part::Press(|s, _| s.wish(|c| Intent::Redial(c.number.clone())))),
    ],
};
