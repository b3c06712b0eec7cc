//! Where the sound of calls comes in: one UDP port for all browsers.

use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

use super::ConfigError;

/// The sound of calls.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Voice {
    /// Where to listen; without it, at the address of the service, and at its port's number.
    pub listen: Option<SocketAddr>,
    /// The address that browsers are told; without it, the one that is listened on.
    pub public_address: Option<IpAddr>,
}

impl Voice {
    /// Where to listen when the service itself listens there. Where that is any free port, this is
    /// one too.
    pub fn socket(&self, service: SocketAddr) -> SocketAddr {
        self.listen.unwrap_or(service)
    }

    /// What browsers are told when the socket has this address; `None` when nobody could reach it.
    pub fn reached_at(&self, socket: SocketAddr) -> Option<SocketAddr> {
        let address = self.public_address.unwrap_or(socket.ip());
        (!address.is_unspecified()).then(|| SocketAddr::new(address, socket.port()))
    }

    /// Checks what can be checked before anything listens.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        if let Some(address) = self.public_address
            && (address.is_unspecified() || address.is_multicast())
        {
            return refuse(format!(
                "voice.public_address is {address}, which no browser can reach; write the address of this service as browsers see it."
            ));
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
