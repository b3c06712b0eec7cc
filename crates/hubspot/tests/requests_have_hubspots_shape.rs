//! Requests have the paths and bodies that HubSpot documents.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use hubspot::calls::Customer;
use hubspot::parties::{self, Kind};
use hubspot::pipelines::Pipeline;
use hubspot::properties::Property;
use hubspot::{Listing, Method, Object, Reply, calls, dispositions, pipelines, properties};
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
    let body = parties::search(
        Kind::Contact,
        "+442073238299",
        "2073238299",
        &["phone".to_owned(), "mobilephone".to_owned()],
        &[],
    )
    .body
    .json()
    .unwrap()
    .clone();
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

// row!(P15)
#[test]
fn a_search_by_number_asks_every_field_and_never_more_than_five_groups() {
    let fields =
        |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let searched = |kind, names: &[&str]| -> Vec<(String, String)> {
        let request = parties::search(kind, "+442073238299", "2073238299", &fields(names), &[]);
        let body = request.body.json().unwrap().clone();
        let groups = body["filterGroups"].as_array().unwrap().clone();
        assert!(groups.len() <= 5 && request.is_search());
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let filter = |group: &serde_json::Value| {
            let filter = &group["filters"][0];
            (text(&filter["propertyName"]), text(&filter["value"]))
        };
        groups.iter().map(filter).collect()
    };
    let all = ["phone", "mobilephone", "fax", "second", "third"];
    let names: Vec<String> = searched(Kind::Contact, &all).into_iter().map(|one| one.0).collect();
    let calculated =
        ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];
    assert_eq!(names, [&calculated[..], &["fax", "second", "third"]].concat());
    let company = searched(Kind::Company, &["phone"]);
    assert_eq!(company[0], (calculated[0].to_owned(), "2073238299".to_owned()));
    assert_eq!(company[1], ("phone".to_owned(), "*73238299".to_owned()));
    assert!(!calls::by_id("1").is_search());
}

// row!(P14)
#[test]
fn pipelines_say_which_stages_are_closed_and_properties_what_can_be_written() {
    let read = |body: &str| -> Vec<Pipeline> {
        let reply = Reply { status: 200, retry_after: None, body: body.as_bytes() };
        pipelines::of_tickets().read::<Listing<Pipeline>>(&reply).unwrap().results
    };
    let all = read(
        r#"{"results":[{"id":"0","label":"Support","displayOrder":1,"stages":[
            {"id":1,"label":"New","metadata":{"ticketState":"OPEN"}},
            {"id":"4","label":"Closed","metadata":{"ticketState":"CLOSED"}},
            {"id":"won","label":null,"metadata":{"isClosed":"true"}},
            {"id":"x"}]}]}"#,
    );
    let closed: Vec<bool> = all[0].stages.iter().map(|stage| stage.is_closed()).collect();
    assert_eq!(closed, [false, true, true, false]);
    let body = br#"{"results":[{"name":"a","type":"string"},{"name":"b","calculated":true},
        {"name":"c","modificationMetadata":{"readOnlyValue":true}},{"name":"d","hidden":true}]}"#;
    let reply = Reply { status: 200, retry_after: None, body };
    let all = properties::list("calls").read::<Listing<Property>>(&reply).unwrap().results;
    let writable: Vec<&str> =
        all.iter().filter(|p| p.is_writable()).map(|p| p.name.as_str()).collect();
    assert_eq!(writable, ["a"]);
}
