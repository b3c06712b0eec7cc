//! The user agent as the service sees it: started once, ordered through [`Ua`], heard through a
//! channel of events.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rsipstack::EndpointBuilder;
use rsipstack::dialog::dialog_layer::DialogLayer;
use rsipstack::transport::udp::UdpConnection;
use rsipstack::transport::{TcpListenerConnection, TlsConfig, TransportLayer};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::actor::{Actor, Command, Drained};
use super::dial::Dial;
use super::reach::Reach;
use super::watch::{Guard, Shared, Tracer};
use crate::cause::Refusal;
use crate::config::{LineConfig, Misconfigured, UaConfig};
use crate::digits::Digit;
use crate::event::Event;
use crate::leg::{Order, Target};
use crate::trace::Message;

/// A SIP user agent. Orders never wait: what came of them is an [`Event`].
///
/// An order for a leg that is not there, or that does not fit its state, is answered by
/// [`crate::LegEvent::Ignored`]. Dropping it hangs every call up at once; [`Ua::drain`] does not.
pub struct Ua {
    commands: mpsc::UnboundedSender<Command>,
    shared: Arc<Shared>,
    layer: Arc<DialogLayer>,
    config: UaConfig,
    address: SocketAddr,
}

/// How much the user agent has in hand, for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Calls.
    pub calls: usize,
    /// Exchanges of messages that go on.
    pub transactions: usize,
    /// Exchanges that are remembered for 32 s in case a message comes again.
    pub finished: usize,
}

impl std::fmt::Debug for Ua {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ua").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Ua {
    /// Opens the sockets and starts. Must be called within tokio.
    ///
    /// # Errors
    /// [`Misconfigured`] when the configuration cannot work; an address that is taken, too.
    pub async fn start(
        config: UaConfig,
    ) -> Result<(Self, mpsc::UnboundedReceiver<Event>), Misconfigured> {
        config.check()?;
        let stop = CancellationToken::new();
        let shared = Shared::new(config.traced);
        let transports = TransportLayer::new(stop.clone());
        let udp =
            UdpConnection::create_connection(config.udp, config.public, Some(stop.child_token()))
                .await
                .map_err(|error| {
                    Misconfigured::new("udp", taken(config.udp, &error.to_string()))
                })?;
        let wrong = |error: rsipstack::Error| Misconfigured::new("udp", error.to_string());
        let address = udp.get_addr().get_socketaddr().map_err(wrong)?;
        // First, for its address stands in headers where the stack has no better one.
        transports.add_transport(udp.into());
        let tcp = match config.tcp {
            Some(tcp) => Some(listen(tcp, address, config.public, &transports).await?),
            None => None,
        };
        if let Some(roots) = &config.tls_roots {
            // The stack asks for the process's own; a service that has chosen one keeps it.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = TlsConfig { ca_certs: Some(roots.clone()), ..TlsConfig::default() };
            transports.set_tls_config(tls);
        }
        let endpoint = EndpointBuilder::new()
            .with_user_agent(&config.user_agent)
            .with_transport_layer(transports)
            .with_cancel_token(stop.clone())
            .with_inspector(Box::new(Tracer(shared.clone())))
            .with_transport_inspector(Box::new(Guard(shared.clone())))
            .build();
        let incoming = endpoint.incoming_transactions().map_err(wrong)?;
        let (events, heard) = mpsc::unbounded_channel();
        let (commands, ordered) = mpsc::unbounded_channel();
        let (notices, noticed) = mpsc::unbounded_channel();
        let reach = Reach { udp: address, tcp };
        let limits = (config.most_legs, config.keepalive_ms);
        let layer = Arc::new(DialogLayer::new(endpoint.inner.clone()));
        let actor = Actor::new(layer.clone(), shared.clone(), reach, limits, events, notices);
        tokio::spawn(async move { endpoint.serve().await });
        tokio::spawn(async move {
            actor.run(ordered, noticed, incoming).await;
            stop.cancel();
        });
        Ok((Self { commands, shared, layer, config, address }, heard))
    }

    /// The address that the phone systems are told for UDP.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sets a line up, or sets it up anew, and registers it if that is its access.
    ///
    /// # Errors
    /// [`Misconfigured`] with the key; nothing has changed then.
    pub fn register(&self, line: LineConfig) -> Result<(), Misconfigured> {
        let line = line.checked(&self.config)?;
        let networks = line.config.networks()?;
        self.send(Command::Register(Box::new(line), networks));
        Ok(())
    }

    /// Takes a line down. Its calls go on.
    pub fn unregister(&self, line: &str) {
        self.send(Command::Unregister(line.to_owned()));
    }

    /// Calls.
    pub fn dial(&self, dial: Dial) {
        self.send(Command::Dial(Box::new(dial)));
    }

    /// Any order; the functions below say the same in fewer words.
    pub fn order(&self, leg: &str, order: Order) {
        self.send(Command::Leg(leg.to_owned(), order));
    }

    /// An offered call: rings.
    pub fn ring(&self, leg: &str) {
        self.order(leg, Order::Ring);
    }

    /// An offered call: is taken.
    pub fn accept(&self, leg: &str, sdp: &str) {
        self.order(leg, Order::Accept { sdp: sdp.to_owned() });
    }

    /// An offered call: is refused.
    pub fn refuse(&self, leg: &str, refusal: Refusal) {
        self.order(leg, Order::Refuse(refusal));
    }

    /// Ends a call in any state.
    pub fn hang_up(&self, leg: &str) {
        self.order(leg, Order::HangUp);
    }

    /// Lets the far side wait; `sdp` is an offer that says so.
    pub fn hold(&self, leg: &str, sdp: &str) {
        self.order(leg, Order::Hold { sdp: sdp.to_owned() });
    }

    /// Speaks again; `sdp` is an offer that says so.
    pub fn resume(&self, leg: &str, sdp: &str) {
        self.order(leg, Order::Resume { sdp: sdp.to_owned() });
    }

    /// Answers what the far side offered in the call.
    pub fn answer(&self, leg: &str, sdp: &str) {
        self.order(leg, Order::Answer { sdp: sdp.to_owned() });
    }

    /// Does not take the audio that the far side offered: in a call nothing changes, and an offered
    /// call is refused by it.
    pub fn decline(&self, leg: &str) {
        self.order(leg, Order::Decline);
    }

    /// Presses a key, by INFO.
    pub fn press(&self, leg: &str, digit: Digit) {
        self.order(leg, Order::Press(digit));
    }

    /// Connects the far side with a number, blind.
    pub fn transfer(&self, leg: &str, to: &str) {
        self.order(leg, Order::Transfer(Target::Number(to.to_owned())));
    }

    /// Connects the far side with the far side of another leg, which is hung up then.
    pub fn transfer_to(&self, leg: &str, other: &str) {
        self.order(leg, Order::Transfer(Target::Leg(other.to_owned())));
    }

    /// The last messages of a line's registration, without secrets, oldest first.
    pub fn line_trace(&self, line: &str) -> Vec<Message> {
        self.shared.traces().of_line(line)
    }

    /// The last messages of a leg, without secrets, oldest first; also after it has ended.
    pub fn leg_trace(&self, leg: &str) -> Vec<Message> {
        self.shared.traces().of_leg(leg)
    }

    /// How much is in hand.
    pub fn counts(&self) -> Counts {
        let stats = self.layer.endpoint.get_stats();
        Counts {
            calls: self.layer.len(),
            transactions: stats.running_transactions,
            finished: stats.finished_transactions,
        }
    }

    /// Stops cleanly: new calls are told 503, those that run go on until they end or the limit is
    /// reached; then they are hung up, and the lines are taken down.
    pub async fn drain(self, limit: Duration) -> Drained {
        let (done, drained) = oneshot::channel();
        self.send(Command::Drain(limit, done));
        drained.await.unwrap_or(Drained { calls: 0, cut: 0 })
    }

    fn send(&self, command: Command) {
        // Nobody hears it only after a drain, and the drain has taken the user agent.
        let _ = self.commands.send(command);
    }
}

fn taken(address: SocketAddr, error: &str) -> String {
    format!("{address} cannot be opened ({error}); is another phone program running?")
}

/// Accepts TCP, and says what of it is announced.
async fn listen(
    tcp: SocketAddr,
    udp: SocketAddr,
    public: Option<SocketAddr>,
    transports: &TransportLayer,
) -> Result<SocketAddr, Misconfigured> {
    // The stack only logs when it cannot.
    tokio::net::TcpListener::bind(tcp)
        .await
        .map_err(|error| Misconfigured::new("tcp", taken(tcp, &error.to_string())))?;
    let announced = match public {
        Some(public) => public,
        None if tcp.ip().is_unspecified() => SocketAddr::new(udp.ip(), tcp.port()),
        None => tcp,
    };
    let listener = TcpListenerConnection::new(tcp, Some(announced))
        .await
        .map_err(|error| Misconfigured::new("tcp", error.to_string()))?;
    transports.add_transport(listener.into());
    Ok(announced)
}
