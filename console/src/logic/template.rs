//! The subject of a new ticket or deal: its placeholders, and how it reads for a call.

/// A placeholder: what is written, what it stands for, and what an example has in its place.
pub const PLACEHOLDERS: [(&str, &str, &str); 6] = [
    ("{way}", "Call from or Call to", "Call from"),
    ("{name}", "Who it is", "Ada Byron"),
    ("{number}", "Their number", "+44 20 7946 0958"),
    ("{agent}", "The agent", "Mara Lindqvist"),
    ("{line}", "The agent's line", "+44 20 7946 0100"),
    ("{date}", "The day", "12 November 2026"),
];
/// As many characters as it may have.
pub const LONGEST: usize = 200;
/// What stands for an empty one.
const USUAL: &str = "{way} {name}";

/// How it reads for an example of a call.
pub fn example(template: &str) -> String {
    let template = if template.trim().is_empty() { USUAL } else { template.trim() };
    PLACEHOLDERS
        .iter()
        .fold(template.to_owned(), |text, (mark, _, stands)| text.replace(mark, stands))
}

/// What is wrong with it, if something is.
pub fn problem(template: &str) -> Option<String> {
    let length = template.trim().chars().count();
    if length > LONGEST {
        return Some(format!("This has {length} characters; at most {LONGEST} fit."));
    }
    let unknown = unknown(template)?;
    Some(format!("{unknown} is no placeholder. Those above are all there are."))
}

/// The first pair of braces that is no placeholder.
fn unknown(template: &str) -> Option<String> {
    let mut rest = template;
    while let Some(begin) = rest.find('{') {
        let from = rest.get(begin..)?;
        let end = from.find('}')? + 1;
        let mark = from.get(..end)?;
        if !PLACEHOLDERS.iter().any(|(known, ..)| *known == mark) {
            return Some(mark.to_owned());
        }
        rest = from.get(end..)?;
    }
    None
}

/// Puts a placeholder where the caret is (in UTF-16 units, as browsers count), with a blank towards
/// words beside it. Gives the text and where the caret is then.
pub fn insert(template: &str, caret: usize, mark: &str) -> (String, usize) {
    let mut units = 0;
    let at = template
        .char_indices()
        .find_map(|(at, c)| {
            let here = (units >= caret).then_some(at);
            units += c.len_utf16();
            here
        })
        .unwrap_or(template.len());
    let (before, after) = template.split_at(at);
    let lead = if before.is_empty() || before.ends_with([' ', '(', '"']) { "" } else { " " };
    let tail =
        if after.is_empty() || after.starts_with([' ', ')', ',', '.', '"']) { "" } else { " " };
    let begun = format!("{before}{lead}{mark}");
    let caret = begun.encode_utf16().count();
    (format!("{begun}{tail}{after}"), caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_every_placeholder_filled_in() {
        assert_eq!(example(""), "Call from Ada Byron");
        assert_eq!(
            example("{number}: {name} ({agent})"),
            "+44 20 7946 0958: Ada Byron (Mara Lindqvist)"
        );
        let all: String = PLACEHOLDERS.iter().map(|(mark, ..)| *mark).collect();
        assert!(!example(&all).contains('{'));
    }

    #[test]
    fn what_is_no_placeholder_is_named() {
        assert_eq!(problem("{way} {name}"), None);
        assert!(problem("{way} {nmae}").is_some_and(|p| p.starts_with("{nmae} is no placeholder")));
        assert_eq!(problem("an open { stays"), None);
        assert!(problem(&"x".repeat(201)).is_some_and(|p| p.contains("201")));
    }

    #[test]
    fn a_placeholder_goes_where_the_caret_is() {
        assert_eq!(insert("", 0, "{name}"), ("{name}".into(), 6));
        assert_eq!(insert("Call: done", 5, "{name}"), ("Call: {name} done".into(), 12));
        assert_eq!(insert("Anruf für", 9, "{name}"), ("Anruf für {name}".into(), 16));
        assert_eq!(insert("📞 x", 2, "{date}").0, "📞 {date} x");
        assert_eq!(insert("abc", 99, "{way}").0, "abc {way}");
    }
}
