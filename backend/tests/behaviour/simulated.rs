//! The control routes of the simulated phone system.

use reqwest::StatusCode;
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent};

use crate::rig::{LINE, Rig};

#[tokio::test(flavor = "multi_thread")]
async fn far_ends_say_when_something_makes_no_sense() {
    let rig = Rig::new().await;
    let call = rig.ring("+442073238299").await;
    let path = |call: &str, does: &str| format!("/api/simulated/calls/{call}/{does}");
    let answer = rig.control(&path(&call, "answer"), json!({})).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let problem: Value = answer.json().await.unwrap();
    assert!(problem["message"].as_str().unwrap().contains("made this call"));
    rig.far(&call, "hangup").await;
    let again = rig.control(&path(&call, "hangup"), json!({})).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND);
    let unknown = rig.control(&path("nothing", "answer"), json!({})).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_is_found_by_login_by_line_or_because_there_is_only_one() {
    let rig = Rig::new().await;
    let from = "+442073238299";
    let alone =
        rig.control("/api/simulated/calls", json!({ "from": from, "to": "+4930901820" })).await;
    assert_eq!(alone.status(), StatusCode::CREATED);
    let tenant = people::add_tenant(&rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Bo", number: "+442079460001", country: "GB" };
    people::add_agent(&rig.store, &tenant, bo).await.unwrap();
    for (body, status) in [
        (json!({ "from": from }), StatusCode::CONFLICT),
        (json!({ "from": from, "to": "+4930901820" }), StatusCode::CONFLICT),
        (json!({ "from": from, "to": LINE }), StatusCode::CREATED),
        (json!({ "from": from, "agent": "bo" }), StatusCode::CREATED),
        (json!({ "from": from, "agent": "nobody" }), StatusCode::NOT_FOUND),
        (json!({ "to": LINE }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "from": "1".repeat(100) }), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = rig.control("/api/simulated/calls", body.clone()).await;
        assert_eq!(answer.status(), status, "{body}");
    }
}
