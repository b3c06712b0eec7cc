//! The passwords of lines and trunks: kept sealed, opened for the phone system, never told.

use contract::console::Role;
use serde_json::{Value, json};
use sidetone_backend::people;
use sidetone_backend::store::phone_systems::{self, TRUNK};

use crate::phone_settings_form::{lines, put, put_line, read, saved, trunk};
use crate::rig::Rig;

const OF_THE_TRUNK: &str = "trunk-pw-7f3b91";
const OF_THE_LINE: &str = "line-pw-c04ee2";

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_no_log_and_no_copy_of_the_store_holds_a_password() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let mut said = Vec::new();
    let body = json!({ "system": trunk(), "password": OF_THE_TRUNK });
    said.push(put(&rig, &owner, body).await.text().await.unwrap());
    // Also not in what is refused beside it.
    let wrong = json!({ "system": { "kind": "trunk" }, "password": OF_THE_TRUNK });
    said.push(put(&rig, &owner, wrong).await.text().await.unwrap());
    let line = json!({ "line": { "user": "201" }, "password": OF_THE_LINE });
    said.push(put_line(&rig, &owner, &rig.agent.0, line).await.text().await.unwrap());
    let wrong = json!({ "line": { "user": "a b" }, "password": OF_THE_LINE });
    said.push(put_line(&rig, &owner, &rig.agent.0, wrong).await.text().await.unwrap());
    said.push(read(&rig, &owner).await.to_string());
    // They are there, and for the phone system they open.
    let tenant = rig.tenant().await;
    let system = phone_systems::of(&rig.store, &tenant).await.unwrap();
    let lines = phone_systems::lines_of(&rig.store, &tenant).await.unwrap();
    let safe = &rig.app().safe;
    let opened = safe.password(&tenant, TRUNK, &system.password.unwrap()).unwrap();
    assert_eq!(opened.expose(), OF_THE_TRUNK);
    let kept = lines[0].password.clone().unwrap();
    assert_eq!(safe.password(&tenant, &rig.agent.0, &kept).unwrap().expose(), OF_THE_LINE);

    for secret in [OF_THE_TRUNK, OF_THE_LINE] {
        assert!(said.iter().all(|said| !said.contains(secret)), "{said:?}");
        assert!(!crate::logs::written().contains(secret), "the log holds {secret}");
        for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "a file of the store holds {secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_moved_to_another_tenant_or_line_does_not_open() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let tenant = rig.tenant().await;
    saved(&rig, &owner, json!({ "system": trunk(), "password": OF_THE_TRUNK })).await;
    let kept = phone_systems::of(&rig.store, &tenant).await.unwrap().password.unwrap();
    let other = people::add_tenant(&rig.store, "West").await.unwrap();
    let safe = &rig.app().safe;
    assert!(safe.password(&other, TRUNK, &kept).is_err());
    assert!(safe.password(&tenant, &rig.agent.0, &kept).is_err());
    assert!(safe.password(&tenant, TRUNK, &kept).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_sealed_anew_when_keys_are_rotated() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let tenant = rig.tenant().await;
    saved(&rig, &owner, json!({ "system": trunk(), "password": OF_THE_TRUNK })).await;
    let line = json!({ "line": { "user": "201" }, "password": OF_THE_LINE });
    assert_eq!(put_line(&rig, &owner, &rig.agent.0, line).await.status(), 200);
    let before = phone_systems::of(&rig.store, &tenant).await.unwrap().password.unwrap();

    let file = rig.config.data_dir.join("keys");
    let new = vault::Keys::generate_line("second").unwrap();
    let old = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{}\n{old}", new.expose())).unwrap();
    let safe = sidetone_backend::safe::Safe::open(&rig.config).unwrap();
    assert_eq!(safe.rotate(&rig.store).await.unwrap(), 2);
    assert_eq!(safe.rotate(&rig.store).await.unwrap(), 0, "nothing is left to do");

    let now = phone_systems::of(&rig.store, &tenant).await.unwrap().password.unwrap();
    assert_ne!(now.sealed, before.sealed);
    assert_eq!(now.set_at, before.set_at, "it is as old as it was");
    // The service that runs takes the new key up by itself.
    let opened = rig.app().safe.password(&tenant, TRUNK, &now).unwrap();
    assert_eq!(opened.expose(), OF_THE_TRUNK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trunks_password_is_forgotten_alone_where_nothing_needs_it() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    saved(&rig, &owner, json!({ "system": trunk(), "password": OF_THE_TRUNK })).await;
    // Who registers needs one.
    let body = json!({ "system": trunk(), "forgetPassword": true });
    let refused = put(&rig, &owner, body).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("\"password\""));
    assert!(read(&rig, &owner).await["password"]["set"].is_u64(), "it is there still");
    let mut known = trunk();
    (known["access"], known["transport"]) = (json!("address"), json!("udp"));
    let now = saved(&rig, &owner, json!({ "system": known, "forgetPassword": true })).await;
    assert!(now["password"]["set"].is_null(), "{now}");
    let mut want = read(&rig, &owner).await["system"].clone();
    (want["access"], want["transport"]) = (json!("address"), json!("udp"));
    assert_eq!(now["system"], want, "all else stays");
    let tenant = rig.tenant().await;
    assert!(phone_systems::of(&rig.store, &tenant).await.unwrap().password.is_none());
    // A new one is taken whatever is said of the old.
    let body = json!({ "system": trunk(), "password": OF_THE_LINE, "forgetPassword": true });
    assert!(saved(&rig, &owner, body).await["password"]["set"].is_u64());
}

// row!(O1)
#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_administrator_gets_at_no_line() {
    let rig = Rig::new().await;
    let ours = rig.tenant().await;
    let owner = rig.owner().await;
    saved(&rig, &owner, json!({ "system": lines() })).await;
    let theirs = people::add_tenant(&rig.store, "Theirs").await.unwrap();
    let stranger = rig.member(&theirs, "stranger@example.com", Role::Administrator).await;
    let agent = &rig.agent.0;
    let body = json!({ "line": { "user": "201" }, "password": "p", "system": lines() });
    // Neither by our tenant's name, nor by naming our agent in theirs.
    for (method, path, status) in [
        ("GET", format!("/tenants/{}/phone", ours.0), 404),
        ("PUT", format!("/tenants/{}/phone", ours.0), 404),
        ("PUT", format!("/tenants/{}/phone/lines/{agent}", ours.0), 404),
        ("DELETE", format!("/tenants/{}/phone/lines/{agent}", ours.0), 404),
        ("PUT", format!("/tenants/{}/phone/lines/{agent}", theirs.0), 404),
        ("DELETE", format!("/tenants/{}/phone/lines/{agent}", theirs.0), 404),
    ] {
        let answer = rig.console(&stranger, method, &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
    }
    let path = format!("/tenants/{}/phone", theirs.0);
    let seen = rig.console(&stranger, "GET", &path).send().await.unwrap();
    let seen: Value = seen.json().await.unwrap();
    assert_eq!(seen["agents"], json!([]));
    assert_eq!(seen["system"]["kind"], "simulated");
}
