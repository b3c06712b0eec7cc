//! Which scopes a tenant wants depends on the kinds of records that it has chosen to work with.

use super::{NEEDED, Need, OAUTH, Scope};

/// A kind of record that a tenant can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Calls are filed under tickets.
    Tickets,
    /// Calls are filed under deals.
    Deals,
    /// Companies are looked up by their numbers.
    Companies,
}

impl Object {
    /// The name for people, at the beginning of a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tickets => "Tickets",
            Self::Deals => "Deals",
            Self::Companies => "Companies",
        }
    }

    /// What it cannot do without.
    fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Tickets => &["tickets"],
            Self::Deals => &["crm.objects.deals.read", "crm.objects.deals.write"],
            Self::Companies => &["crm.objects.companies.read"],
        }
    }
}

/// What a tenant has chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen(pub Vec<Object>);

/// A scope that was not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// The scope.
    pub scope: &'static Scope,
    /// The chosen kind of record that does not work without it.
    pub object: Option<Object>,
}

impl Lack {
    /// Whether calls cannot be written as chosen without it. Without companies they can.
    pub fn is_serious(&self) -> bool {
        let filed = self.object.is_some_and(|object| object != Object::Companies);
        filed || self.scope.need == Need::Required
    }

    /// What does not work without it, and what to do.
    pub fn disables(&self) -> String {
        let Some(object) = self.object else { return self.scope.disables() };
        format!(
            "{} are chosen and cannot be used without the scope {}. Link again and grant it, or \
             choose something else under Records.",
            object.name(),
            self.scope.name
        )
    }
}

impl Chosen {
    /// The names of the scopes to ask for. What can only be written is asked for when it is chosen.
    pub fn names(&self, need: Need) -> Vec<&'static str> {
        let wanted = |scope: &&Scope| scope.need == need && self.wants(scope);
        NEEDED.iter().filter(wanted).map(|scope| scope.name).collect()
    }

    /// Which of the scopes that are asked for were not granted. A private app's token never lists
    /// what only OAuth has.
    pub fn missing(&self, granted: &[&str], private: bool) -> Vec<Lack> {
        NEEDED
            .iter()
            .filter(|scope| self.wants(scope) && !granted.contains(&scope.name))
            .filter(|scope| !(private && scope.name == OAUTH))
            .map(|scope| Lack { scope, object: self.object(scope.name) })
            .collect()
    }

    fn wants(&self, scope: &Scope) -> bool {
        scope.name != "crm.objects.deals.write" || self.object(scope.name).is_some()
    }

    fn object(&self, scope: &str) -> Option<Object> {
        self.0.iter().copied().find(|object| object.scopes().contains(&scope))
    }
}
