//! How a check is put into words.

use contract::console::{Check, CheckGroup, CheckState, Place};

/// A check that is being made.
pub struct Draft(Check);

/// A check with its name and its place on the page.
pub fn check(id: &str, group: CheckGroup, title: &str) -> Draft {
    Draft(Check {
        id: id.to_owned(),
        title: title.to_owned(),
        group,
        state: CheckState::Unknown,
        found: String::new(),
        remedy: String::new(),
        place: None,
    })
}

/// What was found: how it stands, a sentence, and what to do.
#[derive(Debug, Clone)]
pub struct Finding {
    /// How it stands.
    pub state: CheckState,
    /// What was found.
    pub found: String,
    /// What to do.
    pub remedy: String,
    /// Where.
    pub place: Option<Place>,
}

impl Draft {
    /// All is well.
    pub fn good(self, found: impl Into<String>) -> Check {
        self.of(CheckState::Good, found.into(), "")
    }

    /// It works, less something.
    pub fn warning(self, found: impl Into<String>, remedy: &str) -> Check {
        self.of(CheckState::Warning, found.into(), remedy)
    }

    /// It does not work.
    pub fn bad(self, found: impl Into<String>, remedy: &str) -> Check {
        self.of(CheckState::Bad, found.into(), remedy)
    }

    /// It cannot be told.
    pub fn unknown(self, found: impl Into<String>, remedy: &str) -> Check {
        self.of(CheckState::Unknown, found.into(), remedy)
    }

    /// As it was found.
    pub fn finding(self, finding: Finding) -> Check {
        let Finding { state, found, remedy, place } = finding;
        Check { state, found, remedy, place, ..self.0 }
    }

    fn of(self, state: CheckState, found: String, remedy: &str) -> Check {
        Check { state, found, remedy: remedy.to_owned(), ..self.0 }
    }
}

/// Says where something is done.
pub trait At {
    /// At this place, if there is something to do.
    fn at(self, place: Place) -> Self;
}

impl At for Check {
    fn at(self, place: Place) -> Self {
        let place = Some(place).filter(|_| !self.remedy.is_empty());
        Self { place, ..self }
    }
}

/// The page of the console with the link to HubSpot.
pub fn crm() -> Place {
    place("Link to HubSpot", "#/crm")
}

/// A place by its name and address.
pub fn place(label: &str, href: impl Into<String>) -> Place {
    Place { label: label.to_owned(), href: href.into() }
}
