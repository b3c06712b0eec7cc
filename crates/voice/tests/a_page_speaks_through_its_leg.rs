//! A page and its leg speak with each other; the page moves to another network, is reloaded, or
//! offers what is no use.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

mod page;

use page::{FRAME, GATEWAY, Page, sounds};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use voice::media::{Bridge, Browser, End, OfferError, Out, Say};
use voice::rtp::{Digit, Outgoing};
use voice::sound::{Codec, Tone, strength};

const BOTH: [Codec; 2] = [Codec::Pcmu, Codec::Pcma];

/// A page on a line with a far end that speaks in a tone of 1,000 Hz, and what that one heard.
struct Line {
    page: Page,
    leg: Browser,
    bridge: Bridge,
    tone: Tone,
    far: Outgoing,
    said: u64,
    heard: Vec<i16>,
    now: Instant,
}

impl Line {
    fn new(pitch: f64, knows: &[Codec], far: Codec) -> Self {
        Self::that(pitch, knows, true, far)
    }

    /// With a page that takes digits, or none.
    fn that(pitch: f64, knows: &[Codec], digits: bool, far: Codec) -> Self {
        let now = Instant::now();
        let (mut page, offer) = Page::that(9_000, pitch, knows, digits, now);
        let (leg, answer) = Browser::answer(&offer, GATEWAY.into(), far, now).unwrap();
        page.answered(&answer);
        let mut bridge = Bridge::new(1);
        bridge.join(End::Agent, leg.codec().unwrap(), Outgoing::new(1, 1));
        bridge.join(End::Far, far, Outgoing::new(1, 1));
        let (tone, outgoing) = (Tone::steady(&[1_000.0]), Outgoing::new(9, 9));
        Self { page, leg, bridge, tone, far: outgoing, said: 0, heard: Vec::new(), now }
    }

    fn goes_on(&mut self, frames: u32, mut lost: impl FnMut() -> bool) -> Vec<Out> {
        let (mut all, speaks) = (Vec::new(), self.leg.codec().unwrap());
        self.heard.clear();
        self.page.heard.clear();
        for _ in 0..frames {
            self.page.says(speaks, self.now);
            let stamp = self.far.own(self.now);
            self.said += 1;
            let payload = Codec::Pcma.encode(&self.tone.frame());
            let (first, codec) = (self.said == 1, Codec::Pcma);
            let packet = voice::media::Heard {
                source: 5,
                first,
                seq: stamp.seq,
                time: stamp.time,
                codec,
                payload: &payload,
            };
            self.bridge.heard(End::Far, &packet, self.now);
            // Within a frame five moments, so that nothing waits for the next one.
            for _ in 0..5 {
                let happened = self.page.with(&mut self.leg, self.now, &mut lost);
                for sound in sounds(happened.clone()) {
                    self.bridge.heard(End::Agent, &sound.heard(), self.now);
                }
                all.extend(happened.into_iter().filter(|out| !matches!(out, Out::Sound(_))));
                while let Some((end, say)) = self.bridge.poll() {
                    match (end, say) {
                        (End::Agent, say) => self.leg.say(&say, self.now),
                        (_, Say::Sound(_, payload)) => {
                            self.heard.extend(Codec::Pcma.decode(&payload));
                        }
                        (_, Say::Digit(..)) => {}
                    }
                }
                self.now += FRAME / 5;
            }
            self.bridge.tick(self.now);
        }
        all
    }

    fn connects(&mut self) -> Duration {
        let began = self.now;
        for _ in 0..100 {
            if self.goes_on(1, || false).contains(&Out::Connected) {
                return self.now - began;
            }
        }
        panic!("never connected");
    }
}

#[test]
fn both_hear_each_other_and_nothing_gets_lost() {
    for knows in [&BOTH[..], &BOTH[..1], &BOTH[1..]] {
        let mut line = Line::new(440.0, knows, Codec::Pcma);
        line.connects();
        line.goes_on(25, || false);
        line.goes_on(100, || false);
        assert!(strength(&line.heard, 440.0) > 0.99, "{}", strength(&line.heard, 440.0));
        assert!(strength(&line.page.heard, 1_000.0) > 0.99);
        assert_eq!(line.heard.len(), 100 * 160);
        assert_eq!(line.leg.counts().lost, 0);
    }
}

#[test]
fn digits_of_the_far_end_reach_a_page_that_takes_them_and_the_sound_goes_on() {
    for (takes, told) in [(true, "1*5"), (false, "")] {
        let mut line = Line::that(440.0, &BOTH, takes, Codec::Pcma);
        line.connects();
        for key in "1*5".chars() {
            line.bridge.digit(End::Agent, Digit::of(key).unwrap());
        }
        line.goes_on(50, || false);
        assert_eq!(line.page.digits, told);
        line.goes_on(50, || false);
        assert!(strength(&line.page.heard, 1_000.0) > 0.99);
    }
}

#[test]
fn the_preferred_codec_is_spoken_where_the_page_knows_it() {
    for (knows, spoken) in [(&BOTH[..], Codec::Pcma), (&BOTH[..1], Codec::Pcmu)] {
        assert_eq!(Line::new(440.0, knows, Codec::Pcma).leg.codec(), Some(spoken));
    }
    assert_eq!(Line::new(440.0, &BOTH, Codec::Pcmu).leg.codec(), Some(Codec::Pcmu));
}

#[test]
fn it_connects_within_a_few_round_trips() {
    let took = Line::new(440.0, &BOTH, Codec::Pcma).connects();
    // On a network that takes no time; what is left is the page's own pace of asking.
    assert!(took <= Duration::from_millis(300), "{took:?}");
}

#[test]
fn lost_packets_are_counted() {
    let mut line = Line::new(440.0, &BOTH, Codec::Pcma);
    line.connects();
    line.goes_on(10, || false);
    let mut n = 0;
    line.goes_on(500, || {
        n += 1;
        n % 10 == 0
    });
    line.goes_on(10, || false);
    let lost = line.leg.counts().lost;
    assert!((40..=60).contains(&lost), "{lost}");
}

#[test]
fn a_page_on_another_network_goes_on_with_the_same_leg() {
    let mut line = Line::new(440.0, &BOTH, Codec::Pcma);
    line.connects();
    line.goes_on(50, || false);
    let name = line.leg.name();
    let offer = line.page.moves(9_001);
    let answer = line.leg.offered(&offer, line.now).unwrap();
    line.page.answered(&answer);
    assert_ne!(line.leg.name(), name, "the first packets of the new way find it by a new name");
    line.goes_on(50, || false);
    line.goes_on(50, || false);
    assert!(strength(&line.heard, 440.0) > 0.99);
    assert!(strength(&line.page.heard, 1_000.0) > 0.99);
}

#[test]
fn a_reloaded_page_speaks_again_by_a_new_leg() {
    let mut line = Line::new(440.0, &BOTH, Codec::Pcma);
    line.connects();
    line.goes_on(50, || false);
    let (mut page, offer) = Page::new(9_002, 600.0, &BOTH, line.now);
    let (leg, answer) = Browser::answer(&offer, GATEWAY.into(), Codec::Pcma, line.now).unwrap();
    page.answered(&answer);
    (line.page, line.leg) = (page, leg);
    line.bridge.join(End::Agent, line.leg.codec().unwrap(), Outgoing::new(7, 7));
    line.connects();
    line.goes_on(10, || false);
    line.goes_on(50, || false);
    assert!(strength(&line.heard, 600.0) > 0.99);
    assert!(strength(&line.page.heard, 1_000.0) > 0.99);
}

#[test]
fn a_page_that_is_gone_is_lost_after_a_while() {
    let mut line = Line::new(440.0, &BOTH, Codec::Pcma);
    line.connects();
    let mut lost = false;
    for _ in 0..60 {
        lost |= line.goes_on(50, || true).contains(&Out::Lost);
    }
    assert!(lost, "for a minute nothing came");
}

#[test]
fn what_is_no_offer_for_a_sound_is_refused() {
    let now = Instant::now();
    let address = SocketAddr::from(GATEWAY);
    let refuses = |offer: &str| Browser::answer(offer, address, Codec::Pcmu, now).err();
    assert_eq!(refuses(""), Some(OfferError::NotOneSound));
    assert_eq!(refuses(&"x".repeat(20_001)), Some(OfferError::TooLong));
    let (_, opus) = Page::new(9_000, 440.0, &[], now);
    assert_eq!(refuses(&opus), Some(OfferError::NoCodec));
    let (_, good) = Page::new(9_000, 440.0, &BOTH, now);
    let twice = format!("{good}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n");
    assert_eq!(refuses(&twice), Some(OfferError::NotOneSound));
    // Cut off anywhere, it is refused or answered, and nothing breaks.
    for end in (0..good.len()).step_by(9) {
        let _ = Browser::answer(&good[..end], address, Codec::Pcmu, now);
    }
}
