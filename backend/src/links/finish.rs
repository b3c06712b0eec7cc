//! The return from HubSpot: checked, exchanged for tokens, compared with what was expected, kept.

use hubspot::account::{self, Account};
use hubspot::oauth::{self, Introspection, Return, ReturnError, TokenError, Tokens};
use vault::Secret;

use super::Links;
use crate::safe::SafeError;
use crate::store::connections::{self, Connection, Linked};
use crate::store::link_attempts::{self, Attempt};
use crate::store::secrets::Field;
use crate::{clock, ids};

/// Why a link did not come about. Nothing is stored then, and what HubSpot gave is given back.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// The address is not one that HubSpot sends people to.
    #[error("{0}.")]
    Return(#[from] ReturnError),
    /// Used, too old, made up, or of another browser.
    #[error(
        "This attempt to link is over, or was begun in another browser. Go back to the console and \
         press Link Credentials again."
    )]
    Attempt,
    /// The person said no.
    #[error(
        "HubSpot was not allowed to link the account. If that was a slip, press Link Credentials \
         again; linking needs a super admin, or App Marketplace access."
    )]
    Denied,
    /// HubSpot refused by itself.
    #[error("HubSpot refused to link the account: {0}. Check the app in HubSpot, then link again.")]
    Refused(String),
    /// Another account was chosen.
    #[error(
        "You linked a different HubSpot account: {chosen} instead of {wanted}. Nothing was stored. \
         Link again and choose {wanted}, or correct the Domain ID."
    )]
    OtherAccount {
        /// The account that was chosen.
        chosen: String,
        /// The Domain ID of the connection.
        wanted: String,
    },
    /// A private app without its token.
    #[error("There is no token to link with. Enter the private app's token, save it, then link.")]
    NoToken,
    /// HubSpot does not take the token of a private app.
    #[error(
        "HubSpot does not accept this token: it was revoked, its app was deleted, or it is not all \
         there. Enter the private app's token, save it, then link."
    )]
    TokenRefused,
    /// HubSpot gives no tokens.
    #[error("{0}. {remedy}", remedy = .0.remedy())]
    Token(#[from] TokenError),
    /// HubSpot says nothing of the account.
    #[error("HubSpot did not say which account this is ({0}). Link again in a minute.")]
    Account(#[from] hubspot::Error),
    /// Our own store or keys.
    #[error("Something failed on our side. Nothing was stored; try again in a moment.")]
    Ours(#[from] SafeError),
}

impl Links {
    /// Takes the return; `session` is the secret of the browser's console cookie.
    pub async fn finish(&self, query: &str, session: Option<&str>) -> Result<(), FinishError> {
        let back = Return::parse(query)?;
        let state = back.state().ok_or(FinishError::Attempt)?;
        let found = link_attempts::take(&self.store, &ids::hash(state), clock::now()).await?;
        let attempt = found.ok_or(FinishError::Attempt)?;
        let outcome = self.take(&attempt, &back, session).await;
        if let Err(error) = &outcome {
            if let FinishError::Ours(error) = error {
                tracing::error!(%error, "a link could not be finished");
            }
            let (tenant, id) = (&attempt.tenant, &attempt.connection);
            connections::not_linked(&self.store, tenant, id, &error.to_string()).await?;
        }
        self.tell(&attempt.tenant);
        outcome
    }

    async fn take(
        &self,
        attempt: &Attempt,
        back: &Return,
        session: Option<&str>,
    ) -> Result<(), FinishError> {
        if session.is_none_or(|session| ids::hash(session) != attempt.session) {
            return Err(FinishError::Attempt);
        }
        let found = connections::one(&self.store, &attempt.tenant, &attempt.connection).await?;
        let connection = found.ok_or(FinishError::Attempt)?;
        let (code, state) = match back {
            Return::Granted { code, state } => (code, state),
            Return::Refused { error, .. } if error == "access_denied" => {
                return Err(FinishError::Denied);
            }
            Return::Refused { error, description, .. } => {
                let said = if description.is_empty() { error } else { description };
                return Err(FinishError::Refused(said.clone()));
            }
        };
        let secret = self.secret(&connection, Field::ClientSecret).await?;
        let secret = secret.ok_or(FinishError::Attempt)?;
        let verifier = self.verifier(state);
        let request = oauth::exchange(
            &connection.client_id,
            secret.expose(),
            &self.redirect,
            code,
            Some(&verifier),
        );
        let answered = self.http.send(&request, None).await?;
        let tokens = oauth::read_tokens(&request, &answered.reply())?;
        let kept = self.keep(&connection, &secret, &tokens).await;
        if kept.is_err() {
            self.revoke_token(&connection, &secret, &Secret::new(tokens.refresh.clone())).await;
        }
        kept
    }

    async fn keep(
        &self,
        of: &Connection,
        secret: &Secret,
        tokens: &Tokens,
    ) -> Result<(), FinishError> {
        let access = Secret::new(tokens.access.clone());
        let details = account::details();
        let answered = self.http.send(&details, Some(&access)).await?;
        let account: Account = details.read(&answered.reply())?;
        let chosen = tokens.hub_id.unwrap_or(account.portal_id).to_string();
        if chosen != of.portal || account.portal_id.to_string() != of.portal {
            let wanted = of.portal.clone();
            return Err(FinishError::OtherAccount { chosen, wanted });
        }
        let about = self.introspect(of, secret, &access).await;
        let granted = tokens.scopes.clone().or_else(|| about.as_ref()?.scopes.clone());
        let refresh = Secret::new(tokens.refresh.clone());
        let mark = self.mark(&refresh);
        let sealed = [
            self.safe.seal(&of.tenant, &of.id, Field::AccessToken, &access)?,
            self.safe.seal(&of.tenant, &of.id, Field::RefreshToken, &refresh)?,
        ];
        let linked = Linked {
            by: about.as_ref().and_then(|about| about.user.as_deref()),
            scopes: &granted.unwrap_or_default(),
            ui_domain: account.ui_url().is_some().then_some(account.ui_domain.as_str()),
            access_expires: clock::now().saturating_add(tokens.expires_in.saturating_mul(1000)),
            refresh_mark: Some(&mark),
            sealed: &sealed,
        };
        connections::link(&self.store, &of.tenant, &of.id, &linked, clock::now()).await?;
        tracing::info!(connection = of.id, "an account of HubSpot's is linked");
        Ok(())
    }

    /// Who consented: good to know, and nothing fails without it.
    pub(super) async fn introspect(
        &self,
        of: &Connection,
        secret: &Secret,
        access: &Secret,
    ) -> Option<Introspection> {
        let kind = oauth::Kind::Access;
        let request = oauth::introspect(&of.client_id, secret.expose(), access.expose(), kind);
        let answered = self.http.send(&request, None).await.ok()?;
        oauth::read_introspection(&request, &answered.reply()).ok().filter(|about| about.active)
    }
}
