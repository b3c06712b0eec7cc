//! Rows of the feature list, and the markers by which tests name them.
//!
//! A marker is `row!(…)` with one or more ids between the brackets, in a comment above the test
//! (or in its body); a line may hold several:
//!
//! ```text
//! // row!(U35, L7)
//! #[test]
//! fn a_ring_is_announced_once() { … }
//! ```

use std::fmt;

/// The id of a row: a letter for its table and a number, such as `U35`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The table: U, I, K, C, O, P, or L for the numbered lessons.
    pub family: char,
    /// The number in it.
    pub number: u32,
}

impl RowId {
    /// Reads `U35`.
    pub fn read(word: &str) -> Option<Self> {
        let mut letters = word.trim().chars();
        let family = letters.next().filter(char::is_ascii_uppercase)?;
        let digits = letters.as_str();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self { family, number: digits.parse().ok()? })
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.family, self.number)
    }
}

/// The ids in the tables of the feature list, in its order. The plain numbers of section 3 are
/// the lessons, `L1` and on.
pub fn in_feature_list(text: &str) -> Vec<RowId> {
    let mut lessons = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            lessons = title.starts_with("3.");
        }
        let Some(cell) = line.strip_prefix('|').and_then(|rest| rest.split('|').next()) else {
            continue;
        };
        let cell = cell.trim();
        let id = match cell.parse::<u32>() {
            Ok(number) if lessons => Some(RowId { family: 'L', number }),
            _ => RowId::read(cell),
        };
        found.extend(id.filter(|id| !found.contains(id)));
    }
    found
}

/// Each id that a source text names, with the test that it is about: the next function below the
/// marker, or the one around it where none follows in its block.
pub fn markers(source: &str) -> Vec<(RowId, String)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for rest in line.split("row!(").skip(1) {
            let Some((ids, _)) = rest.split_once(')') else { continue };
            let Some(test) = test_of(&lines, at) else { continue };
            let ids = ids.split(',').filter_map(|word| RowId::read(word.trim().trim_matches('"')));
            found.extend(ids.map(|id| (id, test.to_owned())));
        }
    }
    found
}

/// The function that a marker on line `at` is about.
fn test_of<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    // Above a function there are only comments, attributes and blank lines.
    let heading = |line: &&&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with("//") || line.starts_with('#') || line.starts_with(')')
    };
    let below = lines[at + 1..].iter().find(|line| !heading(line)).and_then(|line| function(line));
    below.or_else(|| lines[..at].iter().rev().find_map(|line| function(line)))
}

/// The name of the function that begins on this line.
fn function(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with("//") {
        return None;
    }
    let at = if line.starts_with("fn ") { 3 } else { line.find(" fn ")? + 4 };
    line[at..].split(['(', '<', ' ']).next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(ids: &[RowId]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rows_and_lessons_are_read_from_the_tables() {
        let text = "# What\n| ID | Capability |\n|---|---|\n| U1 | first |\n| U2 | of `| U9 |` |\n\
                    ## 2. More\n| 7 | no lesson |\n| P14 | x |\n\
                    ## 3. What users complain about\n| # | Complaint |\n| 1 | gone |\n| 25 | wrong |\n";
        assert_eq!(names(&in_feature_list(text)), ["U1", "U2", "P14", "L1", "L25"]);
    }

    #[test]
    fn a_marker_names_the_test_below_it() {
        let source = format!(
            "// {m}U35, L7)\n#[test]\nfn rings_once() {{}}\n\n/// {m}U36)\n#[tokio::test]\nasync fn stops() {{}}\n",
            m = concat!("row", "!(")
        );
        let found: Vec<String> =
            markers(&source).into_iter().map(|(id, test)| format!("{id} {test}")).collect();
        assert_eq!(found, ["U35 rings_once", "L7 rings_once", "U36 stops"]);
    }

    #[test]
    fn a_line_may_hold_several_markers() {
        let source =
            format!("// {m}U1) {m}U2, L3)\n#[test]\nfn links() {{}}\n", m = concat!("row", "!("));
        let ids: Vec<RowId> = markers(&source).into_iter().map(|(id, _)| id).collect();
        assert_eq!(names(&ids), ["U1", "U2", "L3"]);
    }

    #[test]
    fn a_marker_inside_a_test_names_that_test() {
        let source = format!(
            "fn dials() {{\n    {m}U34);\n    dial();\n}}\nfn other() {{}}\n",
            m = concat!("row", "!(")
        );
        let found = markers(&source);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, "dials");
    }

    #[test]
    fn what_is_no_id_is_passed_over() {
        for word in ["", "U", "35", "u3", "U3x", "…"] {
            assert_eq!(RowId::read(word), None, "{word}");
        }
    }
}
