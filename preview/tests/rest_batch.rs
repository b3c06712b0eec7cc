//! HubSpot's REST side: many objects in one request.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::http::StatusCode;
use common::rest;
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

const BASE: &str = "/crm/objects/2026-09";

async fn batch(preview: &Shared, kind: &str, what: &str, inputs: Value) -> (StatusCode, Value) {
    let path = format!("{BASE}/{kind}/batch/{what}");
    rest(preview, "POST", &path, json!({ "inputs": inputs })).await
}

async fn calls(preview: &Shared) -> Vec<Value> {
    let path = format!("{BASE}/calls?limit=100&properties=hs_call_title");
    rest(preview, "GET", &path, Value::Null).await.1["results"].as_array().unwrap().clone()
}

fn call(trace: &str, status: &str) -> Value {
    let mut input = json!({
        "properties": { "hs_timestamp": "1", "hs_call_status": status, "hs_call_title": trace },
        "associations": [],
    });
    if !trace.is_empty() {
        input["objectWriteTraceId"] = trace.into();
    }
    input
}

#[tokio::test]
async fn a_batch_is_made_and_each_result_carries_its_trace_id() {
    let preview = common::preview(None);
    let inputs = json!([call("one", "BUSY"), call("two", "BUSY")]);
    let (status, done) = batch(&preview, "calls", "create", inputs).await;
    assert_eq!((status.as_u16(), &done["status"]), (201, &json!("COMPLETE")));
    assert_eq!(done["errors"], Value::Null);
    assert!(done["startedAt"].is_string() && done["completedAt"].is_string());
    let results = done["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        assert_eq!(result["objectWriteTraceId"], result["properties"]["hs_call_title"]);
    }
}

#[tokio::test]
async fn with_trace_ids_the_good_inputs_are_done_and_the_bad_ones_named() {
    let preview = common::preview(None);
    let mut nobody = call("three", "BUSY");
    nobody["associations"] = json!([{
        "to": { "id": "999" },
        "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194 }],
    }]);
    let inputs = json!([call("one", "DONE"), call("two", "BUSY"), nobody]);
    let (status, done) = batch(&preview, "calls", "create", inputs).await;
    assert_eq!((status.as_u16(), &done["numErrors"]), (207, &json!(2)), "{done}");
    assert_eq!(done["results"][0]["objectWriteTraceId"], "two");
    let error = &done["errors"][0];
    assert_eq!(error["context"]["objectWriteTraceId"], json!(["one"]));
    assert_eq!(
        (&error["status"], &error["category"]),
        (&json!("error"), &json!("VALIDATION_ERROR"))
    );
    assert!(error["message"].as_str().unwrap().contains("hs_call_status"));
    assert_eq!(calls(&preview).await.len(), 1);
}

#[tokio::test]
async fn without_trace_ids_one_bad_input_fails_them_all() {
    let preview = common::preview(None);
    let inputs = json!([call("", "BUSY"), call("", "DONE"), call("", "BUSY")]);
    let (status, error) = batch(&preview, "calls", "create", inputs).await;
    assert_eq!((status.as_u16(), &error["category"]), (400, &json!("VALIDATION_ERROR")));
    assert!(calls(&preview).await.is_empty());
    let same = json!([
        { "properties": { "email": "new@engines.example" } },
        { "properties": { "email": "new@engines.example" } },
    ]);
    let (status, _) = batch(&preview, "contacts", "create", same).await;
    assert_eq!(status, 409, "also among themselves");
    let (_, page) = rest(&preview, "GET", &format!("{BASE}/contacts"), Value::Null).await;
    assert_eq!(page["results"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn a_batch_of_changes_names_what_is_not_there_and_what_is_refused() {
    let preview = common::preview(None);
    batch(&preview, "calls", "create", json!([call("", "BUSY"), call("", "BUSY")])).await;
    let title =
        |id: &str, title: &str| json!({ "id": id, "properties": { "hs_call_title": title } });
    let inputs = json!([title("9001", "one"), title("77", "none")]);
    let (status, done) = batch(&preview, "calls", "update", inputs).await;
    assert_eq!((status.as_u16(), &done["numErrors"]), (207, &json!(1)), "{done}");
    assert_eq!(done["errors"][0]["category"], "OBJECT_NOT_FOUND");
    assert_eq!(done["errors"][0]["context"]["ids"], json!(["77"]));
    assert_eq!(calls(&preview).await[0]["properties"]["hs_call_title"], "one");

    let wrong = json!({ "id": "9002", "properties": { "hs_call_direction": "in" } });
    let inputs = json!([title("9001", "two"), wrong]);
    assert_eq!(batch(&preview, "calls", "update", inputs.clone()).await.0, 400);
    assert_eq!(calls(&preview).await[0]["properties"]["hs_call_title"], "one", "unchanged");
    let mut traced = inputs;
    traced[0]["objectWriteTraceId"] = "a".into();
    traced[1]["objectWriteTraceId"] = "b".into();
    let (status, done) = batch(&preview, "calls", "update", traced).await;
    assert_eq!(status, 207);
    assert_eq!(done["results"][0]["objectWriteTraceId"], "a");
    assert_eq!(done["errors"][0]["context"]["objectWriteTraceId"], json!(["b"]));

    let twice = json!([title("9001", "x"), title("9001", "y")]);
    assert_eq!(batch(&preview, "calls", "update", twice).await.0, 400);
    assert_eq!(batch(&preview, "calls", "update", json!([{ "properties": {} }])).await.0, 400);
}

#[tokio::test]
async fn a_batch_is_read_and_archived() {
    let preview = common::preview(None);
    let path = format!("{BASE}/contacts/batch/read");
    let ids = json!([{ "id": "101" }, { "id": "102" }]);
    let ask = json!({ "properties": ["city"], "inputs": ids });
    let (status, read) = rest(&preview, "POST", &path, ask).await;
    assert_eq!(
        (status.as_u16(), &read["results"][0]["properties"]["city"]),
        (200, &json!("New York"))
    );
    let (status, read) =
        batch(&preview, "contacts", "read", json!([{ "id": "101" }, { "id": "9" }])).await;
    assert_eq!((status.as_u16(), &read["errors"][0]["context"]["ids"]), (207, &json!(["9"])));

    let gone = json!([{ "id": "101" }, { "id": "9" }]);
    assert_eq!(batch(&preview, "contacts", "archive", gone).await.0, 204);
    assert_eq!(rest(&preview, "GET", &format!("{BASE}/contacts/101"), Value::Null).await.0, 404);
    assert_eq!(rest(&preview, "GET", &format!("{BASE}/contacts/102"), Value::Null).await.0, 200);
}

#[tokio::test]
async fn a_batch_has_at_most_a_hundred_inputs_and_at_least_one() {
    let preview = common::preview(None);
    for (count, expected) in [(0, 400), (100, 201), (101, 400)] {
        let inputs: Vec<Value> = (0..count).map(|_| call("", "BUSY")).collect();
        assert_eq!(batch(&preview, "calls", "create", json!(inputs)).await.0, expected, "{count}");
    }
    assert_eq!(calls(&preview).await.len(), 100);
}

#[tokio::test]
async fn many_pairs_are_linked_at_once() {
    let preview = common::preview(None);
    batch(&preview, "calls", "create", json!([call("", "BUSY"), call("", "BUSY")])).await;
    let pair = |from: &str, to: &str| json!({ "from": { "id": from }, "to": { "id": to } });
    for base in ["/crm/associations/2026-09", "/crm/v4/associations"] {
        let path = format!("{base}/calls/contacts/batch/associate/default");
        let inputs = json!({ "inputs": [pair("9001", "101"), pair("9002", "102")] });
        let (status, done) = rest(&preview, "POST", &path, inputs).await;
        assert_eq!(status, 200, "{done}");
        assert_eq!(done["results"][0]["associationSpec"]["associationTypeId"], 194);
        let inputs = json!({ "inputs": [pair("9001", "999"), pair("9001", "102")] });
        let (status, done) = rest(&preview, "POST", &path, inputs).await;
        assert_eq!((status.as_u16(), &done["numErrors"]), (207, &json!(1)));
    }
    let list = format!("{BASE}/calls/9001/associations/contacts");
    let (_, list) = rest(&preview, "GET", &list, Value::Null).await;
    let ids: Vec<_> =
        list["results"].as_array().unwrap().iter().map(|l| &l["toObjectId"]).collect();
    assert_eq!(ids, [101, 102]);
    let path = "/crm/associations/2026-09/calls/contacts/batch/associate/default";
    let many: Vec<Value> = (0..2001).map(|_| pair("9001", "101")).collect();
    assert_eq!(rest(&preview, "POST", path, json!({ "inputs": many })).await.0, 400);
    let path = "/crm/associations/2026-09/calls/calls/batch/associate/default";
    let same = json!({ "inputs": [pair("9001", "9002")] });
    assert_eq!(rest(&preview, "POST", path, same).await.0, 400);
}

#[tokio::test]
async fn links_of_many_objects_are_made_by_type_and_read_together() {
    let preview = common::preview(None);
    let base = "/crm/associations/2026-09/tickets/contacts/batch";
    let pair = |to: &str, number: u32| {
        json!({
            "from": { "id": "701" },
            "to": { "id": to },
            "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": number }],
        })
    };
    let inputs = json!({ "inputs": [pair("101", 16), pair("102", 15), pair("999", 16)] });
    let (status, done) = rest(&preview, "POST", &format!("{base}/create"), inputs).await;
    assert_eq!((status.as_u16(), &done["numErrors"]), (207, &json!(2)), "{done}");
    assert_eq!(done["results"][0]["toObjectId"], 101);

    let inputs = json!({ "inputs": [{ "id": "701" }, { "id": "9" }] });
    let (status, read) = rest(&preview, "POST", &format!("{base}/read"), inputs).await;
    assert_eq!((status.as_u16(), &read["results"][0]["from"]["id"]), (207, &json!("701")));
    let ids: Vec<_> =
        read["results"][0]["to"].as_array().unwrap().iter().map(|l| &l["toObjectId"]).collect();
    assert_eq!(ids, [101, 105]);
    assert_eq!(read["errors"][0]["message"], "No contact is associated with ticket 9.");
}
