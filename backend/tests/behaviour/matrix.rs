//! Role by tenant by route: nothing of the console crosses.

use contract::console::Role;
use serde_json::{Value, json};
use sidetone_backend::people;
use sidetone_backend::web::{Access, routes};

use crate::rig::Rig;

/// Statuses that say that a request got past the door: what comes then depends on its content.
fn is_inside(status: u16) -> bool {
    !matches!(status, 401 | 403)
}

// row!(O1) row!(O3)
#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_console_is_open_to_whom_it_says_and_to_nobody_else() {
    let rig = Rig::new().await;
    let ours = rig.tenant().await;
    let theirs = people::add_tenant(&rig.store, "Theirs").await.unwrap();
    let owner = rig.owner().await;
    let admin = rig.member(&ours, "admin@example.com", Role::Administrator).await;
    let agent = rig.member(&ours, "agent@example.com", Role::Agent).await;
    let stranger = rig.member(&theirs, "stranger@example.com", Role::Administrator).await;
    let both = rig.member(&theirs, "both@example.com", Role::Administrator).await;
    rig.member(&ours, "both@example.com", Role::Agent).await;

    let mut seen = 0;
    for route in routes() {
        // From `false` in the last place: a person who may enter, but not this tenant.
        let expected = match route.access {
            Access::Console => [true; 5],
            Access::Owner => [true, false, false, false, false],
            Access::Administrator => [true, true, false, false, false],
            _ => continue,
        };
        if route.method == "DELETE" && route.path == "/api/console/session" {
            continue; // signing out is proven where it is the subject; here it would end the rest
        }
        seen += 1;
        let path = route
            .path
            .replace("{tenant}", &ours.0)
            .replace("{person}", &owner.id.0)
            .replace("{call}", "z");
        let path = path.replace("{connection}", "z");
        let path = path.strip_prefix("/api/console").unwrap();
        for (who, may) in [&owner, &admin, &agent, &stranger, &both].into_iter().zip(expected) {
            let mut request = rig.console(who, route.method, path);
            if route.method != "GET" {
                request = request.json(&json!({}));
            }
            let status = request.send().await.unwrap().status().as_u16();
            let right = if may { is_inside(status) } else { matches!(status, 403 | 404) };
            let name = &who.id.0;
            assert!(right, "{} {path} by {name}: {status}, may: {may}", route.method);
        }
        // Who has nothing to do with a tenant hears what they would hear of one that is not there.
        if route.access == Access::Administrator {
            let nowhere = path.replace(&ours.0, "no-such-tenant");
            let ask = async |path: &str| -> (u16, Value) {
                let answer = rig.console(&stranger, route.method, path).json(&json!({}));
                let answer = answer.send().await.unwrap();
                (answer.status().as_u16(), answer.json().await.unwrap())
            };
            assert_eq!(ask(path).await, ask(&nowhere).await, "{path}");
        }
    }
    assert!(seen >= 8, "only {seen} routes of the console were tried");
}

// row!(O1)
#[tokio::test(flavor = "multi_thread")]
async fn a_person_of_another_tenant_is_not_there() {
    let rig = Rig::new().await;
    let ours = rig.tenant().await;
    let theirs = people::add_tenant(&rig.store, "Theirs").await.unwrap();
    let admin = rig.member(&ours, "admin@example.com", Role::Administrator).await;
    let stranger = rig.member(&theirs, "stranger@example.com", Role::Agent).await;
    let list: Vec<Value> = rig
        .console(&admin, "GET", &format!("/tenants/{}/people", ours.0))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(list.iter().all(|person| person["id"] != stranger.id.0.as_str()));
    let path = format!("/tenants/{}/people/{}", ours.0, stranger.id.0);
    let body = json!({ "name": "Mine", "email": "mine@example.com", "role": "agent" });
    let answer = rig.console(&admin, "PATCH", &path).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let invite = format!("{path}/invitation");
    assert_eq!(rig.console(&admin, "POST", &invite).send().await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_token_is_no_key_to_the_console_and_the_other_way_round() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let agent = crate::people::Person { id: owner.id.clone(), token: rig.token(&rig.agent).await };
    assert_eq!(rig.console(&agent, "GET", "/me").send().await.unwrap().status(), 401);
    let request = rig.ask(reqwest::Method::GET, "/api/snapshot").bearer_auth(&owner.token);
    assert_eq!(request.send().await.unwrap().status(), 401);
}
