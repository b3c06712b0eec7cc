//! Commands: done once for each key, refused with a reason, and only the owner says what the owner
//! says.

use contract::Phase;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::{ids, store};

use crate::rig::Rig;

async fn code(answer: reqwest::Response) -> String {
    answer.json::<Value>().await.unwrap()["code"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_does_it_once_and_answers_the_same() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = ids::new_id();
    let dial = json!({ "dial": { "call": call, "to": "+44 20 7323 8299" } });
    let tries = (0..5).map(|_| rig.command_with_key(&surface, dial.clone(), "k"));
    for answer in futures_util::future::join_all(tries).await {
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
    surface.until_call(&call, |c| matches!(c.phase, Phase::Dialling { .. })).await;
    let events = store::calls::events(&rig.store, &rig.agent, &call).await.unwrap();
    assert_eq!(events.iter().filter(|what| *what == "dial").count(), 1, "{events:?}");

    let other = json!({ "hangUp": { "call": call } });
    let answer = rig.command_with_key(&surface, other, "k").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(code(answer).await, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_kept_too() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let hang_up = json!({ "hangUp": { "call": ids::new_id() } });
    for _ in 0..2 {
        let answer = rig.command_with_key(&surface, hang_up.clone(), "k").await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(code(answer).await, "no-such-call");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_was_dialled_is_never_dialled_again() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = ids::new_id();
    let dial = json!({ "dial": { "call": call, "to": "+442073238201" } });
    rig.done(&surface, dial.clone()).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    for told in [json!({"announced": {"instance": "h"}}), json!("ended"), json!("completed")] {
        rig.done(&surface, json!({ "told": { "call": call, "told": told } })).await;
    }
    surface.until(|s| s.call(&call).is_none()).await;
    rig.done(&surface, dial).await;
    let events = store::calls::events(&rig.store, &rig.agent, &call).await.unwrap();
    assert_eq!(events.iter().filter(|what| *what == "dial").count(), 1, "{events:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_owner_may_say_is_refused_from_others_and_from_the_past() {
    let rig = Rig::new().await;
    let mut owner = rig.surface("owner").await;
    let mut other = rig.surface("other").await;
    let call = rig.ring("+442073238299").await;
    let told = json!({ "told": { "call": call, "told": { "announced": { "instance": "h" } } } });
    let answer = rig.command(&other, told.clone()).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(code(answer).await, "stale-epoch");
    rig.done(&owner, told).await;
    let view = owner.until_call(&call, |c| c.host.announced.is_some()).await;
    assert_eq!(view.host.may_announce, owner.epoch());

    let past = owner.owner.clone();
    drop(owner);
    other.until(crate::surface::Surface::owns).await;
    other.owner = past;
    let wish = json!({ "engagement": { "call": call, "id": "77" } });
    assert_eq!(code(rig.command(&other, wish).await).await, "stale-epoch");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_changes_nothing() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    for wish in [
        json!({ "dial": { "call": "not a uuid", "to": "+442073238299" } }),
        json!({ "dial": { "call": ids::new_id(), "to": "hello" } }),
        json!({ "answer": { "call": "../../etc" } }),
        json!({ "save": { "call": ids::new_id(), "draft": { "outcome": "a b c", "notes": "" } } }),
        json!({ "fly": {} }),
        json!(7),
    ] {
        let answer = rig.command(&surface, wish.clone()).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wish}");
        assert_eq!(code(answer).await, "invalid", "{wish}");
    }
    let body =
        json!({ "surface": "s", "wish": { "status": { "to": { "presence": "available" } } } });
    for key in [None, Some(""), Some(&*"k".repeat(129))] {
        let mut request = rig.ask(Method::POST, "/api/commands").bearer_auth(&surface.token);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let answer = request.json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_call_cannot_be_dialled_beside_the_first() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let dial = |to: &str| json!({ "dial": { "call": ids::new_id(), "to": to } });
    rig.done(&surface, dial("+442073238299")).await;
    let answer = rig.command(&surface, dial("+442073238298")).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(code(answer).await, "busy");
}
