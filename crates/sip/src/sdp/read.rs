//! Reads the far side's description, within limits.

use std::net::IpAddr;

use super::{Codec, Direction, Events, Remote, Stream};

/// The longest description that is read, in bytes. A phone's has some 300.
const MOST_BYTES: usize = 8 * 1024;
/// The most streams that one may describe.
const MOST_STREAMS: usize = 8;
/// The most formats of a stream that are looked at.
const MOST_FORMATS: usize = 32;

/// Why a description cannot be used. *Not Acceptable Here* (488) is the answer to all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// More than 8 KiB.
    #[error("the far side's description of its audio is longer than 8 KiB")]
    TooLong,
    /// More than 8 streams.
    #[error("the far side describes more than 8 streams")]
    TooMany,
    /// Not a session description.
    #[error("what the far side sent is no description of audio (SDP)")]
    Shape,
    /// No stream `audio` over plain RTP.
    #[error("the far side offers no audio over plain RTP; switch SRTP off for this line")]
    NoAudio,
    /// The audio's port is 0.
    #[error("the far side refuses the audio")]
    Refused,
    /// No codec in common.
    #[error("the far side speaks no codec that is offered; allow G.711 (PCMU, PCMA) for this line")]
    NoCodec,
    /// The address is missing or a name.
    #[error("the far side does not say by number where its audio is to be sent")]
    NoAddress,
}

/// One stream, while it is being read.
struct Reading {
    stream: Stream,
    port: u16,
    formats: Vec<u8>,
    address: Option<IpAddr>,
    direction: Option<Direction>,
    ptime: Option<u16>,
    /// What a payload type stands for: encoding in upper case, and clock rate.
    maps: Vec<(u8, String, u32)>,
}

/// Reads a description that came with a call.
///
/// # Errors
/// [`Unusable`] when there is no G.711 audio over plain RTP in it.
pub fn read(text: &str) -> Result<Remote, Unusable> {
    read_with(text, &[Codec::Pcmu, Codec::Pcma])
}

/// The same, where only these codecs are wanted. Of several it is the far side's first.
///
/// # Errors
/// [`Unusable`] when there is no such audio in it.
pub fn read_with(text: &str, codecs: &[Codec]) -> Result<Remote, Unusable> {
    if text.len() > MOST_BYTES {
        return Err(Unusable::TooLong);
    }
    let mut address = None;
    let mut direction = None;
    let mut streams: Vec<Reading> = Vec::new();
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    if lines.next() != Some("v=0") {
        return Err(Unusable::Shape);
    }
    for line in lines {
        let Some((kind, value)) = line.split_once('=') else { return Err(Unusable::Shape) };
        match (kind, streams.last_mut()) {
            ("m", _) => {
                if streams.len() == MOST_STREAMS {
                    return Err(Unusable::TooMany);
                }
                streams.push(stream(value)?);
            }
            ("c", None) => address = connection(value),
            ("c", Some(stream)) => stream.address = connection(value),
            ("a", None) => direction = direction_of(value).or(direction),
            ("a", Some(stream)) => attribute(stream, value),
            _ => {}
        }
    }
    let audio = streams
        .iter()
        .position(|stream| stream.stream.kind == "audio" && stream.stream.proto == "RTP/AVP")
        .ok_or(Unusable::NoAudio)?;
    let found = &streams[audio];
    if found.port == 0 {
        return Err(Unusable::Refused);
    }
    let (payload_type, codec) = found
        .formats
        .iter()
        .filter_map(|&format| codec(found, format).map(|codec| (format, codec)))
        .find(|(_, codec)| codecs.contains(codec))
        .ok_or(Unusable::NoCodec)?;
    Ok(Remote {
        address: found.address.or(address).ok_or(Unusable::NoAddress)?,
        port: found.port,
        codec,
        payload_type,
        telephone_event: events(found, codec.clock())
            .or_else(|| events(found, Codec::Pcmu.clock())),
        direction: found.direction.or(direction).unwrap_or(Direction::SendRecv),
        ptime: found.ptime.unwrap_or(20),
        audio,
        streams: streams.into_iter().map(|reading| reading.stream).collect(),
    })
}

fn stream(value: &str) -> Result<Reading, Unusable> {
    let mut words = value.split_ascii_whitespace();
    let (Some(kind), Some(port), Some(proto)) = (words.next(), words.next(), words.next()) else {
        return Err(Unusable::Shape);
    };
    // `port/2` would be a number of ports: nobody uses it for calls, and the first is meant.
    let port = port.split('/').next().and_then(|port| port.parse().ok()).ok_or(Unusable::Shape)?;
    let formats: Vec<&str> = words.take(MOST_FORMATS).collect();
    let stream = Stream {
        kind: word(kind)?,
        proto: word(proto)?,
        format: word(formats.first().copied().unwrap_or("0"))?,
    };
    let formats = formats.iter().filter_map(|format| format.parse().ok());
    let formats = formats.filter(|format: &u8| *format < 128).collect();
    let (address, direction, ptime) = (None, None, None);
    Ok(Reading { stream, port, formats, address, direction, ptime, maps: Vec::new() })
}

/// A word that may stand in an answer of ours.
fn word(text: &str) -> Result<String, Unusable> {
    let fits = text.len() <= 64 && text.bytes().all(|b| b.is_ascii_graphic());
    if fits { Ok(text.to_owned()) } else { Err(Unusable::Shape) }
}

/// `IN IP4 192.0.2.1`, or with `/127` behind it. A multicast address is none for a call.
fn connection(value: &str) -> Option<IpAddr> {
    let mut words = value.split_ascii_whitespace();
    let (net, kind, address) = (words.next()?, words.next()?, words.next()?);
    let address: IpAddr = address.split('/').next()?.parse().ok()?;
    let fits = match kind {
        "IP4" => address.is_ipv4(),
        "IP6" => address.is_ipv6(),
        _ => false,
    };
    (net == "IN" && fits && !address.is_multicast()).then_some(address)
}

fn direction_of(value: &str) -> Option<Direction> {
    [Direction::SendRecv, Direction::SendOnly, Direction::RecvOnly, Direction::Inactive]
        .into_iter()
        .find(|direction| direction.attribute() == value.trim())
}

fn attribute(stream: &mut Reading, value: &str) {
    if let Some(direction) = direction_of(value) {
        stream.direction = Some(direction);
    } else if let Some(ptime) = value.strip_prefix("ptime:") {
        let ptime = ptime.trim().parse().ok();
        stream.ptime = ptime.filter(|ptime| (10..=120).contains(ptime));
    } else if let Some(map) = value.strip_prefix("rtpmap:") {
        let Some((format, encoding)) = map.split_once(' ') else { return };
        let mut parts = encoding.trim().split('/');
        let (name, rate) = (parts.next(), parts.next().and_then(|rate| rate.parse().ok()));
        if let (Ok(format), Some(name), Some(rate)) = (format.trim().parse(), name, rate)
            && stream.maps.len() < MOST_FORMATS
            && name.len() <= 32
        {
            stream.maps.push((format, name.to_ascii_uppercase(), rate));
        }
    }
}

fn codec(stream: &Reading, format: u8) -> Option<Codec> {
    let map = stream.maps.iter().find(|(mapped, ..)| *mapped == format);
    match map {
        Some((_, name, rate)) => Codec::ALL
            .into_iter()
            .find(|codec| name.eq_ignore_ascii_case(codec.name()) && *rate == codec.clock()),
        None => Codec::of(format),
    }
}

/// Digits that count by this clock.
fn events(stream: &Reading, clock: u32) -> Option<Events> {
    let is_event = |format: u8| {
        let event = |(mapped, name, rate): &(u8, String, u32)| {
            *mapped == format && name == "TELEPHONE-EVENT" && *rate == clock
        };
        stream.maps.iter().any(event)
    };
    let number = stream.formats.iter().copied().find(|format| is_event(*format))?;
    Some(Events { number, clock })
}
