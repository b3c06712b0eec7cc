//! Our own descriptions: one session, whose version grows with every change.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::{Codec, Direction, Events, Remote};

/// Digits in our offers, for each clock of their codecs (RFC 4733, 2.3).
const EVENTS: [Events; 2] = [Events::new(101), Events { number: 102, clock: Codec::Opus.clock() }];

/// Our end of one call's audio. Its descriptions carry one id, and a version that grows.
#[derive(Debug, Clone)]
pub struct Session {
    id: u64,
    version: u64,
    address: IpAddr,
    port: u16,
    codecs: Vec<Codec>,
}

impl Session {
    /// Audio that is received at an address and port. `id` is any number that no other session of
    /// this address has; the version counts from it.
    pub fn new(id: u64, address: IpAddr, port: u16) -> Self {
        // Some phones read the numbers into 32 bits.
        let id = id & 0x7fff_ffff;
        let codecs = vec![Codec::Pcmu, Codec::Pcma];
        Self { id, version: id, address, port, codecs }
    }

    /// The same with these codecs in its offers, the best first; without any it stays as it is.
    #[must_use]
    pub fn speaking(mut self, codecs: &[Codec]) -> Self {
        if !codecs.is_empty() {
            self.codecs = codecs.to_vec();
        }
        self
    }

    /// The audio is received elsewhere from the next description on.
    pub fn moves_to(&mut self, address: IpAddr, port: u16) {
        (self.address, self.port) = (address, port);
    }

    /// An offer: our codecs and digits, 20 ms to a packet.
    pub fn offer(&mut self, direction: Direction) -> String {
        let mut text = self.head();
        let _ = write!(text, "m=audio {} RTP/AVP", self.port);
        for codec in &self.codecs {
            let _ = write!(text, " {}", codec.payload_type());
        }
        let counts =
            |digits: &Events| self.codecs.iter().any(|codec| codec.clock() == digits.clock);
        let digits: Vec<Events> = EVENTS.into_iter().filter(counts).collect();
        for digits in &digits {
            let _ = write!(text, " {}", digits.number);
        }
        text.push_str("\r\n");
        for codec in &self.codecs {
            map(&mut text, codec.payload_type(), *codec);
        }
        digits.iter().for_each(|digits| events(&mut text, *digits));
        tail(&mut text, direction);
        text
    }

    /// An answer: the far side's codec under its numbers, every other stream refused.
    pub fn answer(&mut self, remote: &Remote, wanted: Direction) -> String {
        let mut text = self.head();
        for (at, stream) in remote.streams.iter().enumerate() {
            if at != remote.audio {
                let _ = write!(text, "m={} 0 {} {}\r\n", stream.kind, stream.proto, stream.format);
                continue;
            }
            let _ = write!(text, "m=audio {} RTP/AVP {}", self.port, remote.payload_type);
            if let Some(event) = remote.telephone_event {
                let _ = write!(text, " {}", event.number);
            }
            text.push_str("\r\n");
            map(&mut text, remote.payload_type, remote.codec);
            if let Some(event) = remote.telephone_event {
                events(&mut text, event);
            }
            tail(&mut text, remote.direction.answered_with(wanted));
        }
        text
    }

    fn head(&mut self) -> String {
        self.version += 1;
        let (id, version, address) = (self.id, self.version, self.address);
        let kind = if address.is_ipv4() { "IP4" } else { "IP6" };
        format!(
            "v=0\r\no=- {id} {version} IN {kind} {address}\r\ns=-\r\nc=IN {kind} {address}\r\n\
             t=0 0\r\n"
        )
    }
}

fn map(text: &mut String, payload_type: u8, codec: Codec) {
    let (name, clock) = (codec.name(), codec.clock());
    // Opus names two channels always (RFC 7587, 4.1), and repairs what gets lost where it is asked to.
    let channels = if codec == Codec::Opus { "/2" } else { "" };
    let _ = write!(text, "a=rtpmap:{payload_type} {name}/{clock}{channels}\r\n");
    if codec == Codec::Opus {
        let _ = write!(text, "a=fmtp:{payload_type} useinbandfec=1\r\n");
    }
}

fn events(text: &mut String, events: Events) {
    let Events { number, clock } = events;
    let _ = write!(text, "a=rtpmap:{number} telephone-event/{clock}\r\n");
    let _ = write!(text, "a=fmtp:{number} 0-15\r\n");
}

fn tail(text: &mut String, direction: Direction) {
    let _ = write!(text, "a=ptime:20\r\na={}\r\n", direction.attribute());
}
