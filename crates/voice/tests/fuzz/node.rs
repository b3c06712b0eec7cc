//! One call between a page and a telephone, whose time goes on while somebody sends what they like.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use voice::media::{Done, Gateway, Plain, Received, Remote, Say, Socket};
use voice::rtp::{Events, Outgoing};
use voice::sound::{Codec, Tone, strength};

use super::page::{FRAME, GATEWAY, Page};

pub const CALL: &str = "call";
pub const PORT: u16 = 20_000;
pub const TELEPHONE: ([u8; 4], u16) = ([192, 0, 2, 44], 7_000);

/// What page and telephone say.
const PAGE_SAYS: f64 = 440.0;
const TELEPHONE_SAYS: f64 = 1_000.0;

pub struct Node {
    pub gateway: Gateway,
    pub page: Page,
    pub now: Instant,
    /// Datagrams of the page as they went to the gateway: a corpus of what it takes.
    pub sent: Vec<Vec<u8>>,
    /// Datagrams of the gateway to nobody whom we know: answers to strangers.
    pub strangers: usize,
    telephone: Plain,
    out: Outgoing,
    tone: Tone,
    heard: Vec<i16>,
    spoke: Instant,
}

fn remote(address: SocketAddr) -> Remote {
    let reports = SocketAddr::new(address.ip(), address.port() + 1);
    Remote {
        address,
        codec: Codec::Pcma,
        number: 8,
        digits: Some(Events::new(101)),
        reports,
        roams: false,
    }
}

impl Node {
    /// A call that is connected.
    pub fn new() -> Self {
        let now = Instant::now();
        let mut gateway = Gateway::new(GATEWAY.into(), 11);
        let (mut page, offer) = Page::new(9_000, PAGE_SAYS, &[Codec::Pcmu, Codec::Pcma], now);
        gateway.far(CALL, PORT, remote(TELEPHONE.into()), now);
        page.answered(&gateway.offered(CALL, "page", &offer, now).unwrap());
        let mut node = Self {
            gateway,
            page,
            now,
            sent: Vec::new(),
            strangers: 0,
            telephone: Plain::new(77, remote(SocketAddr::from((GATEWAY.0, PORT))), now),
            out: Outgoing::new(3, 3),
            tone: Tone::steady(&[TELEPHONE_SAYS]),
            heard: Vec::new(),
            spoke: now,
        };
        node.goes_on(Duration::from_secs(1));
        assert!(node.page.connected);
        node
    }

    /// Time passes for everybody, 5 ms at a time.
    pub fn goes_on(&mut self, time: Duration) {
        let until = self.now + time;
        while self.now < until {
            self.now += Duration::from_millis(5).min(until - self.now);
            if self.now >= self.spoke + FRAME {
                self.spoke = self.now;
                self.page.says(Codec::Pcma, self.now);
                let (from, datagram) = self.telephone_says();
                self.gateway.receive(Socket::Far(PORT), from, &datagram, self.now);
            }
            self.gateway.wake(self.now);
            self.delivers();
        }
    }

    /// The telephone's next packet.
    pub fn telephone_says(&mut self) -> (SocketAddr, Vec<u8>) {
        let payload = Codec::Pcma.encode(&self.tone.frame());
        let say = Say::Sound(self.out.own(self.now), payload);
        (TELEPHONE.into(), self.telephone.datagram(&say).unwrap().1)
    }

    /// The telephone's next report, once one is due.
    pub fn telephone_reports(&mut self) -> Option<Vec<u8>> {
        self.telephone.report(self.now).map(|(_, report)| report)
    }

    /// Every datagram arrives at once.
    pub fn delivers(&mut self) {
        self.page.wake(self.now);
        loop {
            let mut quiet = true;
            while let Some(datagram) = self.page.poll() {
                quiet = false;
                self.gateway.receive(Socket::Browsers, self.page.address(), &datagram, self.now);
                self.sent.push(datagram);
                // The beginning, which is of another kind, and the latest.
                if self.sent.len() > 400 {
                    self.sent.remove(200);
                }
            }
            while let Some(done) = self.gateway.poll() {
                quiet = false;
                match done {
                    Done::Send(Socket::Browsers, to, datagram) if to == self.page.address() => {
                        self.page.receives(&datagram, self.now);
                    }
                    Done::Send(Socket::Far(_), to, datagram) if to == TELEPHONE.into() => {
                        let from = SocketAddr::from((GATEWAY.0, PORT));
                        let received = self.telephone.receive(from, &datagram, self.now);
                        if let Ok(Received::Sound(sound)) = received {
                            self.heard.extend(sound.codec.decode(sound.payload));
                        }
                    }
                    Done::Send(Socket::Reports(_), ..) | Done::Page(..) => {}
                    Done::Send(..) => self.strangers += 1,
                }
            }
            if quiet {
                break;
            }
        }
        // What is not asked for must not weigh.
        for heard in [&mut self.heard, &mut self.page.heard] {
            let old = heard.len().saturating_sub(16_000);
            heard.drain(..old);
        }
    }

    /// Both hear each other, as if nothing had been.
    pub fn speak_with_each_other(&mut self) -> bool {
        self.goes_on(Duration::from_secs(1));
        self.heard.clear();
        self.page.heard.clear();
        self.goes_on(Duration::from_secs(1));
        strength(&self.heard, PAGE_SAYS) > 0.9 && strength(&self.page.heard, TELEPHONE_SAYS) > 0.9
    }
}
