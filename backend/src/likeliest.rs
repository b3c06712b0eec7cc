//! Several have a number: who is the likeliest, and why.

use call::{Call, RecordRef};
use hubspot::calls::Link;
use hubspot::parties::{self, Kind};
use hubspot::{Listing, Page};
use std::cmp::Reverse;
use std::collections::HashSet;

use crate::callers::{Callers, Hit, Trouble};
use crate::checks::day_in_words;
use crate::store::people::{Agent, TenantId};
use crate::store::{connections, parties as kept};

/// More than these are no choice any more.
const CANDIDATES: usize = 10;

/// The scope without which tickets cannot be seen.
const TICKETS: &str = "tickets";

impl Callers {
    /// At most ten of the hits with a reason for each, the likeliest first: with whom the tenant
    /// spoke last, whom this agent owns, who has an open ticket.
    pub(super) async fn ranked<'a>(
        &self,
        who: &Agent,
        call: &Call,
        hits: &'a [Hit],
    ) -> Result<Vec<(&'a Hit, String)>, Trouble> {
        let tenant = &who.tenant;
        let connection = connections::in_use(&self.store, tenant).await?;
        let owner = match &connection {
            Some(of) => kept::owner_of(&self.store, &of.portal, &who.id).await?,
            None => None,
        };
        let mut all = Vec::with_capacity(hits.len());
        for hit in hits {
            let record =
                RecordRef { object_type: hit.kind.type_id().to_owned(), id: hit.object.id.clone() };
            let spoken = kept::last_spoken(&self.store, tenant, &record, &call.id().0).await?;
            let of = hit.object.property("hubspot_owner_id");
            let owned = owner.as_deref().is_some_and(|owner| owner == of);
            all.push((hit, spoken, owned));
        }
        let order = |(hit, spoken, owned): &(&Hit, Option<u64>, bool)| {
            (Reverse(*spoken), Reverse(*owned), hit.kind.name(&hit.object).to_lowercase())
        };
        all.sort_by_key(order);
        all.truncate(CANDIDATES);
        let granted = connection.is_some_and(|of| of.scopes.iter().any(|one| one == TICKETS));
        let open = if granted { self.with_open_ticket(tenant, &all).await } else { HashSet::new() };
        // An open ticket counts after the others: among those without them it decides.
        all.sort_by_key(|one| {
            let (spoken, owned, name) = order(one);
            (spoken, owned, !open.contains(&one.0.object.id), name)
        });
        let why = |(hit, spoken, owned): (&'a Hit, Option<u64>, bool)| {
            let spoken = spoken.map(|at| format!("Last spoken with on {}", day_in_words(at)));
            let kind = match hit.kind {
                Kind::Contact => "contact",
                Kind::Company => "company",
            };
            let owned = owned.then(|| format!("you own this {kind}"));
            let ticket = open.contains(&hit.object.id).then(|| "has an open ticket".to_owned());
            let reasons: Vec<String> = [spoken, owned, ticket].into_iter().flatten().collect();
            (hit, capital(&reasons.join(", ")))
        };
        Ok(all.into_iter().map(why).collect())
    }

    /// The contacts among these that have an open ticket. What HubSpot does not tell is no reason.
    async fn with_open_ticket(
        &self,
        tenant: &TenantId,
        all: &[(&Hit, Option<u64>, bool)],
    ) -> HashSet<String> {
        let contacts = all.iter().filter(|(hit, ..)| hit.kind == Kind::Contact);
        let contacts: Vec<String> = contacts.map(|(hit, ..)| hit.object.id.clone()).collect();
        let mut open = HashSet::new();
        if contacts.is_empty() {
            return open;
        }
        let Ok(choices) = self.discovery.choices(tenant, false).await else { return open };
        let stages = choices.ticket_pipelines.iter().flat_map(|pipeline| &pipeline.stages);
        let closed: Vec<String> =
            stages.filter(|stage| stage.closed).map(|stage| stage.id.clone()).collect();
        let request = parties::open_tickets(&contacts, &closed);
        let page: Page = match self.client.ask(tenant, &request).await {
            Ok(page) => page,
            Err(told) => {
                tracing::info!(error = %told, "open tickets could not be looked for");
                return open;
            }
        };
        for ticket in page.results {
            let request = parties::contacts_of_ticket(&ticket.id);
            if let Ok(of) = self.client.ask::<Listing<Link>>(tenant, &request).await {
                open.extend(of.results.into_iter().map(|link| link.to_object_id));
            }
        }
        open
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
