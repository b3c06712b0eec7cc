//! The relay (TURN) for agents whose network lets no other sound out.

use serde::Deserialize;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use super::{ConfigError, Secret};

/// Browsers slow down with more.
const MOST_URLS: usize = 4;

/// How long credentials may be good, in seconds: longer than the token they come with, which a page
/// renews in time, and no longer than a day.
const GOOD_FOR_S: RangeInclusive<u64> = 1_800..=86_400;

/// The relay. Without addresses there is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Turn {
    /// Its addresses, such as `turn:turn.example.com:3478?transport=udp`.
    pub urls: Vec<String>,
    /// What it shares with this service, and nobody else knows.
    pub secret: Option<Secret>,
    /// A file with the secret.
    pub secret_file: Option<PathBuf>,
    /// How long the credentials of a page are good, in seconds.
    pub good_for_s: u64,
    /// Which sound goes by it.
    #[serde(rename = "use")]
    pub used: Use,
}

/// Which sound goes by the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// That of agents whom nothing else leads here: browsers find out by themselves.
    Needed,
    /// All of it.
    Always,
}

impl Default for Turn {
    fn default() -> Self {
        let used = Use::Needed;
        Self { urls: Vec::new(), secret: None, secret_file: None, good_for_s: 3_600, used }
    }
}

impl Turn {
    /// What is shared with the relay, read from its file if it is in one. `None` without a relay.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no secret.
    pub fn shared(&self) -> Result<Option<Secret>, ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        let (key, secret) = match (&self.secret, &self.secret_file) {
            (Some(secret), _) => ("turn.secret", secret.clone()),
            (None, Some(file)) => match std::fs::read_to_string(file) {
                Ok(text) => ("turn.secret_file", Secret::new(text.trim_end_matches(['\r', '\n']))),
                Err(error) => {
                    let file = file.display();
                    return refuse(format!("turn.secret_file {file} cannot be read: {error}."));
                }
            },
            (None, None) => return Ok(None),
        };
        let text = secret.reveal();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse(format!("{key} must be printable ASCII without spaces."));
        }
        Ok(Some(secret))
    }

    /// Checks what a browser would only refuse in the middle of a call.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        if self.secret.is_some() && self.secret_file.is_some() {
            return refuse(
                "turn.secret and turn.secret_file are both set; set one of them.".to_owned(),
            );
        }
        let secret = self.shared()?;
        if self.urls.is_empty() {
            if secret.is_some() || self.used == Use::Always {
                return refuse(
                    "turn.urls is missing: set the relay's addresses, or leave the section out."
                        .to_owned(),
                );
            }
            return Ok(());
        }
        if self.urls.len() > MOST_URLS {
            return refuse(format!("turn.urls holds more than {MOST_URLS} addresses."));
        }
        if let Some(url) = self.urls.iter().find(|url| !is_relay(url)) {
            return refuse(format!(
                "turn.urls holds {url:?}; write turn: or turns:, host and port, such as turn:turn.example.com:3478?transport=udp."
            ));
        }
        if secret.is_none() {
            return refuse(
                "turn.secret is missing: the relay lets nobody in without it. Set it to the relay's static-auth-secret, or set turn.secret_file."
                    .to_owned(),
            );
        }
        if !GOOD_FOR_S.contains(&self.good_for_s) {
            return refuse(format!(
                "turn.good_for_s is {}; write {} to {} seconds.",
                self.good_for_s,
                GOOD_FOR_S.start(),
                GOOD_FOR_S.end()
            ));
        }
        Ok(())
    }
}

/// Whether browsers take this for a relay (RFC 7065): one that they do not take keeps them from
/// connecting at all.
fn is_relay(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("turn:").or_else(|| url.strip_prefix("turns:")) else {
        return false;
    };
    let (place, query) = rest.split_once('?').map_or((rest, None), |(p, query)| (p, Some(query)));
    if !matches!(query, None | Some("transport=udp" | "transport=tcp")) {
        return false;
    }
    // What is left must be a host, with a port or without, and nothing else.
    let Ok(url) = reqwest::Url::parse(&format!("https://{place}/")) else { return false };
    let said = url.host_str().is_some_and(|host| {
        let with_port = place.rsplit_once(':').map_or("", |(_, port)| port);
        let same = place.eq_ignore_ascii_case(host)
            || place.eq_ignore_ascii_case(&format!("{host}:{with_port}"));
        same && url.port_or_known_default() != Some(0)
    });
    said && url.path() == "/"
}

#[cfg(test)]
mod tests {
    use super::is_relay;

    #[test]
    fn only_what_browsers_take_for_a_relay_is_one() {
        for fine in [
            "turn:turn.example.com",
            "turn:turn.example.com:3478",
            "turn:203.0.113.7:3478?transport=udp",
            "turns:turn.example.com:443?transport=tcp",
            "turn:[2001:db8::7]:3478",
        ] {
            assert!(is_relay(fine), "{fine}");
        }
        for refused in [
            "stun:turn.example.com",
            "turn.example.com:3478",
            "https://turn.example.com",
            "turn://turn.example.com",
            "turn:",
            "turn:turn.example.com:0",
            "turn:turn.example.com:70000",
            "turn:user@turn.example.com",
            "turn:turn.example.com/path",
            "turn:turn.example.com?transport=tls",
            "turn:turn.example.com:3478?transport=udp&x=1",
            "turn:two words",
        ] {
            assert!(!is_relay(refused), "{refused}");
        }
    }
}
