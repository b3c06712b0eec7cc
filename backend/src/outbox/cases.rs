//! Tickets and deals: found, made, opened again, linked.

use hubspot::cases::Case;
use hubspot::pipelines::Pipeline;
use hubspot::{Error, Listing, Object, Page};
use record::{FoundCase, Reply, Request};
use std::sync::{Arc, PoisonError};

use super::requests::as_customer;
use super::{Lane, Outbox};
use crate::clock;
use crate::moments;
use crate::store::fresh_cases::{self, Fresh};
use crate::store::people::TenantId;
use crate::told::Told;

/// How long it is known which stages are closed, in milliseconds.
const STAGES_FOR: u64 = 10 * 60_000;

impl Outbox {
    pub(super) async fn carry_out_case(
        &self,
        tenant: &TenantId,
        lane: &Lane,
        call: &str,
        request: &Request,
    ) -> Result<Reply, Told> {
        let unknown = || {
            Told::from(Error::Invalid {
                message: "this kind of record is neither ticket nor deal".to_owned(),
                property: None,
            })
        };
        match request {
            Request::FindCases { object_type, customer, pipeline } => {
                let case = Case::of(object_type).ok_or_else(unknown)?;
                let closed = self.closed_stages(tenant, lane, case).await?;
                let asked = case.of_customer(as_customer(customer), pipeline);
                let page: Page = self.client.ask_logging(tenant, &asked).await?;
                let mut found: Vec<FoundCase> =
                    page.results.iter().map(|one| as_found(case, one, &closed)).collect();
                for fresh in self.fresh(tenant, object_type, &customer.id, pipeline).await {
                    if found.iter().all(|known| known.id != fresh.id) {
                        found.push(fresh);
                    }
                }
                Ok(Reply::Cases(found))
            }
            Request::FindOwnCase { object_type, call, name, since } => {
                let case = Case::of(object_type).ok_or_else(unknown)?;
                let asked = case.of_name(name, since.saturating_sub(60_000));
                let page: Page = self.client.ask_logging(tenant, &asked).await?;
                let mark = record::mark(call);
                let own = page.results.iter().filter(|one| case.has_mark(one, &mark));
                Ok(Reply::Cases(own.map(|one| as_found(case, one, &[])).collect()))
            }
            Request::CreateCase { object_type, properties, customer, append } => {
                let case = Case::of(object_type).ok_or_else(unknown)?;
                let pipeline = properties.get("hs_pipeline").or(properties.get("pipeline"));
                let pipeline = pipeline.cloned().unwrap_or_default();
                let _one_at_a_time = lane.cases.lock().await;
                if let Some(customer) = customer.as_ref().filter(|_| *append) {
                    let fresh = self.fresh(tenant, object_type, &customer.id, &pipeline).await;
                    if !fresh.is_empty() {
                        return Ok(Reply::Cases(fresh));
                    }
                }
                let asked = case.create(properties, customer.as_ref().map(as_customer));
                let made: Object = self.client.ask_logging(tenant, &asked).await?;
                if let Some(customer) = customer {
                    let name = properties.get("subject").or(properties.get("dealname"));
                    let fresh = Fresh {
                        object_type: object_type.clone(),
                        id: made.id.clone(),
                        pipeline,
                        customer: customer.id.clone(),
                        name: name.cloned().unwrap_or_default(),
                        made: clock::now(),
                    };
                    if let Err(error) = fresh_cases::add(&self.store, tenant, &fresh).await {
                        tracing::error!(%error, call, "a fresh ticket could not be kept");
                    }
                }
                Ok(Reply::Created(made.id))
            }
            Request::Reopen { object_type, id, stage } => {
                let case = Case::of(object_type).ok_or_else(unknown)?;
                self.tell(tenant, &case.put_into(id, stage)).await
            }
            Request::Link { from, to } => {
                let case = Case::of(&from.object_type).ok_or_else(unknown)?;
                self.tell(tenant, &case.link(&from.id, as_customer(to))).await
            }
            _ => Err(unknown()),
        }
    }

    /// Those of a customer that were made a moment ago, newest first.
    async fn fresh(
        &self,
        tenant: &TenantId,
        object_type: &str,
        customer: &str,
        pipeline: &str,
    ) -> Vec<FoundCase> {
        let found = fresh_cases::of(&self.store, tenant, object_type, customer, pipeline).await;
        found.unwrap_or_else(|error| {
            tracing::error!(%error, "fresh tickets could not be read");
            Vec::new()
        })
    }

    /// The stages whose tickets or deals are closed.
    async fn closed_stages(
        &self,
        tenant: &TenantId,
        lane: &Lane,
        case: Case,
    ) -> Result<Arc<Vec<String>>, Told> {
        let key = if case == Case::Ticket { "ticket" } else { "deal" };
        let known = lane.closed.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some((asked, stages)) = known
            && clock::now().saturating_sub(asked) < STAGES_FOR
        {
            return Ok(stages);
        }
        let listing: Listing<Pipeline> = self.client.ask_logging(tenant, &case.pipelines()).await?;
        let stages = listing.results.into_iter().flat_map(|pipeline| pipeline.stages);
        let closed = stages.filter(|stage| stage.is_closed()).map(|stage| stage.id);
        let closed: Arc<Vec<String>> = Arc::new(closed.collect());
        let mut all = lane.closed.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(key, (clock::now(), closed.clone()));
        Ok(closed)
    }
}

fn as_found(case: Case, object: &Object, closed_stages: &[String]) -> FoundCase {
    let (made, closed) = case.moments(object);
    let is_closed = closed_stages.iter().any(|stage| stage == case.stage(object));
    FoundCase {
        id: object.id.clone(),
        name: case.name(object).to_owned(),
        made: moments::read(made).unwrap_or_default(),
        closed: is_closed.then(|| moments::read(closed).unwrap_or_default()),
    }
}
