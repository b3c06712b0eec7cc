//! Registering the widget with HubSpot.

use serde_json::{Value, json};

use crate::people::Person;
use crate::rig::Rig;

async fn ask(rig: &Rig, who: &Person, method: &str, connection: &Value) -> (u16, Value) {
    let path = rig.at(connection, "/registration").await;
    let answer = rig.console(who, method, &path).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

// row!(U29) row!(U44)
#[tokio::test(flavor = "multi_thread")]
async fn the_widget_is_registered_once_and_then_only_corrected() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let connection = rig.connection(&owner).await;
    let (_, before) = ask(&rig, &owner, "GET", &connection).await;
    assert_eq!(before["registered"], false);
    let row = |shown: &Value, field: &str| {
        let rows = shown["rows"].as_array().unwrap();
        rows.iter().find(|row| row["field"] == field).unwrap().clone()
    };
    let ready = json!({ "field": "isReady", "now": null, "wanted": "true" });
    assert_eq!(row(&before, "isReady"), ready);

    let (status, after) = ask(&rig, &owner, "POST", &connection).await;
    assert_eq!((status, &after["registered"]), (200, &json!(true)));
    assert_eq!(rig.hubspot.oauth().settings["url"], "http://sidetone.localhost/");

    rig.hubspot.oauth().settings["usesRemote"] = json!(false);
    let (_, changed) = ask(&rig, &owner, "GET", &connection).await;
    let remote = json!({ "field": "usesRemote", "now": "false", "wanted": "true" });
    assert_eq!(row(&changed, "usesRemote"), remote);
    ask(&rig, &owner, "POST", &connection).await;
    ask(&rig, &owner, "POST", &connection).await;
    let asked = rig.hubspot.oauth().asked.clone();
    let sent: Vec<&str> =
        asked.iter().map(String::as_str).filter(|asked| *asked != "settings GET").collect();
    assert_eq!(sent, ["settings POST", "settings PATCH"]);
}

// row!(U8)
#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_developer_key_is_told_as_such() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let connection = rig.connection(&owner).await;
    let mut form = crate::console_connections::form();
    form["developerKey"] = json!("an-older-key");
    let path = rig.at(&connection, "").await;
    rig.console(&owner, "PUT", &path).json(&form).send().await.unwrap();
    let (status, refused) = ask(&rig, &owner, "GET", &connection).await;
    assert_eq!(status, 409);
    assert!(refused["message"].as_str().unwrap().contains("was it rotated?"), "{refused}");
}
