//! An agent's own calls, for their surfaces.

use call::{Call, Direction, Stage};
use contract::{Event, History, Outcome, Past};
use std::sync::Arc;

use crate::store::people::AgentId;
use crate::store::{StoreError, history as kept};
use crate::switchboard::Switchboard;
use crate::{clock, number, outbox, view};

/// So many calls are a page.
const PAGE: usize = 30;

impl Switchboard {
    /// The agent's calls that began before a moment, newest first.
    pub async fn history(
        self: &Arc<Self>,
        agent: &AgentId,
        before: Option<u64>,
        missed: bool,
    ) -> Result<History, StoreError> {
        let tenant = self.cell(agent).await?.agent().tenant.clone();
        // Read once, so that the outcomes are the tenant's.
        self.settings.of(&tenant).await?;
        let outcomes = self.outcomes.list(&tenant);
        let most = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
        let mut list = kept::list(&self.store, agent, before, missed, most).await?;
        let more = list.len() > PAGE;
        list.truncate(PAGE);
        let past = |past: &kept::Past| {
            let list = match past.call.direction() {
                Direction::Inbound => &outcomes.inbound.nodes,
                Direction::Outbound => &outcomes.outbound.nodes,
            };
            let outcome = past.call.draft().outcome.as_deref().and_then(|id| label(list, id));
            let saved = past.record.as_ref().filter(|record| record.facts().closed);
            let saved = saved.map(|record| outbox::saved(record, self.outbox.limits()).saved);
            Past { saved, outcome: outcome.unwrap_or_default(), ..shown(&past.call) }
        };
        Ok(History { calls: list.iter().map(past).collect(), more })
    }

    /// The agent has looked at the missed calls.
    pub async fn missed_are_seen(self: &Arc<Self>, agent: &AgentId) -> Result<(), StoreError> {
        self.in_turn(agent, async {
            kept::seen(&self.store, agent).await?;
            self.tell_missed(agent).await
        })
        .await
    }

    /// Tells the agent's surfaces how many missed calls are not looked at. Within the agent's turn.
    pub(crate) async fn tell_missed(&self, agent: &AgentId) -> Result<(), StoreError> {
        let missed = kept::unseen(&self.store, agent).await?;
        self.hub.publish(agent, Event::Missed(missed), clock::now());
        Ok(())
    }
}

/// What the call itself says.
fn shown(call: &Call) -> Past {
    let (since, ended, end, open) = match call.stage() {
        Stage::WrapUp(s) => (Some(s.since), s.ended, s.end, true),
        Stage::Closed(s) => (s.since, s.ended, s.end, false),
        // The store gives only calls that are over.
        _ => (None, call.started(), call::EndStatus::Failed, false),
    };
    let talked = since.map_or(0, |since| ended.saturating_sub(since) / 1_000);
    let party = call.party();
    Past {
        id: contract::CallId(call.id().0.clone()),
        direction: view::direction(call.direction()),
        number: call.far_number().to_owned(),
        shown: number::show(call.far_number()).0,
        name: party.map(|party| party.name.clone()).unwrap_or_default(),
        record: party.and_then(|party| party.record.as_ref()).or(call.callee()).map(view::record),
        at: call.started(),
        seconds: u32::try_from(talked).unwrap_or(u32::MAX),
        end: view::end(end),
        missed: call.is_missed(),
        voicemail: call.voicemail(),
        elsewhere: call.elsewhere().unwrap_or_default().to_owned(),
        outcome: String::new(),
        saved: None,
        open,
        simulated: call.simulated(),
    }
}

/// An outcome's words.
fn label(nodes: &[Outcome], id: &str) -> Option<String> {
    nodes.iter().find_map(|node| match node.children.is_empty() {
        true => (node.id == id).then(|| node.label.clone()),
        false => label(&node.children, id),
    })
}
