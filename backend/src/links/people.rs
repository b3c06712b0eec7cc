//! The people of an account: HubSpot's owners and users as one list.

use hubspot::owners::{self, Owner};
use hubspot::users::{self, User};
use hubspot::{Error, Listing, Request};
use serde::de::DeserializeOwned;

use super::Links;
use crate::store::connections::Connection;

/// More people than a list to choose from can show.
const MOST: usize = 1_000;

/// Somebody with access to the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// HubSpot's number of the user.
    pub user: String,
    /// The number of the same person as an owner of records, where there is one.
    pub owner: Option<String>,
    /// Name for people; the e-mail address where HubSpot tells none.
    pub name: String,
    /// E-mail address, lower case.
    pub email: String,
}

impl Links {
    /// Everybody who can be known by a number and an address. The owners come first: they have names.
    /// Users who own nothing are there only if the scope for them was granted.
    pub async fn people(&self, of: &Connection) -> Result<Vec<Somebody>, Error> {
        let (owners, users) = tokio::join!(self.owners(of), self.pages::<User>(of, users::list));
        let mut all: Vec<Somebody> = owners?.into_iter().filter_map(owner).collect();
        match users {
            Ok(users) => {
                for user in users.into_iter().filter_map(user) {
                    if all.iter().all(|known| known.user != user.user) {
                        all.push(user);
                    }
                }
            }
            Err(Error::Forbidden { .. }) => {}
            Err(error) => return Err(error),
        }
        all.sort_by_key(|one| one.name.to_lowercase());
        Ok(all)
    }

    /// The people whom records can belong to.
    pub async fn owners(&self, of: &Connection) -> Result<Vec<Owner>, Error> {
        let mut all: Vec<Owner> = self.pages(of, |after| owners::list(None, after)).await?;
        all.retain(|owner| !owner.archived && owner.kind != "QUEUE");
        Ok(all)
    }

    async fn pages<T: DeserializeOwned>(
        &self,
        of: &Connection,
        page: impl Fn(Option<&str>) -> Request,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let listing: Listing<T> = self.ask(of, &page(after.as_deref())).await?;
            after = listing.next().map(str::to_owned);
            all.extend(listing.results);
            if after.is_none() || all.len() >= MOST {
                return Ok(all);
            }
        }
    }
}

fn owner(of: Owner) -> Option<Somebody> {
    let name = of.name();
    somebody(of.user_id.clone()?, Some(of.id), name, &of.email)
}

fn user(of: User) -> Option<Somebody> {
    let name = format!("{} {}", of.first_name, of.last_name);
    let name = if name.trim().is_empty() { &of.email } else { name.trim() };
    somebody(of.id.clone(), None, name.to_owned(), &of.email)
}

fn somebody(user: String, owner: Option<String>, name: String, email: &str) -> Option<Somebody> {
    let email = email.trim().to_lowercase();
    (!user.is_empty() && !email.is_empty()).then_some(Somebody { user, owner, name, email })
}
