//! What is heard of a call that its seat has put away.

use std::sync::Arc;

use call::{Call, CallId};

use super::Switchboard;
use crate::store::calls::{Change, ChangedCall};
use crate::store::people::AgentId;
use crate::store::{StoreError, calls as kept};
use crate::{clock, words};

impl Switchboard {
    /// Changes a closed call, if it is kept, where it is kept. What its record goes by is read anew.
    pub(crate) async fn rewrite(
        self: &Arc<Self>,
        agent: &AgentId,
        id: &CallId,
        change: impl FnOnce(&mut Call),
    ) -> Result<(), StoreError> {
        let cell = self.cell(agent).await?;
        // Nobody else changes the call meanwhile.
        let seated = cell.seat.lock().await;
        let Some(mut call) = kept::call(&self.store, &id.0).await? else { return Ok(()) };
        change(&mut call);
        let who = cell.agent();
        let tenancy = self.tenancy(&who.tenant).await?;
        let entries = call.take_entries();
        let entries = entries.into_iter().map(|e| (e.clone(), words::of_entry(&e))).collect();
        let facts = record::Facts::of(&call, &tenancy.around(&who, &call));
        let at_hand = seated.core.calls().iter().any(|known| known.id() == id);
        let change = Change {
            agent: &who.id,
            tenant: &who.tenant,
            at: clock::now(),
            seat: None,
            calls: vec![ChangedCall { call, facts, entries, sound: None }],
            limits: self.outbox.limits(),
            gone: if at_hand { Vec::new() } else { vec![id.0.clone()] },
            answer: None,
        };
        kept::write(&self.store, &change).await?;
        self.outbox.wake(&who.tenant);
        Ok(())
    }

    /// The look-up, or a message that the caller left, was slower than a call that nobody took: the
    /// call is put away, and its record tells of it all the same.
    pub(super) async fn hear_late(
        self: &Arc<Self>,
        agent: &AgentId,
        id: CallId,
        words: Vec<call::Input>,
    ) {
        let change = |call: &mut Call| {
            let now = clock::now();
            for word in words {
                // What does not fit, as a message in a call on the line, changes nothing.
                let _ = call.handle(word, now);
            }
        };
        if let Err(error) = self.rewrite(agent, &id, change).await {
            tracing::error!(%error, call = id.0, "what was heard of a call could not be kept");
        }
    }
}

/// What a call that is put away already can still hear.
pub(super) fn late_words(input: &seat::Input) -> Option<(CallId, Vec<call::Input>)> {
    Some(match input {
        seat::Input::Looked(id, looked, party) => {
            let party = party.clone().map(call::Input::Party);
            (id.clone(), [call::Input::Looked(looked.clone())].into_iter().chain(party).collect())
        }
        seat::Input::Phone(id, message @ call::Input::Voicemail) => {
            (id.clone(), vec![message.clone()])
        }
        _ => return None,
    })
}
