//! Codes from pasted lines: the deeper a line is indented, the deeper its level.

use contract::console::Code;

use super::outline::{DEEPEST, MOST, count};

/// As many characters as a label may have.
pub const LABEL: usize = 150;

/// What was read of pasted lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The codes.
    pub codes: Vec<Code>,
    /// What is wrong, by line.
    pub problems: Vec<String>,
}

/// Reads lines. `id` gives the id of the n-th code; `there` is how many codes there are already.
pub fn read(text: &str, there: usize, id: impl Fn(usize) -> String) -> Pasted {
    let mut pasted = Pasted::default();
    let mut widths: Vec<usize> = Vec::new();
    let mut made = 0;
    for (n, line) in text.lines().enumerate() {
        let label = label(line);
        if label.is_empty() {
            continue;
        }
        let width = width(line);
        while widths.last().is_some_and(|last| *last >= width) {
            widths.pop();
        }
        widths.push(width);
        let (n, level) = (n + 1, widths.len());
        if level > DEEPEST {
            pasted.problems.push(format!("Line {n} is on level {level}; there are {DEEPEST}."));
        } else if label.chars().count() > LABEL {
            pasted.problems.push(format!("Line {n} is longer than {LABEL} characters."));
        } else {
            put(&mut pasted.codes, level, label, id(made));
            made += 1;
        }
    }
    let all = there + count(&pasted.codes);
    if all > MOST {
        pasted.problems.push(format!("That would be {all} codes; there can be {MOST}."));
    }
    pasted
}

/// What was read, in a few words.
pub fn told(codes: &[Code]) -> String {
    fn groups(codes: &[Code]) -> usize {
        let own = codes.iter().filter(|c| !c.children.is_empty());
        own.map(|c| 1 + groups(&c.children)).sum()
    }
    let groups = groups(codes);
    let leaves = count(codes) - groups;
    let many =
        |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    match (leaves, groups) {
        (0, _) => "Nothing yet.".to_owned(),
        (leaves, 0) => format!("{}.", many(leaves, "code")),
        (leaves, groups) => format!("{} in {}.", many(leaves, "code"), many(groups, "group")),
    }
}

fn put(codes: &mut Vec<Code>, level: usize, label: &str, id: String) {
    match codes.last_mut() {
        Some(last) if level > 1 => put(&mut last.children, level - 1, label, id),
        _ => codes.push(Code {
            id,
            label: label.to_owned(),
            disposition: None,
            only: None,
            children: Vec::new(),
        }),
    }
}

/// How far a line is indented; a tab is four spaces.
fn width(line: &str) -> usize {
    let blank = line.chars().take_while(|c| c.is_whitespace());
    blank.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// What a line says, without the mark of a list.
fn label(line: &str) -> &str {
    let text = line.trim();
    let marks = ["- ", "* ", "• "];
    marks.into_iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text).trim_start()
}

#[cfg(test)]
mod tests {
    use super::super::outline::lines;
    use super::*;

    fn of(text: &str) -> Pasted {
        read(text, 0, |n| format!("id{n}"))
    }

    fn drawn(text: &str) -> Vec<String> {
        let codes = of(text).codes;
        lines(&codes)
            .iter()
            .map(|l| format!("{}{}", "-".repeat(l.level - 1), l.code.label))
            .collect()
    }

    #[test]
    fn the_indent_of_a_line_is_its_level() {
        let text = "Sales\n  Won\n  Lost\n    Too dear\n\nSupport\n\tSolved";
        assert_eq!(drawn(text), ["Sales", "-Won", "-Lost", "--Too dear", "Support", "-Solved"]);
        let ids: Vec<_> = lines(&of(text).codes).into_iter().map(|l| l.code.id).collect();
        assert_eq!(ids, ["id0", "id1", "id2", "id3", "id4", "id5"]);
        assert_eq!(told(&of(text).codes), "3 codes in 3 groups.");
    }

    #[test]
    fn lists_with_marks_and_uneven_indents_are_read_too() {
        assert_eq!(
            drawn("- Sales\n   * Won\n  - Lost\n• Other"),
            ["Sales", "-Won", "-Lost", "Other"]
        );
        assert_eq!(drawn("    a\n  b\n      c"), ["a", "b", "-c"]);
    }

    #[test]
    fn what_cannot_be_taken_is_named_by_its_line() {
        let deep = "1\n 2\n  3\n   4\n    5\n     6";
        assert_eq!(of(deep).problems, ["Line 6 is on level 6; there are 5."]);
        let long = format!("\n{}", "x".repeat(151));
        assert_eq!(of(&long).problems, ["Line 2 is longer than 150 characters."]);
        let many = "x\n".repeat(10);
        let pasted = read(&many, 495, |n| n.to_string());
        assert_eq!(pasted.problems, ["That would be 505 codes; there can be 500."]);
    }

    #[test]
    fn nothing_pasted_is_told_so() {
        assert_eq!(of("\n  \n"), Pasted::default());
        assert_eq!(told(&[]), "Nothing yet.");
        assert_eq!(told(&of("a").codes), "1 code.");
    }
}
