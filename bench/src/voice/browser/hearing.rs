//! What was heard at both ends, on the clock of this machine: milliseconds since 1970.

use std::time::Duration;

use serde_json::Value;
use sidetone_backend::clock;
use sidetone_e2e::{Done, LONG, SPOKEN, Stage, Tab, Trouble, until_within};
use tokio::time::timeout;

/// A frame of the recording, in milliseconds: nothing is known more finely.
const FRAME: f64 = 20.0;
/// How long a frame may take to answer a question of ours.
const ANSWER: Duration = Duration::from_millis(500);
/// So long it is heard before the next gap, in milliseconds.
pub const STEADY: f64 = 1_000.0;

/// The time.
pub fn now() -> f64 {
    clock::now() as f64
}

/// A time without the microphone at the far end: from its last sound before to its first after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// When it began.
    pub from: f64,
    /// When it ended.
    pub to: f64,
}

/// The longest gap at the far end since then, once it hears the microphone again for good.
pub async fn gap(stage: &Stage, call: &str, since: f64) -> Done<Gap> {
    until_within(LONG, "the far end hears the microphone for good", async || {
        let ends = now();
        let recording = stage.api.recording(call).await?.last((ends - since) as usize);
        let heard = recording.frames(SPOKEN);
        let steady = heard.iter().rev().take(20).all(|clear| *clear);
        if !steady {
            return Err(Trouble::Said("it comes and goes".to_owned()));
        }
        Ok(longest(&heard, ends))
    })
    .await
}

/// The longest gap in a recording that ended then.
fn longest(heard: &[bool], ends: f64) -> Option<Gap> {
    let at = |frame: usize| ends - (heard.len() - frame) as f64 * FRAME;
    let clear: Vec<usize> = (0..heard.len()).filter(|frame| heard[*frame]).collect();
    let two = clear.windows(2).max_by_key(|two| two[1] - two[0])?;
    Some(Gap { from: at(two[0] + 1), to: at(two[1]) })
}

/// What the probe of a calling frame has seen, once this is so of it.
pub async fn probe(tab: &Tab, what: &str, is: impl Fn(&Value) -> bool) -> Done<Value> {
    let seen = "(({ origin, script, before, marks, plays } = {}) => \
                ({ origin, script, before, marks, plays: plays ?? [] }))(window.probe)";
    until_within(LONG, what, async || {
        // A frame that is just being loaded anew may never answer.
        let probe = timeout(ANSWER, tab.evaluate_in_frame(seen)).await;
        let probe = probe.map_err(|_| Trouble::Said("the frame does not answer".to_owned()))??;
        match is(&probe) {
            true => Ok(Some(probe)),
            false => Err(Trouble::Said(probe.to_string())),
        }
    })
    .await
}

/// A number of what the probe has seen.
pub fn number(value: &Value) -> Done<f64> {
    value.as_f64().ok_or_else(|| Trouble::Said(format!("{value} is no number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_gap_has_its_time() {
        let heard = [true, false, true, true, false, false, false, true];
        let gap = longest(&heard, 1_000.0).unwrap();
        assert_eq!(gap, Gap { from: 920.0, to: 980.0 });
        assert_eq!(longest(&[false, true], 1_000.0), None);
    }
}
