//! Where phone systems reach this service by SIP. Nothing is opened before a tenant has one.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::{Config, ConfigError, Public, is_loopback_name};

/// Signalling with phone systems.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sip {
    /// Where UDP is received; without it, port 5060 of all addresses, or any free port of this
    /// machine's own where the whole service is reached from this machine only.
    pub listen: Option<SocketAddr>,
    /// Where TCP is accepted; without it, lines over TCP are called back on their own connection.
    pub tcp: Option<SocketAddr>,
    /// What phone systems see of us when we are behind a NAT, for messages and for sound.
    pub public_address: Option<Public>,
    /// A file with the certificates that phone systems may be signed by, PEM. Lines over TLS need it.
    pub tls_roots: Option<PathBuf>,
}

impl Sip {
    /// Where UDP is received, for a service that browsers reach there.
    pub fn socket(&self, public_url: &str) -> SocketAddr {
        let url = reqwest::Url::parse(public_url).ok();
        let at_home = url.as_ref().and_then(|url| url.host_str()).is_some_and(is_loopback_name);
        self.listen.unwrap_or(match at_home {
            true => SocketAddr::from(([127, 0, 0, 1], 0)),
            false => SocketAddr::from(([0, 0, 0, 0], 5060)),
        })
    }

    /// What the user agent needs.
    ///
    /// # Errors
    /// When the file with the certificates cannot be used.
    pub fn user_agent(&self, config: &Config) -> Result<sip::UaConfig, ConfigError> {
        let udp = self.socket(&config.public_url);
        let tls_roots = match &self.tls_roots {
            None => None,
            Some(file) => {
                let pem = std::fs::read(file).map_err(|error| {
                    ConfigError::Refused(format!(
                        "sip.tls_roots: the file {} cannot be read ({error}).",
                        file.display()
                    ))
                })?;
                Some(pem)
            }
        };
        let wanted = sip::UaConfig {
            udp,
            tcp: self.tcp,
            public: self.public_address.map(|public| {
                SocketAddr::new(public.ip, public.port.unwrap_or_else(|| udp.port()))
            }),
            tls_roots,
            ..sip::UaConfig::default()
        };
        wanted.check().map_err(|wrong| ConfigError::Refused(sentence(&wrong)))?;
        Ok(wanted)
    }

    /// Checks what can be checked before anything listens.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        for (key, address) in [("sip.listen", self.listen), ("sip.tcp", self.tcp)] {
            if let Some(address) = address
                && address.ip().is_multicast()
            {
                return refuse(format!("{key} is {address}, which is no address of one machine."));
            }
        }
        if self.tcp.is_some_and(|tcp| tcp.port() == 0) {
            return refuse(
                "sip.tcp needs a port; it is told to the phone system. 5060 is usual.".to_owned(),
            );
        }
        if let Some(public) = self.public_address {
            if !public.makes_sense() {
                return refuse(
                    "sip.public_address must be one that phone systems reach; write this service's address as they see it.".to_owned(),
                );
            }
            if public.port.is_none() && self.listen.is_some_and(|listen| listen.port() == 0) {
                return refuse(
                    "sip.public_address needs a port where sip.listen takes any: write both with the same one.".to_owned(),
                );
            }
        }
        Ok(())
    }
}

/// What the user agent does not like, by the keys of the configuration.
pub fn sentence(wrong: &sip::Misconfigured) -> String {
    let key = match wrong.key {
        "udp" => "sip.listen",
        "tcp" => "sip.tcp",
        "public" => "sip.public_address",
        "tls_roots" => "sip.tls_roots",
        other => other,
    };
    format!("{key}: {}.", wrong.reason.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_for_this_machine_only_opens_no_port_to_others() {
        let sip = Sip::default();
        assert_eq!(sip.socket("http://localhost:4181").to_string(), "127.0.0.1:0");
        assert_eq!(sip.socket("https://phone.example.com").to_string(), "0.0.0.0:5060");
        let listen = Some("10.0.0.5:5062".parse().unwrap());
        let sip = Sip { listen, ..Sip::default() };
        assert_eq!(sip.socket("http://localhost:4181").to_string(), "10.0.0.5:5062");
    }
}
