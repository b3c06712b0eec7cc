//! Ending a link.

use hubspot::oauth;
use vault::Secret;

use super::Links;
use crate::safe::SafeError;
use crate::store::connections::{self, Connection};
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
            Err(told) => Err(told.error.into()),
        };
        if outcome.is_err() {
            tracing::warn!(connection = of.id, "HubSpot did not revoke a token");
        }
    }
}
