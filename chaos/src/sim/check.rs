//! What is left at the end, and what is wrong with it.

use std::collections::BTreeMap;

use call::Call;
use record::Standing;

use super::Report;
use super::requests::marked;
use super::service::{Kept, Service};
use super::world::{PORTALS, World};

/// Counts and compares.
pub fn report(world: &World) -> Report {
    let mut wrong = Vec::new();
    let mut records = 0;
    let mut put_away = 0;
    // Every call has exactly one record, and no record is of no call.
    let mut of_call: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for (portal, account) in world.accounts.iter().enumerate() {
        for (id, object) in &account.calls {
            if object.archived {
                put_away += 1;
                continue;
            }
            records += 1;
            match object.properties.get("hs_call_external_id") {
                Some(call) => of_call.entry((portal, call.as_str())).or_default().push(id.as_str()),
                None => wrong.push(format!(
                    "record {id} of account {portal} is of no call (the page's, of {:?})",
                    object.properties.get("by")
                )),
            }
        }
    }
    for (call, kept) in &world.service.kept {
        let portal = PORTALS[World::tenant(kept.agent)];
        match of_call.remove(&(portal, call.as_str())).as_deref() {
            Some([one]) => wrong.extend(differs(world, call, kept, portal, one)),
            Some(several) => wrong.push(format!("{call} has the records {several:?}")),
            None => wrong.push(format!(
                "{call} has no record: {:?}",
                kept.record.standing(&world.service.limits)
            )),
        }
    }
    wrong
        .extend(of_call.keys().map(|(_, call)| format!("a record is of {call}, which is no call")));
    wrong.extend(twice(world));
    Report {
        seed: world.plan.seed,
        calls: world.service.kept.len(),
        records,
        by_page: world.by_page,
        put_away,
        cases: world.accounts.iter().map(|account| account.cases.len()).sum(),
        requests: world.accounts.iter().map(|account| account.requests).sum(),
        faults: world.faults,
        too_many: world.accounts.iter().map(|account| account.too_many).sum(),
        crashes: world.crashes,
        took: world.now - 1_000_000_000_000,
        wrong,
    }
}

/// What the record of a call does not say as it should.
fn differs(world: &World, call: &str, kept: &Kept, portal: usize, id: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let object = &world.accounts[portal].calls[id];
    if !Service::is_closed(&kept.call) {
        wrong.push(format!("{call} is not closed: {:?}", kept.call.stage()));
    }
    if !matches!(kept.record.standing(&world.service.limits), Standing::Saved(_)) {
        wrong.push(format!("{call} is not told to be saved"));
    }
    if kept.record.id() != Some(id) {
        wrong.push(format!("{call} is in {id}, and is believed to be in {:?}", kept.record.id()));
    }
    let mut wanted = record::properties(kept.record.facts());
    if let Some(draft) = world.service.submitted.get(call) {
        let outcome = draft.outcome.clone().unwrap_or_default();
        if wanted.get("hs_call_disposition") != Some(&outcome) {
            wrong.push(format!("{call}: the outcome that was saved is not the record's"));
        }
    }
    wanted.retain(|name, value| object.properties.get(name) != Some(value));
    for name in wanted.keys() {
        wrong.push(format!("{call}: {name} is {:?}", object.properties.get(name)));
    }
    if let Some(customer) = &kept.record.facts().customer
        && !object.links.contains(customer)
    {
        wrong.push(format!("{call} is not linked to its customer"));
    }
    for link in &kept.record.facts().beside.links {
        if !object.links.contains(link) {
            wrong.push(format!("{call} is not linked to what was on screen"));
        }
    }
    let wish = kept.record.facts().beside.case.is_some();
    let cases = object
        .links
        .iter()
        .filter(|link| matches!(link.object_type.as_str(), "0-3" | "0-5") && link.id != "900");
    let mut ids: Vec<&str> = cases.map(|link| link.id.as_str()).collect();
    ids.dedup();
    if wish != (ids.len() == 1) {
        wrong.push(format!("{call} is filed under {ids:?}, wanted: {wish}"));
    }
    match Call::rebuild(kept.ledger.clone()) {
        Ok(rebuilt)
            if rebuilt.stage() == kept.call.stage() && rebuilt.draft() == kept.call.draft() => {}
        Ok(_) => wrong.push(format!("{call}: its ledger tells another call")),
        Err(torn) => wrong.push(format!("{call}: {torn}")),
    }
    wrong
}

/// Tickets and deals that were made twice for one call.
fn twice(world: &World) -> Vec<String> {
    let mut marks: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for (portal, account) in world.accounts.iter().enumerate() {
        for (id, object) in &account.cases {
            marks.entry((portal, marked(object).unwrap_or_default())).or_default().push(id);
        }
    }
    let twice = marks.iter().filter(|(_, ids)| ids.len() > 1);
    twice.map(|((_, mark), ids)| format!("“{mark}” has the tickets {ids:?}")).collect()
}
