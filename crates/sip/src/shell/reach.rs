//! Where we can be reached: the addresses in our headers, and the way to a phone system.

use std::net::{IpAddr, SocketAddr};

use rsipstack::sip::typed::Route;
use rsipstack::sip::{self, HostWithPort, Uri};
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transport::{SipAddr, SipConnection};

use crate::config::{Line, Transport};

/// The addresses that we announce.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    pub udp: SocketAddr,
    pub tcp: Option<SocketAddr>,
}

impl Reach {
    /// Our contact on a line. A connection without a port of ours behind it is its own contact.
    pub(super) fn contact(&self, line: &Line, connection: Option<&SipConnection>) -> String {
        let transport = line.config.transport;
        let listener = match transport {
            Transport::Udp => Some(self.udp),
            Transport::Tcp => self.tcp,
            Transport::Tls => None,
        };
        let address = match (listener, connection) {
            (Some(listener), _) => listener.to_string(),
            (None, Some(connection)) => connection.get_addr().addr.to_string(),
            (None, None) => self.udp.to_string(),
        };
        let user = encoded(&line.config.user);
        let transport = match transport {
            Transport::Udp => String::new(),
            stream => format!(";transport={}", stream.name()),
        };
        format!("sip:{user}@{address}{transport};line={}", line.mark)
    }
}

/// The user part of an address: `#` must not stand for itself there.
pub(super) fn encoded(user: &str) -> String {
    user.replace('#', "%23")
}

pub(super) fn transport(transport: Transport) -> sip::Transport {
    match transport {
        Transport::Udp => sip::Transport::Udp,
        Transport::Tcp => sip::Transport::Tcp,
        Transport::Tls => sip::Transport::Tls,
    }
}

fn host_text(line: &Line) -> String {
    match line.host.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) => format!("[{v6}]"),
        _ => line.host.clone(),
    }
}

/// The phone system's address as it is configured.
pub(super) fn server(line: &Line) -> Option<SipAddr> {
    let addr = HostWithPort::try_from(format!("{}:{}", host_text(line), line.port)).ok()?;
    Some(SipAddr { r#type: Some(transport(line.config.transport)), addr })
}

/// An address of the phone system: `sip:2001@pbx.example`, or `sip:pbx.example` for no user.
pub(super) fn address(line: &Line, user: &str) -> String {
    let at = if user.is_empty() { "" } else { "@" };
    let domain = match line.domain.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) => format!("[{v6}]"),
        _ => line.domain.clone(),
    };
    format!("sip:{}{at}{domain}", encoded(user))
}

/// The same as the target of a request: a stream is named in it.
pub(super) fn target(line: &Line, user: &str) -> Result<Uri, rsipstack::sip::Error> {
    let address = address(line, user);
    match line.config.transport {
        Transport::Udp => Uri::try_from(address),
        stream => Uri::try_from(format!("{address};transport={}", stream.name())),
    }
}

/// The server as the first hop, where the domain alone does not lead to it. rsipstack sends CANCEL
/// to the first route or to the request's address, never to where the INVITE was sent.
pub(super) fn route(line: &Line) -> Vec<Route> {
    let transport = line.config.transport;
    if line.host == line.domain && line.port == transport.port() {
        return Vec::new();
    }
    let mut text = format!("sip:{}:{}", host_text(line), line.port);
    if transport.is_stream() {
        text.push_str(&format!(";transport={}", transport.name()));
    }
    text.push_str(";lr");
    let uri = Uri::try_from(text).ok();
    let hop = |uri| Route { display_name: None, uri, params: Vec::new() };
    uri.map(hop).into_iter().collect()
}

/// Finds the phone system, and connects where a connection is needed.
///
/// # Errors
/// A sentence: no such name, no way there, a certificate that is not trusted.
pub(super) async fn connect(
    endpoint: &EndpointInnerRef,
    line: &Line,
) -> Result<(SipConnection, SipAddr), String> {
    let server = server(line).ok_or("the address of the phone system cannot be read")?;
    let limit = std::time::Duration::from_secs(10);
    match tokio::time::timeout(limit, endpoint.transport_layer.lookup(&server, None)).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no connection within 10 s".to_owned()),
    }
}
