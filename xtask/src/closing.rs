//! The closing lines of test runners, and what they add up to.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed or ran out of time.
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The closing lines in a runner's output that speak of at least one test, each with its counts.
pub fn closing_lines(output: &str) -> Vec<(&str, Counts)> {
    output
        .lines()
        .filter_map(|line| Some((line.trim(), counts(line.trim())?)))
        .filter(|(_, counts)| *counts != Counts::default())
        .collect()
}

/// Reads `test result: ok. 3 passed; 0 failed; …` of cargo test, and
/// `Summary [ 0.1s] 4 tests run: 3 passed, 1 failed, 0 skipped` of nextest.
fn counts(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ").or_else(|| line.strip_prefix("Summary ["))?;
    let mut found = Counts::default();
    let mut number = 0;
    let words = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '(' | ')');
    for word in rest.split(words).filter(|word| !word.is_empty()) {
        match word {
            "passed" => found.passed += number,
            "failed" | "timed" | "exec" => found.failed += number,
            _ => number = word.parse().unwrap_or(0),
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_is_understood() {
        let line = "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 3 filtered out";
        assert_eq!(closing_lines(line), [(line, Counts { passed: 7, failed: 2 })]);
    }

    #[test]
    fn nextest_is_understood() {
        let line = "Summary [   0.006s] 5 tests run: 4 passed (1 slow), 1 timed out, 2 skipped";
        let output = format!("------------\n     {line}\n");
        assert_eq!(closing_lines(&output), [(line, Counts { passed: 4, failed: 1 })]);
    }

    #[test]
    fn a_run_without_tests_says_nothing() {
        assert!(closing_lines("running 0 tests\ntest result: ok. 0 passed; 0 failed\n").is_empty());
    }
}
