//! Seals and opens.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use secrecy::ExposeSecret;
use zeroize::{Zeroize, Zeroizing};

use crate::keys::{Key, Keys};
use crate::sealed::{NONCE, TAG};
use crate::{Error, Sealed, Secret, fingerprint, place};

/// The longest secret that is sealed, in bytes: 16 KiB. Tokens have some hundred.
pub const MAX_SECRET: usize = 16 * 1024;

/// Seals secrets for one tenant and field each, and opens them for the same.
///
/// Tenant and field are what the row says of itself (`8731`, `refresh_token`), 1 to 256 bytes
/// each. They are no secret and are not stored in [`Sealed`]; whoever opens must know them.
pub struct Vault {
    keys: Keys,
}

impl Vault {
    /// A vault with these keys.
    pub fn new(keys: Keys) -> Self {
        Self { keys }
    }

    /// Seals a secret with the first key. Doing it again gives other bytes, as the nonce is new.
    ///
    /// # Errors
    /// [`Error::TooLong`] above [`MAX_SECRET`], [`Error::Place`] for a tenant or field of a wrong
    /// length, [`Error::NoRandomness`] when the system gives no random bytes.
    pub fn seal(&self, tenant: &str, field: &str, secret: &Secret) -> Result<Sealed, Error> {
        let text = secret.expose().as_bytes();
        if text.len() > MAX_SECRET {
            return Err(Error::TooLong);
        }
        let key = &self.keys.sealing;
        let head = Sealed::head(&key.id)?;
        let data = place::associated_data(&head, tenant, field)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Error::NoRandomness)?;

        let before = head.len() + NONCE;
        // Room for all of it at once: a vector that grows would leave the text behind. Wiped in
        // case the cipher refuses half way.
        let mut bytes = Zeroizing::new(Vec::with_capacity(before + text.len() + TAG));
        bytes.extend(head);
        bytes.extend(nonce);
        bytes.extend(text);
        let (_, inside) = bytes.split_at_mut_checked(before).ok_or(Error::TooLong)?;
        let tag = cipher(key)
            .encrypt_inout_detached(&nonce.into(), &data, inside.into())
            .map_err(|_| Error::TooLong)?;
        bytes.extend(tag);
        Sealed::from_bytes(std::mem::take(&mut *bytes))
    }

    /// Opens a secret that was sealed for this tenant and field.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] when its key is not among the keys, [`Error::Refused`] when it was
    /// altered or belongs elsewhere, [`Error::Place`] for a tenant or field of a wrong length.
    pub fn open(&self, tenant: &str, field: &str, sealed: &Sealed) -> Result<Secret, Error> {
        let parts = sealed.parts()?;
        let data = place::associated_data(parts.head, tenant, field)?;
        let unknown = || Error::UnknownKey { id: parts.id.to_owned() };
        let key = self.keys.find(parts.id).ok_or_else(unknown)?;
        let mut text = Zeroizing::new(parts.text.to_vec());
        cipher(key)
            .decrypt_inout_detached(
                parts.nonce.into(),
                &data,
                text.as_mut_slice().into(),
                parts.tag.into(),
            )
            .map_err(|_| Error::Refused)?;
        String::from_utf8(std::mem::take(&mut *text)).map(Secret::new).map_err(|error| {
            error.into_bytes().zeroize();
            Error::Refused
        })
    }

    /// Whether it was sealed with another key than the one that seals now.
    pub fn needs_reseal(&self, sealed: &Sealed) -> bool {
        sealed.key_id() != self.keys.sealing.id
    }

    /// Seals again with the first key what was sealed with another; `None` when there is nothing
    /// to do, in which case nothing is opened or checked either.
    ///
    /// # Errors
    /// Those of [`Vault::open`] and [`Vault::seal`].
    pub fn reseal(
        &self,
        tenant: &str,
        field: &str,
        sealed: &Sealed,
    ) -> Result<Option<Sealed>, Error> {
        if !self.needs_reseal(sealed) {
            return Ok(None);
        }
        let secret = self.open(tenant, field, sealed)?;
        self.seal(tenant, field, &secret).map(Some)
    }

    /// A keyed hash of a secret (HMAC-SHA256, 32 bytes), to be stored and compared where the secret
    /// itself is not needed: whether a token is known, whether a password was entered before.
    ///
    /// The same secret for the same purpose gives the same value for as long as the line
    /// [`Keys::FINGERPRINT`] stays. That key is a line of its own and is not rotated: a hash cannot
    /// be opened and made again with a new key as a sealed secret can, so if it hung on the sealing
    /// key, every rotation would make all stored fingerprints useless. It needs no rotation either,
    /// for HMAC has no nonce and no bound that could be reached. It is required from the first day,
    /// because one added later would change nothing that is stored already. If it becomes known,
    /// replace it and compute every fingerprint anew from its secret.
    ///
    /// `purpose` keeps comparisons apart, and may have any length. Put the tenant into it unless
    /// two tenants with the same secret are to be seen as such. A secret that can be guessed, such
    /// as a short number, is safe only as long as the key is.
    pub fn fingerprint(&self, purpose: &str, secret: &Secret) -> [u8; 32] {
        fingerprint::fingerprint(&self.keys.fingerprint, purpose, secret)
    }
}

/// Made for each use: it wipes its round keys when it goes, so that only the key itself stays.
fn cipher(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(key.bytes.expose_secret().into())
}
