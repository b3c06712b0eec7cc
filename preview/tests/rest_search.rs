//! HubSpot's REST side: search tells the truth about its filters.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

const CALLS: &str = "/crm/objects/2026-09/calls";

async fn find(preview: &Shared, kind: &str, filters: Value) -> Vec<String> {
    let body = json!({ "filterGroups": [{ "filters": filters }], "limit": 100 });
    let path = format!("/crm/objects/2026-09/{kind}/search");
    let (status, page) = rest(preview, "POST", &path, body).await;
    assert_eq!(status, 200, "{page}");
    let ids = page["results"].as_array().unwrap().iter();
    ids.map(|object| object["id"].as_str().unwrap().to_owned()).collect()
}

async fn with_calls() -> Shared {
    let preview = common::preview(None);
    for (time, external) in [("1000000", "one"), ("2000000", "two"), ("3000000", "")] {
        let properties = json!({
            "hs_timestamp": time,
            "hs_call_external_id": external,
            "hs_call_from_number": "+442079460958",
        });
        let body = json!({ "properties": properties });
        assert_eq!(rest(&preview, "POST", CALLS, body).await.0, 201);
    }
    preview
}

#[tokio::test]
async fn calls_are_found_by_id_number_and_time() {
    let preview = with_calls().await;
    let id = |value| json!([{ "propertyName": "hs_call_external_id", "operator": "EQ", "value": value }]);
    assert_eq!(find(&preview, "calls", id("two")).await, ["9002"]);
    assert!(find(&preview, "calls", id("three")).await.is_empty());
    let time = |low: u64, high: u64| {
        json!([
            { "propertyName": "hs_timestamp", "operator": "GTE", "value": low },
            { "propertyName": "hs_timestamp", "operator": "LTE", "value": high.to_string() },
            { "propertyName": "hs_call_from_number", "operator": "EQ", "value": "+442079460958" },
        ])
    };
    assert_eq!(find(&preview, "calls", time(1_500_000, 2_500_000)).await, ["9002"]);
    assert_eq!(find(&preview, "calls", time(1_000_000, 2_000_000)).await, ["9001", "9002"]);
    let between = json!([{
        "propertyName": "hs_timestamp", "operator": "BETWEEN",
        "value": "1970-01-01T00:25:00.000Z", "highValue": "2500000",
    }]);
    assert_eq!(find(&preview, "calls", between).await, ["9002"]);
    let without =
        json!([{ "propertyName": "hs_call_external_id", "operator": "NOT_HAS_PROPERTY" }]);
    assert_eq!(find(&preview, "calls", without).await, ["9003"]);
    let among = |values: Value| json!([{ "propertyName": "hs_call_external_id", "operator": "IN", "values": values }]);
    assert_eq!(find(&preview, "calls", among(json!(["one", "two"]))).await, ["9001", "9002"]);
    assert!(find(&preview, "calls", among(json!(["ONE"]))).await.is_empty());
}

#[tokio::test]
async fn contacts_are_found_by_every_form_of_their_number() {
    let preview = common::preview(None);
    let by = |name: &str, operator: &str, value: &str| json!([{ "propertyName": name, "operator": operator, "value": value }]);
    for (name, operator, value) in [
        ("hs_searchable_calculated_phone_number", "EQ", "2079460958"),
        ("hs_searchable_calculated_mobile_number", "EQ", "7700900123"),
        ("hs_searchable_calculated_international_phone_number", "EQ", "+442079460958"),
        ("hs_searchable_calculated_international_mobile_number", "EQ", "+447700900123"),
        ("phone", "CONTAINS_TOKEN", "*79460958"),
        ("email", "EQ", "ADA@engines.example"),
    ] {
        assert_eq!(find(&preview, "contacts", by(name, operator, value)).await, ["101"], "{name}");
    }
    let nobody = by("hs_searchable_calculated_phone_number", "EQ", "442079460958");
    assert!(find(&preview, "contacts", nobody).await.is_empty());
}

#[tokio::test]
async fn groups_are_alternatives_and_pages_follow_each_other() {
    let preview = with_calls().await;
    let group = |value: &str| {
        let filter =
            json!({ "propertyName": "hs_call_external_id", "operator": "EQ", "value": value });
        json!({ "filters": [filter] })
    };
    let mut body = json!({
        "filterGroups": [group("one"), group("two")],
        "sorts": [{ "propertyName": "hs_timestamp", "direction": "DESCENDING" }],
        "properties": ["hs_call_external_id"],
        "limit": 1,
    });
    let path = format!("{CALLS}/search");
    let (_, first) = rest(&preview, "POST", &path, body.clone()).await;
    assert_eq!((&first["total"], &first["results"][0]["id"]), (&json!(2), &json!("9002")));
    assert_eq!(first["results"][0]["properties"]["hs_call_external_id"], "two");
    body["after"] = first["paging"]["next"]["after"].clone();
    let (_, second) = rest(&preview, "POST", &path, body).await;
    assert_eq!(second["results"][0]["id"], "9001");
    assert_eq!(second["paging"], Value::Null);
}

#[tokio::test]
async fn a_wrong_search_is_refused() {
    let preview = with_calls().await;
    for body in [
        json!({ "filterGroups": [{ "filters": [{ "propertyName": "x", "operator": "EQ", "value": "1" }] }] }),
        json!({ "filterGroups": [{ "filters": [{ "propertyName": "hs_timestamp", "operator": "IS", "value": "1" }] }] }),
        json!({ "filterGroups": [{ "filters": [{ "propertyName": "hs_timestamp", "operator": "EQ" }] }] }),
        json!({ "filterGroups": vec![json!({ "filters": [] }); 6] }),
        json!({ "limit": 201 }),
        json!({ "query": "x".repeat(3000) }),
        json!("no object"),
    ] {
        let (status, _) = rest(&preview, "POST", &format!("{CALLS}/search"), body.clone()).await;
        assert_eq!(status, 400, "{body}");
    }
}

#[tokio::test]
async fn a_fresh_record_is_not_in_the_index_yet() {
    let preview = common::preview(None);
    let delay = json!({ "indexDelayMs": 60_000 });
    assert_eq!(own(&preview, "POST", "/preview/hubspot/faults", delay).await.0, 200);
    let body = json!({ "properties": { "hs_timestamp": "1", "hs_call_external_id": "fresh" } });
    assert_eq!(rest(&preview, "POST", CALLS, body).await.0, 201);
    let filters =
        json!([{ "propertyName": "hs_call_external_id", "operator": "EQ", "value": "fresh" }]);
    assert!(find(&preview, "calls", filters).await.is_empty());
    assert_eq!(rest(&preview, "GET", &format!("{CALLS}/9001"), Value::Null).await.0, 200);
}
