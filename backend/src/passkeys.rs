//! Passkeys: the ceremonies of WebAuthn, from the challenge to the proof.
//!
//! Ceremonies under way are in memory only: who loses one to a restart presses the button again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use contract::console::PasskeyBegun;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::Webauthn;
use webauthn_rs::WebauthnBuilder;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError,
};

use crate::{clock, ids};

/// How long a person may take, in milliseconds.
const CEREMONY_MS: u64 = 5 * 60_000;
/// Ceremonies that are under way at most; the oldest make room.
const MOST: usize = 10_000;

/// Why a passkey was not made, or proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Passkeys belong to a name; an IP address has none.
    #[error(
        "Passkeys need a name for this installation, and its address is an IP address. Reach it by \
         its name, or set public_url to one."
    )]
    NoName,
    /// Unknown, used, or too old.
    #[error("This took too long, or was used before. Press the button again.")]
    Ceremony,
    /// What the browser sent is none, or proves nothing.
    #[error("The passkey was not accepted. Try again, or use another one.")]
    Refused,
    /// The library failed at what cannot fail.
    #[error("Passkeys do not work at the moment. Try again later.")]
    Internal,
}

/// Makes challenges and checks what comes of them.
pub struct Passkeys {
    webauthn: Option<Webauthn>,
    under_way: Mutex<HashMap<String, (u64, Ceremony)>>,
}

enum Ceremony {
    Make { person: String, state: Box<PasskeyRegistration> },
    Prove(Box<DiscoverableAuthentication>),
}

/// Somebody shows a passkey: its id, and whose it says to be. Nothing is proven yet.
pub struct Shown {
    state: Box<DiscoverableAuthentication>,
    credential: Box<PublicKeyCredential>,
    /// WebAuthn's id of the credential.
    pub known: Vec<u8>,
    /// Whose it says to be.
    pub person: Uuid,
}

impl std::fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passkeys").field("possible", &self.webauthn.is_some()).finish()
    }
}

impl Passkeys {
    /// Passkeys of the installation at this origin; none can be made where that is an IP address.
    pub fn new(origin: &str) -> Self {
        let webauthn = Url::parse(origin).ok().and_then(|url| {
            let name = url.domain()?.to_owned();
            WebauthnBuilder::new(&name, &url).ok()?.rp_name("Sidetone").build().ok()
        });
        Self { webauthn, under_way: Mutex::default() }
    }

    /// Whether passkeys can be used at this address.
    pub fn possible(&self) -> bool {
        self.webauthn.is_some()
    }

    /// Begins to make one for a person who is signed in; they have those already.
    pub fn begin_to_make(
        &self,
        person: &str,
        login: &str,
        name: &str,
        have: &[Passkey],
    ) -> Result<PasskeyBegun, PasskeyError> {
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyError::NoName)?;
        let user = Uuid::parse_str(person).map_err(|_| PasskeyError::Internal)?;
        let have: Vec<CredentialID> = have.iter().map(|key| key.cred_id().clone()).collect();
        let (options, state) = webauthn
            .start_passkey_registration(user, login, name, Some(have))
            .map_err(unexpected)?;
        let mut options = serde_json::to_value(options).map_err(|_| PasskeyError::Internal)?;
        // One that is kept with its person's name: signing in then needs no name to be typed.
        if let Some(wanted) = options["publicKey"]["authenticatorSelection"].as_object_mut() {
            wanted.insert("residentKey".to_owned(), json!("required"));
            wanted.insert("requireResidentKey".to_owned(), json!(true));
        }
        let ceremony = Ceremony::Make { person: person.to_owned(), state: Box::new(state) };
        Ok(PasskeyBegun { ceremony: self.keep(ceremony), options })
    }

    /// Finishes making one, for the person who began.
    pub fn make(
        &self,
        ceremony: &str,
        person: &str,
        credential: Value,
    ) -> Result<Passkey, PasskeyError> {
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyError::NoName)?;
        let Some(Ceremony::Make { person: whose, state }) = self.take(ceremony) else {
            return Err(PasskeyError::Ceremony);
        };
        if whose != person {
            return Err(PasskeyError::Ceremony);
        }
        let credential: RegisterPublicKeyCredential =
            serde_json::from_value(credential).map_err(|_| PasskeyError::Refused)?;
        webauthn.finish_passkey_registration(&credential, &state).map_err(refused)
    }

    /// Begins to sign somebody in, whoever it is.
    pub fn begin_to_prove(&self) -> Result<PasskeyBegun, PasskeyError> {
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyError::NoName)?;
        let (mut options, state) =
            webauthn.start_discoverable_authentication().map_err(unexpected)?;
        // A button was pressed: the browser asks at once and does not wait for a field.
        options.mediation = None;
        let options = serde_json::to_value(options).map_err(|_| PasskeyError::Internal)?;
        let ceremony = self.keep(Ceremony::Prove(Box::new(state)));
        Ok(PasskeyBegun { ceremony, options })
    }

    /// Reads what the browser sent, so that the passkey can be looked up.
    pub fn show(&self, ceremony: &str, credential: Value) -> Result<Shown, PasskeyError> {
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyError::NoName)?;
        let Some(Ceremony::Prove(state)) = self.take(ceremony) else {
            return Err(PasskeyError::Ceremony);
        };
        let credential: PublicKeyCredential =
            serde_json::from_value(credential).map_err(|_| PasskeyError::Refused)?;
        let (person, known) =
            webauthn.identify_discoverable_authentication(&credential).map_err(refused)?;
        Ok(Shown { known: known.to_vec(), person, state, credential: Box::new(credential) })
    }

    /// Checks the proof against the passkey that was looked up; true when its counter moved, so that
    /// it is to be kept anew.
    pub fn prove(&self, shown: Shown, passkey: &mut Passkey) -> Result<bool, PasskeyError> {
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyError::NoName)?;
        let proof = webauthn
            .finish_discoverable_authentication_v2(
                &shown.credential,
                *shown.state,
                DiscoverableKey::from(&*passkey),
            )
            .map_err(refused)?;
        Ok(passkey.update_credential(&proof).unwrap_or(false))
    }

    fn keep(&self, ceremony: Ceremony) -> String {
        let (id, now) = (ids::new_secret(), clock::now());
        let mut all = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (expires, _)| *expires > now);
        if all.len() >= MOST
            && let Some(oldest) =
                all.iter().min_by_key(|(_, (expires, _))| *expires).map(|(id, _)| id.clone())
        {
            all.remove(&oldest);
        }
        all.insert(id.clone(), (now + CEREMONY_MS, ceremony));
        id
    }

    fn take(&self, id: &str) -> Option<Ceremony> {
        let mut all = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let (expires, ceremony) = all.remove(id)?;
        (expires > clock::now()).then_some(ceremony)
    }
}

fn refused(error: WebauthnError) -> PasskeyError {
    tracing::info!(%error, "a passkey was not accepted");
    PasskeyError::Refused
}

fn unexpected(error: WebauthnError) -> PasskeyError {
    tracing::error!(%error, "no challenge could be made");
    PasskeyError::Internal
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORIGIN: &str = "https://phone.example.com";

    #[test]
    fn an_ip_address_has_no_passkeys() {
        assert!(Passkeys::new(ORIGIN).possible());
        assert!(!Passkeys::new("https://192.0.2.7").possible());
        assert!(matches!(
            Passkeys::new("https://192.0.2.7").begin_to_prove(),
            Err(PasskeyError::NoName)
        ));
    }

    #[test]
    fn a_ceremony_is_good_once_and_for_whoever_began() {
        let passkeys = Passkeys::new(ORIGIN);
        let (ada, bob) = (Uuid::from_u128(1).to_string(), Uuid::from_u128(2).to_string());
        let begun = passkeys.begin_to_make(&ada, "ada@example.com", "Ada", &[]).unwrap();
        let wanted = &begun.options["publicKey"]["authenticatorSelection"];
        assert_eq!(wanted["residentKey"], "required");
        let bobs = passkeys.make(&begun.ceremony, &bob, json!({}));
        assert!(matches!(bobs, Err(PasskeyError::Ceremony)));
        let again = passkeys.make(&begun.ceremony, &ada, json!({}));
        assert!(matches!(again, Err(PasskeyError::Ceremony)), "used up");
        let begun = passkeys.begin_to_prove().unwrap();
        // One kind of ceremony is not taken for the other.
        let mixed = passkeys.make(&begun.ceremony, &ada, json!({}));
        assert!(matches!(mixed, Err(PasskeyError::Ceremony)));
    }

    proptest! {
        #[test]
        fn nothing_that_a_browser_sends_panics(bytes in ".{0,64}", id in "[A-Za-z0-9_-]{0,86}") {
            let passkeys = Passkeys::new(ORIGIN);
            let person = Uuid::from_u128(1).to_string();
            let credential = json!({ "id": id, "rawId": id, "type": "public-key",
                "response": { "clientDataJSON": id, "attestationObject": id,
                    "authenticatorData": id, "signature": bytes, "userHandle": id } });
            let begun = passkeys.begin_to_make(&person, "a", "A", &[]).unwrap();
            prop_assert!(passkeys.make(&begun.ceremony, &person, credential.clone()).is_err());
            let begun = passkeys.begin_to_prove().unwrap();
            if let Ok(shown) = passkeys.show(&begun.ceremony, credential) {
                prop_assert!(shown.known.len() < 100);
            }
        }
    }
}
