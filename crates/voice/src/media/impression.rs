//! How good a call sounds: the worse of its two sides at each look, and all looks together.

use std::time::Duration;

use super::{End, Sounds};
use crate::rtp::{Counts, Quality, mos};
use crate::sound::Codec;

/// How a call sounded since the look before: the side that sounded worse, both of its ways taken
/// together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Whose side.
    pub side: End,
    /// The worse figure of its two ways each.
    pub quality: Quality,
    /// The opinion that follows from them, 1 to 4.5.
    pub mos: f64,
}

/// A figure over the whole of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span<T> {
    /// Of all looks.
    pub mean: T,
    /// At one of them.
    pub worst: T,
}

/// A call as it sounded from its first look to its last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whole {
    /// What the agent's page spoke.
    pub codec: Codec,
    /// Opinions, 1 to 4.5.
    pub mos: Span<f64>,
    /// The share of packets that got lost, 0 to 1.
    pub loss: Span<f64>,
    /// How unsteadily they came.
    pub jitter: Span<Duration>,
    /// There and back.
    pub round_trip: Span<Duration>,
}

/// What is known of a call's sound so far.
#[derive(Debug, Clone, Default)]
pub struct Impression {
    /// What had come from the page and from the far end at the last look.
    before: (Counts, Counts),
    all: Option<All>,
}

#[derive(Debug, Clone)]
struct All {
    codec: Codec,
    looks: u32,
    opinions: f64,
    lost: f64,
    jitter: Duration,
    round_trip: Duration,
    lowest: f64,
    worst: Quality,
}

impl Impression {
    /// Looks at a call, some seconds after the last time. `None` while nothing comes from a page:
    /// nothing can be said then.
    pub fn look(&mut self, sounds: &Sounds) -> Option<Look> {
        let codec = sounds.codec?;
        let (page, far) = (since(self.before.0, sounds.page), since(self.before.1, sounds.far));
        self.before = (sounds.page, sounds.far);
        let agent = side(End::Agent, sounds.to_page, page?);
        let other = side(End::Far, sounds.to_far, far.unwrap_or_default());
        let look = if other.mos < agent.mos { other } else { agent };
        self.all.get_or_insert_with(|| All::new(codec)).add(codec, &look);
        Some(look)
    }

    /// All looks together; `None` before the first.
    pub fn whole(&self) -> Option<Whole> {
        let all = self.all.as_ref()?;
        let looks = f64::from(all.looks);
        let worst = all.worst;
        Some(Whole {
            codec: all.codec,
            mos: Span { mean: all.opinions / looks, worst: all.lowest },
            loss: Span { mean: all.lost / looks, worst: worst.loss },
            jitter: Span { mean: all.jitter / all.looks, worst: worst.jitter },
            round_trip: Span { mean: all.round_trip / all.looks, worst: worst.round_trip },
        })
    }
}

impl All {
    fn new(codec: Codec) -> Self {
        Self {
            codec,
            looks: 0,
            opinions: 0.0,
            lost: 0.0,
            jitter: Duration::ZERO,
            round_trip: Duration::ZERO,
            lowest: f64::MAX,
            worst: Quality::default(),
        }
    }

    fn add(&mut self, codec: Codec, look: &Look) {
        let Quality { loss, jitter, round_trip } = look.quality;
        self.codec = codec;
        self.looks = self.looks.saturating_add(1);
        self.opinions += look.mos;
        self.lost += loss;
        self.jitter = self.jitter.saturating_add(jitter);
        self.round_trip = self.round_trip.saturating_add(round_trip);
        self.lowest = self.lowest.min(look.mos);
        self.worst = worse(self.worst, look.quality);
    }
}

/// What came since; `None` when nothing did. A page that was reloaded counts from nought again.
fn since(before: Counts, now: Counts) -> Option<Quality> {
    let before = if now.packets < before.packets { Counts::default() } else { before };
    let (came, lost) = (now.packets - before.packets, now.lost.saturating_sub(before.lost));
    #[expect(clippy::cast_precision_loss, reason = "packets of some seconds")]
    let loss = lost as f64 / (came + lost).max(1) as f64;
    (came > 0).then_some(Quality { loss, jitter: now.jitter, round_trip: Duration::ZERO })
}

fn side(side: End, to: Quality, from: Quality) -> Look {
    let quality = worse(to, from);
    Look { side, quality, mos: mos(quality) }
}

fn worse(one: Quality, other: Quality) -> Quality {
    Quality {
        loss: one.loss.max(other.loss),
        jitter: one.jitter.max(other.jitter),
        round_trip: one.round_trip.max(other.round_trip),
    }
}
