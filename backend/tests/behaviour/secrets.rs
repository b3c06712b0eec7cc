//! Secrets are nowhere but with HubSpot: not in the store, not in an answer, not in a log.

use serde_json::json;

use crate::fake_oauth::CLIENT_SECRET;
use crate::rig::Rig;

// row!(U14) row!(U5) row!(U7)
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_store_and_the_log_hold_no_secret() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let saved = rig.connection(&owner).await;
    let path = rig.at(&saved, "/test").await;
    rig.console(&owner, "POST", &path).send().await.unwrap();
    let mut files = 0;
    for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_name().unwrap().to_str().unwrap().starts_with("sidetone.sqlite") {
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        for secret in [CLIENT_SECRET, "developer-key-77aa", owner.token.as_str()] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{} holds a secret", path.display());
        }
    }
    assert!(files >= 1);
    let log = crate::logs::written();
    for secret in [CLIENT_SECRET, "developer-key-77aa"] {
        assert!(!log.contains(secret), "the log holds a secret");
    }
}

// row!(C11)
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_store_holds_no_token_of_a_link() {
    let (rig, browser, connection) = crate::console_links::linked().await;
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    let pasted = json!({ "name": "Pasted", "kind": "privateApp", "portal": "123456",
                         "privateToken": crate::fake_hubspot::TOKEN });
    let request = rig.console(&browser.who, "POST", &path).json(&pasted);
    assert_eq!(request.send().await.unwrap().status(), 201);
    let tokens: Vec<String> = {
        let oauth = rig.hubspot.oauth();
        let given = oauth.access.iter().chain(&oauth.refresh).cloned();
        given.chain([crate::fake_hubspot::TOKEN.to_owned()]).collect()
    };
    assert_eq!(tokens.len(), 3);
    let id = connection["id"].as_str().unwrap();
    let kept = sidetone_backend::store::secrets::of(&rig.store, &rig.tenant().await, id).await;
    assert_eq!(kept.unwrap().len(), 4, "they are kept, and sealed");
    for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for token in &tokens {
            let found = bytes.windows(token.len()).any(|part| part == token.as_bytes());
            assert!(!found, "a file of the store holds {token}");
        }
    }
}

// row!(U22)
#[tokio::test(flavor = "multi_thread")]
async fn a_row_copied_to_another_tenant_does_not_open() {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let owner = rig.owner().await;
    let ours = rig.connection(&owner).await;
    let other = sidetone_backend::people::add_tenant(&rig.store, "West").await.unwrap();
    let path = format!("/tenants/{}/connections", other.0);
    let theirs: serde_json::Value = rig
        .console(&owner, "POST", &path)
        .json(&crate::console_connections::form())
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    // Whoever can write to the store copies our secret under their connection.
    let (from, to) = (ours["id"].as_str().unwrap(), theirs["id"].as_str().unwrap());
    let file = sidetone_backend::store::file_in(&rig.config.data_dir);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let done = sqlx::query(
        "UPDATE secrets SET sealed = (SELECT o.sealed FROM secrets o WHERE o.connection = ? \
         AND o.field = secrets.field) WHERE connection = ?",
    )
    .bind(from)
    .bind(to)
    .execute(&pool)
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 2);
    let link = rig.console(&owner, "POST", &format!("{path}/{to}/unlink"));
    let answer = link.json(&json!({ "word": "DELETE" })).send().await.unwrap();
    assert_eq!(answer.status(), 500, "the vault must refuse it");
}
