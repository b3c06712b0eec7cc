//! To whom a call can be given, and what can be done while somebody is beside it.

use contract::{Reach, Target, ThirdStage, ThirdWish};
use desk::{Choosing, Intent, Panel, Spot, Waiting};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;

/// The list to choose from, and the buttons for a third.
pub static TRANSFER: Face = Face {
    html: include_str!("transfer.html"),
    parts: &[
        ("find", Part::Value(|s| choosing(s).map(|c| c.typed.clone()).unwrap_or_default())),
        ("find", Part::Typed(|_, text| Some(Intent::FindTarget(text)))),
        ("empty", Part::Text(empty)),
        ("targets", Part::Rows(ROW, rows)),
        ("targets", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Third)))),
        ("give", Part::Press(|s, key| give(s, key, false))),
        ("ask", Part::Press(|s, key| give(s, key, true))),
        ("panel", Part::Flag("hidden", |s| choosing(s).is_none())),
        ("third", Part::Flag("hidden", |s| stage(s).is_none())),
        ("third", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Third)))),
        ("swap", Part::Flag("hidden", |s| !is_asked(s))),
        ("swap", Part::Press(|s, _| does(s, ThirdWish::Swap))),
        (
            "merge",
            Part::Flag("hidden", |s| {
                !is_asked(s) || !s.is(|c| c.third.as_ref().is_some_and(|third| third.mixes))
            }),
        ),
        ("merge", Part::Press(|s, _| does(s, ThirdWish::Merge))),
        ("complete", Part::Flag("hidden", |s| !is_there(s))),
        ("complete", Part::Press(|s, _| does(s, ThirdWish::Complete))),
        (
            "drop",
            Part::Text(|s| if is_there(s) { "Hang up the third" } else { "Cancel" }.to_owned()),
        ),
        ("drop", Part::Press(|s, _| does(s, ThirdWish::Drop))),
        ("panel", Part::Focus(|s| s.focus(Spot::Panel))),
        ("third", Part::Focus(|s| s.focus(Spot::Third))),
    ],
};

const ROW: &str = r#"<div class="target"><p><b data-at="name"></b> <small data-at="reach"></small></p><button type="button" class="small" data-at="give">Transfer <span class="sr" data-at="a"></span></button><button type="button" class="small" data-at="ask">Consult <span class="sr" data-at="b"></span></button></div>"#;

fn choosing(scene: &Scene) -> Option<&Choosing> {
    match &scene.view.panel {
        Some(Panel::Transfer(choosing)) => Some(choosing),
        _ => None,
    }
}

/// What is said instead of agents, or below the first of many.
fn empty(scene: &Scene) -> String {
    let Some(choosing) = choosing(scene) else { return String::new() };
    match () {
        () if choosing.failed => "The agents could not be loaded. Type to try again.",
        () if choosing.found.more => "There are more. Type a name to find them.",
        () if choosing.number || choosing.loading || !choosing.found.agents.is_empty() => "",
        () if choosing.typed.is_empty() => "There is no other agent. Type a number.",
        () => "Nobody found. Type another name, or a number.",
    }
    .to_owned()
}

/// The number that is typed, then the agents. A number's row has no key.
fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    let Some(choosing) = choosing(scene) else { return rows };
    if choosing.number {
        rows.push(row("", &choosing.typed, "Outside number", true));
    }
    for one in &choosing.found.agents {
        let reach = match one.reach {
            Reach::Free => "Available",
            Reach::Busy => "In a call",
            Reach::Away => "Away",
        };
        rows.push(row(&one.id, &one.name, reach, one.reach != Reach::Away));
    }
    rows
}

fn row(key: &str, name: &str, reach: &str, there: bool) -> Row {
    let button = if there { "1" } else { "" };
    let texts = [
        ("name", name),
        ("reach", reach),
        ("give", button),
        ("ask", button),
        ("a", name),
        ("b", name),
    ];
    Row::new(key, &texts, &[])
}

fn give(scene: &Scene, key: &str, consult: bool) -> Option<Intent> {
    let to = match key {
        "" => Target::Number(choosing(scene)?.typed.clone()),
        id => Target::Agent(id.to_owned()),
    };
    Some(Intent::Give(scene.view.front.as_ref()?.id.clone(), to, consult))
}

fn stage(scene: &Scene) -> Option<ThirdStage> {
    scene.view.front.as_ref()?.third.as_ref().map(|third| third.stage)
}

/// Whether the agent speaks with one of two.
fn is_asked(scene: &Scene) -> bool {
    matches!(stage(scene), Some(ThirdStage::WithThird | ThirdStage::WithFar))
}

/// Whether the third has answered.
fn is_there(scene: &Scene) -> bool {
    is_asked(scene) || stage(scene) == Some(ThirdStage::Joined)
}

fn does(scene: &Scene, what: ThirdWish) -> Option<Intent> {
    Some(Intent::Third(scene.view.front.as_ref()?.id.clone(), what))
}
