//! One tenant never sees another's data.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::ids;
use sidetone_backend::people::{self, AgentId, NewAgent};
use sidetone_backend::store;

use crate::rig::Rig;
use crate::surface::Surface;

async fn stranger(rig: &Rig) -> AgentId {
    let tenant = people::add_tenant(&rig.store, "Stranger").await.unwrap();
    let agent =
        NewAgent { login: "mallory", name: "Mallory", number: "+4930901820", country: "DE" };
    people::add_agent(&rig.store, &tenant, agent).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_can_neither_see_nor_touch_a_call() {
    let rig = Rig::new().await;
    let mallory = stranger(&rig).await;
    let mut ours = rig.surface("s").await;
    let token = rig.token(&mallory).await;
    // The same name of a surface: nothing must meet through it.
    let mut theirs = Surface::connect(rig.address, "s", token.clone()).await;
    assert!(theirs.owns() && ours.owns());

    let body = json!({ "from": "+442073238299", "agent": "ada" });
    let answer = rig.control("/api/simulated/calls", body).await;
    let call = answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    ours.until_call(&call, |_| true).await;
    let draft = json!({ "notes": "x" });
    for wish in [
        json!({ "answer": { "call": call } }),
        json!({ "decline": { "call": call } }),
        json!({ "hangUp": { "call": call } }),
        json!({ "mute": { "call": call, "on": true } }),
        json!({ "hold": { "call": call, "on": true } }),
        json!({ "draft": { "call": call, "draft": draft } }),
        json!({ "save": { "call": call, "draft": draft } }),
        json!({ "told": { "call": call, "told": "ended" } }),
        json!({ "engagement": { "call": call, "id": "1" } }),
    ] {
        let answer = rig.command(&theirs, wish.clone()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{wish}");
    }
    // Dialling with the id of somebody else's call does not reach it either.
    let dial = json!({ "dial": { "call": call, "to": "+4930901820" } });
    let answer = rig.command(&theirs, dial).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let request = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&token);
    let snapshot: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(snapshot["calls"], json!([]));
    assert_eq!(snapshot["agent"]["tenant"], "Stranger");

    // Whatever theirs heard so far, the call was not in it: their own next event comes first.
    let own = ids::new_id();
    rig.done(&theirs, json!({ "dial": { "call": own, "to": "+4930901820" } })).await;
    theirs.until_call(&own, |_| true).await;
    assert!(theirs.call(&call).is_none());
    assert!(ours.call(&call).unwrap().draft.notes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_events_are_each_agents_own() {
    let rig = Rig::new().await;
    let mallory = stranger(&rig).await;
    let ours = rig.surface("s").await;
    let theirs = Surface::connect(rig.address, "t", rig.token(&mallory).await).await;
    let call = ids::new_id();
    let dial = json!({ "dial": { "call": call, "to": "+442073238299" } });
    let answer = rig.command_with_key(&ours, dial, "same key").await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let presence = json!({ "status": { "to": { "presence": "unavailable" } } });
    let answer = rig.command_with_key(&theirs, presence, "same key").await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let seen = store::calls::events(&rig.store, &mallory, &call).await.unwrap();
    assert_eq!(seen, Vec::<String>::new());
}
