//! Which properties objects have, and which values the REST side accepts in a call.

use super::{ApiError, Kind};
use crate::iso;

/// The six outcomes that every HubSpot account starts with: id and label.
pub const DISPOSITIONS: [(&str, &str); 6] = [
    ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
    ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
    ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
    ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
];

const READ_ONLY: [&str; 4] =
    ["hs_object_id", "hs_createdate", "hs_lastmodifieddate", "hs_object_source_id"];

const CALL: [&str; 25] = [
    "hs_timestamp",
    "hs_call_title",
    "hs_call_body",
    "hs_call_direction",
    "hs_call_disposition",
    "hs_call_duration",
    "hs_call_from_number",
    "hs_call_to_number",
    "hs_call_recording_url",
    "hs_call_status",
    "hs_call_source",
    "hs_call_app_id",
    "hs_call_external_id",
    "hs_call_external_account_id",
    "hs_call_callee_object_id",
    "hs_call_callee_object_type",
    "hubspot_owner_id",
    "hs_activity_type",
    "hs_attachment_ids",
    "hs_call_has_voicemail",
    "hs_call_has_transcript",
    "hs_call_summary",
    "hs_call_unique_external_id",
    "hs_call_location",
    "hs_body_preview",
];

const PERSON: [&str; 20] = [
    "firstname",
    "lastname",
    "email",
    "hs_additional_emails",
    "phone",
    "mobilephone",
    "fax",
    "company",
    "jobtitle",
    "city",
    "country",
    "name",
    "domain",
    "website",
    "createdate",
    "lastmodifieddate",
    "hs_searchable_calculated_phone_number",
    "hs_searchable_calculated_mobile_number",
    "hs_searchable_calculated_international_phone_number",
    "hs_searchable_calculated_international_mobile_number",
];

const STATUS: [&str; 11] = [
    "BUSY",
    "CALLING_CRM_USER",
    "CANCELED",
    "COMPLETED",
    "CONNECTING",
    "FAILED",
    "IN_PROGRESS",
    "MISSED",
    "NO_ANSWER",
    "QUEUED",
    "RINGING",
];

/// Whether a call record with this status is about a call that is over.
pub fn is_over(status: &str) -> bool {
    matches!(status, "BUSY" | "CANCELED" | "COMPLETED" | "FAILED" | "MISSED" | "NO_ANSWER")
}

/// Whether objects of this kind have such a property at all.
pub fn is_known(kind: Kind, name: &str) -> bool {
    READ_ONLY.contains(&name)
        || name == "hs_calculated_phone_number"
        || match kind {
            Kind::Calls => CALL.contains(&name),
            Kind::Contacts | Kind::Companies => PERSON.contains(&name),
        }
}

/// Checks one property that a request wants to write into a call, and returns the value as HubSpot
/// keeps it. Empty text clears a property and is always right.
pub fn call_value(name: &str, value: &str) -> Result<String, ApiError> {
    if READ_ONLY.contains(&name) {
        return Err(ApiError::property(name, "READ_ONLY_VALUE", "The property is read only"));
    }
    if !is_known(Kind::Calls, name) {
        let message = format!("Property \"{name}\" does not exist");
        return Err(ApiError::property(name, "PROPERTY_DOESNT_EXIST", &message));
    }
    if value.is_empty() {
        return Ok(String::new());
    }
    let right = match name {
        "hs_timestamp" => {
            return iso::read(value).map(iso::write).ok_or_else(|| {
                ApiError::property(name, "INVALID_DATE", &format!("{value} was not a valid date"))
            });
        }
        "hs_call_direction" => matches!(value, "INBOUND" | "OUTBOUND"),
        "hs_call_status" => STATUS.contains(&value),
        "hs_call_source" => value == "INTEGRATIONS_PLATFORM",
        "hs_call_disposition" => DISPOSITIONS.iter().any(|(id, _)| *id == value),
        "hs_call_duration" => {
            if value.parse::<f64>().is_ok_and(f64::is_finite) {
                return Ok(value.to_owned());
            }
            let message = format!("{value} was not a valid number");
            return Err(ApiError::property(name, "INVALID_NUMBER", &message));
        }
        "hs_call_recording_url" => value.starts_with("https://"),
        _ => true,
    };
    if right {
        return Ok(value.to_owned());
    }
    let message = format!("{value} was not one of the allowed options");
    Err(ApiError::property(name, "INVALID_OPTION", &message))
}
