//! What is worth knowing beside the call in front: the connection, other calls, a number kept for
//! later, a notice. What comes by itself and goes again lies over the header, so that nothing below it
//! moves; what waits for the person is below the header, which stays in reach.

use contract::CallId;
use desk::{CallCard, CardPhase, Intent, Link, NoticeKind};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::who;

/// One other call.
const OTHER: &str = include_str!("other.html");

/// All banners.
pub static BANNERS: Face = Face {
    html: include_str!("banners.html"),
    parts: &[
        ("lost", Part::Flag("hidden", |s| s.view.link == Link::Up)),
        ("rings", Part::Rows(OTHER, |s| rows(s, true))),
        ("others", Part::Rows(OTHER, |s| rows(s, false))),
        ("first", Part::Press(|s, id| wishes(find(s, id)?).1)),
        ("second", Part::Press(|s, id| wishes(find(s, id)?).3)),
        ("pending", Part::Flag("hidden", |s| s.view.pending_dial.is_none())),
        (
            "next",
            Part::Text(|s| {
                s.view.pending_dial.as_ref().map(|p| p.shown.clone()).unwrap_or_default()
            }),
        ),
        ("more", Part::Text(|s| waiting(s.view.pending_dial.as_ref().map_or(0, |p| p.more)))),
        ("dial", Part::Press(|_, _| Some(Intent::DialPending))),
        ("drop", Part::Press(|_, _| Some(Intent::DropPending))),
        ("notice", Part::Flag("hidden", |s| s.view.notice.is_none())),
        ("notice", Part::Flag("data-warn", warns)),
        ("kind", Part::Text(|s| if warns(s) { "#alert" } else { "#info" }.to_owned())),
        (
            "text",
            Part::Text(|s| s.view.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default()),
        ),
        ("dismiss", Part::Press(|_, _| Some(Intent::DismissNotice))),
    ],
};

/// The other calls that ring, or all the rest. Several wrap-ups that wait are one line: the history
/// lists them, and each comes to the front in its turn.
fn rows(scene: &Scene, ring: bool) -> Vec<Row> {
    let others = &scene.view.others;
    let waits = |card: &&CallCard| matches!(card.phase, CardPhase::WrapUp { .. });
    let after = others.iter().filter(waits).count();
    let mut rows = Vec::new();
    for card in others {
        let rings = matches!(card.phase, CardPhase::Ringing { .. });
        if rings == ring && !(after > 1 && waits(&card)) {
            rows.push(other(card));
        }
    }
    if after > 1 && !ring {
        let who = [&after.to_string(), " calls"].concat();
        rows.push(row("", "#pencil", &who, "wait for an outcome", ["", ""], false));
    }
    rows
}

/// How many numbers wait behind the one that is offered.
fn waiting(more: usize) -> String {
    if more == 0 { String::new() } else { ["and ", &more.to_string(), " more"].concat() }
}

fn warns(scene: &Scene) -> bool {
    scene.view.notice.as_ref().is_some_and(|n| n.kind != NoticeKind::Info)
}

fn find<'a>(scene: &'a Scene, id: &str) -> Option<&'a CallCard> {
    scene.view.others.iter().find(|c| c.id.0 == id)
}

/// What can be done with another call from here: the first button's word and wish, and the
/// second's.
fn wishes(card: &CallCard) -> (&'static str, Option<Intent>, &'static str, Option<Intent>) {
    let id = || CallId(card.id.0.clone());
    match card.phase {
        CardPhase::Ringing { .. } => {
            ("Answer", Some(Intent::Answer(id())), "Decline", Some(Intent::Decline(id())))
        }
        CardPhase::Dialling { .. } => ("Hang up", Some(Intent::HangUp(id())), "", None),
        CardPhase::Connected { held: true, .. } => {
            ("Resume", Some(Intent::Hold(id(), false)), "", None)
        }
        _ => ("", None, "", None),
    }
}

/// One other call: who, where it stands, and what can be done with it from here.
fn other(card: &CallCard) -> Row {
    let (icon, does) = match card.phase {
        CardPhase::Ringing { .. } => ("#ring", "is calling"),
        CardPhase::Dialling { .. } => ("#out", "is being called"),
        CardPhase::Connected { held: true, .. } => ("#pause", "is on hold"),
        CardPhase::Connected { .. } => ("#phone", "is on the line"),
        CardPhase::WrapUp { .. } => ("#pencil", "waits for an outcome"),
        CardPhase::Ended { .. } => ("#info", "has ended"),
    };
    let (first, _, second, _) = wishes(card);
    row(&card.id.0, icon, &who(card), does, [first, second], card.simulated)
}

fn row(
    key: &str,
    icon: &str,
    who: &str,
    does: &str,
    [first, second]: [&str; 2],
    simulated: bool,
) -> Row {
    let texts = [
        ("icon", icon),
        ("who", who),
        ("does", does),
        ("first", first),
        ("second", second),
        ("simulated", if simulated { "Simulated" } else { "" }),
    ];
    Row::new(key, &texts, &[])
}
