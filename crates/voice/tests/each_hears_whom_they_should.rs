//! Ends of a call speak in tones of their own, and what each of them hears is recorded: on the
//! line, muted, on hold, three at once, and when a page is reloaded.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use voice::media::{Bridge, End, Heard, Say};
use voice::rtp::{Digit, Hearing, Outgoing};
use voice::sound::{Codec, Level, Tone, level, strength};

const FRAME: Duration = Duration::from_millis(20);

struct Voice {
    tone: Tone,
    codec: Codec,
    source: u32,
    seq: u64,
    first: bool,
    speaks: bool,
}

/// A call of which every end is recorded.
struct Call {
    bridge: Bridge,
    voices: BTreeMap<End, Voice>,
    heard: BTreeMap<End, Vec<i16>>,
    times: BTreeMap<End, Vec<u32>>,
    digits: Vec<Digit>,
    hearing: Hearing,
    now: Instant,
}

impl Call {
    fn of(ends: &[(End, f64, Codec)]) -> Self {
        let mut call = Self {
            bridge: Bridge::new(3),
            voices: BTreeMap::new(),
            heard: BTreeMap::new(),
            times: BTreeMap::new(),
            digits: Vec::new(),
            hearing: Hearing::default(),
            now: Instant::now(),
        };
        for (end, pitch, codec) in ends {
            call.joins(*end, *pitch, *codec);
        }
        call
    }

    /// By a new leg, with a source of its own.
    fn joins(&mut self, end: End, pitch: f64, codec: Codec) {
        let source = self.voices.get(&end).map_or(1, |voice| voice.source + 1);
        let tone = Tone::steady(&[pitch]);
        let voice = Voice { tone, codec, source, seq: 65_536, first: true, speaks: true };
        self.voices.insert(end, voice);
        self.bridge.join(end, codec, Outgoing::new(40_000, 7));
    }

    /// Goes on for so many frames and gives what each end heard meanwhile.
    fn goes_on(&mut self, frames: u32) -> BTreeMap<End, Vec<i16>> {
        self.heard.clear();
        for _ in 0..frames {
            for (end, voice) in self.voices.iter_mut().filter(|(_, voice)| voice.speaks) {
                let payload = voice.codec.encode(&voice.tone.frame());
                let packet = Heard {
                    source: voice.source,
                    first: std::mem::take(&mut voice.first),
                    seq: voice.seq,
                    time: (voice.seq * 160) as u32,
                    codec: voice.codec,
                    payload: &payload,
                };
                voice.seq += 1;
                self.bridge.heard(*end, &packet, self.now);
            }
            self.bridge.tick(self.now);
            while let Some((end, say)) = self.bridge.poll() {
                match say {
                    Say::Sound(stamp, payload) => {
                        let heard = self.voices[&end].codec.decode(&payload);
                        self.heard.entry(end).or_default().extend(heard);
                        self.times.entry(end).or_default().push(stamp.time);
                    }
                    Say::Digit(stamp, payload) => {
                        self.digits.extend(self.hearing.heard(stamp.time, &payload));
                    }
                }
            }
            self.now += FRAME;
        }
        self.heard.clone()
    }
}

const AGENT: (End, f64, Codec) = (End::Agent, 440.0, Codec::Pcmu);
const FAR: (End, f64, Codec) = (End::Far, 1_000.0, Codec::Pcma);
const THIRD: (End, f64, Codec) = (End::Third, 1_600.0, Codec::Pcmu);

#[test]
fn two_hear_each_other_in_their_own_codecs() {
    let mut call = Call::of(&[AGENT, FAR]);
    let heard = call.goes_on(100);
    assert!(strength(&heard[&End::Far], 440.0) > 0.99);
    assert!(strength(&heard[&End::Agent], 1_000.0) > 0.99);
    // Nothing waits: as much was heard as was said.
    assert_eq!(heard[&End::Far].len(), 100 * 160);
    assert!(call.bridge.level(End::Agent).is_speech());
}

#[test]
fn who_is_muted_is_not_heard_and_hears() {
    let mut call = Call::of(&[AGENT, FAR]);
    call.goes_on(50);
    call.bridge.mute(End::Agent, true);
    let heard = call.goes_on(100);
    assert!(strength(&heard[&End::Agent], 1_000.0) > 0.99);
    // The line hisses: it is not dead, and nobody speaks.
    assert!(strength(&heard[&End::Far], 440.0) < 0.05);
    let line = level(&heard[&End::Far]);
    assert!(line < Level::SILENT && !line.is_speech(), "{line:?}");
    call.bridge.mute(End::Agent, false);
    assert!(strength(&call.goes_on(50)[&End::Far], 440.0) > 0.99);
}

#[test]
fn who_is_on_hold_hears_the_tone_and_is_not_heard() {
    let mut call = Call::of(&[AGENT, FAR]);
    call.goes_on(50);
    call.bridge.hold(End::Far, true);
    let heard = call.goes_on(250);
    let notes = &heard[&End::Far][..20 * 160];
    assert!(strength(notes, 523.25) > 0.4 && strength(notes, 659.25) > 0.4);
    assert!(strength(&heard[&End::Far], 440.0) < 0.05);
    assert!(strength(&heard[&End::Agent], 1_000.0) < 0.05);
    call.bridge.hold(End::Far, false);
    let heard = call.goes_on(50);
    assert!(strength(&heard[&End::Far], 440.0) > 0.99);
    assert!(strength(&heard[&End::Agent], 1_000.0) > 0.99);
}

#[test]
fn three_hear_the_two_others() {
    let mut call = Call::of(&[AGENT, FAR, THIRD]);
    call.goes_on(20);
    let heard = call.goes_on(100);
    for (end, own, others) in [
        (End::Agent, 440.0, [1_000.0, 1_600.0]),
        (End::Far, 1_000.0, [440.0, 1_600.0]),
        (End::Third, 1_600.0, [440.0, 1_000.0]),
    ] {
        for other in others {
            assert!(strength(&heard[&end], other) > 0.45, "{end:?} hears {other}");
        }
        assert!(strength(&heard[&end], own) < 0.01, "{end:?} does not hear themself");
    }
}

#[test]
fn who_is_asked_first_is_spoken_to_alone() {
    // The agent consults a third one; the far end waits.
    let mut call = Call::of(&[AGENT, FAR, THIRD]);
    call.bridge.hold(End::Far, true);
    call.goes_on(10);
    let heard = call.goes_on(100);
    assert!(strength(&heard[&End::Agent], 1_600.0) > 0.99);
    assert!(strength(&heard[&End::Third], 440.0) > 0.99);
    assert!(strength(&heard[&End::Far], 440.0) < 0.05);
    // Completed: the agent leaves, the two others go on.
    call.bridge.hold(End::Far, false);
    call.bridge.leave(End::Agent);
    call.voices.remove(&End::Agent);
    let heard = call.goes_on(100);
    assert!(strength(&heard[&End::Far], 1_600.0) > 0.99);
    assert!(strength(&heard[&End::Third], 1_000.0) > 0.99);
}

#[test]
fn a_reloaded_page_leaves_a_line_that_hisses_and_one_stream() {
    let mut call = Call::of(&[AGENT, FAR]);
    call.goes_on(50);
    call.voices.get_mut(&End::Agent).unwrap().speaks = false;
    let heard = call.goes_on(20);
    // 60 ms, then the hiss.
    let gap = &heard[&End::Far];
    assert_eq!(gap.len(), (20 - 3 + 1) * 160, "{}", gap.len());
    assert!(!level(gap).is_speech() && level(gap) < Level::SILENT);
    call.joins(End::Agent, 600.0, Codec::Pcmu);
    assert!(strength(&call.goes_on(50)[&End::Far], 600.0) > 0.99);
    // What the far end got is one stream, in which time never stood still or jumped.
    let times = &call.times[&End::Far];
    let jumps: Vec<u32> = times.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])).collect();
    assert!(jumps.iter().all(|jump| (160..=480).contains(jump)), "{jumps:?}");
    assert_eq!(jumps.iter().sum::<u32>(), 119 * 160);
}

#[test]
fn mute_and_hold_outlive_a_reload() {
    let mut call = Call::of(&[AGENT, FAR]);
    call.bridge.mute(End::Agent, true);
    call.bridge.hold(End::Far, true);
    call.joins(End::Agent, 440.0, Codec::Pcmu);
    call.goes_on(50);
    call.bridge.hold(End::Far, false);
    assert!(strength(&call.goes_on(50)[&End::Far], 440.0) < 0.05);
}

#[test]
fn digits_are_said_one_after_the_other_each_once() {
    let mut call = Call::of(&[AGENT, FAR]);
    for key in "42#".chars() {
        call.bridge.digit(End::Far, Digit::of(key).unwrap());
    }
    call.goes_on(60);
    let keys: String = call.digits.iter().map(|digit| digit.key()).collect();
    assert_eq!(keys, "42#");
    // And then there is speech again.
    assert!(strength(&call.goes_on(50)[&End::Far], 440.0) > 0.99);
}
