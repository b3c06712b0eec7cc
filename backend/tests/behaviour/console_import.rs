//! People from a table.

use reqwest::Response;
use serde_json::{Value, json};

use crate::people::Person;
use crate::rig::Rig;

async fn import(rig: &Rig, who: &Person, csv: &str) -> Response {
    let path = format!("/tenants/{}/people/import", rig.tenant().await.0);
    rig.console(who, "POST", &path).body(csv.to_owned()).send().await.unwrap()
}

async fn count(rig: &Rig, who: &Person) -> usize {
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    let list: Vec<Value> =
        rig.console(who, "GET", &path).send().await.unwrap().json().await.unwrap();
    list.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_imported_twice_and_nobody_is_there_twice() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let before = count(&rig, &owner).await;
    let csv = "Name,Team,Email,Role\nBo,West,bo@example.com,\n\"Cy, Jr.\",,CY@example.com,admin\n";
    for (added, known) in [(2, 0), (0, 2)] {
        let answer: Value = import(&rig, &owner, csv).await.json().await.unwrap();
        assert_eq!(answer, json!({ "added": added, "known": known }));
    }
    assert_eq!(count(&rig, &owner).await, before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheets_own_kind_of_table_is_read() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let answer = import(&rig, &owner, "\u{feff}email;name\r\nbo@example.com;Bo\r\n").await;
    assert_eq!(answer.json::<Value>().await.unwrap()["added"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_line_is_named_and_nothing_is_stored() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let before = count(&rig, &owner).await;
    let csv = "name,email,role\nBo,bo@example.com,agent\n,nobody,king\n";
    let answer = import(&rig, &owner, csv).await;
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    let fields = refused["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 3);
    assert!(fields.iter().all(|field| field["field"] == "line 3"), "{fields:?}");
    assert_eq!(count(&rig, &owner).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_with_a_sentence() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    for csv in ["", "name\nBo\n", "\0\0\0", "<html>"] {
        let answer = import(&rig, &owner, csv).await;
        assert_eq!(answer.status(), 422, "{csv:?}");
        let refused: Value = answer.json().await.unwrap();
        assert!(refused["fields"][0]["message"].as_str().unwrap().contains("first line"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_of_numbers_is_refused_and_not_passed_over() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let before = count(&rig, &owner).await;
    let answer = import(&rig, &owner, "name,email,Line\nBo,bo@example.com,+4420\n").await;
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    assert!(refused["fields"][0]["message"].as_str().unwrap().contains("not read from a table"));
    assert_eq!(count(&rig, &owner).await, before);
}
