//! An agent says who the other party is: somebody who is there, or a new contact.

use axum::http::StatusCode;
use call::{Call, Party, PartySource, RecordRef};
use hubspot::parties::{self, Kind};
use hubspot::{Error, Object};
use std::collections::BTreeMap;

use crate::callers::{Callers, Hit, Trouble};
use crate::lookup::said;
use crate::problem::Failure;
use crate::store::parties as kept;
use crate::store::people::Agent;
use crate::told::Told;
use crate::{clock, number};

/// Names of a new contact have at most so many characters.
const NAME: usize = 100;
/// An e-mail address has at most so many.
const EMAIL: usize = 200;

/// A contact that an agent wants to be made.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// First name; may be empty.
    pub first: String,
    /// Last name; may be empty.
    pub last: String,
    /// E-mail address; may be empty.
    pub email: String,
}

impl NewContact {
    /// Without what surrounds the words; a sentence when it cannot be made.
    pub fn checked(self) -> Result<Self, &'static str> {
        let [first, last, email] =
            [self.first, self.last, self.email].map(|text| text.trim().to_owned());
        if first.is_empty() && last.is_empty() && email.is_empty() {
            return Err("Enter a name or an e-mail address.");
        }
        let long =
            |text: &str, most| text.chars().count() > most || text.chars().any(char::is_control);
        if long(&first, NAME) || long(&last, NAME) {
            return Err("A name has at most 100 characters, on one line.");
        }
        if long(&email, EMAIL) {
            return Err("An e-mail address has at most 200 characters.");
        }
        if !email.is_empty() && !email.contains('@') {
            return Err("An e-mail address has an @ in it. Correct it, or leave it out.");
        }
        Ok(Self { first, last, email })
    }
}

impl Callers {
    /// Reads whom the agent has chosen, as the other party of the call.
    pub async fn choice(
        &self,
        who: &Agent,
        call: &Call,
        record: &RecordRef,
    ) -> Result<Party, Failure> {
        let Some(kind) = Kind::of_type(&record.object_type) else {
            let why = "Choose a contact or a company.";
            return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", why));
        };
        let read = async {
            let hit = self.read(&who.tenant, kind, &record.id).await?;
            self.party(&who.tenant, &hit, call.far_number(), PartySource::Chosen).await
        };
        self.in_time(read).await.map_err(failure)
    }

    /// Remembers for the number who was chosen. The choice itself stands without that.
    pub async fn remember(&self, who: &Agent, far: &str, record: &RecordRef) {
        if !far.starts_with('+') {
            return;
        }
        self.forget(&who.tenant, far);
        let now = clock::now();
        if let Err(error) = kept::choose(&self.store, &who.tenant, far, record, now).await {
            tracing::error!(%error, "a choice could not be remembered");
        }
    }

    /// Makes a contact with the far end's number. Whoever has the e-mail address already is taken.
    pub async fn create(
        &self,
        who: &Agent,
        call: &Call,
        new: &NewContact,
    ) -> Result<Party, Failure> {
        let make = async {
            let hit = self.made(who, call, new).await?;
            self.party(&who.tenant, &hit, call.far_number(), PartySource::Chosen).await
        };
        self.in_time(make).await.map_err(failure)
    }

    async fn made(&self, who: &Agent, call: &Call, new: &NewContact) -> Result<Hit, Trouble> {
        let settings = self.settings.of(&who.tenant).await?;
        let (look_up, far) = (&settings.look_up, call.far_number());
        let mut properties = BTreeMap::new();
        for (name, value) in
            [("firstname", &new.first), ("lastname", &new.last), ("email", &new.email)]
        {
            if !value.is_empty() {
                properties.insert(name.to_owned(), value.clone());
            }
        }
        if far.starts_with('+') {
            let written = number::written(far, look_up.format);
            properties.insert(look_up.new_field.clone(), written);
        }
        let request = parties::create_contact(&properties);
        let id = match self.client.ask::<Object>(&who.tenant, &request).await {
            Ok(made) => made.id,
            Err(Told { error: Error::Conflict { existing: Some(id), .. }, .. }) => id,
            Err(told) => return Err(told.into()),
        };
        // What HubSpot has now, with what is shown of it; made it is in any case.
        match self.read(&who.tenant, Kind::Contact, &id).await {
            Ok(hit) => Ok(hit),
            Err(_) => {
                let properties = properties.into_iter().map(|(k, v)| (k, Some(v))).collect();
                Ok(Hit { kind: Kind::Contact, object: Object { id, properties } })
            }
        }
    }
}

fn failure(trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Store(error) => error.into(),
        hubspot => Failure::new(StatusCode::BAD_GATEWAY, "hubspot", &said(&hubspot)),
    }
}
