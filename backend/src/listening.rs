//! How calls sound: looked at every two seconds while both ends speak, told to the agent's pages when
//! it changed, and kept with the call at its end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contract::{CallId, CallSound, ServerMessage, SoundQuality, SoundSpan};
use voice::media::{End, Impression, Look, Span, Whole};

use crate::sound::Sound;
use crate::store::people::AgentId;
use crate::switchboard::Switchboard;

/// How often calls are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// Round trips are told in steps of so many milliseconds: who reads them needs no more.
const STEP: u32 = 10;

/// The calls on the line that can be listened to.
#[derive(Debug)]
pub struct Listening {
    sound: Option<Arc<Sound>>,
    calls: Mutex<HashMap<String, Heard>>,
}

#[derive(Debug)]
struct Heard {
    agent: AgentId,
    /// The call by which its sound goes.
    sound: String,
    impression: Impression,
    told: Option<SoundQuality>,
}

impl Listening {
    /// Listens to this sound, if there is any.
    pub fn new(sound: Option<Arc<Sound>>) -> Self {
        Self { sound, calls: Mutex::default() }
    }

    /// A call is on the line. Its sound goes by `sound`. Said twice it is said once.
    pub fn begins(&self, agent: &AgentId, call: &str, sound: impl FnOnce() -> String) {
        if self.sound.is_some() {
            self.lock().entry(call.to_owned()).or_insert_with(|| Heard {
                agent: agent.clone(),
                sound: sound(),
                impression: Impression::default(),
                told: None,
            });
        }
    }

    /// How a call has sounded until now; `None` when nothing was heard of it.
    pub fn whole(&self, call: &str) -> Option<CallSound> {
        let mut calls = self.lock();
        let heard = calls.get_mut(call)?;
        // The last moments count too, where the far end is still there.
        if let Some(sounds) = self.sound.as_ref().and_then(|sound| sound.sounds(&heard.sound)) {
            heard.impression.look(&sounds);
        }
        heard.impression.whole().map(|whole| kept(&whole))
    }

    /// A call is no longer on the line.
    pub fn ends(&self, call: &str) {
        self.lock().remove(call);
    }

    /// Looks at every call. What is to be told, and to whom.
    fn look(&self) -> Vec<(AgentId, SoundQuality)> {
        let Some(sound) = &self.sound else { return Vec::new() };
        let mut news = Vec::new();
        for (call, heard) in self.lock().iter_mut() {
            let sounds = sound.sounds(&heard.sound);
            let Some(look) = sounds.and_then(|sounds| heard.impression.look(&sounds)) else {
                // Nobody carries it: whoever does next is told anew.
                heard.told = None;
                continue;
            };
            let now = shown(call, &look);
            if heard.told.as_ref() != Some(&now) {
                heard.told = Some(now.clone());
                news.push((heard.agent.clone(), now));
            }
        }
        news
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Heard>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Switchboard {
    /// Listens to calls, for ever.
    pub async fn listen(self: Arc<Self>) {
        loop {
            tokio::time::sleep(EVERY).await;
            for (agent, quality) in self.listening.look() {
                self.hub.mention(&agent, &ServerMessage::Sound(quality));
            }
        }
    }
}

fn shown(call: &str, look: &Look) -> SoundQuality {
    SoundQuality {
        call: CallId(call.to_owned()),
        you: look.side == End::Agent,
        mos: tenths(look.mos),
        rtt: ms(look.quality.round_trip).next_multiple_of(STEP),
        jitter: ms(look.quality.jitter),
        loss: tenths(look.quality.loss * 100.0),
    }
}

fn kept(whole: &Whole) -> CallSound {
    let times = |span: Span<Duration>| SoundSpan { mean: ms(span.mean), worst: ms(span.worst) };
    let percent = |part: f64| tenths(part * 100.0);
    CallSound {
        codec: whole.codec.name().to_owned(),
        mos: SoundSpan { mean: tenths(whole.mos.mean), worst: tenths(whole.mos.worst) },
        rtt: times(whole.round_trip),
        jitter: times(whole.jitter),
        loss: SoundSpan { mean: percent(whole.loss.mean), worst: percent(whole.loss.worst) },
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn tenths(figure: f64) -> u32 {
    (figure * 10.0).round().clamp(0.0, 10_000.0) as u32
}

/// Whole milliseconds; more than a minute is a minute.
fn ms(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX).min(60_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use voice::rtp::Quality;

    #[test]
    fn figures_are_told_in_tenths_and_rounded_so_that_little_changes_are_none() {
        let quality = |loss, jitter, round_trip| Quality {
            loss,
            jitter: Duration::from_micros(jitter),
            round_trip: Duration::from_millis(round_trip),
        };
        let look = |quality| shown("c", &Look { side: End::Far, quality, mos: 3.98 });
        let one = look(quality(0.0123, 4_200, 41));
        let told = (one.you, one.mos, one.rtt, one.jitter, one.loss);
        assert_eq!(told, (false, 40, 50, 4, 12));
        assert_eq!(one, look(quality(0.01234, 4_900, 49)));
        // What is more than everything, or than a minute, is cut.
        let worst = look(quality(99.0, u64::MAX, 99_999_999));
        assert_eq!((worst.rtt, worst.jitter, worst.loss), (60_000, 60_000, 10_000));
    }
}
