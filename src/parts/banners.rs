//! What is worth knowing beside the call in front: the connection, other calls, a number kept for
//! later, a notice. Banners lie over the header, so that nothing below them moves.

use contract::CallId;
use desk::{CallCard, CardPhase, Intent, Link, NoticeKind};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::who;

/// All banners.
pub static BANNERS: Face = Face {
    html: include_str!("banners.html"),
    parts: &[
        ("lost", Part::Flag("hidden", |s| s.view.link == Link::Up)),
        (
            "others",
            Part::Rows(include_str!("other.html"), |s| s.view.others.iter().map(other).collect()),
        ),
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
    let simulated = if card.simulated { "Simulated" } else { "" };
    let texts = [
        ("icon", icon),
        ("who", &who(card)),
        ("does", does),
        ("first", first),
        ("second", second),
        ("simulated", simulated),
    ];
    Row::new(&card.id.0, &texts, &[])
}
