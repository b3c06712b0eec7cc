//! What an account has to choose from: asked when somebody looks, and kept for ten minutes.

use contract::console::{Choices, Field, LookUp, Pipeline, PipelineStage, Settings};
use hubspot::dispositions::{self, Disposition};
use hubspot::pipelines;
use hubspot::properties::{self, Property};
use hubspot::{Listing, Request};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::checks::sentence;
use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::settings::AllSettings;
use crate::store::people::TenantId;
use crate::store::{Store, StoreError, parties};
use crate::told::Told;

/// How long what was heard is good, in milliseconds.
const GOOD_FOR: u64 = 10 * 60_000;

/// What accounts have to choose from, as last heard.
#[derive(Debug)]
pub struct Discovery {
    store: Store,
    client: Arc<HubSpotClient>,
    settings: Arc<AllSettings>,
    kept: Mutex<HashMap<TenantId, Arc<Choices>>>,
    /// One asks at a time for each tenant; whoever waited takes what came.
    asking: Mutex<HashMap<TenantId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Discovery {
    /// Nothing is known yet.
    pub fn new(store: Store, client: Arc<HubSpotClient>, settings: Arc<AllSettings>) -> Self {
        Self { store, client, settings, kept: Mutex::default(), asking: Mutex::default() }
    }

    /// What there is; asked anew when it is `fresh` that is wanted, or too old.
    pub async fn choices(
        &self,
        tenant: &TenantId,
        fresh: bool,
    ) -> Result<Arc<Choices>, StoreError> {
        let wanted_at = clock::now();
        let lock = {
            let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
            asking.entry(tenant.clone()).or_default().clone()
        };
        let _one = lock.lock().await;
        let known = self.at_hand(tenant);
        let oldest = if fresh { wanted_at } else { wanted_at.saturating_sub(GOOD_FOR) };
        let good = known.as_ref().filter(|known| known.asked.is_some_and(|asked| asked > oldest));
        let agents = parties::agents(&self.store, tenant).await?;
        let mut choices = match good {
            Some(good) => Choices::clone(good),
            None => self.ask(tenant, known.as_deref()).await?,
        };
        choices.agents = agents;
        let choices = Arc::new(choices);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(tenant.clone(), choices.clone());
        Ok(choices)
    }

    /// What was heard last, however old that is.
    pub fn at_hand(&self, tenant: &TenantId) -> Option<Arc<Choices>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    async fn ask(
        &self,
        tenant: &TenantId,
        before: Option<&Choices>,
    ) -> Result<Choices, StoreError> {
        if !self.client.is_linked(tenant).await {
            let why = "No account is linked, so that HubSpot cannot be asked. Link it under CRM.";
            return Ok(Choices { troubles: vec![why.to_owned()], ..Choices::default() });
        }
        let settings = self.settings.of(tenant).await?;
        let client = &self.client;
        let contacts = properties::list("contacts");
        let companies = properties::list("companies");
        let calls = properties::list("calls");
        let (tickets, deals) = (pipelines::of_tickets(), pipelines::of_deals());
        let outcomes = dispositions::list();
        let (contacts, companies, calls, tickets, deals, outcomes) = tokio::join!(
            self.fields(tenant, &contacts),
            self.fields(tenant, &companies),
            self.fields(tenant, &calls),
            client.ask::<Listing<pipelines::Pipeline>>(tenant, &tickets),
            client.ask::<Listing<pipelines::Pipeline>>(tenant, &deals),
            client.ask::<Vec<Disposition>>(tenant, &outcomes),
        );
        let nothing = Choices::default();
        let old = before.unwrap_or(&nothing);
        let mut found = Found { troubles: Vec::new() };
        let shown = |all: Vec<Property>| fields(all, |property| !property.hidden);
        let writable = |all: Vec<Property>| fields(all, Property::is_writable);
        let mut choices = Choices {
            asked: Some(clock::now()),
            contact_fields: found.part(
                "Field discovery failed for contacts",
                contacts.map(shown),
                &old.contact_fields,
            ),
            company_fields: found.part(
                "Field discovery failed for companies",
                companies.map(shown),
                &old.company_fields,
            ),
            call_fields: found.part(
                "Field discovery failed for call records",
                calls.map(writable),
                &old.call_fields,
            ),
            ticket_pipelines: found.part(
                "The pipelines of tickets could not be had",
                tickets.map(pipelines_of),
                &old.ticket_pipelines,
            ),
            deal_pipelines: found.part(
                "The pipelines of deals could not be had",
                deals.map(pipelines_of),
                &old.deal_pipelines,
            ),
            outcomes: found.part(
                "The outcomes could not be had",
                outcomes.map(outcomes_of),
                &old.outcomes,
            ),
            ..Choices::default()
        };
        choices.troubles = found.troubles;
        choices.troubles.extend(not_showing(&settings, &choices));
        choices.changes = before.map(|before| changes(before, &choices)).unwrap_or_default();
        Ok(choices)
    }

    async fn fields(&self, tenant: &TenantId, asked: &Request) -> Result<Vec<Property>, Told> {
        Ok(self.client.ask::<Listing<Property>>(tenant, asked).await?.results)
    }
}

struct Found {
    troubles: Vec<String>,
}

impl Found {
    /// What was heard, or what was known before and why there is nothing new.
    fn part<T: Clone>(&mut self, failed: &str, heard: Result<Vec<T>, Told>, old: &[T]) -> Vec<T> {
        heard.unwrap_or_else(|told| {
            let number = match told.trace.as_str() {
                "" => String::new(),
                trace => format!(" (request {trace})"),
            };
            self.troubles.push(format!("{failed}. {}{number}", sentence(&told.error)));
            old.to_vec()
        })
    }
}

fn fields(all: Vec<Property>, wanted: impl Fn(&Property) -> bool) -> Vec<Field> {
    let mut fields: Vec<Field> = all
        .into_iter()
        .filter(wanted)
        .map(|Property { name, label, kind, .. }| {
            let label = if label.is_empty() { name.clone() } else { label };
            Field { name, label, kind }
        })
        .collect();
    fields.sort_by_key(|field| field.label.to_lowercase());
    fields
}

fn pipelines_of(listing: Listing<pipelines::Pipeline>) -> Vec<Pipeline> {
    let mut all = listing.results;
    all.retain(|pipeline| !pipeline.archived);
    all.sort_by_key(|pipeline| pipeline.display_order);
    let stage = |stage: pipelines::Stage| PipelineStage {
        closed: stage.is_closed(),
        id: stage.id,
        label: stage.label,
    };
    all.into_iter()
        .map(|mut pipeline| {
            pipeline.stages.retain(|stage| !stage.archived);
            pipeline.stages.sort_by_key(|stage| stage.display_order);
            let stages = pipeline.stages.into_iter().map(stage).collect();
            Pipeline { id: pipeline.id, label: pipeline.label, stages }
        })
        .collect()
}

fn outcomes_of(all: Vec<Disposition>) -> Vec<(String, String)> {
    let there = all.into_iter().filter(|one| !one.deleted && !one.label.is_empty());
    there.map(|one| (one.id, one.label)).collect()
}

/// The fields that the settings name and HubSpot does not list.
fn not_showing(settings: &Settings, choices: &Choices) -> Vec<String> {
    let LookUp { contact_fields, contact_shown, company_fields, company_shown, .. } =
        &settings.look_up;
    let missing = |of: &str, wanted: [&Vec<String>; 2], there: &[Field]| {
        let mut gone: Vec<&str> = Vec::new();
        for name in wanted.into_iter().flatten() {
            if there.iter().all(|field| field.name != *name) && !gone.contains(&name.as_str()) {
                gone.push(name);
            }
        }
        // Where nothing is listed at all, that has been said already.
        (!gone.is_empty() && !there.is_empty()).then(|| {
            format!(
                "Fields not showing: HubSpot does not list {} of {of}, which {} chosen here. Was \
                 it renamed or deleted, or may the app not see it? Choose another, or ask in \
                 HubSpot.",
                gone.join(", "),
                if gone.len() == 1 { "is" } else { "are" },
            )
        })
    };
    let contacts = missing("contacts", [contact_fields, contact_shown], &choices.contact_fields);
    let companies = missing("companies", [company_fields, company_shown], &choices.company_fields);
    contacts.into_iter().chain(companies).collect()
}

/// What is new and what is gone, in words.
fn changes(before: &Choices, now: &Choices) -> Vec<String> {
    let names = |all: &[Field]| -> Vec<String> { all.iter().map(|f| f.name.clone()).collect() };
    let labels =
        |all: &[Pipeline]| -> Vec<String> { all.iter().map(|p| p.label.clone()).collect() };
    let outcomes = |all: &[(String, String)]| -> Vec<String> {
        all.iter().map(|(_, label)| label.clone()).collect()
    };
    let kinds = [
        ("Contact fields", names(&before.contact_fields), names(&now.contact_fields)),
        ("Company fields", names(&before.company_fields), names(&now.company_fields)),
        ("Call fields", names(&before.call_fields), names(&now.call_fields)),
        ("Ticket pipelines", labels(&before.ticket_pipelines), labels(&now.ticket_pipelines)),
        ("Deal pipelines", labels(&before.deal_pipelines), labels(&now.deal_pipelines)),
        ("Outcomes", outcomes(&before.outcomes), outcomes(&now.outcomes)),
    ];
    let mut all = Vec::new();
    for (kind, before, now) in kinds {
        // What was never heard is not new now.
        if before.is_empty() {
            continue;
        }
        for (word, these, others) in [("new", &now, &before), ("gone", &before, &now)] {
            let only: Vec<&str> =
                these.iter().filter(|name| !others.contains(name)).map(String::as_str).collect();
            if !only.is_empty() {
                all.push(format!("{kind}, {word}: {}.", only.join(", ")));
            }
        }
    }
    all
}
