//! The token that a request carries: fresh enough, and renewed by one at a time.

use contract::console::ConnectionKind;
use hubspot::Error;
use hubspot::oauth::{self, TokenError, Tokens};
use vault::Secret;

use super::{Links, ours};
use crate::clock;
use crate::store::connections::{self, Connection};
use crate::store::people::{self, TenantId};
use crate::store::secrets::Field;

/// A token with less than this left is renewed before it is used, in milliseconds.
const EARLY: u64 = 60_000;

/// Why a private app's link is over.
pub(super) const PRIVATE_REFUSED: &str = "HubSpot does not accept the token of the private app any \
    more: it was revoked, or the app was deleted. Paste the new token, then link again.";

impl Links {
    /// Whether there is a token for a tenant.
    pub async fn is_linked(&self, tenant: &TenantId) -> bool {
        match connections::in_use(&self.store, tenant).await {
            Ok(Some(_)) => true,
            _ => self.may_fall_back().await,
        }
    }

    /// HubSpot's number of the account that a tenant works with, and whether a private app's token
    /// leads there; empty where the configured token does.
    pub async fn account(&self, tenant: &TenantId) -> Result<(String, bool), Error> {
        let connection = connections::in_use(&self.store, tenant).await.map_err(ours)?;
        Ok(match connection {
            Some(of) => (of.portal, of.kind == ConnectionKind::PrivateApp),
            None => (String::new(), true),
        })
    }

    /// A token for a tenant's requests, and the account as in [`Links::account`].
    pub async fn token(&self, tenant: &TenantId) -> Result<(Secret, String, bool), Error> {
        let Some(of) = connections::in_use(&self.store, tenant).await.map_err(ours)? else {
            return Ok((self.fallback_token().await?, String::new(), true));
        };
        let token = self.token_of(&of, None).await?;
        Ok((token, of.portal, of.kind == ConnectionKind::PrivateApp))
    }

    /// A token of one connection: another one than `refused`, where that is given.
    pub(super) async fn token_of(
        &self,
        of: &Connection,
        refused: Option<&Secret>,
    ) -> Result<Secret, Error> {
        let field = match of.kind {
            ConnectionKind::PrivateApp => Field::PrivateToken,
            ConnectionKind::OAuth => Field::AccessToken,
        };
        let fresh = of.kind == ConnectionKind::PrivateApp
            || of.access_expires > clock::now().saturating_add(EARLY);
        if fresh
            && refused.is_none()
            && let Some(token) = self.secret(of, field).await.map_err(ours)?
        {
            return Ok(token);
        }
        self.refresh(of, refused).await
    }

    /// Another token than this one, which HubSpot has refused.
    pub async fn renewed(&self, tenant: &TenantId, refused: &Secret) -> Result<Secret, Error> {
        let connection = connections::in_use(&self.store, tenant).await.map_err(ours)?;
        match connection {
            Some(connection) if connection.kind == ConnectionKind::OAuth => {
                self.refresh(&connection, Some(refused)).await
            }
            Some(connection) => {
                self.ended(&connection, PRIVATE_REFUSED).await;
                Err(Error::Unauthorised)
            }
            None => Err(Error::Unauthorised),
        }
    }

    /// One at a time: whoever waited finds the token that the other got.
    async fn refresh(&self, of: &Connection, refused: Option<&Secret>) -> Result<Secret, Error> {
        let lock = self.lock_of(&of.id);
        let _one = lock.lock().await;
        let now = connections::one(&self.store, &of.tenant, &of.id).await.map_err(ours)?;
        let Some(now) = now.filter(|now| now.linked.is_some()) else {
            return Err(Error::Unauthorised);
        };
        if let Some(kept) = self.secret(&now, Field::AccessToken).await.map_err(ours)? {
            let another = refused.is_some_and(|refused| refused.expose() != kept.expose());
            let later = refused.is_none() && now.access_expires > clock::now() + EARLY;
            if another || later {
                return Ok(kept);
            }
        }
        let tokens = match self.ask_anew(&now).await {
            Ok(tokens) => tokens,
            Err(TokenError::Passing { error }) => return Err(error),
            Err(error @ TokenError::Revoked { .. }) => {
                self.ended(&now, &format!("{error}. {}", error.remedy())).await;
                return Err(Error::Unauthorised);
            }
            Err(error) => {
                // The link may still be good: the app's own data are not.
                let why = format!("{error}. {}", error.remedy());
                tracing::warn!(connection = now.id, "HubSpot gives no new token");
                let noted = connections::not_linked(&self.store, &now.tenant, &now.id, &why).await;
                noted.map_err(ours)?;
                self.tell(&now.tenant);
                return Err(Error::Unauthorised);
            }
        };
        let (access, refresh) = (Secret::new(tokens.access), Secret::new(tokens.refresh));
        let expires = clock::now().saturating_add(tokens.expires_in.saturating_mul(1000));
        let sealed = [
            self.safe.seal(&now.tenant, &now.id, Field::AccessToken, &access).map_err(ours)?,
            self.safe.seal(&now.tenant, &now.id, Field::RefreshToken, &refresh).map_err(ours)?,
        ];
        let mark = self.mark(&refresh);
        let place = (&now.tenant, now.id.as_str());
        let stands = connections::refreshed(
            &self.store,
            place.0,
            place.1,
            expires,
            &mark,
            &sealed,
            clock::now(),
        );
        // Unlinked while HubSpot was asked: then nobody may use it.
        if stands.await.map_err(ours)? { Ok(access) } else { Err(Error::Unauthorised) }
    }

    async fn ask_anew(&self, of: &Connection) -> Result<Tokens, TokenError> {
        let refused = |said: &str| TokenError::Revoked { said: said.to_owned() };
        let secret = self.secret(of, Field::ClientSecret).await.map_err(ours)?;
        let secret = secret.ok_or_else(|| refused("there is no client secret"))?;
        let refresh = self.secret(of, Field::RefreshToken).await.map_err(ours)?;
        let refresh = refresh.ok_or_else(|| refused("there is no refresh token"))?;
        let request = oauth::refresh(&of.client_id, secret.expose(), refresh.expose());
        let answered = self.http.send(&request, None).await.map_err(hubspot::Error::from)?;
        oauth::read_tokens(&request, &answered.reply())
    }

    /// The link is over, by HubSpot's word: its tokens go, and the console says why.
    pub(super) async fn ended(&self, of: &Connection, why: &str) {
        tracing::warn!(connection = of.id, "the link to HubSpot has ended");
        if let Err(error) = connections::unlink(&self.store, &of.tenant, &of.id, Some(why)).await {
            tracing::error!(%error, "the end of a link could not be kept");
        }
        self.tell(&of.tenant);
    }

    async fn may_fall_back(&self) -> bool {
        self.fallback.is_some()
            && people::tenants(&self.store).await.is_ok_and(|tenants| tenants.len() == 1)
    }

    /// The configured token, as long as there is nobody else's data to be reached with it.
    async fn fallback_token(&self) -> Result<Secret, Error> {
        match &self.fallback {
            Some(token) if self.may_fall_back().await => Ok(Secret::new(token.reveal().to_owned())),
            _ => Err(Error::Unauthorised),
        }
    }
}
