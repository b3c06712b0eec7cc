//! Requests by one connection, whichever the tenant works with.

use contract::console::ConnectionKind;
use hubspot::Error;
use hubspot::account::{self, Account};
use record::allowance::Class;
use serde::de::DeserializeOwned;
use vault::Secret;

use super::tokens::PRIVATE_REFUSED;
use super::{Links, ours};
use crate::allowances::Way;
use crate::hubspot_http::Answered;
use crate::store::connections::Connection;
use crate::store::secrets::Field;
use crate::told::Told;

impl Links {
    /// Asks HubSpot which account the link leads to: a live request.
    pub async fn test(&self, of: &Connection) -> Result<Account, Told> {
        self.ask_told(of, &account::details()).await
    }

    /// Asks HubSpot with the developer API key of a connection.
    pub async fn ask_as_developer<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(ours)?;
        request.read(&self.http.send_by(request, key.as_ref(), &way(of)).await?.reply())
    }

    /// The same, for a reply that has nothing to read.
    pub async fn tell_as_developer(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<(), Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(ours)?;
        request.done(&self.http.send_by(request, key.as_ref(), &way(of)).await?.reply())
    }

    /// Asks HubSpot by this connection.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, Error> {
        Ok(self.ask_told(of, request).await?)
    }

    /// The same, with the numbers of the request when it fails.
    pub async fn ask_told<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, Told> {
        self.send_by(of, request, |answered| request.read(&answered.reply())).await
    }

    /// The same, for a reply that has nothing to read.
    pub async fn ask_to(&self, of: &Connection, request: &hubspot::Request) -> Result<(), Error> {
        Ok(self.send_by(of, request, |answered| request.done(&answered.reply())).await?)
    }

    /// One refresh and one more try when the token is refused, never more. A private app's token
    /// that is refused is over.
    async fn send_by<T>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
        read: impl Fn(&Answered) -> Result<T, Error>,
    ) -> Result<T, Told> {
        let way = way(of);
        let token = self.held_token(of).await?;
        let answered = self.http.send_by(request, Some(&token), &way).await?;
        match (answered.told(read(&answered)), of.kind) {
            (Err(Told { error: Error::Unauthorised, .. }), ConnectionKind::OAuth) => {
                let token = self.token_of(of, Some(&token)).await?;
                let answered = self.http.send_by(request, Some(&token), &way).await?;
                answered.told(read(&answered))
            }
            (Err(told @ Told { error: Error::Unauthorised, .. }), ConnectionKind::PrivateApp)
                if of.linked.is_some() =>
            {
                self.ended(of, PRIVATE_REFUSED).await;
                Err(told)
            }
            (first, _) => first,
        }
    }

    async fn held_token(&self, of: &Connection) -> Result<Secret, Error> {
        match of.kind {
            ConnectionKind::OAuth => self.token_of(of, None).await,
            ConnectionKind::PrivateApp => {
                let token = self.secret(of, Field::PrivateToken).await.map_err(ours)?;
                token.ok_or(Error::Unauthorised)
            }
        }
    }
}

/// The account of a connection; somebody looks at what comes of it.
fn way(of: &Connection) -> Way {
    Way {
        portal: of.portal.clone(),
        private: of.kind == ConnectionKind::PrivateApp,
        class: Class::Looking,
    }
}
