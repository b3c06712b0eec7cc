//! The one table of properties: it decides what a write and a search may name, and it is what
//! `GET …/properties/{kind}` lists.

use super::{
    Kind, Object, pipelines,
    property::{Holds, Property, Written},
};

use Holds::{
    Choice, Email, Flag, Html, Link, Long, Moment, Number, Outcome, Owner, Phone, Pipeline, Stage,
    Text,
};

/// The six outcomes that every HubSpot account starts with: id and label.
pub const DISPOSITIONS: [(&str, &str); 6] = [
    ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
    ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
    ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
    ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
];

const WAYS: &[(&str, &str)] = &[("INBOUND", "Inbound"), ("OUTBOUND", "Outbound")];
const SOURCES: &[(&str, &str)] = &[("INTEGRATIONS_PLATFORM", "Integrations Platform")];
const STATUS: &[(&str, &str)] = &[
    ("BUSY", "Busy"),
    ("CALLING_CRM_USER", "Calling CRM User"),
    ("CANCELED", "Canceled"),
    ("COMPLETED", "Completed"),
    ("CONNECTING", "Connecting"),
    ("FAILED", "Failed"),
    ("IN_PROGRESS", "In Progress"),
    ("MISSED", "Missed"),
    ("NO_ANSWER", "No Answer"),
    ("QUEUED", "Queued"),
    ("RINGING", "Ringing"),
];
const REASONS: &[(&str, &str)] =
    &[("order", "Order"), ("delivery", "Delivery"), ("complaint", "Complaint"), ("other", "Other")];
const PRIORITY: &[(&str, &str)] =
    &[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"), ("URGENT", "Urgent")];
const CAME_BY: &[(&str, &str)] =
    &[("CHAT", "Chat"), ("EMAIL", "Email"), ("FORM", "Form"), ("PHONE", "Phone")];
const LIFE: &[(&str, &str)] = &[
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
    ("other", "Other"),
];

const fn property(name: &'static str, label: &'static str, holds: Holds) -> Property {
    Property::new(name, label, holds)
}

/// Of every kind of object.
const COMMON: &[Property] = &[
    property("hs_object_id", "Record ID", Number).by_hubspot(),
    property("hs_object_source_id", "Record source ID", Text).by_hubspot().hidden(),
    property("hs_createdate", "Object create date/time", Moment).by_hubspot(),
    property("hs_lastmodifieddate", "Last modified", Moment).by_hubspot(),
    property("hubspot_owner_id", "Owner", Owner),
];

const CALL: &[Property] = &[
    property("hs_timestamp", "Activity date", Moment),
    property("hs_call_title", "Call title", Text),
    property("hs_call_body", "Call notes", Html),
    property("hs_body_preview", "Body preview", Text).by_hubspot(),
    property("hs_call_direction", "Call direction", Choice(WAYS)),
    property("hs_call_disposition", "Call outcome", Outcome),
    property("hs_call_duration", "Call duration", Number),
    property("hs_call_from_number", "From number", Text),
    property("hs_call_to_number", "To number", Text),
    property("hs_call_recording_url", "Recording URL", Link),
    property("hs_call_status", "Call status", Choice(STATUS)),
    property("hs_call_source", "Call source", Choice(SOURCES)),
    property("hs_call_app_id", "App ID", Text),
    property("hs_call_external_id", "External ID", Text),
    property("hs_call_external_account_id", "External account ID", Text),
    property("hs_call_unique_external_id", "Unique external ID", Text),
    property("hs_call_callee_object_id", "Callee object ID", Number),
    property("hs_call_callee_object_type", "Callee object type", Text),
    property("hs_activity_type", "Call and meeting type", Text),
    property("hs_attachment_ids", "Attached file IDs", Text),
    property("hs_call_has_voicemail", "Has voicemail", Flag),
    property("hs_call_has_transcript", "Has transcript", Flag).by_hubspot(),
    property("hs_call_summary", "Call summary", Long),
    property("hs_call_location", "Call location", Text),
    property("wrap_up_code", "Wrap-up code", Text).custom(),
    property("call_reason", "Reason for the call", Choice(REASONS)).custom(),
];

const CONTACT: &[Property] = &[
    property("firstname", "First name", Text),
    property("lastname", "Last name", Text),
    property("email", "Email", Email),
    property("hs_additional_emails", "Additional email addresses", Text),
    property("phone", "Phone number", Phone),
    property("mobilephone", "Mobile phone number", Phone),
    property("fax", "Fax number", Phone),
    property("company", "Company name", Text),
    property("jobtitle", "Job title", Text),
    property("address", "Street address", Text),
    property("city", "City", Text),
    property("zip", "Postal code", Text),
    property("country", "Country/region", Text),
    property("website", "Website URL", Text),
    property("lifecyclestage", "Lifecycle stage", Choice(LIFE)),
    property("account_tier", "Account tier", Text).custom(),
    property("createdate", "Create date", Moment).by_hubspot(),
    property("lastmodifieddate", "Last modified", Moment).by_hubspot(),
    property("hs_calculated_phone_number", "Calculated phone number", Text).calculated(),
    property("hs_searchable_calculated_phone_number", "Phone number without country code", Phone)
        .calculated(),
    property("hs_searchable_calculated_mobile_number", "Mobile number without country code", Phone)
        .calculated(),
    property(
        "hs_searchable_calculated_international_phone_number",
        "Phone number with country code",
        Phone,
    )
    .calculated(),
    property(
        "hs_searchable_calculated_international_mobile_number",
        "Mobile number with country code",
        Phone,
    )
    .calculated(),
];

const COMPANY: &[Property] = &[
    property("name", "Company name", Text),
    property("domain", "Company domain name", Text),
    property("website", "Website URL", Text),
    property("phone", "Phone number", Phone),
    property("description", "Description", Long),
    property("address", "Street address", Text),
    property("city", "City", Text),
    property("zip", "Postal code", Text),
    property("country", "Country/region", Text),
    property("lifecyclestage", "Lifecycle stage", Choice(LIFE)),
    property("account_tier", "Account tier", Text).custom(),
    property("createdate", "Create date", Moment).by_hubspot(),
    property("hs_searchable_calculated_phone_number", "Phone number without country code", Phone)
        .calculated(),
    property(
        "hs_searchable_calculated_international_phone_number",
        "Phone number with country code",
        Phone,
    )
    .calculated(),
];

const TICKET: &[Property] = &[
    property("subject", "Ticket name", Text),
    property("content", "Ticket description", Long),
    property("hs_pipeline", "Pipeline", Pipeline),
    property("hs_pipeline_stage", "Ticket status", Stage),
    property("hs_ticket_priority", "Priority", Choice(PRIORITY)),
    property("source_type", "Source", Choice(CAME_BY)),
    property("createdate", "Create date", Moment).by_hubspot(),
    property("closed_date", "Close date", Moment),
];

const DEAL: &[Property] = &[
    property("dealname", "Deal name", Text),
    property("description", "Deal description", Long),
    property("amount", "Amount", Number),
    property("pipeline", "Pipeline", Pipeline),
    property("dealstage", "Deal stage", Stage),
    property("closedate", "Close date", Moment),
    property("createdate", "Create date", Moment).by_hubspot(),
];

/// All properties of a kind of object.
pub fn of(kind: Kind) -> impl Iterator<Item = &'static Property> {
    let own = match kind {
        Kind::Calls => CALL,
        Kind::Contacts => CONTACT,
        Kind::Companies => COMPANY,
        Kind::Tickets => TICKET,
        Kind::Deals => DEAL,
    };
    COMMON.iter().chain(own)
}

/// The property of this name.
pub fn find(kind: Kind, name: &str) -> Option<&'static Property> {
    of(kind).find(|property| property.name == name)
}

/// What people see of an object: label and value of each property that was written. Choices are
/// shown by their labels.
pub fn fields(object: &Object) -> Vec<(&'static str, String)> {
    of(object.kind)
        .filter(|property| property.written == Written::Freely)
        .filter_map(|property| {
            Some((property.label, property.words(object.kind, object.get(property.name)?)))
        })
        .collect()
}

/// The label of the stage that a ticket or deal is in.
pub fn stage(object: &Object) -> Option<String> {
    let (_, name) = pipelines::names(object.kind)?;
    Some(find(object.kind, name)?.words(object.kind, object.get(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_required_or_searched_is_in_the_table_and_no_name_is_there_twice() {
        for kind in Kind::ALL {
            let lists = [kind.usual(), kind.text(), kind.required(), kind.one_of()];
            for name in lists.concat() {
                assert!(find(kind, name).is_some(), "{kind:?} {name}");
            }
            let names: Vec<_> = of(kind).map(|property| property.name).collect();
            let once: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{kind:?}");
        }
    }
}
