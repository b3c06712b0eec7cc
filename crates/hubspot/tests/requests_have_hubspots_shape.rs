//! Requests have the paths and bodies that HubSpot documents.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use hubspot::calls::Customer;
use hubspot::{Method, Object, Reply, calls, contacts, dispositions};
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn a_call_is_created_with_strings_and_its_contact() {
    let properties = BTreeMap::from([("hs_call_duration".to_owned(), "3800".to_owned())]);
    let request = calls::create(&properties, &[Customer { object_type: "0-1", id: "500" }]);
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.path, "/crm/objects/2026-09/calls");
    assert!(request.creates);
    assert_eq!(
        request.body.json().unwrap().clone(),
        json!({
            "properties": { "hs_call_duration": "3800" },
            "associations": [{
                "to": { "id": "500" },
                "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194 }],
            }],
        })
    );
    let alone = calls::create(&properties, &[]).body.json().unwrap().clone();
    assert_eq!(alone["associations"], json!([]));
}

#[test]
fn ids_cannot_leave_their_place_in_the_path() {
    let request = calls::associate("1/../2", Customer { object_type: "0-1", id: "3?x" });
    assert_eq!(
        request.path,
        "/crm/objects/2026-09/calls/1%2F%2E%2E%2F2/associations/default/contacts/3%3Fx"
    );
}

#[test]
fn a_company_is_linked_as_a_company_and_the_unknown_later() {
    let company = Customer { object_type: "0-2", id: "9" };
    let body = calls::create(&BTreeMap::new(), &[company]).body.json().unwrap().clone();
    assert_eq!(body["associations"][0]["types"][0]["associationTypeId"], 182);
    assert!(calls::associate("1", company).path.ends_with("/default/companies/9"));
    let other = Customer { object_type: "2-77", id: "9" };
    assert_eq!(
        calls::create(&BTreeMap::new(), &[other]).body.json().unwrap().clone()["associations"],
        json!([])
    );
    assert!(calls::associate("1", other).path.ends_with("/default/2-77/9"));
}

#[test]
fn searches_stay_within_hubspots_limits() {
    let body = contacts::search("+442073238299", "2073238299").body.json().unwrap().clone();
    let groups = body["filterGroups"].as_array().unwrap();
    assert!(groups.len() <= 5);
    assert_eq!(groups[4]["filters"][0]["value"], "*73238299");
    let by_id = calls::find_by_external_id("abc").body.json().unwrap().clone();
    assert_eq!(by_id["filterGroups"][0]["filters"][0]["value"], "abc");
    let by_numbers = calls::find_by_numbers("+1", "+2", 5, 9).body.json().unwrap().clone();
    assert_eq!(by_numbers["filterGroups"][0]["filters"][2]["highValue"], "9");
}

#[test]
fn replies_tolerate_nulls_numbers_and_unknown_fields() {
    let body = br#"{"id":77,"properties":{"a":null,"b":"c"},"createdAt":"x","new":{}}"#;
    let reply = Reply { status: 201, retry_after: None, body };
    let object: Object = dispositions::list().read(&reply).unwrap();
    assert_eq!(object.id, "77");
    assert_eq!(object.property("a"), "");
    assert_eq!(object.property("b"), "c");
}
