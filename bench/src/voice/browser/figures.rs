//! What was measured, in the order in which it was measured first.

use std::sync::{Mutex, PoisonError};

use crate::figures::{Table, percentile};

/// Lines of a name, a word about it, and all that was measured: milliseconds.
#[derive(Debug, Default)]
pub struct Figures(Vec<(String, &'static str, Vec<f64>)>);

impl Figures {
    /// Shows them.
    pub fn show(&self, table: &mut Table) {
        for (name, about, all) in &self.0 {
            let at = |hundredths| percentile(all, hundredths);
            let value = format!("{:.0} / {:.0} / {:.0} ms", at(50), at(95), at(100));
            table.line(name, value, &format!("{} samples{about}", all.len()));
        }
    }
}

/// Adds one.
pub fn add(figures: &Mutex<Figures>, name: &str, about: &'static str, value: f64) {
    let all = &mut figures.lock().unwrap_or_else(PoisonError::into_inner).0;
    match all.iter_mut().find(|(known, ..)| known == name) {
        Some((.., values)) => values.push(value),
        None => all.push((name.to_owned(), about, vec![value])),
    }
}
