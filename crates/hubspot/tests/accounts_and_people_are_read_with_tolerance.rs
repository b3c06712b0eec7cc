//! Accounts, owners, users and providers are read whether ids are texts or numbers, or missing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::account::{self, Account};
use hubspot::connection::{self, Connection};
use hubspot::owners::{self, Owner};
use hubspot::private_app::{self, PrivateApp};
use hubspot::users::{self, User};
use hubspot::{Auth, Listing, Reply, Request};
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(request: &Request, body: &str) -> T {
    request.read(&Reply { status: 200, retry_after: None, body: body.as_bytes() }).unwrap()
}

#[test]
fn an_account_has_its_number_and_its_address() {
    let asked = account::details();
    let body = r#"{"portalId":77,"accountType":"STANDARD","timeZone":"Europe/Berlin","utcOffset":
        "+01:00","uiDomain":"app-eu1.hubspot.com","dataHostingLocation":"eu1"}"#;
    let account: Account = read(&asked, body);
    assert_eq!(account.portal_id, 77);
    assert_eq!(account.time_zone, "Europe/Berlin");
    assert_eq!(account.ui_url().as_deref(), Some("https://app-eu1.hubspot.com"));
    let sparse: Account = read(&asked, r#"{"portalId":"77","timeZone":null}"#);
    assert_eq!((sparse.portal_id, sparse.time_zone.as_str(), sparse.ui_url()), (77, "", None));
}

#[test]
fn an_address_that_is_not_hubspots_is_no_link() {
    for host in ["evil.example", "hubspot.com.evil.example", "evilhubspot.com", "a@b.hubspot.com"] {
        let body = format!(r#"{{"portalId":1,"uiDomain":"{host}"}}"#);
        assert_eq!(read::<Account>(&account::details(), &body).ui_url(), None, "{host}");
    }
    let path = r#"{"portalId":1,"uiDomain":"evil.example/.hubspot.com"}"#;
    assert_eq!(read::<Account>(&account::details(), path).ui_url(), None);
}

#[test]
fn owners_come_in_pages() {
    let first = owners::list(None, None);
    assert_eq!(first.path, "/crm/owners/2026-09?limit=100");
    let body = r#"{"results":[
        {"id":"6","email":"ada@example.com","type":"PERSON","firstName":"Ada","lastName":"King",
         "userId":5,"archived":false,"teams":[{"id":"1","name":"t","primary":true}]},
        {"id":7,"email":null,"type":"QUEUE","userId":null}],
        "paging":{"next":{"after":"7","link":"l"}}}"#;
    let page: Listing<Owner> = read(&first, body);
    assert_eq!(page.next(), Some("7"));
    assert_eq!(page.results[0].name(), "Ada King");
    assert_eq!(page.results[0].user_id.as_deref(), Some("5"));
    assert_eq!((page.results[1].id.as_str(), page.results[1].user_id.as_deref()), ("7", None));
    assert_eq!(page.results[1].name(), "7");
    let next = owners::list(Some("a+b@example.com"), page.next());
    assert_eq!(next.path, "/crm/owners/2026-09?limit=100&after=7&email=a%2Bb%40example.com");
    for last in [r#"{"results":[]}"#, r#"{"paging":null}"#, r#"{"paging":{"next":null}}"#] {
        assert_eq!(read::<Listing<Owner>>(&first, last).next(), None, "{last}");
    }
}

#[test]
fn one_owner_is_found_by_either_number() {
    assert_eq!(owners::by_id("6").path, "/crm/owners/2026-09/6");
    assert_eq!(owners::by_user_id("5").path, "/crm/owners/2026-09/5?idProperty=userId");
    let owner: Owner = read(&owners::by_id("6"), r#"{"id":6,"email":"ada@example.com"}"#);
    assert_eq!((owner.id.as_str(), owner.name().as_str()), ("6", "ada@example.com"));
}

#[test]
fn users_come_in_pages_too() {
    let asked = users::list(Some("9"));
    assert_eq!(asked.path, "/settings/v3/users?limit=100&after=9");
    let body = r#"{"results":[{"id":5,"email":"ada@example.com","superAdmin":true,"roleIds":[]},
        {"id":"8"}],"paging":{"next":{"after":12}}}"#;
    let page: Listing<User> = read(&asked, body);
    assert_eq!((page.results[0].id.as_str(), page.results[0].super_admin), ("5", Some(true)));
    assert_eq!(page.results[1].super_admin, None);
    assert_eq!(page.next(), Some("12"));
    assert_eq!(users::by_id("5").path, "/settings/v3/users/5");
}

#[test]
fn a_users_provider_is_ours_or_not() {
    let asked = connection::of_user("5");
    assert!(asked.path.ends_with("/connection-statuses?userId=5"));
    let ours = r#"{"userId":5,"connected":true,
        "provider":{"type":"THIRD_PARTY","appId":"9","appName":"Sidetone"}}"#;
    let ours: Connection = read(&asked, ours);
    assert!(ours.uses(9) && !ours.uses(8));
    let none: Connection = read(&asked, r#"{"connected":false,"provider":null}"#);
    assert!(!none.uses(9));
    let hubspots = r#"{"connected":true,"provider":{"type":"HUBSPOT","appId":null}}"#;
    assert!(!read::<Connection>(&asked, hubspots).uses(9));
}

#[test]
fn a_private_apps_token_is_asked_about_in_the_body() {
    let asked = private_app::introspect("pat-eu1-x");
    assert_eq!(asked.auth, Auth::None);
    assert_eq!(asked.body.json().unwrap(), &serde_json::json!({ "tokenKey": "pat-eu1-x" }));
    let body = r#"{"userId":5,"hubId":"77","appId":9,"scopes":["tickets"]}"#;
    let app: PrivateApp = read(&asked, body);
    assert_eq!((app.hub_id, app.user_id, app.app_id), (77, Some(5), Some(9)));
    assert_eq!(app.scopes.unwrap(), ["tickets"]);
}
