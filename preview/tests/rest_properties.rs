//! HubSpot's REST side: the list of properties is what it accepts; pipelines and their stages.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::rest;
use serde_json::{Value, json};

async fn list(path: &str) -> Vec<Value> {
    let preview = common::preview(None);
    let (status, list) = rest(&preview, "GET", path, Value::Null).await;
    assert_eq!(status, 200, "{path}");
    list["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_listed_property_is_accepted_exactly_when_the_list_says_so() {
    let preview = common::preview(None);
    for (kind, id) in
        [("contacts", "101"), ("companies", "501"), ("tickets", "701"), ("deals", "601")]
    {
        for property in list(&format!("/crm/properties/2026-09/{kind}")).await {
            let name = property["name"].as_str().unwrap();
            let value = match property["type"].as_str().unwrap() {
                "number" | "datetime" => json!("1000"),
                "enumeration" if name == "hubspot_owner_id" => json!("24681357"),
                "enumeration" => property["options"][0]["value"].clone(),
                "bool" => json!("true"),
                _ => json!("a@b.example"),
            };
            let body = json!({ "properties": { name: value } });
            let path = format!("/crm/v3/objects/{kind}/{id}");
            let (status, answer) = rest(&preview, "PATCH", &path, body).await;
            let closed = property["modificationMetadata"]["readOnlyValue"] == true;
            assert_eq!(status, if closed { 400 } else { 200 }, "{kind} {name}: {answer}");
            assert_eq!(answer.to_string().contains("READ_ONLY_VALUE"), closed, "{kind} {name}");
        }
    }
}

#[tokio::test]
async fn properties_say_what_they_hold() {
    let calls = list("/crm/v3/properties/calls").await;
    let find = |name: &str| calls.iter().find(|property| property["name"] == name).unwrap().clone();
    let status = find("hs_call_status");
    assert_eq!((&status["type"], &status["fieldType"]), (&json!("enumeration"), &json!("select")));
    assert!(status["options"].as_array().unwrap().iter().any(|o| o["value"] == "NO_ANSWER"));
    let outcome = find("hs_call_disposition");
    assert_eq!((&outcome["externalOptions"], &outcome["options"]), (&json!(true), &json!([])));
    assert_eq!(find("wrap_up_code")["hubspotDefined"], false);
    assert_eq!(find("hs_object_source_id")["hidden"], true);
    let contacts = list("/crm/properties/2026-09/0-1").await;
    let calculated = contacts.iter().filter(|property| property["calculated"] == true);
    assert_eq!(calculated.count(), 5);
    let preview = common::preview(None);
    for (path, status) in [("calls/hs_timestamp", 200), ("calls/colour", 404), ("calendars", 404)] {
        let path = format!("/crm/properties/2026-09/{path}");
        assert_eq!(rest(&preview, "GET", &path, Value::Null).await.0, status, "{path}");
    }
}

#[tokio::test]
async fn tickets_and_deals_have_two_pipelines_each_with_open_and_closed_stages() {
    for (kind, name, open, closed) in
        [("tickets", "ticketState", "OPEN", "CLOSED"), ("deals", "isClosed", "false", "true")]
    {
        let all = list(&format!("/crm/pipelines/2026-09/{kind}")).await;
        assert_eq!(all.len(), 2);
        for pipeline in &all {
            let stages = pipeline["stages"].as_array().unwrap();
            for state in [open, closed] {
                assert!(stages.iter().any(|stage| stage["metadata"][name] == state), "{pipeline}");
            }
            let path = format!("/crm/v3/pipelines/{kind}/{}", pipeline["id"].as_str().unwrap());
            let preview = common::preview(None);
            let (_, one) = rest(&preview, "GET", &path, Value::Null).await;
            assert_eq!(&one, pipeline);
        }
    }
    let preview = common::preview(None);
    let (status, _) = rest(&preview, "GET", "/crm/pipelines/2026-09/contacts", Value::Null).await;
    assert_eq!(status, 404);
}
