//! What ring groups have to fulfil before they are stored.

use contract::console::RingGroup;
use std::collections::HashSet;

use super::refusal::{Refusal, Wrong};
use crate::number;
use crate::store::people::TenantId;
use crate::store::{Store, groups as kept};

const GROUPS: usize = 50;
const AGENTS: usize = 50;
const NAME: usize = 100;

/// Notes all that is wrong with the groups, and writes numbers and names as they are stored. `agents`
/// are the tenant's: id and name.
pub fn groups(wrong: &mut Wrong, all: &mut [RingGroup], agents: &[(String, String)]) {
    if all.len() > GROUPS {
        wrong.say("groups", &format!("Enter at most {GROUPS} groups."));
    }
    let mut numbers = HashSet::new();
    for (n, group) in all.iter_mut().enumerate() {
        let field = |name: &str| format!("groups.{n}.{name}");
        group.name = wrong.text(&field("name"), &group.name, NAME);
        let typed = group.number.trim();
        match number::e164(typed, "").filter(|_| typed.starts_with('+')) {
            Some(read) if !numbers.insert(read.clone()) => {
                wrong.say(
                    &field("number"),
                    "Another group has this number. Give it one of its own.",
                );
                group.number = read;
            }
            Some(read) => group.number = read,
            None => wrong.say(
                &field("number"),
                "Enter the number with + and the country code, like +44 20 7946 0101.",
            ),
        }
        let mut seen = HashSet::new();
        group.agents.retain(|agent| seen.insert(agent.clone()));
        if group.agents.is_empty() {
            wrong.say(&field("agents"), "Choose at least one agent.");
        } else if group.agents.len() > AGENTS {
            wrong.say(&field("agents"), &format!("Choose at most {AGENTS} agents."));
        }
        let name_of = |id: &String| agents.iter().find(|(known, _)| known == id);
        group.agent_names = group.agents.iter().filter_map(name_of).map(|a| a.1.clone()).collect();
        if group.agent_names.len() < group.agents.len() {
            let text =
                "Somebody here has no line any more. Choose agents of this tenant who have one.";
            wrong.say(&field("agents"), text);
        }
    }
}

/// Whether every number is free: of lines, and of other tenants' groups.
pub async fn are_free(store: &Store, tenant: &TenantId, all: &[RingGroup]) -> Result<(), Refusal> {
    let numbers: Vec<String> = all.iter().map(|group| group.number.clone()).collect();
    let taken = kept::taken(store, tenant, &numbers).await?;
    let mut wrong = Wrong::default();
    for (n, group) in all.iter().enumerate().filter(|(_, group)| taken.contains(&group.number)) {
        let (shown, _) = number::show(&group.number);
        wrong.say(
            &format!("groups.{n}.number"),
            &format!(
                "{shown} is taken: somebody has it as their line, or another tenant's group has it."
            ),
        );
    }
    wrong.check()
}
