//! HubSpot's numbers of links between two kinds of objects, each seen from one end.

use Kind::{Calls, Companies, Contacts, Deals, Tickets};

use super::Kind;

/// One direction of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkType {
    /// The kind at this end.
    pub from: Kind,
    /// The kind at the other end.
    pub to: Kind,
    /// Its number.
    pub id: u32,
    /// Whether it says that the company at one end is the main one.
    pub primary: bool,
}

/// Both directions of every link: kinds, number, number of the way back, whether it is the primary.
const TABLE: [(Kind, Kind, u32, u32, bool); 13] = [
    (Calls, Contacts, 194, 193, false),
    (Calls, Companies, 182, 181, false),
    (Calls, Deals, 206, 205, false),
    (Calls, Tickets, 220, 219, false),
    (Tickets, Contacts, 16, 15, false),
    (Tickets, Companies, 339, 340, false),
    (Tickets, Companies, 26, 25, true),
    (Tickets, Deals, 28, 27, false),
    (Deals, Contacts, 3, 4, false),
    (Deals, Companies, 341, 342, false),
    (Deals, Companies, 5, 6, true),
    (Contacts, Companies, 279, 280, false),
    (Contacts, Companies, 1, 2, true),
];

fn all() -> impl Iterator<Item = (LinkType, LinkType)> {
    TABLE.into_iter().flat_map(|(one, two, there, back, primary)| {
        let there = LinkType { from: one, to: two, id: there, primary };
        let back = LinkType { from: two, to: one, id: back, primary };
        [(there, back), (back, there)]
    })
}

impl LinkType {
    /// The plain link between two kinds, if they can be linked at all.
    pub fn usual(from: Kind, to: Kind) -> Option<Self> {
        all().map(|(one, _)| one).find(|one| one.from == from && one.to == to && !one.primary)
    }

    /// The link of this number, if it begins at this kind.
    pub fn numbered(from: Kind, id: u32) -> Option<Self> {
        all().map(|(one, _)| one).find(|one| one.from == from && one.id == id)
    }

    /// The same link, seen from the other end.
    pub fn back(self) -> Self {
        all().find(|(one, _)| *one == self).map_or(self, |(_, back)| back)
    }

    /// All numbers that an object has beside it: the main company is a company, too.
    pub fn with_usual(self) -> Vec<Self> {
        let usual = Self::usual(self.from, self.to).filter(|usual| *usual != self);
        [Some(self), usual].into_iter().flatten().collect()
    }

    /// `call_to_contact`; where there is a primary link, too, the plain one is called
    /// `contact_to_company_unlabeled`.
    pub fn name(self) -> String {
        let plain = format!("{}_to_{}", self.from.singular(), self.to.singular());
        let primary =
            all().any(|(one, _)| one.from == self.from && one.to == self.to && one.primary);
        if primary && !self.primary { format!("{plain}_unlabeled") } else { plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_there_once_and_leads_back() {
        let mut ids: Vec<_> = all().map(|(one, _)| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 26);
        for (one, back) in all() {
            assert_eq!((one.back(), back.back()), (back, one));
            assert_eq!(LinkType::numbered(one.from, one.id), Some(one));
        }
        assert_eq!(LinkType::usual(Calls, Calls), None);
    }
}
