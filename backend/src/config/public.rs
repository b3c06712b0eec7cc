//! An address as others see it, who reach this service through a NAT that passes a port on.

use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

/// An address as others see it, such as `203.0.113.7` or `203.0.113.7:5060`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Public {
    /// The address.
    pub ip: IpAddr,
    /// The port; the one that is listened on when `None`.
    pub port: Option<u16>,
}

impl Public {
    /// Whether anybody could reach it.
    pub(super) fn makes_sense(self) -> bool {
        !self.ip.is_unspecified() && !self.ip.is_multicast() && self.port != Some(0)
    }
}

impl TryFrom<String> for Public {
    type Error = String;

    /// The key that holds it is named by who reads the configuration.
    fn try_from(text: String) -> Result<Self, String> {
        let with_port = || {
            let address: SocketAddr = text.trim().parse().ok()?;
            Some(Self { ip: address.ip(), port: Some(address.port()) })
        };
        let alone = || Some(Self { ip: text.trim().parse().ok()?, port: None });
        alone().or_else(with_port).ok_or_else(|| {
            format!(
                "{text:?} is no address; write the one that others see, such as 203.0.113.7 or 203.0.113.7:5060."
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_may_have_a_port_of_its_own() {
        let read = |text: &str| Public::try_from(text.to_owned());
        let ip = "203.0.113.7".parse().unwrap();
        assert_eq!(read("203.0.113.7"), Ok(Public { ip, port: None }));
        assert_eq!(read(" 203.0.113.7:5080"), Ok(Public { ip, port: Some(5080) }));
        assert!(read("phone.example.com").unwrap_err().contains("203.0.113.7"));
    }
}
