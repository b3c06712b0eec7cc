//! Where a form's problems are shown: at their field, or above the form where no field has them.

use contract::console::FieldProblem;

use super::failure::Failure;

/// What is wrong with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// What concerns all of it.
    pub general: Option<String>,
    fields: Vec<FieldProblem>,
}

impl Problems {
    /// Something that concerns all of the form.
    pub fn says(text: &str) -> Self {
        Self { general: Some(text.to_owned()), fields: Vec::new() }
    }

    /// Something that is wrong with one field.
    pub fn at_field(field: &str, text: &str) -> Self {
        let problem = FieldProblem { field: field.to_owned(), message: text.to_owned() };
        Self { general: None, fields: vec![problem] }
    }

    /// Places what a failure says among the fields that the form has. What names another field is
    /// said above the form, so that nothing is lost.
    pub fn of(failure: &Failure, form: &[&str]) -> Self {
        let Failure::Refused(refused) = failure else {
            return Self::says(&failure.to_string());
        };
        let (fields, others): (Vec<_>, Vec<_>) =
            refused.fields.iter().cloned().partition(|f| form.contains(&f.field.as_str()));
        let mut general = Vec::new();
        if fields.is_empty() && others.is_empty() {
            general.push(refused.message.clone());
        }
        general.extend(others.into_iter().map(|f| format!("{}: {}", f.field, f.message)));
        let general = (!general.is_empty()).then(|| general.join(" "));
        Self { general, fields }
    }

    /// As [`Problems::of`], for a form whose fields come and go. What names a part of a field, or a
    /// field that is a part of the form's, is said at the nearest.
    pub fn near(failure: &Failure, form: &[String]) -> Self {
        let Failure::Refused(refused) = failure else {
            return Self::says(&failure.to_string());
        };
        let mut found = refused.clone();
        for problem in &mut found.fields {
            let (field, entry) = nearest(&problem.field, form);
            if let Some(entry) = entry {
                problem.message = format!("Entry {entry}: {}", problem.message);
            }
            problem.field = field;
        }
        let form: Vec<_> = form.iter().map(String::as_str).collect();
        Self::of(&Failure::Refused(found), &form)
    }

    /// Whether nothing is wrong.
    pub fn none(&self) -> bool {
        self.general.is_none() && self.fields.is_empty()
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<String> {
        self.fields.iter().find(|f| f.field == field).map(|f| f.message.clone())
    }

    /// The first of the form's fields that something is wrong with, in the form's order.
    pub fn first<'a>(&self, form: &[&'a str]) -> Option<&'a str> {
        form.iter().copied().find(|name| self.at(name).is_some())
    }

    /// The field is being changed: what was said of it is no longer true.
    pub fn clear(&mut self, field: &str) {
        self.fields.retain(|f| f.field != field);
    }
}

/// The field of a form that another name is nearest to, and which of its entries it names, from 1.
fn nearest(name: &str, form: &[String]) -> (String, Option<usize>) {
    let has = |name: &str| form.iter().any(|f| f == name);
    let inside = |f: &&String| f.strip_prefix(name).is_some_and(|f| f.starts_with('.'));
    if let Some(first) = form.iter().find(inside).filter(|_| !has(name)) {
        return (first.clone(), None);
    }
    let mut around = name;
    while !has(around) {
        let Some((shorter, _)) = around.rsplit_once('.') else { return (name.to_owned(), None) };
        around = shorter;
    }
    let rest = name.get(around.len() + 1..).unwrap_or_default();
    (around.to_owned(), rest.parse::<usize>().ok().map(|n| n + 1))
}

/// The lines of a table that something is wrong with, as sentences.
pub fn lines(failure: &Failure) -> Vec<String> {
    match failure {
        Failure::Refused(refused) if !refused.fields.is_empty() => {
            refused.fields.iter().map(line).collect()
        }
        _ => vec![failure.to_string()],
    }
}

fn line(problem: &FieldProblem) -> String {
    let mut place = problem.field.chars();
    let first = place.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}: {}", place.as_str(), problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::console::Refused;

    fn refused(fields: &[(&str, &str)]) -> Failure {
        let fields = fields
            .iter()
            .map(|(field, message)| FieldProblem {
                field: (*field).into(),
                message: (*message).into(),
            })
            .collect();
        Failure::Refused(Refused { code: "invalid".into(), message: "Look.".into(), fields })
    }

    const FORM: [&str; 2] = ["name", "email"];

    #[test]
    fn a_problem_stands_at_its_field_and_the_first_in_the_form_gets_the_focus() {
        let problems = Problems::of(&refused(&[("email", "No."), ("name", "Empty.")]), &FORM);
        assert_eq!(problems.at("email").as_deref(), Some("No."));
        assert_eq!(problems.first(&FORM), Some("name"));
        assert_eq!(problems.general, None);
    }

    #[test]
    fn a_field_that_the_form_lacks_is_told_above_it() {
        let problems = Problems::of(&refused(&[("tenant", "Gone.")]), &FORM);
        assert_eq!(problems.general.as_deref(), Some("tenant: Gone."));
        assert_eq!(problems.first(&FORM), None);
    }

    #[test]
    fn without_fields_the_sentence_stands_above_the_form() {
        assert_eq!(Problems::of(&refused(&[]), &FORM).general.as_deref(), Some("Look."));
        assert!(Problems::of(&Failure::NoAnswer, &FORM).general.is_some());
    }

    #[test]
    fn typing_takes_the_problem_of_that_field_away_only() {
        let mut problems = Problems::of(&refused(&[("email", "No."), ("name", "Empty.")]), &FORM);
        problems.clear("name");
        assert_eq!(problems.first(&FORM), Some("email"));
    }

    #[test]
    fn what_names_a_part_of_a_field_or_more_than_one_stands_at_the_nearest() {
        let form = ["lookUp.ownNumbers", "outcomes.codes", "outcomes.codes.won.label", "keepDays"];
        let form = form.map(str::to_owned);
        let told = refused(&[
            ("lookUp.ownNumbers.2", "No number."),
            ("outcomes.codes.won", "Twice."),
            ("outcomes", "Too many."),
            ("tenant", "Gone."),
        ]);
        let problems = Problems::near(&told, &form);
        assert_eq!(problems.at("lookUp.ownNumbers").as_deref(), Some("Entry 3: No number."));
        assert_eq!(problems.at("outcomes.codes.won.label").as_deref(), Some("Twice."));
        assert_eq!(problems.at("outcomes.codes").as_deref(), Some("Too many."));
        assert_eq!(problems.general.as_deref(), Some("tenant: Gone."));
        let problems = Problems::near(&refused(&[("outcomes.codes.won.label", "Empty.")]), &form);
        assert_eq!(problems.at("outcomes.codes.won.label").as_deref(), Some("Empty."));
        assert!(Problems::default().none() && !problems.none());
    }

    #[test]
    fn a_table_s_problems_name_their_lines() {
        assert_eq!(lines(&refused(&[("line 3", "email: No.")])), ["Line 3: email: No."]);
        assert_eq!(lines(&refused(&[])), ["Look."]);
    }
}
