//! The outcomes to choose from: those that a tenant's administrator has entered, else the account's
//! at HubSpot, kept for ten minutes.

use contract::console::{Code, OutcomeRule, OutcomeSettings};
use contract::{Direction, Draft, Outcome, OutcomeList};
use hubspot::dispositions::{self, Disposition};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::lookup::kind;
use crate::settings::AllSettings;
use crate::store::people::TenantId;

/// How long a list is good, in milliseconds.
const GOOD_FOR: u64 = 10 * 60_000;

/// The lists as last heard.
#[derive(Debug)]
pub struct Outcomes {
    client: Arc<HubSpotClient>,
    settings: Arc<AllSettings>,
    kept: Mutex<HashMap<TenantId, Kept>>,
}

#[derive(Debug)]
struct Kept {
    list: Vec<(String, String)>,
    asked: u64,
}

impl Outcomes {
    /// HubSpot's six defaults for everybody, until something else is heard.
    pub fn new(client: Arc<HubSpotClient>, settings: Arc<AllSettings>) -> Self {
        Self { client, settings, kept: Mutex::default() }
    }

    /// Those of a tenant, without waiting for anybody.
    pub fn list(&self, tenant: &TenantId) -> contract::Outcomes {
        let settings = self.settings.at_hand(tenant).unwrap_or_default();
        let OutcomeSettings { codes, inbound, outbound, .. } = &settings.outcomes;
        let node = |(id, label)| Outcome { id, label, children: Vec::new() };
        let list = |direction, rule: &OutcomeRule| {
            let nodes = if codes.is_empty() {
                self.with(tenant, |kept| kept.list.iter().cloned().map(node).collect())
            } else {
                nodes(codes, direction)
            };
            OutcomeList { nodes, required: rule.required, notes_required: rule.notes_required }
        };
        contract::Outcomes {
            inbound: list(Direction::Inbound, inbound),
            outbound: list(Direction::Outbound, outbound),
        }
    }

    /// Why what was entered is not enough for a call of this direction; a sentence.
    pub fn lacking(
        &self,
        tenant: &TenantId,
        direction: Direction,
        draft: &Draft,
    ) -> Option<String> {
        let all = self.list(tenant);
        let list = all.of(direction);
        let chosen = draft.outcome.as_deref().filter(|id| !id.is_empty());
        if list.required
            && !list.nodes.is_empty()
            && !chosen.is_some_and(|id| is_leaf(&list.nodes, id))
        {
            return Some("Choose an outcome; your administrator wants one.".to_owned());
        }
        (list.notes_required && draft.notes.trim().is_empty())
            .then(|| "Write a note; your administrator wants one.".to_owned())
    }

    /// Whether it is time to ask again. Says so once for each time.
    pub fn is_stale(&self, tenant: &TenantId) -> bool {
        let now = clock::now();
        self.with(tenant, |kept| {
            let stale = now.saturating_sub(kept.asked) >= GOOD_FOR;
            if stale {
                kept.asked = now;
            }
            stale
        })
    }

    /// Asks HubSpot, if the tenant is linked. On any trouble the last list stays.
    pub async fn refresh(&self, tenant: &TenantId) {
        if !self.client.is_linked(tenant).await {
            // As soon as it is, it is asked.
            self.with(tenant, |kept| kept.asked = 0);
            return;
        }
        match self.client.ask::<Vec<Disposition>>(tenant, &dispositions::list()).await {
            Ok(all) => {
                let list = choices(all);
                if !list.is_empty() {
                    self.with(tenant, |kept| kept.list = list);
                }
            }
            Err(told) => tracing::warn!(
                trace = told.trace,
                kind = kind(&told.error),
                "the outcomes could not be had"
            ),
        }
    }
}

impl Outcomes {
    fn with<T>(&self, tenant: &TenantId, run: impl FnOnce(&mut Kept) -> T) -> T {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = || Kept { list: choices(dispositions::defaults()), asked: 0 };
        run(all.entry(tenant.clone()).or_insert_with(first))
    }
}

/// A tenant's codes for calls of one direction; a group that is left with nothing is left out.
fn nodes(codes: &[Code], direction: Direction) -> Vec<Outcome> {
    let fits = |code: &&Code| code.only.is_none_or(|only| only == direction);
    let node = |code: &Code| {
        let children = nodes(&code.children, direction);
        let is_there = code.children.is_empty() || !children.is_empty();
        is_there.then(|| Outcome { id: code.id.clone(), label: code.label.clone(), children })
    };
    codes.iter().filter(fits).filter_map(node).collect()
}

fn is_leaf(nodes: &[Outcome], id: &str) -> bool {
    nodes.iter().any(|node| {
        if node.children.is_empty() { node.id == id } else { is_leaf(&node.children, id) }
    })
}

fn choices(all: Vec<Disposition>) -> Vec<(String, String)> {
    all.into_iter()
        .filter(|one| !one.deleted && !one.label.is_empty())
        .map(|one| (one.id, one.label))
        .collect()
}
