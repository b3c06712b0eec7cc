//! Choosing many out of a list: what is shown of it, and what *Select all* means.

use std::collections::BTreeSet;

use contract::console::HubSpotUser;

/// As many as one request may name.
pub const MOST: usize = 500;

/// Whether a user is shown for what is searched: every word of it is in the name or the address.
pub fn matches(user: &HubSpotUser, searched: &str) -> bool {
    let text = format!("{} {}", user.name, user.email).to_lowercase();
    searched.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The ids of those who are shown and can be chosen.
pub fn open(users: &[HubSpotUser], searched: &str) -> Vec<String> {
    let shown = users.iter().filter(|u| !u.known && matches(u, searched));
    shown.map(|u| u.id.clone()).collect()
}

/// Whether all of those are chosen, and there are any.
pub fn all(chosen: &BTreeSet<String>, open: &[String]) -> bool {
    !open.is_empty() && open.iter().all(|id| chosen.contains(id))
}

/// Chooses all of those, or none of them; who is not shown stays as they are.
pub fn set_all(chosen: &mut BTreeSet<String>, open: &[String], on: bool) {
    for id in open {
        if on {
            chosen.insert(id.clone());
        } else {
            chosen.remove(id);
        }
    }
}

/// What is wrong with the choice, if something is.
pub fn problem(chosen: usize) -> Option<String> {
    match chosen {
        0 => Some("Choose at least one person.".to_owned()),
        n if n > MOST => Some(format!(
            "{n} are chosen; {MOST} at a time can be imported. Choose fewer, then import the rest."
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: &str, name: &str, known: bool) -> HubSpotUser {
        let email = format!("{}@northwind.example", id.to_lowercase());
        HubSpotUser { id: id.into(), name: name.into(), email, known }
    }

    fn users() -> Vec<HubSpotUser> {
        vec![
            user("a", "Ada Byron", false),
            user("b", "Kay Otis", true),
            user("c", "Ada Otis", false),
        ]
    }

    #[test]
    fn every_word_narrows_the_search() {
        assert!(matches(&users()[0], " ada  BYR"));
        assert!(matches(&users()[0], "a@north"));
        assert!(!matches(&users()[0], "ada otis"));
    }

    #[test]
    fn select_all_means_those_who_are_shown_and_new() {
        assert_eq!(open(&users(), ""), ["a", "c"]);
        assert_eq!(open(&users(), "otis"), ["c"]);
        let mut chosen = BTreeSet::from(["a".to_owned()]);
        set_all(&mut chosen, &open(&users(), "otis"), true);
        assert_eq!(chosen.len(), 2);
        assert!(all(&chosen, &open(&users(), "")));
        set_all(&mut chosen, &open(&users(), "otis"), false);
        assert_eq!(chosen, BTreeSet::from(["a".to_owned()]), "who is not shown stays chosen");
        assert!(!all(&chosen, &[]), "nobody is not everybody");
    }

    #[test]
    fn nobody_and_too_many_cannot_be_imported() {
        assert!(problem(0).is_some() && problem(501).is_some());
        assert!(problem(1).is_none() && problem(500).is_none());
    }
}
