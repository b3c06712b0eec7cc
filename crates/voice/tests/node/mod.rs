//! A node of the gateway with pages and telephones around it, on a network without wires and with a clock
//! of its own.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "no test needs all of it, and a test begins at some moment"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Instant;

use voice::media::{Done, Gateway, PageNews, Plain, Received, Remote, Say, Socket};
use voice::rtp::{Events, Outgoing};
use voice::sound::{Codec, Decoder, Encoder, Tone, strength};

use crate::page::{FRAME, GATEWAY, Page};

/// A telephone at a phone system: speaks in a tone, and is recorded.
pub struct Telephone {
    pub port: u16,
    pub leg: Plain,
    pub out: Outgoing,
    pub tone: Tone,
    pub heard: Vec<i16>,
    pub digits: String,
    /// The packets of sound as it sent them, and as they came.
    pub packets: (Vec<Vec<u8>>, Vec<Vec<u8>>),
    /// What it speaks, and takes for granted that the gateway speaks.
    pub codec: Codec,
    coders: (Encoder, Decoder),
}

impl Telephone {
    pub const ADDRESS: ([u8; 4], u16) = ([192, 0, 2, 44], 7_000);

    /// Reached by the gateway's port.
    pub fn new(port: u16, pitch: f64, codec: Codec, now: Instant) -> Self {
        let remote = remote(SocketAddr::from((GATEWAY.0, port)), codec);
        Self {
            port,
            leg: Plain::new(77, remote, now),
            out: Outgoing::new(3, 3),
            tone: Tone::steady(&[pitch]),
            heard: Vec::new(),
            digits: String::new(),
            packets: Default::default(),
            codec,
            coders: Default::default(),
        }
    }
}

/// The number by which telephones here take Opus: any that is free.
pub const OPUS: u8 = 96;

pub fn remote(address: SocketAddr, codec: Codec) -> Remote {
    let number = if codec == Codec::Opus { OPUS } else { codec.payload_type() };
    let digits = Some(Events { number: 101, clock: codec.clock() });
    let reports = SocketAddr::new(address.ip(), address.port() + 1);
    Remote { address, codec, number, digits, reports, roams: false }
}

pub struct Node {
    pub gateway: Gateway,
    pub pages: BTreeMap<String, Page>,
    pub telephones: Vec<Telephone>,
    pub news: Vec<(String, PageNews)>,
    /// The pages' network is away.
    pub away: bool,
    /// What pages speak.
    pub speaks: Codec,
    pub now: Instant,
}

impl Node {
    pub fn new() -> Self {
        Self {
            gateway: Gateway::new(GATEWAY.into(), 11),
            pages: BTreeMap::new(),
            telephones: Vec::new(),
            news: Vec::new(),
            away: false,
            speaks: Codec::Pcma,
            now: Instant::now(),
        }
    }

    /// A page offers to carry a call.
    pub fn page(&mut self, call: &str, name: &str, port: u16, pitch: f64) {
        let (mut page, offer) = Page::new(port, pitch, &Codec::ALL, self.now);
        let answer = self.gateway.offered(call, name, &offer, self.now).unwrap();
        page.answered(&answer);
        self.pages.insert(name.to_owned(), page);
    }

    pub fn telephone(&mut self, call: &str, port: u16, pitch: f64) {
        self.telephone_that(call, port, pitch, Codec::Pcma);
    }

    /// A far end that speaks this.
    pub fn telephone_that(&mut self, call: &str, port: u16, pitch: f64, codec: Codec) {
        self.gateway.far(call, port, remote(Telephone::ADDRESS.into(), codec), self.now);
        self.telephones.push(Telephone::new(port, pitch, codec, self.now));
    }

    pub fn third(&mut self, call: &str, port: u16, pitch: f64) {
        let codec = Codec::Pcma;
        self.gateway.third(call, port, remote(Telephone::ADDRESS.into(), codec), self.now);
        self.telephones.push(Telephone::new(port, pitch, codec, self.now));
    }

    /// How much of each pitch page, far end and third hear in the next second.
    pub fn all_three(&mut self, pitches: [f64; 3]) -> [[bool; 3]; 3] {
        self.listens(50);
        let heard =
            [&self.pages["page"].heard, &self.telephones[0].heard, &self.telephones[1].heard];
        heard.map(|heard| pitches.map(|pitch| strength(heard, pitch) > 0.2))
    }

    pub fn goes_on(&mut self, frames: u32) {
        for _ in 0..frames {
            for page in self.pages.values_mut() {
                page.says(self.speaks, self.now);
            }
            for telephone in &mut self.telephones {
                let frame = telephone.tone.frame();
                let payload = telephone.coders.0.encode(telephone.codec, &frame).unwrap();
                telephone.packets.0.push(payload.clone());
                let say = Say::Sound(telephone.out.own(self.now), payload);
                let (_, datagram) = telephone.leg.datagram(&say).unwrap();
                let by = Socket::Far(telephone.port);
                self.gateway.receive(by, Telephone::ADDRESS.into(), &datagram, self.now);
                if let Some((_, report)) = telephone.leg.report(self.now) {
                    let from = SocketAddr::from((Telephone::ADDRESS.0, 7_001));
                    let by = Socket::Reports(telephone.port);
                    self.gateway.receive(by, from, &report, self.now);
                }
            }
            for _ in 0..4 {
                self.gateway.wake(self.now);
                self.delivers();
                self.now += FRAME / 4;
            }
        }
    }

    /// Every datagram arrives at once.
    pub fn delivers(&mut self) {
        loop {
            let mut quiet = true;
            for page in self.pages.values_mut() {
                page.wake(self.now);
                while let Some(datagram) = page.poll() {
                    quiet = false;
                    if !self.away {
                        self.gateway.receive(Socket::Browsers, page.address(), &datagram, self.now);
                    }
                }
            }
            while let Some(done) = self.gateway.poll() {
                quiet = false;
                match done {
                    Done::Page(call, news) => self.news.push((call, news)),
                    Done::Send(Socket::Browsers, ..) if self.away => {}
                    Done::Send(Socket::Browsers, to, datagram) => {
                        for page in self.pages.values_mut().filter(|page| page.address() == to) {
                            page.receives(&datagram, self.now);
                        }
                    }
                    Done::Send(Socket::Reports(port), to, datagram) => {
                        assert_eq!((to.ip(), to.port()), (Telephone::ADDRESS.0.into(), 7_001));
                        for telephone in self.telephones.iter_mut().filter(|t| t.port == port) {
                            let from = SocketAddr::from((GATEWAY.0, port + 1));
                            assert!(telephone.leg.reported(from, &datagram, self.now));
                        }
                    }
                    Done::Send(Socket::Far(port), to, datagram) => {
                        assert_eq!(to, Telephone::ADDRESS.into());
                        for telephone in self.telephones.iter_mut().filter(|t| t.port == port) {
                            let from = SocketAddr::from((GATEWAY.0, port));
                            match telephone.leg.receive(from, &datagram, self.now).unwrap() {
                                Received::Sound(heard) => {
                                    let heard_by = &mut telephone.coders.1;
                                    let said = heard_by.decode(heard.codec, heard.payload);
                                    telephone.heard.extend(said);
                                    telephone.packets.1.push(heard.payload.to_vec());
                                }
                                Received::Digit(digit) => telephone.digits.push(digit.key()),
                                Received::Nothing => {}
                            }
                        }
                    }
                }
            }
            if quiet {
                return;
            }
        }
    }

    /// What everybody heard in so many frames, from now on.
    pub fn listens(&mut self, frames: u32) {
        self.pages.values_mut().for_each(|page| page.heard.clear());
        self.telephones.iter_mut().for_each(|telephone| telephone.heard.clear());
        self.goes_on(frames);
    }

    pub fn page_hears(&self, name: &str, pitch: f64) -> f64 {
        strength(&self.pages[name].heard, pitch)
    }
}
