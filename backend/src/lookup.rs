//! Who is at the other end: the backend's own look-up. Nothing ever waits for it.

use call::{Call, Direction, Party, PartySource, RecordRef};
use hubspot::{Object, Page, contacts};

use crate::hubspot_client::HubSpotClient;
use crate::number;
use crate::store::people::TenantId;

/// Asks HubSpot for the contact with the far end's number. Named only when exactly one has it, or
/// when one of them is the record that was dialled.
pub async fn look_up(client: &HubSpotClient, tenant: &TenantId, call: &Call) -> Option<Party> {
    if !client.is_linked(tenant).await {
        return None;
    }
    let far = call.far_number();
    // Emergency numbers, and callers that hide their number, are nobody's.
    if !far.starts_with('+') {
        return None;
    }
    let request = contacts::search(far, &number::national(far));
    let page: Page = match client.ask(tenant, &request).await {
        Ok(page) => page,
        Err(told) => {
            tracing::warn!(
                call = call.id().0,
                trace = told.trace,
                kind = kind(&told.error),
                "the look-up failed"
            );
            return None;
        }
    };
    let hits: Vec<&Object> =
        page.results.iter().filter(|contact| contacts::has_number(contact, far)).collect();
    let callee = call.callee().filter(|callee| callee.object_type == "0-1");
    match (call.direction(), callee) {
        (Direction::Outbound, Some(callee)) => {
            let dialled = hits.into_iter().find(|contact| contact.id == callee.id)?;
            party(dialled, PartySource::Dialled)
        }
        _ => match hits.as_slice() {
            [only] => party(only, PartySource::Lookup),
            _ => None,
        },
    }
}

fn party(contact: &Object, source: PartySource) -> Option<Party> {
    let name = contacts::name(contact);
    if name.is_empty() {
        return None;
    }
    let detail = Some(contacts::detail(contact)).filter(|detail| *detail != name);
    Some(Party {
        name,
        detail: detail.unwrap_or_default(),
        fields: Vec::new(),
        record: Some(RecordRef { object_type: "0-1".to_owned(), id: contact.id.clone() }),
        source,
    })
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
