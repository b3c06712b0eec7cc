//! Ids of codes and reasons: made from their labels once, and the same for ever after.

use std::collections::BTreeSet;

use contract::{Reason, console::Code};

/// What the id of a code begins with that was never saved.
const NEW: &str = "new-";
/// As long as an id may be.
const LONGEST: usize = 64;

/// An id for a code that is being made: the moment, and a count that no other of it has.
pub fn fresh(now: u64, count: usize) -> String {
    format!("{NEW}{now:x}-{count}")
}

/// Gives every new code the id that it keeps: its label in small letters. What codes are stored
/// under their id in HubSpot stays readable so.
pub fn settle(codes: &mut [Code]) {
    let mut taken = BTreeSet::new();
    walk(codes, &mut |code| {
        if !code.id.starts_with(NEW) {
            taken.insert(code.id.clone());
        }
    });
    walk(codes, &mut |code| {
        if code.id.starts_with(NEW) {
            code.id = free(&slug(&code.label), &taken);
            taken.insert(code.id.clone());
        }
    });
}

/// The same for reasons to be unavailable.
pub fn settle_reasons(reasons: &mut [Reason]) {
    let old = reasons.iter().filter(|reason| !reason.id.starts_with(NEW));
    let mut taken: BTreeSet<String> = old.map(|reason| reason.id.clone()).collect();
    for reason in reasons.iter_mut().filter(|reason| reason.id.starts_with(NEW)) {
        reason.id = free(&slug(&reason.label), &taken);
        taken.insert(reason.id.clone());
    }
}

fn walk(codes: &mut [Code], see: &mut impl FnMut(&mut Code)) {
    for code in codes {
        see(code);
        walk(&mut code.children, see);
    }
}

fn free(slug: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let mut all = std::iter::once(slug.to_owned()).chain(numbered);
    all.find(|id| !taken.contains(id)).unwrap_or_default()
}

/// A label in small letters and digits of ASCII, with `-` between words.
fn slug(label: &str) -> String {
    let small = label.to_lowercase();
    let words = small.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    // Room for a number behind it. Nothing but ASCII is in it.
    slug.truncate(LONGEST - 8);
    match slug.trim_end_matches('-') {
        "" => "code".to_owned(),
        slug if slug.starts_with(NEW) || slug == "new" => format!("code-{slug}"),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(id: &str, label: &str) -> Code {
        let (id, label) = (id.to_owned(), label.to_owned());
        Code { id, label, disposition: None, only: None, children: Vec::new() }
    }

    #[test]
    fn a_new_code_gets_its_label_as_id_and_keeps_it() {
        let mut codes = vec![code(&fresh(1, 0), "Call back (later)!"), code("won", "Lost")];
        settle(&mut codes);
        assert_eq!(codes[0].id, "call-back-later");
        assert_eq!(codes[1].id, "won", "a renamed code is the same code");
        codes[0].label = "Something else".into();
        settle(&mut codes);
        assert_eq!(codes[0].id, "call-back-later");
    }

    #[test]
    fn no_two_codes_get_the_same_id() {
        let mut inside = code(&fresh(1, 0), "Sales");
        inside.children = vec![code(&fresh(1, 1), "Other")];
        let mut codes = vec![inside, code(&fresh(1, 2), "Other"), code("other", "Other")];
        settle(&mut codes);
        assert_eq!(codes[0].children[0].id, "other-2");
        assert_eq!(codes[1].id, "other-3");
    }

    #[test]
    fn a_new_reason_gets_an_id_of_its_own_and_a_renamed_one_keeps_it() {
        let reason = |id: &str, label: &str| Reason { id: id.into(), label: label.into() };
        let mut reasons =
            [reason(&fresh(1, 0), "Break"), reason("break", "Lunch"), reason(&fresh(1, 1), "")];
        settle_reasons(&mut reasons);
        let ids = reasons.map(|reason| reason.id);
        assert_eq!(ids, ["break-2", "break", "code"]);
    }

    #[test]
    fn every_label_gives_an_id_that_is_allowed() {
        for label in ["", "???", "Ärger", "日本", "new deal", "New", &"x".repeat(150)] {
            let mut codes = vec![code(&fresh(1, 0), label)];
            settle(&mut codes);
            let id = &codes[0].id;
            assert!(!id.is_empty() && id.len() <= LONGEST && !id.starts_with(NEW), "{label}: {id}");
            assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{label}: {id}");
        }
    }
}
