//! Where the sound of calls comes in: one UDP port for all browsers.

use serde::Deserialize;
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use super::{ConfigError, Public, is_loopback_name};

/// The sound of calls.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Voice {
    /// Where to listen; without it, at the address of the service, and at its port's number.
    pub listen: Option<SocketAddr>,
    /// What browsers are told: an address, with a port where that is not the one that is listened on;
    /// without it, where is listened.
    pub public_address: Option<Public>,
    /// The ports for phone systems: two for each call.
    pub ports: Ports,
}

/// A range of ports, such as `20000-29999`; both ends belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Ports(RangeInclusive<u16>);

impl Ports {
    /// The ports.
    pub fn range(&self) -> RangeInclusive<u16> {
        self.0.clone()
    }
}

impl Default for Ports {
    fn default() -> Self {
        Self(20_000..=29_999)
    }
}

impl TryFrom<String> for Ports {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let range = text.split_once('-').and_then(|(first, last)| {
            let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            // Below are the ports of known services, and less than four may hold no even pair.
            ((1_024..u16::MAX - 4).contains(&first) && last >= first + 3).then_some(first..=last)
        });
        range.map(Self).ok_or_else(|| {
            format!(
                "voice.ports holds {text:?}; write a range of at least four ports from 1024 on, such as 20000-29999."
            )
        })
    }
}

impl Voice {
    /// Where to listen when the service itself listens there. Where that is any free port, this is
    /// one too.
    pub fn socket(&self, service: SocketAddr) -> SocketAddr {
        self.listen.unwrap_or(service)
    }

    /// What browsers are told when the socket has this address and pages come from there; `None`
    /// when nobody could reach it: all addresses are none, and this very machine is reached only by
    /// pages of its own.
    pub fn reached_at(&self, socket: SocketAddr, public_url: &str) -> Option<SocketAddr> {
        let told = self.public_address.unwrap_or(Public { ip: socket.ip(), port: None });
        let address = told.ip;
        let url = reqwest::Url::parse(public_url).ok();
        let at_home = url.as_ref().and_then(|url| url.host_str()).is_some_and(is_loopback_name);
        let reached = !address.is_unspecified() && (at_home || !address.is_loopback());
        reached.then(|| SocketAddr::new(address, told.port.unwrap_or_else(|| socket.port())))
    }

    /// Checks what can be checked before anything listens.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        if self.public_address.is_some_and(|public| !public.makes_sense()) {
            return refuse(
                "voice.public_address is one that no browser can reach; write the address of this service as browsers see it.".to_owned(),
            );
        }
        match (self.listen, self.public_address) {
            (Some(listen), None) if listen.ip().is_unspecified() => refuse(format!(
                "voice.listen is {listen}, all addresses of this machine: set voice.public_address to the one that browsers reach."
            )),
            (Some(listen), _) if listen.ip().is_multicast() => {
                refuse(format!("voice.listen is {listen}, which is no address of one machine."))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_only_what_they_can_reach() {
        let told = |socket: &str, public: Option<&str>, url: &str| {
            let public_address = public.map(|text| Public::try_from(text.to_owned()).unwrap());
            let voice = Voice { public_address, ..Voice::default() };
            voice.reached_at(socket.parse().unwrap(), url).map(|at| at.to_string())
        };
        let (home, out) = ("http://sidetone.localhost:4181", "https://phone.example.com");
        assert_eq!(told("127.0.0.1:4181", None, home).as_deref(), Some("127.0.0.1:4181"));
        // Behind a proxy that speaks TLS for it.
        assert_eq!(told("127.0.0.1:4181", None, out), None);
        assert_eq!(told("0.0.0.0:4181", None, out), None);
        let public = Some("203.0.113.7");
        assert_eq!(told("0.0.0.0:4181", public, out).as_deref(), Some("203.0.113.7:4181"));
        let mapped = Some("203.0.113.7:40000");
        assert_eq!(told("0.0.0.0:4181", mapped, out).as_deref(), Some("203.0.113.7:40000"));
        assert_eq!(told("10.0.0.5:9", None, out).as_deref(), Some("10.0.0.5:9"));
    }
}
