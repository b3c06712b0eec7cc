//! One record's request: asked of HubSpot, and its answer in the record's words.

use call::RecordRef;
use hubspot::calls::{self, Customer};
use hubspot::{Error, Object, Page};
use record::{Reply, Request, Said, Trouble};

use super::{Lane, Outbox};
use crate::lookup::kind;
use crate::moments;
use crate::store::outbox as kept;
use crate::store::people::TenantId;
use crate::told::Told;

/// A record without an id of HubSpot's within two minutes of the call may be the page's.
const AROUND: u64 = 120_000;

/// What came of a call's request.
pub(super) struct Answer {
    /// The call's id.
    pub(super) call: String,
    /// What was asked.
    pub(super) asked: Request,
    /// What came of it.
    pub(super) result: Result<Reply, Trouble>,
    /// What people are told if it failed.
    pub(super) said: Said,
}

impl Outbox {
    pub(super) async fn carry_out(
        &self,
        tenant: &TenantId,
        lane: &Lane,
        call: String,
        request: Request,
    ) -> Answer {
        let result = match &request {
            Request::Find { .. } => self.find(tenant, &request).await.map(Reply::Found),
            Request::Create { properties, links } => {
                let links: Vec<Customer<'_>> = links.iter().map(as_customer).collect();
                let asked = calls::create(properties, &links);
                self.client
                    .ask_logging::<Object>(tenant, &asked)
                    .await
                    .map(|made| Reply::Created(made.id))
            }
            Request::Update { id, properties } => {
                self.tell(tenant, &calls::update(id, properties)).await
            }
            Request::Associate { id, to } => {
                self.tell(tenant, &calls::associate(id, as_customer(to))).await
            }
            Request::Owner { id } => {
                let read = self.client.ask_logging::<Object>(tenant, &calls::by_id(id)).await;
                read.map(|o| Reply::Owned(!o.property("hubspot_owner_id").is_empty()))
            }
            Request::Archive { id } => self.tell(tenant, &calls::archive(id)).await,
            case => self.carry_out_case(tenant, lane, &call, case).await,
        };
        note(&call, name(&request), result.as_ref().map(|_| ()));
        let (result, said) = split(result);
        Answer { call, asked: request, result, said }
    }

    pub(super) async fn tell(
        &self,
        tenant: &TenantId,
        request: &hubspot::Request,
    ) -> Result<Reply, Told> {
        self.client.tell_logging(tenant, request).await.map(|()| Reply::Done)
    }

    /// By our own id first, else by numbers and time: a record with another external id is not it, nor
    /// one of another owner, nor one that another call has.
    pub(super) async fn find(
        &self,
        tenant: &TenantId,
        request: &Request,
    ) -> Result<Option<String>, Told> {
        let Request::Find { external_id, from, to, around, owner, besides, only_ours } = request
        else {
            return Ok(None);
        };
        let meant = |o: &Object| besides.as_ref() != Some(&o.id);
        let asked = calls::find_by_external_id(external_id);
        let page: Page = self.client.ask_logging(tenant, &asked).await?;
        if let Some(found) = page.results.into_iter().find(meant) {
            return Ok(Some(found.id));
        }
        if *only_ours {
            return Ok(None);
        }
        let (earliest, latest) = (around.saturating_sub(AROUND), around.saturating_add(AROUND));
        let request = calls::find_by_numbers(from, to, earliest, latest);
        let page: Page = self.client.ask_logging(tenant, &request).await?;
        let unclaimed = |o: &Object| {
            let theirs = o.property("hubspot_owner_id");
            let others = !theirs.is_empty() && owner.as_ref().is_some_and(|owner| owner != theirs);
            meant(o) && !others && o.property("hs_call_external_id").is_empty()
        };
        for found in page.results.into_iter().filter(unclaimed) {
            let moment = moments::read(found.property("hs_timestamp")).unwrap_or(*around);
            match kept::is_anothers(&self.store, tenant, external_id, &found.id, moment).await {
                Ok(false) => return Ok(Some(found.id)),
                Ok(true) => {}
                Err(error) => {
                    tracing::error!(%error, "it is not known whose a record is");
                    let why = "the service's own store".to_owned();
                    return Err(Told::from(Error::NoAnswer { why, never_sent: true }));
                }
            }
        }
        Ok(None)
    }
}

pub(super) fn as_customer(record: &RecordRef) -> Customer<'_> {
    Customer { object_type: &record.object_type, id: &record.id }
}

/// Writes into the log what came of a request.
pub(super) fn note(call: &str, request: &str, result: Result<(), &Told>) {
    match result {
        Ok(()) => tracing::info!(call, request, "HubSpot did it"),
        Err(told) => {
            let (kind, trace) = (kind(&told.error), told.trace.as_str());
            let correlation = told.correlation.as_str();
            tracing::warn!(call, request, kind, trace, correlation, "HubSpot did not do it");
            tracing::debug!(call, error = %told.error, "what HubSpot said");
        }
    }
}

/// HubSpot's words in the record's.
pub(super) fn split(result: Result<Reply, Told>) -> (Result<Reply, Trouble>, Said) {
    match result {
        Ok(reply) => (Ok(reply), Said::default()),
        Err(told) => {
            let said = Said {
                why: told.error.to_string(),
                trace: told.trace.clone(),
                correlation: told.correlation.clone(),
            };
            (Err(trouble(told.error)), said)
        }
    }
}

pub(super) fn trouble(error: Error) -> Trouble {
    if error.outcome_unknown() {
        return Trouble::Unknown;
    }
    match error {
        Error::NotFound => Trouble::NoSuchRecord,
        Error::RateLimited { wait } | Error::Locked { wait } => Trouble::Later(Some(wait)),
        Error::Conflict { message, .. } => Trouble::Refused { why: message, property: None },
        Error::Invalid { message, property } => Trouble::Refused { why: message, property },
        // A token or a scope is missing: somebody has to act, and then it must go on by itself.
        _ => Trouble::Later(None),
    }
}

/// A request's name, for the log.
pub(super) fn name(request: &Request) -> &'static str {
    match request {
        Request::Find { .. } => "find",
        Request::Create { .. } => "create",
        Request::Update { .. } => "update",
        Request::Associate { .. } => "associate",
        Request::Owner { .. } => "owner",
        Request::Archive { .. } => "archive",
        Request::FindCases { .. } => "find tickets or deals",
        Request::FindOwnCase { .. } => "find own ticket or deal",
        Request::CreateCase { .. } => "create ticket or deal",
        Request::Reopen { .. } => "reopen",
        Request::Link { .. } => "link",
    }
}
