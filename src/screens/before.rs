//! The screens before there is work: not greeted, no session, not loaded yet.

use desk::{Intent, Stage};

use crate::face::{Face, Part};

/// HubSpot's page has not greeted the frame yet.
pub static WAITING: Face = Face {
    html: r#"<section class="screen calm" tabindex="-1"><h1>Waiting for HubSpot</h1><p>This takes a moment. If it stays, reload the HubSpot page.</p></section>"#,
    parts: &[],
};

/// Signed in; the first snapshot is on its way.
pub static LOADING: Face = Face {
    html: r#"<section class="screen calm" tabindex="-1"><h1>Connecting</h1><p>Your line is being looked up.</p></section>"#,
    parts: &[],
};

/// Nobody is signed in, or the sign-in window is open.
pub static SIGNED_OUT: Face = Face {
    html: include_str!("signed_out.html"),
    parts: &[
        (
            "title",
            Part::Text(|s| {
                match s.view.stage {
                    Stage::SigningIn => "Signing in",
                    _ if s.goes_on => "Your call goes on",
                    _ => "You are signed out",
                }
                .to_owned()
            }),
        ),
        (
            "text",
            Part::Text(|s| {
                match s.view.stage {
                    Stage::SigningIn => {
                        "Finish in the window that has opened. This page goes on by itself."
                    }
                    _ if s.goes_on => "This browser kept no sign-in. Sign in to speak on.",
                    _ => "Sign in to take and make calls here.",
                }
                .to_owned()
            }),
        ),
        ("own", Part::Flag("hidden", |s| !s.view.own_page)),
        ("blocked", Part::Flag("hidden", |s| s.blocked.is_empty())),
        ("link", Part::Text(|s| s.blocked.clone())),
        ("typing", Part::Flag("hidden", |s| s.view.stage != Stage::SigningIn)),
        ("digits", Part::Value(|s| s.view.digits.clone())),
        ("digits", Part::Typed(|_, text| Some(Intent::Digits(text)))),
        (
            "label",
            Part::Text(|s| {
                match s.view.stage {
                    Stage::SigningIn => "Open the window again",
                    _ if s.goes_on => "Continue your call",
                    _ => "Sign in",
                }
                .to_owned()
            }),
        ),
        ("sign-in", Part::Press(|_, _| Some(Intent::SignIn))),
    ],
};
