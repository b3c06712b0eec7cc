//! The outcomes: nested lists as rows, groups that open and close, and a search through all of them.

use contract::{Direction, Outcome, OutcomeList};
use js_sys::JsString;

use crate::face::Row;
use crate::ui::Scene;
use crate::words::small;

/// So many outcomes are seen at a glance.
const FEW: usize = 8;

/// The outcomes of the call in front.
pub fn list(scene: &Scene) -> &OutcomeList {
    let direction = scene.view.front.as_ref().map_or(Direction::Inbound, |card| card.direction);
    scene.view.outcomes.of(direction)
}

/// Whether there are so many that they can be searched.
pub fn is_long(scene: &Scene) -> bool {
    leaves(&list(scene).nodes) > FEW
}

/// Whether they need the whole width: groups, or what a search has found.
pub fn is_tree(scene: &Scene) -> bool {
    is_nested(&list(scene).nodes) || wanted(scene).is_some()
}

/// Where the chosen one stands, when that does not show by itself.
pub fn path(scene: &Scene) -> String {
    let nodes = &list(scene).nodes;
    let draft = scene.view.front.as_ref().map(|card| &card.draft);
    match draft.and_then(|draft| draft.outcome.as_ref()) {
        Some(id) if is_tree(scene) => way(nodes, id).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The rows to show.
pub fn rows(scene: &Scene) -> Vec<Row> {
    let nodes = &list(scene).nodes;
    let mut rows = Vec::new();
    match wanted(scene) {
        Some(words) => search(nodes, "", &words, &mut rows),
        None => unfold(nodes, &DEPTHS, &scene.view.groups, &mut rows),
    }
    rows
}

/// What is looked for, word by word; `None` while nothing is.
fn wanted(scene: &Scene) -> Option<Vec<JsString>> {
    let words: Vec<JsString> = scene.view.find.split_ascii_whitespace().map(small).collect();
    (!words.is_empty() && is_long(scene)).then_some(words)
}

fn is_nested(nodes: &[Outcome]) -> bool {
    nodes.iter().any(|node| !node.children.is_empty())
}

fn leaves(nodes: &[Outcome]) -> usize {
    nodes.iter().map(|node| leaves(&node.children).max(1)).sum()
}

fn below(above: &str, label: &str) -> String {
    if above.is_empty() { label.to_owned() } else { [above, " › ", label].concat() }
}

fn way(nodes: &[Outcome], id: &str) -> Option<String> {
    nodes.iter().find_map(|node| match node.children.is_empty() {
        true => (node.id == id).then(|| node.label.clone()),
        false => way(&node.children, id).map(|rest| below(&node.label, &rest)),
    })
}

/// How far rows are indented, for the style sheet.
const DEPTHS: [&str; 5] = ["0", "1", "2", "3", "4"];

fn unfold(nodes: &[Outcome], depths: &[&'static str], groups: &[String], rows: &mut Vec<Row>) {
    // Deeper than that nothing is sent.
    let Some((depth, deeper)) = depths.split_first() else { return };
    for node in nodes {
        if node.children.is_empty() {
            rows.push(leaf(node, "", depth));
            continue;
        }
        let open = groups.contains(&node.id);
        let expanded = if open { "true" } else { "false" };
        let marks = [("", "data-in", *depth), ("group", "aria-expanded", expanded)];
        rows.push(Row::new(&node.id, &[("leaf", ""), ("group", &node.label)], &marks));
        if open {
            unfold(&node.children, deeper, groups, rows);
        }
    }
}

fn search(nodes: &[Outcome], above: &str, words: &[JsString], rows: &mut Vec<Row>) {
    for node in nodes {
        let path = below(above, &node.label);
        if !node.children.is_empty() {
            search(&node.children, &path, words, rows);
            continue;
        }
        let path = small(&path);
        if words.iter().all(|word| path.includes(&String::from(word), 0)) {
            rows.push(leaf(node, above, DEPTHS[0]));
        }
    }
}

fn leaf(node: &Outcome, above: &str, depth: &'static str) -> Row {
    // The label is there, whatever it is called.
    let texts = [("leaf", "."), ("name", &*node.label), ("above", above), ("group", "")];
    Row::new(&node.id, &texts, &[("", "data-in", depth)])
}
