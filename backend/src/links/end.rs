//! Ending a link, and trying whether one works.

use contract::console::ConnectionKind;
use hubspot::account::{self, Account};
use hubspot::oauth;
use hubspot::private_app::{self, PrivateApp};
use serde::de::DeserializeOwned;
use vault::Secret;

use super::{FinishError, Links};
use crate::clock;
use crate::safe::SafeError;
use crate::store::connections::{self, Connection, Linked};
use crate::store::secrets::Field;

impl Links {
    /// Forgets the tokens at once, and revokes the refresh token at HubSpot, unless another tenant
    /// holds the same one. What HubSpot answers changes nothing here.
    pub async fn unlink(&self, of: &Connection) -> Result<(), SafeError> {
        let lock = self.lock_of(&of.id);
        let _one = lock.lock().await;
        let refresh = self.secret(of, Field::RefreshToken).await?;
        let secret = self.secret(of, Field::ClientSecret).await?;
        let mark = connections::mark(&self.store, &of.tenant, &of.id).await?;
        connections::unlink(&self.store, &of.tenant, &of.id, None).await?;
        self.tell(&of.tenant);
        let shared = match mark {
            Some(mark) => connections::mark_elsewhere(&self.store, &mark, &of.id).await?,
            None => false,
        };
        if let (Some(refresh), Some(secret), false) = (refresh, secret, shared) {
            self.revoke_token(of, &secret, &refresh).await;
        }
        Ok(())
    }

    /// Revokes a refresh token at HubSpot, as well as can be.
    pub(super) async fn revoke_token(&self, of: &Connection, secret: &Secret, refresh: &Secret) {
        let kind = oauth::Kind::Refresh;
        let request = oauth::revoke(&of.client_id, secret.expose(), refresh.expose(), kind);
        let outcome = match self.http.send(&request, None).await {
            Ok(answered) => oauth::read_revoked(&request, &answered.reply()),
            Err(error) => Err(error.into()),
        };
        if outcome.is_err() {
            tracing::warn!(connection = of.id, "HubSpot did not revoke a token");
        }
    }

    /// Links with the token of a private app: asks HubSpot whose it is, and keeps what is granted.
    pub async fn link_private(&self, of: &Connection) -> Result<(), FinishError> {
        let token = self.secret(of, Field::PrivateToken).await?.ok_or(FinishError::Attempt)?;
        let request = private_app::introspect(token.expose());
        let answered = self.http.send(&request, None).await?;
        let app: PrivateApp = request.read(&answered.reply())?;
        if app.hub_id.to_string() != of.portal {
            let (chosen, wanted) = (app.hub_id.to_string(), of.portal.clone());
            return Err(FinishError::OtherAccount { chosen, wanted });
        }
        let linked = Linked {
            by: None,
            scopes: &app.scopes.unwrap_or_default(),
            ui_domain: None,
            access_expires: 0,
            refresh_mark: None,
            sealed: &[],
        };
        connections::link(&self.store, &of.tenant, &of.id, &linked, clock::now()).await?;
        self.tell(&of.tenant);
        Ok(())
    }

    /// Asks HubSpot which account the link leads to: a live request.
    pub async fn test(&self, of: &Connection) -> Result<Account, hubspot::Error> {
        self.ask(of, &account::details()).await
    }

    /// Asks HubSpot with the developer API key of a connection.
    pub async fn ask_as_developer<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, hubspot::Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(super::ours)?;
        request.read(&self.http.send(request, key.as_ref()).await?.reply())
    }

    /// The same, for a reply that has nothing to read.
    pub async fn tell_as_developer(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<(), hubspot::Error> {
        let key = self.secret(of, Field::DeveloperKey).await.map_err(super::ours)?;
        request.done(&self.http.send(request, key.as_ref()).await?.reply())
    }

    /// Asks HubSpot by one connection, whichever the tenant works with.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        of: &Connection,
        request: &hubspot::Request,
    ) -> Result<T, hubspot::Error> {
        let token = match of.kind {
            ConnectionKind::OAuth => self.token_of(of, None).await?,
            ConnectionKind::PrivateApp => {
                let token = self.secret(of, Field::PrivateToken).await.map_err(super::ours)?;
                token.ok_or(hubspot::Error::Unauthorised)?
            }
        };
        let answered = self.http.send(request, Some(&token)).await?;
        match request.read(&answered.reply()) {
            Err(hubspot::Error::Unauthorised) if of.kind == ConnectionKind::OAuth => {
                let token = self.token_of(of, Some(&token)).await?;
                let answered = self.http.send(request, Some(&token)).await?;
                request.read(&answered.reply())
            }
            read => read,
        }
    }
}
