//! Settings of a tenant, and what HubSpot has to choose from.

use serde_json::{Value, json};

use crate::net::clock;

/// What is stored.
pub(super) fn settings(state: &str) -> Value {
    if matches!(state, "records-fresh" | "records-unlinked") {
        return json!({});
    }
    let leaf = |id: &str, label: &str, to: Option<&str>| json!({"id": id, "label": label, "disposition": to});
    let kind = if state == "records-deals" { "deal" } else { "ticket" };
    json!({
        "lookUp": {"region": "GB", "contactShown": ["company", "jobtitle", "customer_tier"],
            "ownNumbers": ["+442079460100", "+442079460199"], "format": "international"},
        "case": {"kind": kind, "pipeline": "0", "stage": "1", "subject": "{way} {name}, {date}",
            "appendDays": 3, "reopenDays": 14, "abandoned": true, "view": "1184"},
        "pops": {"inbound": {"when": "ring", "what": "case", "tab": "same"}, "outbound": {"when": "answer", "what": "customer", "tab": "new"}},
        "outcomes": {"property": "sidetone_code", "inbound": {"required": true, "notesRequired": false}, "codes": [
            {"id": "sales", "label": "Sales", "children": [
                leaf("won", "Won", Some("d1")),
                {"id": "lost", "label": "Lost", "children": [leaf("price", "Too dear", Some("d1")), leaf("other", "Bought elsewhere, will not say where, and does not want to be called again", Some("d1"))]},
            ]},
            leaf("call-back", "Call back", Some("d2")),
            {"id": "voicemail", "label": "Left a message", "disposition": "d3", "only": "outbound"},
            leaf("wrong", "Wrong number", Some("d4")),
        ]},
        "routes": [
            {"object": "companies", "property": "tier", "value": "Enterprise", "agent": "a1", "agentName": "Mara Lindqvist"},
            {"object": "contacts", "property": "lifecyclestage", "value": "customer", "agent": "gone", "agentName": "Jonas Weber"},
        ],
        "groups": [{"number": "+442079460700", "name": "Sales", "agents": ["a1", "gone"], "agentNames": ["Mara Lindqvist", "Jonas Weber"]}],
        "status": {"first": "unavailable", "wrapUpSeconds": 90, "reasons": [{"id": "break", "label": "Break"},
            {"id": "meeting", "label": "Meeting"}, {"id": "training", "label": "Training with the northern field team"}]},
        "keepDays": 90,
    })
}

/// What HubSpot has to choose from.
pub(super) fn choices(state: &str, fresh: bool) -> Value {
    if state == "records-unlinked" {
        return json!({"agents": [["a1", "Mara Lindqvist"]]});
    }
    let stage =
        |id: &str, label: &str, closed: bool| json!({"id": id, "label": label, "closed": closed});
    let field =
        |name: &str, label: &str, kind: &str| json!({"name": name, "label": label, "kind": kind});
    let trouble = state == "records-refresh" && fresh;
    json!({
        "asked": clock::now() - 180_000,
        "ticketPipelines": [
            {"id": "0", "label": "Support Pipeline", "stages": [stage("1", "New", false), stage("2", "Waiting on contact", false), stage("4", "Closed", true)]},
            {"id": "77", "label": "Returns", "stages": [stage("78", "Announced", false), stage("79", "Refunded", true)]},
        ],
        "dealPipelines": [{"id": "default", "label": "Sales Pipeline", "stages": [stage("appointmentscheduled", "Appointment scheduled", false), stage("closedwon", "Closed won", true)]}],
        "contactFields": [
            field("phone", "Phone Number", "phone_number"), field("mobilephone", "Mobile Phone Number", "phone_number"),
            field("company", "Company Name", "string"), field("jobtitle", "Job Title", "string"),
            field("customer_tier", "Customer tier", "enumeration"), field("lifecyclestage", "Lifecycle Stage", "enumeration"),
            field("city", "City", "string"),
        ],
        "companyFields": [field("phone", "Phone Number", "phone_number"), field("city", "City", "string"), field("tier", "Account tier", "enumeration")],
        "callFields": [field("sidetone_code", "Sidetone code", "string"), field("hs_call_title", "Call title", "string")],
        "outcomes": [["d1", "Connected"], ["d2", "No answer"], ["d3", "Left voicemail"], ["d4", "Wrong number"], ["d5", "Busy"], ["d6", "Left live message"]],
        "agents": [["a1", "Mara Lindqvist"], ["a2", "Tomás Ferreira"]],
        "troubles": if trouble { json!(["Field discovery failed for deals: HubSpot did not grant crm.objects.deals.read. Add the scope to your app, then unlink and link again."]) } else { json!([]) },
        "changes": if fresh { json!(["New field of contacts: Customer tier.", "Gone from companies: Old phone."]) } else { json!([]) },
    })
}
