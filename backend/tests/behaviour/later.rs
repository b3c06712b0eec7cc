//! Numbers to be called later: one list for all of an agent's surfaces, kept over a restart.

use contract::Later;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::rig::Rig;

fn number(number: &str) -> Value {
    json!({ "number": number })
}

fn wish(numbers: &[Value]) -> Value {
    json!({ "later": { "numbers": numbers } })
}

fn names(list: &[Later]) -> Vec<&str> {
    list.iter().map(|one| one.number.as_str()).collect()
}

// row!(L22) row!(U36)
#[tokio::test(flavor = "multi_thread")]
async fn a_number_kept_by_one_surface_is_shown_by_all_and_outlives_the_service() {
    let mut rig = Rig::new().await;
    let first = rig.surface("a").await;
    let mut second = rig.surface("b").await;
    let full = json!({ "number": "030 123", "country": "DE",
                       "callee": { "objectType": "0-1", "id": "42" },
                       "onScreen": { "objectType": "0-3", "id": "7" } });
    rig.done(&first, wish(&[number("+491"), full.clone()])).await;
    second.until(|s| names(s.later()) == ["+491", "030 123"]).await;

    rig.kill().await;
    rig.start().await;
    let surface = rig.surface("a").await;
    let kept: Vec<Later> = vec![
        serde_json::from_value(number("+491")).unwrap(),
        serde_json::from_value(full).unwrap(),
    ];
    assert_eq!(surface.later(), kept);
    rig.done(&surface, wish(&[])).await;
    rig.kill().await;
    rig.start().await;
    assert!(rig.surface("a").await.later().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_of_numbers_is_refused_and_changes_nothing() {
    let rig = Rig::new().await;
    let surface = rig.surface("a").await;
    rig.done(&surface, wish(&[number("+491")])).await;
    let wrong = [
        wish(&[number("1"), number("2"), number("3"), number("4")]),
        wish(&[number(" ")]),
        wish(&[number(&"1".repeat(65))]),
        wish(&[json!({ "number": "1", "country": "D".repeat(65) })]),
        wish(&[json!({ "number": "1", "callee": { "objectType": "0-1", "id": "../x" } })]),
    ];
    for wrong in wrong {
        let answer = rig.command(&surface, wrong).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let fresh = rig.surface("b").await;
    assert_eq!(names(fresh.later()), ["+491"]);
}
