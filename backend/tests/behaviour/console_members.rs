//! The people of a tenant: who may do what to whom.

use contract::console::Role;
use reqwest::Response;
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::people::{Person, code_in};
use crate::rig::Rig;

fn body(name: &str, email: &str, role: &str) -> Value {
    json!({ "name": name, "email": email, "role": role })
}

async fn add(rig: &Rig, who: &Person, tenant: &str, body: Value) -> Response {
    rig.console(who, "POST", &format!("/tenants/{tenant}/people")).json(&body).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_adds_invites_and_deactivates_an_agent() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await.0;
    let admin = rig.member(&rig.tenant().await, "admin@example.com", Role::Administrator).await;
    let answer = add(&rig, &admin, &tenant, body("Bo", "Bo@Example.com", "agent")).await;
    assert_eq!(answer.status(), 201);
    let bo: Value = answer.json().await.unwrap();
    assert_eq!(bo["email"], "bo@example.com");
    assert_eq!((&bo["seen"], &bo["active"]), (&json!(false), &json!(true)));

    let path = format!("/tenants/{tenant}/people/{}", bo["id"].as_str().unwrap());
    let invite = rig.console(&admin, "POST", &format!("{path}/invitation")).send().await.unwrap();
    let invitation: Value = invite.json().await.unwrap();
    let code = code_in(invitation["link"].as_str().unwrap()).to_owned();
    let session: Value = rig.sign_in(&json!({ "code": code })).await.json().await.unwrap();
    let bo = Person {
        id: sidetone_backend::persons::PersonId(bo["id"].as_str().unwrap().to_owned()),
        token: session["token"].as_str().unwrap().to_owned(),
    };
    let me: Value = rig.console(&bo, "GET", "/me").send().await.unwrap().json().await.unwrap();
    assert_eq!(me["tenants"], json!([]), "an agent sets nothing up");

    let off = json!({ "name": "Bo", "email": "bo@example.com", "role": "agent", "active": false });
    let answer = rig.console(&admin, "PATCH", &path).json(&off).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(rig.console(&bo, "GET", "/me").send().await.unwrap().status(), 401);
    let again = rig.console(&admin, "POST", &format!("{path}/invitation")).send().await.unwrap();
    assert_eq!(again.status(), 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_agent_is_signed_out_everywhere_and_their_call_goes_on() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let owner = rig.owner().await;
    let mut surface = rig.surface("s").await;
    let ring = json!({ "from": "+442073238299", "agent": "ada" });
    let answer = rig.control("/api/simulated/calls", ring).await;
    let call = answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    surface.until_call(&call, |_| true).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;

    let list = rig.console(&owner, "GET", &format!("/tenants/{}/people", tenant.0));
    let list: Vec<Value> = list.send().await.unwrap().json().await.unwrap();
    let ada = list.iter().find(|person| person["name"] == "Ada King").unwrap();
    assert_eq!(ada["line"], crate::rig::LINE);
    let path = format!("/tenants/{}/people/{}", tenant.0, ada["id"].as_str().unwrap());
    let off = json!({ "name": "Ada King", "email": "ada@example.com", "role": "agent",
                      "active": false });
    let answer = rig.console(&owner, "PATCH", &path).json(&off).send().await.unwrap();
    assert_eq!(answer.status(), 200);

    let presence = json!({ "status": { "to": { "presence": "unavailable" } } });
    assert_eq!(rig.command(&surface, presence).await.status(), 401);
    assert_eq!(surface.until_bye().await.as_deref(), Some("signed-out"));
    let seen = sidetone_backend::store::calls::events(&rig.store, &rig.agent, &call).await.unwrap();
    assert!(seen.iter().all(|what| !what.contains("ended")), "the call was ended: {seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_more_than_they_have_or_takes_their_own_access_away() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let owner = rig.owner().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let answer = add(&rig, &admin, &tenant.0, body("Eve", "eve@example.com", "owner")).await;
    assert_eq!(answer.status(), 403);
    let me = format!("/tenants/{}/people/{}", tenant.0, admin.id.0);
    let lower = body("Admin", "admin@example.com", "agent");
    let answer = rig.console(&admin, "PATCH", &me).json(&lower).send().await.unwrap();
    assert_eq!(answer.status(), 409);
    // An owner may make an owner, and an administrator may not touch them then.
    let up = body("Admin", "admin@example.com", "owner");
    let other = rig.member(&tenant, "other@example.com", Role::Administrator).await;
    assert_eq!(rig.console(&owner, "PATCH", &me).json(&up).send().await.unwrap().status(), 200);
    let answer = rig.console(&other, "PATCH", &me).json(&lower).send().await.unwrap();
    assert_eq!(answer.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_for_two_tenants_is_an_owners_to_change() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let second = people::add_tenant(&rig.store, "Second").await.unwrap();
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let both = rig.member(&second, "both@example.com", Role::Administrator).await;
    rig.member(&tenant, "both@example.com", Role::Agent).await;
    let path = format!("/tenants/{}/people/{}", tenant.0, both.id.0);
    let invite = rig.console(&admin, "POST", &format!("{path}/invitation")).send().await.unwrap();
    assert_eq!(invite.status(), 403, "it would open the other tenant");
    let change = body("Both", "mine@example.com", "agent");
    let answer = rig.console(&admin, "PATCH", &path).json(&change).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let owner = rig.owner().await;
    let answer = rig.console(&owner, "PATCH", &path).json(&change).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_owner_brings_somebody_from_another_tenant() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let west = people::add_tenant(&rig.store, "West").await.unwrap();
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    rig.member(&west, "wanda@example.com", Role::Agent).await;
    let wanda = body("Whoever", "Wanda@example.com", "agent");
    let answer = add(&rig, &admin, &tenant.0, wanda.clone()).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("Only an owner can add wanda@example.com"));
    let import = format!("/tenants/{}/people/import", tenant.0);
    let table = "name,email\nWhoever,wanda@example.com\n".to_owned();
    let answer = rig.console(&admin, "POST", &import).body(table).send().await.unwrap();
    assert_eq!(answer.status(), 422);
    let owner = rig.owner().await;
    assert_eq!(add(&rig, &owner, &tenant.0, wanda).await.status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_belongs_to_one_person() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let owner = rig.owner().await;
    for status in [201, 422] {
        let answer = add(&rig, &owner, &tenant.0, body("Bo", "bo@example.com", "agent")).await;
        assert_eq!(answer.status(), status);
    }
    let cy = add(&rig, &owner, &tenant.0, body("Cy", "cy@example.com", "agent")).await;
    let cy: Value = cy.json().await.unwrap();
    let path = format!("/tenants/{}/people/{}", tenant.0, cy["id"].as_str().unwrap());
    let taken = body("Cy", "BO@example.com", "agent");
    let answer = rig.console(&owner, "PATCH", &path).json(&taken).send().await.unwrap();
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    assert_eq!(refused["fields"][0]["field"], "email");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_consoles_hear_that_people_have_changed_and_strangers_do_not() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let west = people::add_tenant(&rig.store, "West").await.unwrap();
    let owner = rig.owner().await;
    let admin = rig.member(&west, "west@example.com", Role::Administrator).await;
    let mut stream = rig.console(&admin, "GET", "/stream").send().await.unwrap();
    add(&rig, &owner, &tenant.0, body("Bo", "bo@example.com", "agent")).await;
    add(&rig, &owner, &west.0, body("Cy", "cy@example.com", "agent")).await;
    let heard = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(heard, format!("data: {}\n\n", json!({ "people": west.0 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_make_and_name_tenants() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let request = rig.console(&owner, "POST", "/tenants").json(&json!({ "name": " West " }));
    let made: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(made["name"], "West");
    let path = format!("/tenants/{}", made["tenant"].as_str().unwrap());
    let request = rig.console(&owner, "PATCH", &path).json(&json!({ "name": "East" }));
    assert_eq!(request.send().await.unwrap().status(), 204);
    let me: Value = rig.console(&owner, "GET", "/me").send().await.unwrap().json().await.unwrap();
    let names: Vec<&str> =
        me["tenants"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Demo", "East"]);
    let request = rig.console(&owner, "POST", "/tenants").json(&json!({ "name": "" }));
    assert_eq!(request.send().await.unwrap().status(), 422);
}
