//! Which rows of the feature list each issue names.

use crate::rows::RowId;

const TABLE: &str = include_str!("../issues.txt");

/// The rows that an issue names, in the table's order; `None` for an issue without an entry.
pub fn of_issue(issue: u32) -> Option<Vec<RowId>> {
    read(TABLE, issue)
}

fn read(table: &str, issue: u32) -> Option<Vec<RowId>> {
    let line = table.lines().find_map(|line| {
        let (number, rows) = line.split_once(':')?;
        (number.trim().parse() == Ok(issue)).then_some(rows)
    })?;
    Some(line.split_whitespace().flat_map(range).collect())
}

/// `U34` or `U34-U40`. A word that is neither names nothing.
fn range(word: &str) -> Vec<RowId> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    match (RowId::read(first), RowId::read(last)) {
        (Some(first), Some(last)) if first.family == last.family => {
            (first.number..=last.number).map(|number| RowId { number, ..first }).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_every_row_in_it() {
        let rows = read("1: X9\n7: U1-U3 L8\n", 7).unwrap();
        let names: Vec<String> = rows.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["U1", "U2", "U3", "L8"]);
        assert_eq!(read("7: U1", 8), None);
    }

    #[test]
    fn every_word_of_the_real_table_is_a_row_or_a_range() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (number, rows) = line.split_once(':').unwrap();
            assert!(number.parse::<u32>().is_ok(), "{line}");
            for word in rows.split_whitespace() {
                assert!(!range(word).is_empty(), "{word} in: {line}");
            }
        }
    }
}
