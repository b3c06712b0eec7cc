//! What a page's browser is told of the relay (TURN): its addresses, and credentials that end by
//! themselves. The secret that they are made from stays here.
//!
//! They are those of the relays' usual REST interface (coturn's `use-auth-secret`): the user's name
//! begins with the second at which it ends, and the password is the name's HMAC.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

use crate::config::{Config, ConfigError, Secret, Turn, TurnUse};
use crate::store::people::AgentId;

/// The relay of this installation.
#[derive(Debug, Clone)]
pub struct Relay {
    turn: Turn,
    secret: Secret,
}

impl Relay {
    /// As configured; `None` where there is none.
    ///
    /// # Errors
    /// When the secret's file cannot be read.
    pub fn of(config: &Config) -> Result<Option<Self>, ConfigError> {
        let turn = config.turn.clone();
        let secret = turn.shared()?.filter(|_| !turn.urls.is_empty());
        Ok(secret.map(|secret| Self { turn, secret }))
    }

    /// The configuration of an agent's connections (`RTCConfiguration`) as JSON. `now`: milliseconds
    /// since 1970.
    pub fn configuration(&self, agent: &AgentId, now: u64) -> String {
        let ends = now / 1_000 + self.turn.good_for_s;
        // Whose it is tells the relay's log from whom too much comes; the name says it to nobody else.
        let name = format!("{ends}:{}", agent.0);
        let password = password(&self.secret, &name);
        let server = json!({ "urls": self.turn.urls, "username": name, "credential": password });
        let mut all = json!({ "iceServers": [server] });
        if self.turn.used == TurnUse::Always {
            all["iceTransportPolicy"] = "relay".into();
        }
        all.to_string()
    }
}

fn password(secret: &Secret, name: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.reveal().as_bytes()) else {
        return String::new();
    };
    mac.update(name.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_what_relays_compute() {
        // printf %s 1433895918:7 | openssl dgst -sha1 -hmac north -binary | base64
        let made = password(&Secret::new("north"), "1433895918:7");
        assert_eq!(made, "/S7cxlFY9Lt98mSttaBpZXA7AQg=");
    }
}
