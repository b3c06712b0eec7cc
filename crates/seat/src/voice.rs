//! Where the voice of each call is: which surface carries the agent's end of it.

use call::CallId;
use serde::{Deserialize, Serialize};

use crate::{Output, Seat};

/// The surface that carries the agent's end of a call, and the number of its appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Its id.
    pub surface: String,
    /// The epoch: whatever is said of the audio under an earlier one is stale.
    pub epoch: u64,
}

impl Seat {
    /// Says where voices move: to the owner for every call that has one, and away from calls that
    /// are over. The call itself goes on whether anybody carries it or not.
    pub(crate) fn move_voices(&mut self) {
        let voice =
            self.owner().map(|owner| Voice { surface: owner.surface.clone(), epoch: owner.epoch });
        let speaks = |id: &CallId| {
            self.calls().iter().any(|call| {
                call.id() == id
                    && call.stage().is_live()
                    && !matches!(call.stage(), call::Stage::Ringing(_))
            })
        };
        let over: Vec<CallId> =
            self.voices.keys().filter(|id| voice.is_none() || !speaks(id)).cloned().collect();
        let with: Vec<CallId> = match &voice {
            Some(_) => {
                self.calls().iter().map(|c| c.id().clone()).filter(|id| speaks(id)).collect()
            }
            None => Vec::new(),
        };
        for id in over {
            self.voices.remove(&id);
            self.put_out(Output::Voice(id, None));
        }
        for id in with {
            if self.voices.get(&id) != voice.as_ref()
                && let Some(voice) = &voice
            {
                self.voices.insert(id.clone(), voice.clone());
                self.put_out(Output::Voice(id, Some(voice.clone())));
            }
        }
    }
}
