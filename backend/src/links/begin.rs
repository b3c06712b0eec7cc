//! Beginning a link: HubSpot's page, and what proves that the return belongs to it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hubspot::oauth::{self, Authorize};
use hubspot::scopes::Need;
use vault::Secret;

use super::Links;
use crate::settings::chosen;
use crate::store::StoreError;
use crate::store::connections::Connection;
use crate::store::{link_attempts, settings};
use crate::{clock, ids};

/// How long the person may take at HubSpot, in milliseconds.
pub const ATTEMPT_MS: u64 = 10 * 60_000;

impl Links {
    /// The address of HubSpot's page. The return is taken once, and from this browser session only:
    /// `session` is the secret of its cookie.
    pub async fn begin(&self, of: &Connection, session: &str) -> Result<String, StoreError> {
        let chosen = chosen(&settings::of(&self.store, &of.tenant).await?);
        let state = ids::new_secret();
        let now = clock::now();
        link_attempts::begin(
            &self.store,
            &of.tenant,
            &of.id,
            &ids::hash(&state),
            &ids::hash(session),
            (now, now + ATTEMPT_MS),
        )
        .await?;
        self.tell(&of.tenant);
        Ok(oauth::authorize_url(&Authorize {
            ui_url: &self.ui_url,
            portal: Some(&of.portal),
            client_id: &of.client_id,
            redirect_uri: &self.redirect,
            scopes: &chosen.names(Need::Required),
            optional_scopes: &chosen.names(Need::Optional),
            code_challenge: Some(&oauth::challenge(&self.verifier(&state))),
            state: &state,
        }))
    }

    /// The secret that only whoever began can show. It is made from the state by a key of ours, so
    /// that it need not be kept anywhere.
    pub(super) fn verifier(&self, state: &str) -> String {
        let state = Secret::new(state.to_owned());
        URL_SAFE_NO_PAD.encode(self.safe.fingerprint("verifier of a link", &state))
    }
}
