//! HubSpot's REST side: search over every kind, by links and by time, and an index that lags.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

const BASE: &str = "/crm/objects/2026-09";

async fn search(preview: &Shared, kind: &str, body: Value) -> Vec<String> {
    let (status, page) = rest(preview, "POST", &format!("{BASE}/{kind}/search"), body).await;
    assert_eq!(status, 200, "{page}");
    let ids = page["results"].as_array().unwrap().iter();
    ids.map(|object| object["id"].as_str().unwrap().to_owned()).collect()
}

fn where_(name: &str, operator: &str, value: Value) -> Value {
    let key = if value.is_array() { "values" } else { "value" };
    json!({ "filterGroups": [{ "filters": [
        { "propertyName": name, "operator": operator, key: value },
    ] }] })
}

#[tokio::test]
async fn objects_are_found_by_what_they_are_linked_to() {
    let preview = common::preview(None);
    for (kind, name, value, found) in [
        ("tickets", "associations.contact", "105", vec!["701"]),
        ("tickets", "associations.contact", "101", vec![]),
        ("deals", "associations.contact", "107", vec!["601"]),
        ("contacts", "associations.company", "501", vec!["101", "104"]),
        ("companies", "associations.contact", "102", vec!["502"]),
        ("contacts", "associations.ticket", "702", vec!["106"]),
        ("contacts", "associations.deal", "601", vec!["107"]),
    ] {
        let body = where_(name, "EQ", value.into());
        assert_eq!(search(&preview, kind, body).await, found, "{kind} {name} {value}");
    }
}

#[tokio::test]
async fn the_latest_open_ticket_of_a_contact_is_one_search() {
    let preview = common::preview(None);
    for (subject, stage) in [("older", "1"), ("newer", "2"), ("done", "4")] {
        let ticket = json!({
            "properties": { "subject": subject, "hs_pipeline_stage": stage },
            "associations": [{
                "to": { "id": "101" },
                "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 16 }],
            }],
        });
        assert_eq!(rest(&preview, "POST", &format!("{BASE}/tickets"), ticket).await.0, 201);
    }
    let body = json!({
        "filterGroups": [{ "filters": [
            { "propertyName": "associations.contact", "operator": "EQ", "value": "101" },
            { "propertyName": "hs_pipeline_stage", "operator": "NOT_IN", "values": ["4"] },
            { "propertyName": "createdate", "operator": "GTE", "value": "1000" },
            { "propertyName": "hs_lastmodifieddate", "operator": "LT", "value": "4102444800000" },
        ] }],
        "sorts": [{ "propertyName": "hs_object_id", "direction": "DESCENDING" }],
        "limit": 1,
    });
    assert_eq!(search(&preview, "tickets", body).await, ["7002"]);
}

#[tokio::test]
async fn numbers_sort_by_size_and_every_operator_holds() {
    let preview = common::preview(None);
    for (name, amount) in [("Small", "90"), ("Large", "12000"), ("None", "")] {
        let deal = json!({ "dealname": name, "dealstage": "closedwon", "amount": amount });
        rest(&preview, "POST", &format!("{BASE}/deals"), json!({ "properties": deal })).await;
    }
    for (sort, order) in
        [("amount", ["6003", "6001", "601", "6002"]), ("-amount", ["6002", "601", "6001", "6003"])]
    {
        assert_eq!(search(&preview, "deals", json!({ "sorts": [sort] })).await, order, "{sort}");
    }
    for (name, operator, value, found) in [
        ("amount", "GT", json!("90"), vec!["601", "6002"]),
        ("amount", "LTE", json!(90), vec!["6001"]),
        ("amount", "NOT_HAS_PROPERTY", Value::Null, vec!["6003"]),
        ("amount", "HAS_PROPERTY", Value::Null, vec!["601", "6001", "6002"]),
        ("dealstage", "NEQ", json!("closedwon"), vec!["601"]),
        ("dealname", "IN", json!(["small"]), vec!["6001"]),
        ("dealname", "IN", json!(["Small"]), vec![]),
        ("dealname", "NOT_IN", json!(["small", "large", "none"]), vec!["601"]),
        ("dealname", "CONTAINS_TOKEN", json!("freq*"), vec!["601"]),
        ("dealname", "NOT_CONTAINS_TOKEN", json!("year"), vec!["6001", "6002", "6003"]),
    ] {
        let body = where_(name, operator, value.clone());
        assert_eq!(search(&preview, "deals", body).await, found, "{name} {operator} {value}");
    }
    assert_eq!(search(&preview, "tickets", json!({ "query": "telescope" })).await, ["701"]);
}

#[tokio::test]
async fn values_of_an_enumeration_need_no_lower_case() {
    let preview = common::preview(None);
    let call = json!({ "properties": { "hs_timestamp": "1", "hs_call_direction": "INBOUND" } });
    rest(&preview, "POST", &format!("{BASE}/calls"), call).await;
    let body = where_("hs_call_direction", "IN", json!(["INBOUND"]));
    assert_eq!(search(&preview, "calls", body).await, ["9001"]);
}

#[tokio::test]
async fn the_index_knows_changes_links_and_archiving_only_after_its_delay() {
    let preview = common::preview(None);
    let delay = json!({ "indexDelayMs": 30_000 });
    assert_eq!(own(&preview, "POST", "/preview/hubspot/faults", delay).await.0, 200);
    let one = format!("{BASE}/tickets/701");
    let change = json!({ "properties": { "subject": "Found it" } });
    assert_eq!(rest(&preview, "PATCH", &one, change).await.0, 200);
    let link = format!("{one}/associations/default/contacts/101");
    assert_eq!(rest(&preview, "PUT", &link, Value::Null).await.0, 200);
    let archived = format!("{BASE}/tickets/702");
    assert_eq!(rest(&preview, "DELETE", &archived, Value::Null).await.0, 204);

    let found = async |name: &str, operator: &str, value: &str| {
        search(&preview, "tickets", where_(name, operator, value.into())).await
    };
    assert!(found("subject", "EQ", "Found it").await.is_empty());
    assert_eq!(found("subject", "CONTAINS_TOKEN", "telescope").await, ["701"]);
    assert!(found("associations.contact", "EQ", "101").await.is_empty());
    assert_eq!(found("hs_pipeline_stage", "EQ", "4").await, ["702"], "still known");
    let (_, read) = rest(&preview, "GET", &one, Value::Null).await;
    assert_eq!(read["properties"]["subject"], "Found it", "reading does not lag");

    assert_eq!(
        own(&preview, "POST", "/preview/hubspot/faults", json!({ "indexDelayMs": 0 })).await.0,
        200
    );
    assert!(found("subject", "EQ", "Found it").await.is_empty(), "what was begun is kept");
    let change = json!({ "properties": { "amount": "1" } });
    assert_eq!(rest(&preview, "PATCH", &format!("{BASE}/deals/601"), change).await.0, 200);
    assert_eq!(search(&preview, "deals", where_("amount", "EQ", json!("1"))).await, ["601"]);
}

#[tokio::test]
async fn pages_reach_no_further_than_ten_thousand_and_names_must_exist() {
    let preview = common::preview(None);
    for body in [
        json!({ "after": "10000", "limit": 1 }),
        json!({ "sorts": ["colour"] }),
        json!({ "sorts": ["amount", "dealname"] }),
        where_("associations.calendar", "EQ", json!("1")),
        where_("amount", "GT", json!("much")),
        where_("amount", "IN", json!([])),
    ] {
        let path = format!("{BASE}/deals/search");
        assert_eq!(rest(&preview, "POST", &path, body.clone()).await.0, 400, "{body}");
    }
}
