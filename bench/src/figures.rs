//! Percentiles, and a table of three columns.

use std::fmt;

/// The value below which so many hundredths of all values are, by the nearest rank. 0 for none.
pub fn percentile(values: &[f64], hundredths: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * hundredths).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

/// Lines of a name, a value, and a word about it.
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 3]>);

impl Table {
    /// A line.
    pub fn line(&mut self, name: &str, value: impl ToString, about: &str) {
        self.0.push([name.to_owned(), value.to_string(), about.to_owned()]);
    }

    /// A heading.
    pub fn heading(&mut self, name: &str) {
        self.0.push([name.to_owned(), String::new(), String::new()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for [name, value, about] in &self.0 {
            match (value.is_empty(), about.is_empty()) {
                (true, _) => writeln!(f, "\n{name}")?,
                (_, true) => writeln!(f, "  {name:<44} {value:>22}")?,
                _ => writeln!(f, "  {name:<44} {value:>22}  {about}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let all: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(percentile(&all, 50), 100.0);
        assert_eq!(percentile(&all, 99), 198.0);
        assert_eq!(percentile(&[7.0], 95), 7.0);
        assert_eq!(percentile(&[], 95), 0.0);
    }
}
