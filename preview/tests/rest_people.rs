//! HubSpot's REST side: owners, users and the account's details.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::rest;
use serde_json::{Value, json};

#[tokio::test]
async fn owners_are_listed_in_pages_and_found_by_address_and_by_either_number() {
    let preview = common::preview(None);
    let ask = async |path: &str| rest(&preview, "GET", path, Value::Null).await;
    let (_, page) = ask("/crm/owners/2026-09?limit=2").await;
    assert_eq!(page["results"].as_array().unwrap().len(), 2);
    let after = page["paging"]["next"]["after"].as_str().unwrap();
    let (_, page) = ask(&format!("/crm/owners/2026-09?limit=2&after={after}")).await;
    assert_eq!(page["results"].as_array().unwrap().len(), 1);
    assert_eq!(page["paging"], Value::Null);
    let (_, page) = ask("/crm/v3/owners?email=Sally.Sales@demo.example").await;
    assert_eq!(page["results"][0]["userId"], 7_654_322);
    let (_, page) = ask("/crm/owners/2026-09?archived=true").await;
    assert_eq!(page["results"], json!([]));

    let (_, owner) = ask("/crm/owners/2026-09/24681357").await;
    assert_eq!(owner["email"], "demo.agent@demo.example");
    let (_, owner) = ask("/crm/owners/2026-09/7654322?idProperty=userId").await;
    assert_eq!(owner["id"], "24681358");
    assert_eq!(ask("/crm/owners/2026-09/7654322").await.0, 404);
    assert_eq!(ask("/crm/owners/2026-09/1?idProperty=name").await.0, 400);
}

#[tokio::test]
async fn users_say_who_is_a_super_admin() {
    let preview = common::preview(None);
    let (_, users) = rest(&preview, "GET", "/settings/v3/users", Value::Null).await;
    let admins: Vec<_> =
        users["results"].as_array().unwrap().iter().map(|user| &user["superAdmin"]).collect();
    assert_eq!(admins, [true, false, false]);
    let one = "/settings/v3/users/olivia.operations@demo.example?idProperty=EMAIL";
    assert_eq!(rest(&preview, "GET", one, Value::Null).await.1["id"], "7654323");
}

#[tokio::test]
async fn details_say_where_records_are_shown() {
    let preview = common::preview(None);
    let (_, details) = rest(&preview, "GET", "/account-info/v3/details", Value::Null).await;
    assert_eq!(details["portalId"], 123_456);
    assert_eq!(details["uiDomain"], "hubspot.localhost:4180");
}
