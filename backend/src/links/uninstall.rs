//! Removing the app from an account at HubSpot: it ends every link by that app, of all tenants.

use hubspot::oauth;

use super::Links;
use crate::safe::SafeError;
use crate::store::connections::{self, Connection};

/// Why the app was not removed.
#[derive(Debug, thiserror::Error)]
pub enum UninstallError {
    /// HubSpot did not do it. Nothing was changed here.
    #[error("HubSpot did not remove the app: {0}.")]
    HubSpot(#[from] hubspot::Error),
    /// Our own store.
    #[error("Something failed on our side. Look at the connection in a moment.")]
    Ours(#[from] SafeError),
}

impl Links {
    /// The links of others that would end with this one.
    pub async fn cut_off(&self, of: &Connection) -> Result<Vec<Connection>, SafeError> {
        Ok(connections::by_same_app(&self.store, of).await?)
    }

    /// Removes the app from the account, and forgets every token that died with it.
    pub async fn uninstall(&self, of: &Connection) -> Result<(), UninstallError> {
        // Read before: whoever links while HubSpot is asked has a token that is good.
        let others = self.cut_off(of).await?;
        self.ask_to(of, &oauth::uninstall()).await?;
        tracing::info!(connection = of.id, "the app was removed from an account of HubSpot's");
        for (ended, why) in std::iter::once((of, OURS)).chain(others.iter().map(|of| (of, THEIRS)))
        {
            let lock = self.lock_of(&ended.id);
            let _one = lock.lock().await;
            connections::unlink(&self.store, &ended.tenant, &ended.id, Some(why))
                .await
                .map_err(SafeError::from)?;
            self.tell(&ended.tenant);
        }
        Ok(())
    }
}

const OURS: &str = "The app was removed from the HubSpot account. Link again to install it anew.";

const THEIRS: &str = "The app was removed from the HubSpot account for another tenant that used it \
    too. Link again to install it anew.";
