//! The vault with its keys where the configuration says they are.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use vault::{Error, KeyError, Keys, Sealed, Secret, Vault};

use crate::config::{self, Config};
use crate::store::people::TenantId;
use crate::store::phone_systems::{self, Password};
use crate::store::secrets::{self, Field};
use crate::store::{Store, StoreError};

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SafeError {
    /// The file.
    #[error("The file with the keys, {0}, cannot be used: {1}.")]
    File(PathBuf, std::io::Error),
    /// What is in it.
    #[error("The keys cannot be used: {0}")]
    Keys(#[from] KeyError),
    /// Sealing or opening.
    #[error(transparent)]
    Vault(#[from] Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals and opens, and takes up keys that were added while the service runs.
pub struct Safe {
    from: From,
    vault: RwLock<Arc<Vault>>,
}

impl std::fmt::Debug for Safe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Safe")
    }
}

#[derive(Debug)]
enum From {
    Text(config::Secret),
    File(PathBuf),
}

impl Safe {
    /// Reads the keys. Where none are configured, a file in the data folder is made at the first
    /// start, for this user's eyes only.
    pub fn open(config: &Config) -> Result<Self, SafeError> {
        let from = match (&config.vault.keys, &config.vault.keys_file) {
            (Some(keys), _) => From::Text(keys.clone()),
            (None, Some(file)) => From::File(file.clone()),
            (None, None) => {
                let file = config.data_dir.join("keys");
                if !file.exists() {
                    make(&file)?;
                    tracing::warn!(
                        "keys for secrets were made in the data folder; move them elsewhere and \
                         set vault.keys_file, or a copy of the folder holds both locks and keys"
                    );
                }
                From::File(file)
            }
        };
        let vault = RwLock::new(Arc::new(read(&from)?));
        Ok(Self { from, vault })
    }

    /// Seals a secret of a connection, or of whatever else has one.
    pub fn seal(
        &self,
        tenant: &TenantId,
        whose: &str,
        field: Field,
        secret: &Secret,
    ) -> Result<(Field, Vec<u8>), SafeError> {
        let sealed = self.vault().seal(&tenant.0, &place(whose, field.name()), secret)?;
        Ok((field, sealed.into_bytes()))
    }

    /// Opens what was sealed for exactly this place.
    pub fn unseal(
        &self,
        tenant: &TenantId,
        whose: &str,
        field: &str,
        sealed: &[u8],
    ) -> Result<Secret, SafeError> {
        let sealed = Sealed::from_bytes(sealed.to_vec())?;
        let place = place(whose, field);
        match self.vault().open(&tenant.0, &place, &sealed) {
            // Sealed by another process with a key that is new.
            Err(Error::UnknownKey { .. }) => {
                let fresh = Arc::new(read(&self.from)?);
                *self.vault.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                Ok(self.vault().open(&tenant.0, &place, &sealed)?)
            }
            opened => Ok(opened?),
        }
    }

    /// Opens the password of a tenant's trunk ([`phone_systems::TRUNK`]) or of an agent's line (the
    /// agent's id).
    pub fn password(
        &self,
        tenant: &TenantId,
        whose: &str,
        kept: &Password,
    ) -> Result<Secret, SafeError> {
        self.unseal(tenant, whose, Field::LinePassword.name(), &kept.sealed)
    }

    /// A keyed hash: to compare secrets without keeping them.
    pub fn fingerprint(&self, purpose: &str, secret: &Secret) -> [u8; 32] {
        self.vault().fingerprint(purpose, secret)
    }

    /// Seals everything with the first key that is not yet. How many were.
    pub async fn rotate(&self, store: &Store) -> Result<u64, SafeError> {
        let mut done = 0;
        for (tenant, connection, kept) in secrets::all(store).await? {
            let sealed = Sealed::from_bytes(kept.sealed.clone())?;
            let place = place(&connection, &kept.field);
            if let Some(new) = self.vault().reseal(&tenant.0, &place, &sealed)? {
                // What the service has written meanwhile is sealed with a key of its own choice.
                let swap = (&tenant, connection.as_str(), &kept);
                done += u64::from(secrets::swap(store, swap, new.as_bytes()).await?);
            }
        }
        for (tenant, whose, old) in phone_systems::passwords(store).await? {
            let sealed = Sealed::from_bytes(old.clone())?;
            let place = place(&whose, Field::LinePassword.name());
            if let Some(new) = self.vault().reseal(&tenant.0, &place, &sealed)? {
                let at = (&tenant, whose.as_str());
                let new = new.as_bytes();
                done += u64::from(phone_systems::swap(store, at, &old, new).await?);
            }
        }
        Ok(done)
    }

    fn vault(&self) -> Arc<Vault> {
        self.vault.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Bound to whose it is too: within a tenant nothing can be swapped either.
fn place(whose: &str, field: &str) -> String {
    format!("{field} of {whose}")
}

fn read(from: &From) -> Result<Vault, SafeError> {
    let keys = match from {
        From::Text(text) => Keys::parse(text.reveal())?,
        From::File(file) => {
            let text = std::fs::read_to_string(file)
                .map(Secret::new)
                .map_err(|error| SafeError::File(file.clone(), error))?;
            Keys::parse(text.expose())?
        }
    };
    Ok(Vault::new(keys))
}

fn make(file: &Path) -> Result<(), SafeError> {
    let failed = |error| SafeError::File(file.to_owned(), error);
    let (first, fingerprint) =
        (Keys::generate_line("first")?, Keys::generate_line(Keys::FINGERPRINT)?);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(file).map_err(failed)?;
    for line in [first, fingerprint] {
        open.write_all(line.expose().as_bytes()).map_err(failed)?;
        open.write_all(b"\n").map_err(failed)?;
    }
    open.sync_all().map_err(failed)
}
