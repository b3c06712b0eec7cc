//! Who is at the other end of a call: the backend's own look-up. Nothing ever waits for it.

use call::{Call, Candidate, Direction, Looked, Party, PartySource, RecordRef};
use contract::console::Field;
use hubspot::Error;
use hubspot::parties::Kind;
use std::sync::Arc;

use crate::callers::{Callers, Hit, Trouble, shown};
use crate::checks::sentence;
use crate::number;
use crate::store::parties as kept;
use crate::store::people::{Agent, TenantId};

/// What is found: how far the look-up is, and the other party where it is known who that is.
type Found = (Looked, Option<Party>);

impl Callers {
    /// Looks a call's far end up. `None`: there is nothing to look up, and nothing to say.
    pub async fn look_up(self: &Arc<Self>, who: &Agent, call: &Call) -> Option<Found> {
        let far = call.far_number();
        // Emergency numbers, and callers that hide their number, are nobody's.
        if !far.starts_with('+') || !self.client.is_linked(&who.tenant).await {
            return None;
        }
        self.learn_labels(&who.tenant);
        match self.in_time(self.looked(who, call)).await {
            Ok(found) => found,
            Err(trouble) => {
                let said = said(&trouble);
                tracing::warn!(call = call.id().0, said, "the look-up failed");
                Some((Looked::Failed(said), None))
            }
        }
    }

    async fn looked(&self, who: &Agent, call: &Call) -> Result<Option<Found>, Trouble> {
        let (tenant, far) = (&who.tenant, call.far_number());
        if self.is_own(tenant, far).await? {
            return Ok(None);
        }
        if let Some(dialled) = self.dialled(who, call).await? {
            return Ok(Some((Looked::One, Some(dialled))));
        }
        if let Some(chosen) = self.remembered(tenant, far).await? {
            return Ok(Some((Looked::One, Some(chosen))));
        }
        let hits = self.find(tenant, far, &who.country).await?;
        Ok(Some(match hits.as_slice() {
            [] => (Looked::Nobody, None),
            [only] => {
                (Looked::One, Some(self.party(tenant, only, far, PartySource::Lookup).await?))
            }
            several => (Looked::Several(self.candidates(who, call, several).await?), None),
        }))
    }

    /// The record that was dialled, if it has the number.
    async fn dialled(&self, who: &Agent, call: &Call) -> Result<Option<Party>, Trouble> {
        let (Direction::Outbound, Some(callee)) = (call.direction(), call.callee()) else {
            return Ok(None);
        };
        let Some(hit) = self.existing(&who.tenant, callee).await? else { return Ok(None) };
        let far = call.far_number();
        if !self.has_number(&who.tenant, &hit, far, &who.country).await? {
            return Ok(None);
        }
        Ok(Some(self.party(&who.tenant, &hit, far, PartySource::Dialled).await?))
    }

    /// Whom somebody has chosen for this number, as long as HubSpot has them.
    async fn remembered(&self, tenant: &TenantId, far: &str) -> Result<Option<Party>, Trouble> {
        let Some(record) = kept::chosen(&self.store, tenant, far).await? else { return Ok(None) };
        match self.existing(tenant, &record).await? {
            Some(hit) => Ok(Some(self.party(tenant, &hit, far, PartySource::Lookup).await?)),
            None => {
                kept::forget_choice(&self.store, tenant, far).await?;
                Ok(None)
            }
        }
    }

    /// A contact or company by its record; `None` when it is gone, or is something else.
    async fn existing(&self, tenant: &TenantId, of: &RecordRef) -> Result<Option<Hit>, Trouble> {
        let Some(kind) = Kind::of_type(&of.object_type) else { return Ok(None) };
        match self.read(tenant, kind, &of.id).await {
            Ok(hit) => Ok(Some(hit)),
            Err(Trouble::HubSpot(told)) if told.error == Error::NotFound => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// A hit as it is shown.
    pub async fn party(
        &self,
        tenant: &TenantId,
        hit: &Hit,
        far: &str,
        source: PartySource,
    ) -> Result<Party, Trouble> {
        let settings = self.settings.of(tenant).await?;
        let choices = self.discovery.at_hand(tenant);
        let listed: &[Field] = choices.as_ref().map_or(&[], |choices| match hit.kind {
            Kind::Contact => &choices.contact_fields,
            Kind::Company => &choices.company_fields,
        });
        let detail = hit.kind.detail(&hit.object);
        let field = |name: &String| {
            let value = hit.object.property(name).trim().to_owned();
            let label = listed.iter().find(|field| field.name == *name);
            let label = label.map_or_else(|| name.clone(), |field| field.label.clone());
            // What stands in the second line already is not shown twice.
            (!value.is_empty() && !label.is_empty() && value != detail).then_some((label, value))
        };
        let fields = shown(&settings.look_up, hit.kind).iter().filter_map(field).collect();
        let name = hit.kind.name(&hit.object);
        let name = if name.is_empty() { number::show(far).0 } else { name };
        let record =
            RecordRef { object_type: hit.kind.type_id().to_owned(), id: hit.object.id.clone() };
        Ok(Party { name, detail, fields, record: Some(record), source })
    }

    /// The names of fields for people, for the next time.
    fn learn_labels(self: &Arc<Self>, tenant: &TenantId) {
        if self.discovery.at_hand(tenant).is_none() {
            let (callers, tenant) = (self.clone(), tenant.clone());
            self.tasks.spawn(async move {
                if let Err(error) = callers.discovery.choices(&tenant, false).await {
                    tracing::error!(%error, "what an account has to choose from is not known");
                }
            });
        }
    }

    async fn candidates(
        &self,
        who: &Agent,
        call: &Call,
        hits: &[Hit],
    ) -> Result<Vec<Candidate>, Trouble> {
        let ranked = self.ranked(who, call, hits).await?;
        let mut all = Vec::with_capacity(ranked.len());
        for (hit, why) in ranked {
            let source = PartySource::Lookup;
            let party = self.party(&who.tenant, hit, call.far_number(), source).await?;
            all.push(Candidate { party, why });
        }
        Ok(all)
    }
}

/// What a trouble means for an agent, in a sentence.
pub fn said(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Store(error) => {
            tracing::error!(%error, "the store failed");
            "Something went wrong on our side. Look in HubSpot who it is.".to_owned()
        }
        Trouble::HubSpot(told) => match told.trace.as_str() {
            "" => sentence(&told.error),
            trace => format!("{} (Request {trace}.)", sentence(&told.error)),
        },
    }
}

/// An error's kind, without what it may repeat of the request.
pub fn kind(error: &hubspot::Error) -> &'static str {
    use hubspot::Error as E;
    match error {
        E::Unauthorised => "the access token is missing or not accepted",
        E::Forbidden { .. } => "a scope is missing",
        E::NotFound => "not found",
        E::Conflict { .. } => "conflict",
        E::Invalid { .. } => "refused",
        E::RateLimited { .. } => "rate limited",
        E::Locked { .. } => "locked",
        E::DeveloperKey => "the developer key is missing or not accepted",
        E::Unavailable { .. } => "unavailable",
        E::NoAnswer { .. } => "no answer",
        _ => "unreadable answer",
    }
}
