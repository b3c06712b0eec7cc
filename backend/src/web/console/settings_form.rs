//! What settings have to fulfil before they are stored. Whatever HubSpot is known to have is compared
//! with that; what is not known is taken as it is.

use contract::console::{
    CaseKind, CaseSettings, Choices, Code, Field, LookUp, OutcomeSettings, PopSettings, PopWhat,
    Route, Settings,
};
use std::collections::HashSet;

use super::groups_form;
use super::refusal::{Refusal, Wrong};
use crate::number;

const FIELDS: usize = 5;
const SHOWN: usize = 6;
const OWN_NUMBERS: usize = 1_000;
const SUBJECT: usize = 200;
const CODES: usize = 500;
const LEVELS: usize = 5;
const LABEL: usize = 150;
const ID: usize = 64;
const ROUTES: usize = 100;
const VALUE: usize = 200;
const LONGEST_DAYS: u32 = 3_650;

/// What may stand in a subject.
const PLACEHOLDERS: [&str; 6] = ["name", "number", "agent", "line", "date", "way"];

/// The settings as they are stored, or all that is wrong with them. `agents` are the tenant's: id and
/// name.
pub fn checked(
    mut settings: Settings,
    agents: &[(String, String)],
    known: Option<&Choices>,
) -> Result<Settings, Refusal> {
    let mut wrong = Wrong::default();
    let Settings {
        look_up: of,
        case: filed,
        pops,
        outcomes: codes,
        routes,
        groups,
        status,
        keep_days,
    } = &mut settings;
    look_up(&mut wrong, of, known);
    case(&mut wrong, filed, known);
    for (name, pop) in [("inbound", &pops.inbound), ("outbound", &pops.outbound)] {
        pop_up(&mut wrong, name, pop, filed.kind);
    }
    outcomes(&mut wrong, codes, known);
    if routes.len() > ROUTES {
        wrong.say("routes", &format!("Enter at most {ROUTES} rules."));
    }
    for (n, one) in routes.iter_mut().enumerate() {
        route(&mut wrong, n, one, agents);
    }
    super::status_form::check(&mut wrong, status);
    groups_form::groups(&mut wrong, groups, agents);
    if !(1..=LONGEST_DAYS).contains(&keep_days.0) {
        wrong.say("keepDays", &format!("Enter 1 to {LONGEST_DAYS} days."));
    }
    wrong.check()?;
    Ok(settings)
}

fn look_up(wrong: &mut Wrong, of: &mut LookUp, known: Option<&Choices>) {
    of.region = of.region.trim().to_uppercase();
    if !of.region.is_empty() && !number::is_country(&of.region) {
        wrong.say("lookUp.region", "Choose a country, or leave it to the line's.");
    }
    if of.secondary == Some(of.primary) {
        wrong.say("lookUp.secondary", "This is searched first already. Choose the other, or none.");
    }
    let fields = |of: fn(&Choices) -> &Vec<Field>| known.map(of);
    let contacts = fields(|choices| &choices.contact_fields);
    let companies = fields(|choices| &choices.company_fields);
    for (name, list, most, least, there) in [
        ("lookUp.contactFields", &mut of.contact_fields, FIELDS, 1, contacts),
        ("lookUp.companyFields", &mut of.company_fields, FIELDS, 1, companies),
        ("lookUp.contactShown", &mut of.contact_shown, SHOWN, 0, contacts),
        ("lookUp.companyShown", &mut of.company_shown, SHOWN, 0, companies),
    ] {
        let mut seen = HashSet::new();
        list.retain(|property| seen.insert(property.clone()));
        if list.len() > most {
            wrong.say(name, &format!("Choose at most {most}."));
        } else if list.len() < least {
            wrong.say(name, "Choose at least one.");
        }
        if let Some(odd) = list.iter().find(|one| !is_property(one)) {
            wrong.say(name, &format!("“{odd}” is no name of a property in HubSpot."));
        } else if let Some(gone) = list.iter().find(|one| !is_there(one, there)) {
            wrong.say(name, &format!("HubSpot does not list the property {gone}. Choose another."));
        }
    }
    if !["phone", "mobilephone"].contains(&of.new_field.as_str()) {
        wrong.say("lookUp.newField", "Choose phone or mobilephone.");
    }
    if of.own_numbers.len() > OWN_NUMBERS {
        wrong.say("lookUp.ownNumbers", &format!("Enter at most {OWN_NUMBERS} numbers."));
    }
    let region = of.region.clone();
    of.own_numbers.retain(|number| !number.trim().is_empty());
    for number in &mut of.own_numbers {
        match number::e164(number, &region) {
            Some(read) => *number = read,
            None => wrong.say(
                "lookUp.ownNumbers",
                &format!("“{number}” cannot be read. Write it with + and the country code."),
            ),
        }
    }
}

fn case(wrong: &mut Wrong, of: &mut CaseSettings, known: Option<&Choices>) {
    of.subject = of.subject.trim().to_owned();
    if of.subject.chars().count() > SUBJECT || of.subject.chars().any(char::is_control) {
        wrong.say("case.subject", &format!("Enter at most {SUBJECT} characters on one line."));
    } else if let Some(odd) = odd_placeholder(&of.subject) {
        let all: Vec<String> = PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect();
        let all = all.join(", ");
        wrong.say("case.subject", &format!("“{odd}” stands for nothing. There are {all}."));
    }
    for (name, days) in [("case.appendDays", of.append_days), ("case.reopenDays", of.reopen_days)] {
        if days > LONGEST_DAYS {
            wrong.say(name, &format!("Enter at most {LONGEST_DAYS} days."));
        }
    }
    of.view = of.view.trim().to_owned();
    if of.view.len() > 20 || !of.view.bytes().all(|byte| byte.is_ascii_digit()) {
        wrong.say("case.view", "Enter the number that stands after /view/ in its address.");
    }
    for (name, id) in [("case.pipeline", &of.pipeline), ("case.stage", &of.stage)] {
        if !id.is_empty() && !is_id(id) {
            wrong.say(name, "This is no id of HubSpot's. Choose from the list.");
            return;
        }
    }
    let Some(kind) = of.kind else { return };
    if of.pipeline.is_empty() {
        wrong.say("case.pipeline", "Choose a pipeline.");
    }
    if of.stage.is_empty() {
        wrong.say("case.stage", "Choose the stage that a new one begins in.");
    }
    let there = known.map(|choices| match kind {
        CaseKind::Ticket => &choices.ticket_pipelines,
        CaseKind::Deal => &choices.deal_pipelines,
    });
    let Some(there) = there.filter(|there| !there.is_empty() && !of.pipeline.is_empty()) else {
        return;
    };
    match there.iter().find(|pipeline| pipeline.id == of.pipeline) {
        None => wrong.say("case.pipeline", "HubSpot has no such pipeline now. Choose another."),
        Some(pipeline) if !of.stage.is_empty() => {
            if pipeline.stages.iter().all(|stage| stage.id != of.stage) {
                wrong.say("case.stage", "The pipeline has no such stage now. Choose another.");
            }
        }
        Some(_) => {}
    }
}

fn pop_up(wrong: &mut Wrong, way: &str, of: &PopSettings, kind: Option<CaseKind>) {
    if of.when.is_some() && of.what == PopWhat::Case && kind.is_none() {
        wrong.say(
            &format!("pops.{way}.what"),
            "Calls are filed under no ticket or deal. Choose one above, or the customer here.",
        );
    }
}

fn outcomes(wrong: &mut Wrong, of: &mut OutcomeSettings, known: Option<&Choices>) {
    of.property = of.property.trim().to_owned();
    if !of.property.is_empty() {
        let there = known.map(|choices| &choices.call_fields);
        if !is_property(&of.property) {
            wrong.say("outcomes.property", "This is no name of a property in HubSpot.");
        } else if !is_there(&of.property, there) {
            wrong.say(
                "outcomes.property",
                "HubSpot lists no such property of call records that can be written.",
            );
        }
    }
    let mut ids = HashSet::new();
    let there = known.map(|choices| &choices.outcomes).filter(|there| !there.is_empty());
    codes(wrong, &mut of.codes, 1, &mut ids, there);
    if ids.len() > CODES {
        wrong.say("outcomes.codes", &format!("Enter at most {CODES} codes."));
    }
}

fn codes(
    wrong: &mut Wrong,
    all: &mut [Code],
    level: usize,
    ids: &mut HashSet<String>,
    there: Option<&Vec<(String, String)>>,
) {
    if level > LEVELS {
        if !all.is_empty() {
            wrong.say("outcomes.codes", &format!("Codes are at most {LEVELS} levels deep."));
        }
        return;
    }
    for code in all {
        let field = |name: &str| format!("outcomes.codes.{}.{name}", code.id);
        if !is_id(&code.id) {
            wrong.say("outcomes.codes", "The id of a code is letters, digits, - and _.");
        } else if !ids.insert(code.id.clone()) {
            wrong.say(&field("id"), "Another code has this id. Give it one of its own.");
        }
        code.label = wrong.text(&field("label"), &code.label, LABEL);
        if let Some(disposition) = &code.disposition {
            let known = there.is_none_or(|all| all.iter().any(|(id, _)| id == disposition));
            if !is_id(disposition) || !known {
                wrong
                    .say(&field("disposition"), "HubSpot has no such outcome now. Choose another.");
            }
        }
        codes(wrong, &mut code.children, level + 1, ids, there);
    }
}

fn route(wrong: &mut Wrong, n: usize, of: &mut Route, agents: &[(String, String)]) {
    let field = |name: &str| format!("routes.{n}.{name}");
    of.property = of.property.trim().to_owned();
    if !is_property(&of.property) {
        wrong.say(&field("property"), "Choose a property.");
    }
    of.value = wrong.text(&field("value"), &of.value, VALUE);
    match agents.iter().find(|(id, _)| *id == of.agent) {
        Some((_, name)) => of.agent_name.clone_from(name),
        None => wrong.say(&field("agent"), "Choose an agent of this tenant who has a line."),
    }
}

fn is_there(name: &str, there: Option<&Vec<Field>>) -> bool {
    let there = there.filter(|there| !there.is_empty());
    there.is_none_or(|there| there.iter().any(|field| field.name == name))
}

fn is_property(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !name.is_empty() && name.len() <= 100 && name.bytes().all(plain)
}

pub(super) fn is_id(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    !id.is_empty() && id.len() <= ID && id.bytes().all(plain)
}

/// The first thing in braces that stands for nothing.
fn odd_placeholder(subject: &str) -> Option<String> {
    let mut rest = subject;
    while let Some((_, after)) = rest.split_once('{') {
        let name = after.split_once('}').map_or(after, |(name, _)| name);
        if !PLACEHOLDERS.contains(&name) {
            return Some(format!("{{{name}}}"));
        }
        rest = after;
    }
    None
}
