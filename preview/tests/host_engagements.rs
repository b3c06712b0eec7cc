//! Records that HubSpot's page makes, matches and completes.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};

#[tokio::test]
async fn a_record_of_the_page_is_in_the_same_store_and_is_completed_there() {
    let preview = common::preview(None);
    let call = json!({
        "externalCallId": "a-call", "direction": "INBOUND",
        "from": "+442079460958", "to": "+442079460100", "started": 1_795_294_475_713_u64,
    });
    let (status, made) = own(&preview, "POST", "/preview/host/engagements", call.clone()).await;
    assert_eq!((status.as_u16(), &made["engagementId"]), (201, &json!(9001)));
    let read = "/crm/objects/2026-09/calls/9001?properties=hs_call_external_id,hs_call_direction";
    let (_, record) = rest(&preview, "GET", read, Value::Null).await;
    assert_eq!(record["properties"]["hs_call_external_id"], Value::Null, "not known of HubSpot");
    assert_eq!(record["properties"]["hs_call_direction"], "INBOUND");

    let done = json!({ "properties": { "hs_call_status": "COMPLETED", "hs_call_duration": 5000 } });
    let (status, _) = own(&preview, "PATCH", "/preview/host/engagements/9001", done).await;
    assert_eq!(status, 200);
    let (_, record) = own(&preview, "GET", "/preview/hubspot/calls/9001", Value::Null).await;
    assert_eq!(record["properties"]["hs_call_duration"], "5000");
    assert_eq!(record["associations"]["contacts"]["results"][0]["id"], "101");

    let mut named = call;
    named["withExternalId"] = true.into();
    let (_, second) = own(&preview, "POST", "/preview/host/engagements", named).await;
    assert_eq!(second["engagementId"], 9002, "announced twice, made twice");
    let (_, record) = own(&preview, "GET", "/preview/hubspot/calls/9002", Value::Null).await;
    assert_eq!(record["properties"]["hs_call_external_id"], "a-call");
}

#[tokio::test]
async fn a_number_is_matched_with_people_and_companies() {
    let preview = common::preview(None);
    let ask = async |number: &str| {
        let path = format!("/preview/host/match?number={number}");
        own(&preview, "GET", &path, Value::Null).await.1["callerIdMatches"].clone()
    };
    let ada = ask("%2B442079460958").await;
    assert_eq!(ada[0]["callerIdType"], "CONTACT");
    assert_eq!(ada[0]["objectCoordinates"]["objectId"], 101);
    assert_eq!(ada[0]["firstName"], "Ada");
    assert_eq!(ask("%2B44%2020%207946%200200").await[0]["callerIdType"], "COMPANY");
    assert_eq!(ask("%2B440000").await, json!([]));
    assert_eq!(ask("").await, json!([]));
}

#[tokio::test]
async fn who_shares_a_number_is_matched_together() {
    let preview = common::preview(None);
    for (number, matched) in [
        ("%2B442079460321", json!([105, 106])),
        ("%2B442079460444", json!([107, 503])),
        ("%2B442079460555", json!([108])),
    ] {
        let path = format!("/preview/host/match?number={number}");
        let (_, found) = own(&preview, "GET", &path, Value::Null).await;
        let found = found["callerIdMatches"].as_array().unwrap().iter();
        let ids: Value = found.map(|one| one["objectCoordinates"]["objectId"].clone()).collect();
        assert_eq!(ids, matched, "{number}");
    }
    let people = "/crm/owners/2026-09?email=sally.sales@demo.example";
    let (_, people) = rest(&preview, "GET", people, Value::Null).await;
    let sally = "/crm/objects/2026-09/contacts/108";
    let (_, sally) = rest(&preview, "GET", sally, Value::Null).await;
    assert_eq!(people["results"][0]["email"], sally["properties"]["email"], "a user and a contact");
}

#[tokio::test]
async fn a_call_with_one_of_several_is_linked_to_nobody_but_the_one_that_was_dialled() {
    let preview = common::preview(None);
    for (number, completed, linked) in [
        ("+442079460321", json!({}), json!({})),
        (
            "+442079460321",
            json!({ "contact": 106 }),
            json!({ "contacts": { "results": [{ "id": "106", "type": "call_to_contact" }] } }),
        ),
    ] {
        let call = json!({ "externalCallId": "a", "direction": "OUTBOUND", "to": number });
        let (_, made) = own(&preview, "POST", "/preview/host/engagements", call).await;
        let id = made["engagementId"].as_u64().unwrap();
        let path = format!("/preview/host/engagements/{id}");
        assert_eq!(own(&preview, "PATCH", &path, completed).await.0, 200);
        let path = format!("/preview/hubspot/calls/{id}");
        let (_, record) = own(&preview, "GET", &path, Value::Null).await;
        assert_eq!(record["associations"], linked);
    }
}

#[tokio::test]
async fn a_ticket_s_page_shows_its_fields_in_words_and_whose_it_is() {
    let preview = common::preview(None);
    let ticket = "/preview/host/record/0-5/701";
    let (status, shown) = own(&preview, "GET", ticket, Value::Null).await;
    assert_eq!(
        (status.as_u16(), &shown["name"]),
        (200, &json!("The telescope came without a tripod"))
    );
    let fields = shown["fields"].as_array().unwrap();
    assert!(fields.contains(&json!({ "label": "Ticket status", "value": "New" })), "{fields:?}");
    assert!(fields.contains(&json!({ "label": "Pipeline", "value": "Support Pipeline" })));
    let mary = &shown["related"][0];
    assert_eq!((&mary["kind"], &mary["id"]), (&json!("0-1"), &json!(105)));
    assert_eq!(mary["numbers"][0], "+44 20 7946 0321");

    let call = json!({ "properties": { "hs_timestamp": "1" } });
    rest(&preview, "POST", "/crm/objects/2026-09/calls", call).await;
    let link = "/crm/objects/2026-09/calls/9001/associations/default/contacts/105";
    assert_eq!(rest(&preview, "PUT", link, Value::Null).await.0, 200);
    let (_, mary) = own(&preview, "GET", "/preview/host/record/0-1/105", Value::Null).await;
    assert_eq!(mary["related"].as_array().unwrap().len(), 1, "calls are in the timeline");
    assert_eq!(
        (&mary["related"][0]["stage"], &mary["related"][0]["id"]),
        (&json!("New"), &json!(701))
    );
}

#[tokio::test]
async fn what_cannot_be_completed_is_told() {
    let preview = common::preview(None);
    let path = "/preview/host/engagements/1";
    assert_eq!(own(&preview, "PATCH", path, json!({})).await.0, 404);
    assert_eq!(own(&preview, "POST", "/preview/host/engagements", json!({})).await.0, 400);
}
