//! Requests by one connection, whichever the tenant works with.

use contract::console::ConnectionKind;
use hubspot::Error;
use hubspot::account::{self, Account};
use serde::de::DeserializeOwned;
use vault::Secret;

use super::tokens::PRIVATE_REFUSED;
use super::{Links, ours};
use crate::hubspot_http::Answered;
use crate::store::connections::Connection;
use crate::store::secrets::Field;

impl Links {
    /// Asks HubSpot which account the link leads to: a live request.
    pub async fn test(&self, of: &Connection) -> Result<Account, Error> {
        self.ask(of, &account::details()).await
    }

    /// Asks HubSpot with the developer API key of a connection.
    pub async fn ask_as_developer<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(ours)?;
        request.read(&self.http.send(request, key.as_ref()).await?.reply())
    }

    /// The same, for a reply that has nothing to read.
    pub async fn tell_as_developer(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<(), Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(ours)?;
        request.done(&self.http.send(request, key.as_ref()).await?.reply())
    }

    /// Asks HubSpot by this connection.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, Error> {
        self.send_by(of, request, |answered| request.read(&answered.reply())).await
    }

    /// The same, for a reply that has nothing to read.
    pub async fn ask_to(&self, of: &Connection, request: &hubspot::Request) -> Result<(), Error> {
        self.send_by(of, request, |answered| request.done(&answered.reply())).await
    }

    /// One refresh and one more try when the token is refused, never more. A private app's token
    /// that is refused is over.
    async fn send_by<T>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
        read: impl Fn(&Answered) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let token = self.held_token(of).await?;
        let first = read(&self.http.send(request, Some(&token)).await?);
        let outcome = match (first, of.kind) {
            (Err(Error::Unauthorised), ConnectionKind::OAuth) => {
                let token = self.token_of(of, Some(&token)).await?;
                read(&self.http.send(request, Some(&token)).await?)
            }
            (Err(Error::Unauthorised), ConnectionKind::PrivateApp) if of.linked.is_some() => {
                self.ended(of, PRIVATE_REFUSED).await;
                Err(Error::Unauthorised)
            }
            (first, _) => first,
        };
        self.http.note(outcome)
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
