//! What a configuration must fulfil before the service starts with it.

use super::{Config, ConfigError, Network, is_loopback_name, origin_of};

impl Config {
    /// Checks everything. The error is a sentence that names the key and says what to do.
    pub fn check(&self) -> Result<(), ConfigError> {
        let public = secure("public_url", &self.public_url)?;
        if public.path() != "/" || public.query().is_some() || public.fragment().is_some() {
            return refuse(
                "public_url must be an origin without a path, such as https://phone.example.com.",
            );
        }
        secure("hubspot.api_url", &self.hubspot.api_url)?;
        secure("hubspot.ui_url", &self.hubspot.ui_url)?;
        for origin in &self.allowed_origins {
            secure("allowed_origins", origin)?;
            if origin_of(origin).as_deref() != Some(origin.trim_end_matches('/')) {
                return refuse(format!(
                    "allowed_origins holds {origin:?}; an origin is only scheme, host and port."
                ));
            }
        }
        for proxy in &self.trusted_proxies {
            if Network::parse(proxy).is_none() {
                return refuse(format!(
                    "trusted_proxies holds {proxy:?}; write an address such as 10.0.0.7 or a network such as 10.0.0.0/8."
                ));
            }
        }
        if self.tls.cert_file.is_some() != self.tls.key_file.is_some() {
            return refuse("tls.cert_file and tls.key_file belong together; set both or none.");
        }
        let guarded = self.has_tls() || !self.trusted_proxies.is_empty();
        if !self.listen.ip().is_loopback() && !guarded {
            return refuse(format!(
                "listen is {}, which other machines can reach: set tls.cert_file and tls.key_file, or trusted_proxies when a proxy speaks TLS in front. Plain HTTP is for loopback addresses only.",
                self.listen
            ));
        }
        if self.stream.ping_ms == 0 || self.stream.horizon == 0 {
            return refuse("stream.ping_ms and stream.horizon must be more than 0.");
        }
        if self.hubspot.searches_per_second == 0 {
            return refuse("hubspot.searches_per_second must be more than 0.");
        }
        if self.ring_timeout_ms == 0 || self.wrap_up_ms == 0 {
            return refuse("ring_timeout_ms and wrap_up_ms must be more than 0.");
        }
        self.smtp.check()?;
        self.voice.check()?;
        self.turn.check()?;
        self.sip.check()?;
        self.calls.check()?;
        for (key, secret) in [
            ("hubspot.access_token", &self.hubspot.access_token),
            ("simulated_phone.control_token", &self.simulated_phone.control_token),
        ] {
            let plain = |s: &super::Secret| s.reveal().bytes().all(|b| b.is_ascii_graphic());
            if secret.as_ref().is_some_and(|s| s.reveal().is_empty() || !plain(s)) {
                return refuse(format!("{key} must be printable ASCII without spaces."));
            }
        }
        Ok(())
    }

    /// The trusted proxies as networks.
    pub fn proxies(&self) -> Vec<Network> {
        self.trusted_proxies.iter().filter_map(|p| Network::parse(p)).collect()
    }
}

/// An address that is https, or http on a loopback name.
fn secure(key: &str, text: &str) -> Result<reqwest::Url, ConfigError> {
    let Ok(url) = reqwest::Url::parse(text) else {
        return refuse(format!(
            "{key} holds {text:?}, which is no address; it begins with https://."
        ));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(format!("{key} must not hold a user name or password."));
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if is_loopback_name(host) => Ok(url),
        ("http", Some(host)) => refuse(format!(
            "{key} uses plain HTTP with {host}: that is allowed only for localhost, names that end in .localhost, and loopback addresses. Use https."
        )),
        _ => refuse(format!("{key} holds {text:?}; it must begin with https://.")),
    }
}

fn refuse<T>(sentence: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError::Refused(sentence.into()))
}
