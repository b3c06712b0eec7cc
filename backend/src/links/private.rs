//! Links by the token of a private app.

use hubspot::account::{self, Account};
use hubspot::private_app::{self, PrivateApp};
use vault::Secret;

use super::{FinishError, Links};
use crate::clock;
use crate::store::connections::{self, Connection, Linked};
use crate::store::secrets::Field;

impl Links {
    /// Links with the token of a private app: asks HubSpot whose it is, and keeps what is granted.
    pub async fn link_private(&self, of: &Connection) -> Result<(), FinishError> {
        let token = self.secret(of, Field::PrivateToken).await?.ok_or(FinishError::NoToken)?;
        let app = self.introspect_private(of, &token).await?;
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

    /// Tries a token that is to replace a linked one: live, and of the same account.
    pub async fn try_private(&self, of: &Connection, token: &Secret) -> Result<(), FinishError> {
        self.introspect_private(of, token).await?;
        let request = account::details();
        let answered = self.http.send(&request, Some(token)).await?;
        let account: Account = request.read(&answered.reply())?;
        same_account(of, account.portal_id)
    }

    async fn introspect_private(
        &self,
        of: &Connection,
        token: &Secret,
    ) -> Result<PrivateApp, FinishError> {
        let request = private_app::introspect(token.expose());
        let answered = self.http.send(&request, None).await?;
        let app: PrivateApp = request.read(&answered.reply()).map_err(|error| match error {
            hubspot::Error::Unauthorised => FinishError::TokenRefused,
            other => other.into(),
        })?;
        same_account(of, app.hub_id)?;
        Ok(app)
    }
}

fn same_account(of: &Connection, chosen: u64) -> Result<(), FinishError> {
    let chosen = chosen.to_string();
    if chosen == of.portal {
        return Ok(());
    }
    Err(FinishError::OtherAccount { chosen, wanted: of.portal.clone() })
}
