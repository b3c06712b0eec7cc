//! Short texts that are made from values.

use contract::console::{Imported, Person, Role};

/// A role's name.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "Agent",
        Role::Administrator => "Administrator",
        Role::Owner => "Owner",
    }
}

/// What a role may do.
pub fn may(role: Role) -> &'static str {
    match role {
        Role::Agent => "Takes and makes calls. Sees nothing of this console.",
        Role::Administrator => "Sets this tenant up: its people and its link to HubSpot.",
        Role::Owner => "Sets up every tenant, and makes tenants.",
    }
}

/// A role's name in a form, and back.
pub fn role_value(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Administrator => "administrator",
        Role::Owner => "owner",
    }
}

/// The role that a form's value names; the one that may least for any other value.
pub fn role_of(value: &str) -> Role {
    match value {
        "owner" => Role::Owner,
        "administrator" => Role::Administrator,
        _ => Role::Agent,
    }
}

/// How a person stands, for the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// May sign in, and has.
    Active,
    /// Has an invitation that is open until then.
    Invited(u64),
    /// May sign in but never has, and has no invitation.
    NeverSignedIn,
    /// May not sign in.
    Inactive,
}

/// How a person stands now.
pub fn standing(person: &Person, now: u64) -> Standing {
    match person.invited.filter(|until| *until > now) {
        _ if !person.active => Standing::Inactive,
        Some(until) => Standing::Invited(until),
        None if person.seen => Standing::Active,
        None => Standing::NeverSignedIn,
    }
}

/// What is sent of a line: nothing where it stays as it is, or where a new person left it empty.
pub fn line_sent(typed: &str, before: Option<&str>) -> Option<String> {
    let typed = typed.trim();
    let stays = before.map_or(typed.is_empty(), |before| before.trim() == typed);
    (!stays).then(|| typed.to_owned())
}

/// What an import did.
pub fn imported(done: Imported) -> String {
    let people = |n: u32| if n == 1 { "1 person".to_owned() } else { format!("{n} people") };
    let mut text = match done.added {
        0 => "Nobody new.".to_owned(),
        n => format!("{} added.", people(n)),
    };
    if done.known > 0 {
        let stay = if done.known == 1 {
            "was here already and stays"
        } else {
            "were here already and stay"
        };
        text.push_str(&format!(" {} {stay} as before.", people(done.known)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Person {
        Person {
            id: "1".into(),
            name: "Ada".into(),
            email: None,
            role: Role::Agent,
            active: true,
            line: None,
            invited: None,
            seen: false,
            may_change: true,
            hubspot_sign_in: true,
        }
    }

    #[test]
    fn a_person_stands_as_the_first_thing_that_matters_says() {
        assert_eq!(standing(&person(), 10), Standing::NeverSignedIn);
        assert_eq!(standing(&Person { seen: true, ..person() }, 10), Standing::Active);
        let invited = Person { invited: Some(20), ..person() };
        assert_eq!(standing(&invited, 10), Standing::Invited(20));
        assert_eq!(standing(&invited, 20), Standing::NeverSignedIn);
        assert_eq!(standing(&Person { active: false, ..invited }, 10), Standing::Inactive);
    }

    #[test]
    fn roles_survive_a_form() {
        for r in [Role::Agent, Role::Administrator, Role::Owner] {
            assert_eq!(role_of(role_value(r)), r);
        }
        assert_eq!(role_of("root"), Role::Agent);
    }

    #[test]
    fn a_line_is_sent_only_where_it_changes() {
        assert_eq!(line_sent("", None), None, "a new agent gets one by themselves");
        assert_eq!(line_sent(" +44 1 ", None), Some("+44 1".into()));
        assert_eq!(line_sent("+44 1", Some("+44 1")), None);
        assert_eq!(line_sent("", Some("+44 1")), Some(String::new()), "the line is taken away");
        assert_eq!(line_sent("", Some("")), None);
    }

    #[test]
    fn an_import_is_told_in_whole_sentences() {
        let told = |added, known| imported(Imported { added, known });
        assert_eq!(told(3, 0), "3 people added.");
        assert_eq!(told(1, 2), "1 person added. 2 people were here already and stay as before.");
        assert_eq!(told(0, 1), "Nobody new. 1 person was here already and stays as before.");
    }
}
