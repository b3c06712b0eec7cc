//! What the settings of agents' status have to fulfil.

use contract::console::StatusSettings;
use std::collections::HashSet;

use super::refusal::Wrong;
use super::settings_form::is_id;

const REASONS: usize = 20;
const LABEL: usize = 40;
const WRAP_UP: std::ops::RangeInclusive<u32> = 10..=3_600;

/// Says what is wrong with them.
pub fn check(wrong: &mut Wrong, of: &mut StatusSettings) {
    if of.reasons.len() > REASONS {
        wrong.say("status.reasons", &format!("Enter at most {REASONS} reasons."));
    }
    let (mut ids, mut labels) = (HashSet::new(), HashSet::new());
    for reason in &mut of.reasons {
        if !is_id(&reason.id) || !ids.insert(reason.id.clone()) {
            wrong.say("status.reasons", "Each reason has an id of its own: letters, digits, -, _.");
            continue;
        }
        let field = format!("status.reasons.{}.label", reason.id);
        reason.label = wrong.text(&field, &reason.label, LABEL);
        let same = !labels.insert(reason.label.to_lowercase());
        if same && !reason.label.is_empty() {
            wrong.say(&field, "Another reason is called so. Agents could not tell them apart.");
        }
    }
    if of.wrap_up_seconds.is_some_and(|seconds| !WRAP_UP.contains(&seconds)) {
        let (least, most) = (WRAP_UP.start(), WRAP_UP.end());
        let text = format!("Enter {least} to {most} seconds, or nothing for the usual time.");
        wrong.say("status.wrapUpSeconds", &text);
    }
}
