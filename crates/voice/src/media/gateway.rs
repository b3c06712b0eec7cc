//! All calls of a node: finds the call that a datagram belongs to, and gives every call its 20 ms.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::ice::StunMessage;

use super::browser::Out;
use super::line::{Far, Line, Speaker};
use super::{Bridge, Browser, End, OfferError, Plays, Remote};
use crate::rtp::{Digit, Outgoing};
use crate::sound::Codec;

/// Every call gets its turn this often.
pub const TICK: Duration = Duration::from_millis(20);

/// So long a leg is kept for a page from which nothing comes: its network may come back, and then it
/// offers anew. The call goes on all the while, and after it.
pub const KEPT: Duration = Duration::from_secs(30);

/// A page has some networks, and each of them an address or two.
const ADDRESSES: usize = 16;

/// The socket that a datagram came by or goes out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Socket {
    /// The one for all browsers.
    Browsers,
    /// The one with this port, for one far end.
    Far(u16),
    /// The one with the port after this, for that far end's reports.
    Reports(u16),
}

/// What the gateway hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// A datagram is to be sent.
    Send(Socket, SocketAddr, Vec<u8>),
    /// Something happened to a call's page.
    Page(String, PageNews),
}

/// What happened to the page that carries an agent's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageNews {
    /// Sound runs both ways, for the first time or again.
    Connected,
    /// Nothing came for a while.
    Lost,
    /// It closed the connection, or was lost for too long: nobody carries the agent's end now.
    Closed,
}

/// The calls.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    pub(super) lines: BTreeMap<String, Line>,
    /// Calls by the ICE name of their page's leg, by the page's address, and by the far end's port.
    names: HashMap<String, String>,
    pages: HashMap<SocketAddr, String>,
    pub(super) ports: HashMap<u16, String>,
    chance: u64,
    pub(super) ticks: Option<Instant>,
    records: bool,
    done: VecDeque<Done>,
}

impl Gateway {
    /// A gateway that browsers reach at this address. What must not be guessed from outside (the
    /// names and numbers of streams) comes from the seed.
    pub fn new(address: SocketAddr, seed: u64) -> Self {
        Self {
            address,
            lines: BTreeMap::new(),
            names: HashMap::new(),
            pages: HashMap::new(),
            ports: HashMap::new(),
            chance: seed,
            ticks: None,
            records: false,
            done: VecDeque::new(),
        }
    }

    /// A page offers to carry the agent's end of a call: its own name, and its SDP. The page that
    /// carries it already goes on with its leg (its network changed); any other one takes over.
    ///
    /// # Errors
    /// See [`OfferError`]; who carried the call before carries it still.
    pub fn offered(
        &mut self,
        call: &str,
        page: &str,
        offer: &str,
        now: Instant,
    ) -> Result<String, OfferError> {
        let prefers = self.lines.get(call).map_or(Speaker::codec(), Line::prefers);
        let known = self.lines.get_mut(call).and_then(|line| line.page.as_mut());
        let answer = match known {
            // A page that was reloaded is another page, and offers other fingerprints.
            Some((name, leg)) if name == page => leg.offered(offer, now)?,
            _ => {
                let (leg, answer) = Browser::answer(offer, self.address, prefers, now)?;
                let codec = leg.codec().unwrap_or(prefers);
                let out = self.outgoing();
                let line = self.line(call);
                line.bridge.join(End::Agent, codec, out);
                if let Some((_, mut before)) = line.page.replace((page.to_owned(), leg)) {
                    before.close(now);
                    while let Some(out) = before.poll() {
                        if let Out::Send(to, datagram) = out {
                            self.done.push_back(Done::Send(Socket::Browsers, to, datagram));
                        }
                    }
                }
                answer
            }
        };
        self.ticks.get_or_insert(now);
        self.pages.retain(|_, of| of != call);
        self.names.retain(|_, of| of != call);
        if let Some((_, leg)) = self.lines.get_mut(call).and_then(|line| line.page.as_mut()) {
            self.names.insert(leg.name(), call.to_owned());
        }
        self.flush(call, now);
        Ok(answer)
    }

    /// The far end of a call is at a phone system, and heard at this port of ours; again when its
    /// SDP changes.
    pub fn far(&mut self, call: &str, port: u16, remote: Remote, now: Instant) {
        self.plain(call, End::Far, port, remote, now);
    }

    /// The far end of a call, of which nothing is known yet, will most likely speak this: a page that
    /// carries the agent's end is asked to speak it too.
    pub fn expects(&mut self, call: &str, codec: Codec) {
        self.line(call).expects = codec;
    }

    /// The far end of a call is simulated, and plays this from now on.
    pub fn simulated(&mut self, call: &str, plays: Plays, now: Instant) {
        self.player(call, End::Far, plays);
        if self.records {
            self.line(call).recording.get_or_insert_default();
            self.ticks.get_or_insert(now);
        }
    }

    /// Keeps what simulated far ends hear, of all calls to come: the last two minutes of each.
    pub fn records(&mut self) {
        self.records = true;
    }

    /// Mutes an end, or lets it be heard.
    pub fn mute(&mut self, call: &str, end: End, on: bool) {
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.mute(end, on);
        }
    }

    /// Puts an end on hold, or takes it back.
    pub fn hold(&mut self, call: &str, end: End, on: bool) {
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.hold(end, on);
        }
    }

    /// Says a digit to the far end.
    pub fn digit(&mut self, call: &str, digit: Digit) {
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.digit(End::Far, digit);
        }
    }

    /// The page that carries a call lets go of it; the call goes on without a voice.
    pub fn page_leaves(&mut self, call: &str, now: Instant) {
        if let Some((_, leg)) = self.lines.get_mut(call).and_then(|line| line.page.as_mut()) {
            leg.close(now);
        }
        self.flush(call, now);
        if let Some(line) = self.lines.get_mut(call) {
            line.page = None;
        }
        self.pages.retain(|_, of| of != call);
        self.names.retain(|_, of| of != call);
    }

    /// A call is over.
    pub fn ends(&mut self, call: &str, now: Instant) {
        self.page_leaves(call, now);
        self.ports.retain(|_, of| of != call);
        self.lines.remove(call);
    }

    /// A datagram came. What belongs to no call is dropped.
    pub fn receive(&mut self, by: Socket, from: SocketAddr, datagram: &[u8], now: Instant) {
        let call = match by {
            Socket::Far(port) | Socket::Reports(port) => self.ports.get(&port).cloned(),
            Socket::Browsers => self.of_page(from, datagram),
        };
        let Some(call) = call else { return };
        let Some(line) = self.lines.get_mut(&call) else { return };
        match by {
            Socket::Browsers => {
                if let Some((_, leg)) = &mut line.page {
                    leg.receive(from, datagram, now);
                }
            }
            Socket::Far(port) => {
                if let Some((end, leg)) = line.plain(port)
                    && let Ok(received) = leg.receive(from, datagram, now)
                {
                    line.hear(end, received, now);
                }
            }
            Socket::Reports(port) => {
                if let Some((_, leg)) = line.plain(port) {
                    leg.reported(from, datagram, now);
                }
            }
        }
        self.flush(&call, now);
    }

    /// When it is to be woken by [`wake`](Self::wake), at the latest; `None` without calls.
    pub fn wakes(&self) -> Option<Instant> {
        let legs = self.lines.values().filter_map(|line| Some(line.page.as_ref()?.1.wakes()));
        let heard = self.lines.values().any(Line::is_heard);
        legs.chain(self.ticks.filter(|_| heard)).min()
    }

    /// Time passed.
    pub fn wake(&mut self, now: Instant) {
        // After a pause of the whole process the ticks that were missed are not made up for.
        let ticks = match self.ticks {
            Some(at) if at > now => false,
            Some(at) if at + TICK > now => {
                self.ticks = Some(at + TICK);
                true
            }
            _ => {
                self.ticks = Some(now + TICK);
                true
            }
        };
        // Only what something happened to is looked at again: hundreds of calls wake a thousand times a
        // second, each of them alone.
        let (mut touched, mut lost) = (Vec::new(), Vec::new());
        for (call, line) in &mut self.lines {
            let ticked = ticks && line.is_heard();
            if ticked {
                line.tick(now);
            }
            for leg in [&mut line.far, &mut line.third] {
                if let Some(Far::Plain(port, leg)) = leg
                    && let Some((to, report)) = leg.report(now)
                {
                    self.done.push_back(Done::Send(Socket::Reports(*port), to, report));
                }
            }
            let Some((_, leg)) = &mut line.page else {
                if ticked {
                    touched.push(call.clone());
                }
                continue;
            };
            let due = leg.wakes() <= now;
            if due {
                leg.wake(now);
            }
            if leg.lost_since().is_some_and(|since| since + KEPT <= now) {
                lost.push(call.clone());
            } else if due || ticked {
                touched.push(call.clone());
            }
        }
        for call in touched {
            self.flush(&call, now);
        }
        for call in lost {
            self.page_leaves(&call, now);
            self.done.push_back(Done::Page(call, PageNews::Closed));
        }
    }

    /// What is to be done, until there is nothing more.
    pub fn poll(&mut self) -> Option<Done> {
        self.done.pop_front()
    }

    /// The call of a page's datagram: by the name in its first packets, then by its address.
    fn of_page(&mut self, from: SocketAddr, datagram: &[u8]) -> Option<String> {
        // STUN begins with two bits of nought, and everything else here does not.
        if datagram.first().is_some_and(|byte| *byte < 2) {
            let message = StunMessage::parse(datagram).ok()?;
            if let Some((ours, _)) = message.split_username() {
                let call = self.names.get(ours)?.clone();
                let known = self.pages.get(&from) == Some(&call);
                // A name is no proof yet: whoever saw it could fill the table.
                if known || self.pages.values().filter(|of| **of == call).count() < ADDRESSES {
                    self.pages.insert(from, call.clone());
                }
                return Some(call);
            }
        }
        self.pages.get(&from).cloned()
    }

    pub(super) fn line(&mut self, call: &str) -> &mut Line {
        let seed = self.random();
        self.lines.entry(call.to_owned()).or_insert_with(|| Line {
            bridge: Bridge::new(seed),
            page: None,
            far: None,
            third: None,
            expects: Speaker::codec(),
            recording: None,
            crossings: Vec::new(),
        })
    }

    fn flush(&mut self, call: &str, now: Instant) {
        let Some(line) = self.lines.get_mut(call) else { return };
        // What the page said makes the bridge speak, and that makes the page's leg send.
        let mut rest = line.hear_page(now);
        let datagrams = line.say(now);
        rest.extend(line.hear_page(now));
        let crossings = std::mem::take(&mut line.crossings);
        for (port, to, datagram) in datagrams {
            self.done.push_back(Done::Send(Socket::Far(port), to, datagram));
        }
        for out in rest {
            let news = match out {
                Out::Send(to, datagram) => {
                    self.done.push_back(Done::Send(Socket::Browsers, to, datagram));
                    continue;
                }
                Out::Connected => PageNews::Connected,
                Out::Lost => PageNews::Lost,
                Out::Closed => PageNews::Closed,
                Out::Sound(_) | Out::Digit(_) => continue,
            };
            self.done.push_back(Done::Page(call.to_owned(), news));
        }
        for crossing in crossings {
            // A wire ends at a call that is younger, or at the one that it came from: in no circle.
            let to = crossing.to.0.clone();
            if let Some(line) = self.lines.get_mut(&to) {
                line.crosses(call, &crossing, now);
                self.flush(&to, now);
            }
        }
    }

    pub(super) fn outgoing(&mut self) -> Outgoing {
        let [a, b, c, d, e, f, ..] = self.random().to_be_bytes();
        Outgoing::new(u16::from_be_bytes([a, b]), u32::from_be_bytes([c, d, e, f]))
    }

    pub(super) fn random32(&mut self) -> u32 {
        let [a, b, c, d, ..] = self.random().to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// The next number of the seed (Steele, Lea and Flood's splitmix).
    fn random(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
