//! What can be chosen from HubSpot's own lists, and what was chosen that is no longer there.

use contract::console::{Choices, Field, Pipeline, RingGroup};

/// A value and its name.
pub type Option = (String, String);

/// What stands behind something that HubSpot does not have any more.
const GONE: &str = "(no longer in HubSpot)";

/// Adds what is chosen where the list lacks it, so that it does not change by being looked at.
fn with_chosen(mut options: Vec<Option>, chosen: &str, known: bool) -> Vec<Option> {
    if !chosen.is_empty() && !options.iter().any(|(key, _)| key == chosen) {
        let shown = if known { format!("{chosen} {GONE}") } else { chosen.to_owned() };
        options.insert(0, (chosen.to_owned(), shown));
    }
    options
}

/// The pipelines, with the one that is chosen.
pub fn pipelines(all: &[Pipeline], chosen: &str) -> Vec<Option> {
    let mut options = Vec::with_capacity(all.len() + 1);
    if chosen.is_empty() {
        options.push((String::new(), "Choose a pipeline".to_owned()));
    }
    options.extend(all.iter().map(|p| (p.id.clone(), p.label.clone())));
    with_chosen(options, chosen, !all.is_empty())
}

/// The stages of a pipeline, closed ones marked, with the one that is chosen.
pub fn stages(all: &[Pipeline], pipeline: &str, chosen: &str) -> Vec<Option> {
    let own = all.iter().find(|p| p.id == pipeline);
    let mut options = Vec::new();
    if chosen.is_empty() {
        let says = if own.is_some() { "Choose a stage" } else { "Choose a pipeline first" };
        options.push((String::new(), says.to_owned()));
    }
    options.extend(own.into_iter().flat_map(|p| &p.stages).map(|stage| {
        let closed = if stage.closed { " (closed)" } else { "" };
        (stage.id.clone(), format!("{}{closed}", stage.label))
    }));
    with_chosen(options, chosen, own.is_some())
}

/// The first stage of a pipeline that is open: where a new one usually begins.
pub fn first_stage(all: &[Pipeline], pipeline: &str) -> String {
    let own = all.iter().find(|p| p.id == pipeline);
    let stage = own.and_then(|p| p.stages.iter().find(|s| !s.closed).or(p.stages.first()));
    stage.map(|s| s.id.clone()).unwrap_or_default()
}

/// What a property is called: its label, and its name where several have that label.
pub fn field_name(all: &[Field], name: &str) -> String {
    match all.iter().find(|f| f.name == name) {
        None if all.is_empty() => name.to_owned(),
        None => format!("{name} {GONE}"),
        Some(field) => labelled(all, field),
    }
}

fn labelled(all: &[Field], field: &Field) -> String {
    let same = all.iter().filter(|f| f.label == field.label).count();
    match (field.label.is_empty(), same) {
        (true, _) => field.name.clone(),
        (false, 1) => field.label.clone(),
        (false, _) => format!("{} ({})", field.label, field.name),
    }
}

/// The properties that can still be added, by their names for people.
pub fn addable(all: &[Field], taken: &[String], phones: bool) -> Vec<Option> {
    let fits =
        |f: &&Field| !phones || matches!(f.kind.as_str(), "phone_number" | "string" | "number");
    let free = all.iter().filter(fits).filter(|f| !taken.contains(&f.name));
    let mut options: Vec<_> =
        free.map(|f| (f.kind != "phone_number", labelled(all, f), f)).collect();
    // Phone numbers first where those are looked for.
    options.sort_by_key(|(other, label, _)| (phones && *other, label.to_lowercase()));
    options.into_iter().map(|(_, label, f)| (f.name.clone(), label)).collect()
}

/// All properties, with none at the top where nothing is chosen.
pub fn fields(all: &[Field], chosen: &str, none: &str) -> Vec<Option> {
    let mut options = vec![(String::new(), none.to_owned())];
    options.extend(addable(all, &[], false));
    with_chosen(options, chosen, !all.is_empty())
}

/// HubSpot's outcomes, with none at the top.
pub fn outcomes(all: &[Option], chosen: &str) -> Vec<Option> {
    let mut options = vec![(String::new(), "None".to_owned())];
    options.extend(all.iter().cloned());
    with_chosen(options, chosen, !all.is_empty())
}

/// The agents, with the one that is chosen under the name that was known.
pub fn agents(all: &[Option], chosen: &str, name: &str) -> Vec<Option> {
    let mut options = Vec::with_capacity(all.len() + 1);
    if chosen.is_empty() {
        options.push((String::new(), "Choose an agent".to_owned()));
    } else if !all.iter().any(|(id, _)| id == chosen) {
        let known = if name.is_empty() { chosen } else { name };
        let left = if all.is_empty() { "" } else { " (not here any more)" };
        options.push((chosen.to_owned(), format!("{known}{left}")));
    }
    options.extend(all.iter().cloned());
    options
}

/// The agents to choose a group's members from, with those members who are not here any more.
pub fn members(all: &[Option], group: &RingGroup) -> Vec<Option> {
    let mut options = all.to_vec();
    for (at, id) in group.agents.iter().enumerate() {
        if !all.is_empty() && !all.iter().any(|(known, _)| known == id) {
            let name = group.agent_names.get(at).unwrap_or(id);
            options.push((id.clone(), format!("{name} (not here any more)")));
        }
    }
    options
}

/// Whether HubSpot was asked and told of fields.
pub fn known(choices: &Choices) -> bool {
    choices.asked.is_some() && !choices.contact_fields.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::console::PipelineStage;

    fn field(name: &str, label: &str, kind: &str) -> Field {
        Field { name: name.into(), label: label.into(), kind: kind.into() }
    }

    fn pipeline() -> Pipeline {
        let stage =
            |id: &str, closed| PipelineStage { id: id.into(), label: id.to_uppercase(), closed };
        let stages = vec![stage("z", true), stage("a", false), stage("b", true)];
        Pipeline { id: "0".into(), label: "Support".into(), stages }
    }

    #[test]
    fn the_stages_are_those_of_the_chosen_pipeline_and_closed_ones_say_so() {
        let shown = stages(&[pipeline()], "0", "a");
        let shown: Vec<_> = shown.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(shown, ["Z (closed)", "A", "B (closed)"]);
        assert_eq!(first_stage(&[pipeline()], "0"), "a");
        assert_eq!(stages(&[pipeline()], "", "")[0].1, "Choose a pipeline first");
    }

    #[test]
    fn what_is_chosen_stays_though_hubspot_has_it_no_more() {
        assert_eq!(
            pipelines(&[pipeline()], "9")[0],
            ("9".into(), "9 (no longer in HubSpot)".into())
        );
        assert_eq!(pipelines(&[], "9"), [("9".into(), "9".into())], "nothing is known");
        assert_eq!(stages(&[pipeline()], "0", "gone")[0].1, "gone (no longer in HubSpot)");
        let agents = agents(&[("1".into(), "Ada".into())], "7", "Mara");
        assert_eq!(agents[0].1, "Mara (not here any more)");
    }

    #[test]
    fn phone_numbers_come_first_among_fields_that_hold_numbers() {
        let all = [
            field("city", "City", "string"),
            field("phone", "Phone", "phone_number"),
            field("born", "Born", "date"),
            field("mobilephone", "Mobile", "phone_number"),
        ];
        let names = |taken: &[String], phones| -> Vec<String> {
            addable(&all, taken, phones).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&[], true), ["mobilephone", "phone", "city"]);
        assert_eq!(names(&["phone".into()], false), ["born", "city", "mobilephone"]);
    }

    #[test]
    fn fields_of_the_same_label_are_told_apart() {
        let all =
            [field("a", "Tier", "string"), field("b", "Tier", "string"), field("c", "C", "string")];
        assert_eq!(field_name(&all, "a"), "Tier (a)");
        assert_eq!(field_name(&all, "c"), "C");
        assert_eq!(field_name(&all, "gone"), "gone (no longer in HubSpot)");
        assert_eq!(field_name(&[], "phone"), "phone");
    }
}
