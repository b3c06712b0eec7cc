//! HubSpot's REST side: contacts, companies, tickets and deals, and what links them.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::http::StatusCode;
use common::rest;
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

const BASE: &str = "/crm/objects/2026-09";

async fn make(preview: &Shared, kind: &str, body: Value) -> (StatusCode, Value) {
    rest(preview, "POST", &format!("{BASE}/{kind}"), body).await
}

fn to(id: &str, number: u32) -> Value {
    json!({
        "to": { "id": id },
        "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": number }],
    })
}

#[tokio::test]
async fn every_kind_is_made_read_changed_and_archived_under_both_forms_of_its_path() {
    let preview = common::preview(None);
    for (kind, type_id, values, change) in [
        ("calls", "0-48", json!({ "hs_timestamp": 1 }), json!({ "hs_call_title": "x" })),
        ("contacts", "0-1", json!({ "firstname": "Rosalind" }), json!({ "email": "R@F.example" })),
        ("companies", "0-2", json!({ "name": "Helix" }), json!({ "domain": "helix.example" })),
        (
            "tickets",
            "0-5",
            json!({ "subject": "Broken", "hs_pipeline_stage": 1 }),
            json!({ "hs_pipeline_stage": "4" }),
        ),
        (
            "deals",
            "0-3",
            json!({ "dealname": "Big", "dealstage": "qualifiedtobuy" }),
            json!({ "amount": 12.5 }),
        ),
    ] {
        let (status, made) = make(&preview, kind, json!({ "properties": values })).await;
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_str().unwrap();
        let one = format!("/crm/v3/objects/{type_id}/{id}");
        let (status, changed) =
            rest(&preview, "PATCH", &one, json!({ "properties": change })).await;
        assert_eq!(status, 200, "{changed}");
        assert_eq!(rest(&preview, "GET", &one, Value::Null).await.0, 200);
        let list = format!("{BASE}/{kind}?limit=100");
        let ids = async |query: &str| {
            let (_, page) = rest(&preview, "GET", &format!("{list}{query}"), Value::Null).await;
            let all = page["results"].as_array().unwrap().clone();
            all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(ids("").await.contains(&id.to_owned()));
        assert_eq!(rest(&preview, "DELETE", &one, Value::Null).await.0, 204);
        for (method, body) in [("GET", Value::Null), ("PATCH", json!({ "properties": {} }))] {
            assert_eq!(rest(&preview, method, &one, body).await.0, 404, "{method} {kind}");
        }
        assert_eq!(rest(&preview, "DELETE", &one, Value::Null).await.0, 404);
        assert!(!ids("").await.contains(&id.to_owned()));
        assert_eq!(ids("&archived=true").await, [id]);
    }
}

#[tokio::test]
async fn a_link_shows_at_both_ends_until_it_is_removed_or_an_end_goes() {
    let preview = common::preview(None);
    let call = json!({
        "properties": { "hs_timestamp": "1" },
        "associations": [to("101", 194), to("501", 182), to("701", 220), to("601", 206)],
    });
    let (status, made) = make(&preview, "calls", call).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().unwrap();
    let linked = async |end: &str, kind: &str| {
        let path = format!("{BASE}/{end}?associations={kind}");
        rest(&preview, "GET", &path, Value::Null).await.1["associations"][kind]["results"].clone()
    };
    for (end, name) in [
        ("contacts/101", "contact_to_call"),
        ("companies/501", "company_to_call"),
        ("tickets/701", "ticket_to_call"),
        ("deals/601", "deal_to_call"),
    ] {
        assert_eq!(linked(end, "calls").await, json!([{ "id": id, "type": name }]), "{end}");
    }
    let own = format!("calls/{id}");
    let unlink = format!("{BASE}/{own}/associations/tickets/701");
    assert_eq!(rest(&preview, "DELETE", &unlink, Value::Null).await.0, 204);
    assert_eq!(linked("tickets/701", "calls").await, Value::Null);
    assert_eq!(linked(&own, "tickets").await, Value::Null);
    assert_eq!(linked(&own, "deals").await[0]["type"], "call_to_deal");
    rest(&preview, "DELETE", &format!("{BASE}/deals/601"), Value::Null).await;
    assert_eq!(linked(&own, "deals").await, Value::Null);
}

#[tokio::test]
async fn the_main_company_is_a_company_too() {
    let preview = common::preview(None);
    let ticket = json!({
        "properties": { "subject": "Broken", "hs_pipeline_stage": "1" },
        "associations": [to("101", 16), to("501", 26)],
    });
    let (_, made) = make(&preview, "tickets", ticket).await;
    assert_eq!(made["properties"]["hs_pipeline"], "0", "the usual pipeline");
    let path = format!("{BASE}/tickets/{}", made["id"].as_str().unwrap());
    let (_, read) =
        rest(&preview, "GET", &format!("{path}?associations=companies"), Value::Null).await;
    let results = read["associations"]["companies"]["results"].as_array().unwrap();
    let types: Vec<_> = results.iter().map(|one| one["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["ticket_to_company", "ticket_to_company_unlabeled"]);
    let list = format!("{path}/associations/companies");
    let (_, list) = rest(&preview, "GET", &list, Value::Null).await;
    let types = list["results"][0]["associationTypes"].as_array().unwrap();
    let types: Vec<_> = types.iter().map(|one| (&one["typeId"], &one["label"])).collect();
    assert_eq!(types, [(&json!(26), &json!("Primary")), (&json!(339), &Value::Null)]);
}

#[tokio::test]
async fn a_link_that_does_not_fit_its_ends_is_refused() {
    let preview = common::preview(None);
    for (kind, values, association) in [
        ("calls", json!({ "hs_timestamp": "1" }), to("101", 16)),
        ("calls", json!({ "hs_timestamp": "1" }), to("101", 193)),
        ("calls", json!({ "hs_timestamp": "1" }), to("999", 194)),
        ("calls", json!({ "hs_timestamp": "1" }), to("ada", 194)),
        ("deals", json!({ "dealname": "x", "dealstage": "closedwon" }), to("101", 279)),
    ] {
        let body = json!({ "properties": values, "associations": [association] });
        let (status, error) = make(&preview, kind, body.clone()).await;
        assert_eq!(
            (status.as_u16(), &error["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{body}"
        );
    }
    let (_, all) = rest(&preview, "GET", &format!("{BASE}/calls"), Value::Null).await;
    assert_eq!(all["results"], json!([]), "nothing was made");
    let wrong = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194 }]);
    let path = format!("{BASE}/tickets/701/associations/contacts/101");
    assert_eq!(rest(&preview, "PUT", &path, wrong).await.0, 400);
    let path = format!("{BASE}/contacts/101/associations/default/contacts/102");
    assert_eq!(rest(&preview, "PUT", &path, Value::Null).await.0, 400);
}

#[tokio::test]
async fn what_a_kind_cannot_be_without_is_named() {
    let preview = common::preview(None);
    for (kind, values, missing) in [
        ("calls", json!({}), json!(["hs_timestamp"])),
        ("tickets", json!({ "subject": "x" }), json!(["hs_pipeline_stage"])),
        ("deals", json!({ "amount": "1" }), json!(["dealname", "dealstage"])),
        (
            "contacts",
            json!({ "phone": "+44 20 7946 0000" }),
            json!(["email", "firstname", "lastname"]),
        ),
        ("companies", json!({ "city": "London" }), json!(["name", "domain"])),
    ] {
        let (status, error) = make(&preview, kind, json!({ "properties": values })).await;
        assert_eq!((status.as_u16(), &error["context"]["properties"]), (400, &missing), "{error}");
    }
    let clear = json!({ "properties": { "subject": "" } });
    assert_eq!(rest(&preview, "PATCH", &format!("{BASE}/tickets/701"), clear).await.0, 400);
}

#[tokio::test]
async fn an_address_belongs_to_one_contact() {
    let preview = common::preview(None);
    let ada = json!({ "properties": { "email": "ADA@engines.example" } });
    let (status, error) = make(&preview, "contacts", ada.clone()).await;
    assert_eq!((status.as_u16(), &error["category"]), (409, &json!("CONFLICT")));
    assert_eq!(error["message"], "Contact already exists. Existing ID: 101");
    assert_eq!(rest(&preview, "PATCH", &format!("{BASE}/contacts/102"), ada.clone()).await.0, 409);
    assert_eq!(rest(&preview, "PATCH", &format!("{BASE}/contacts/101"), ada.clone()).await.0, 200);
    rest(&preview, "DELETE", &format!("{BASE}/contacts/101"), Value::Null).await;
    assert_eq!(make(&preview, "contacts", ada).await.0, 201, "free again");
}

#[tokio::test]
async fn a_stage_belongs_to_its_pipeline_and_every_mistake_is_named_at_once() {
    let preview = common::preview(None);
    for (kind, values, names) in [
        (
            "tickets",
            json!({ "subject": "x", "hs_pipeline_stage": "7101" }),
            vec!["hs_pipeline_stage"],
        ),
        (
            "tickets",
            json!({ "subject": "x", "hs_pipeline_stage": "99" }),
            vec!["hs_pipeline_stage"],
        ),
        (
            "deals",
            json!({ "dealname": "x", "dealstage": "closedwon", "pipeline": "7200" }),
            vec!["dealstage"],
        ),
        (
            "tickets",
            json!({ "subject": "x", "hs_pipeline": "9", "hs_ticket_priority": "high", "colour": "red" }),
            vec!["hs_pipeline", "hs_ticket_priority", "colour"],
        ),
    ] {
        let (status, error) = make(&preview, kind, json!({ "properties": values })).await;
        assert_eq!(status, 400);
        let message = error["message"].as_str().unwrap();
        for name in names {
            assert!(message.contains(&format!("\"name\":\"{name}\"")), "{name}: {message}");
        }
    }
    let repair = json!({ "subject": "x", "hs_pipeline": "7100", "hs_pipeline_stage": "7101" });
    let (status, made) = make(&preview, "tickets", json!({ "properties": repair })).await;
    assert_eq!(status, 201, "{made}");
    let path = format!("{BASE}/tickets/{}", made["id"].as_str().unwrap());
    let moved = json!({ "properties": { "hs_pipeline": "0" } });
    assert_eq!(rest(&preview, "PATCH", &path, moved).await.0, 400, "its stage is of the other");
}

#[tokio::test]
async fn a_changed_number_is_searchable_in_its_new_form_only() {
    let preview = common::preview(None);
    let path = format!("{BASE}/contacts/101");
    let change = json!({ "properties": { "phone": "+49 30 23125 700" } });
    let (_, changed) = rest(&preview, "PATCH", &path, change).await;
    let own = &changed["properties"];
    assert_eq!(own["hs_searchable_calculated_phone_number"], "3023125700");
    assert_eq!(own["hs_searchable_calculated_international_phone_number"], "+493023125700");
    assert_eq!(own["hs_searchable_calculated_mobile_number"], "7700900123");
    let forged = json!({ "properties": { "hs_searchable_calculated_phone_number": "1" } });
    assert_eq!(rest(&preview, "PATCH", &path, forged).await.0, 400);
}
