//! What an administrator decides about the status of agents, and that agents go by it.

use contract::{Phase, Presence};
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent};

use crate::console_links::linked;
use crate::look_up::set;
use crate::rig::{LINE, Rig};
use crate::status::choose;
use crate::surface::Surface;

const FAR: &str = "+442079460101";

async fn ring(rig: &Rig) -> String {
    let body = json!({ "from": FAR, "to": LINE });
    let answer = rig.control("/api/simulated/calls", body).await;
    assert_eq!(answer.status(), 201);
    let body: Value = answer.json().await.unwrap();
    body["id"].as_str().unwrap().to_owned()
}

// row!(P1) row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn reasons_wrap_up_and_first_status_are_the_administrators() {
    let (rig, browser, _) = linked().await;
    let mut ada = rig.surface("a").await;
    assert_eq!(ada.status().presence, Presence::Available);
    set(&rig, &browser, |all| {
        all["status"] = json!({
            "reasons": [{ "id": "r1", "label": " Training " }],
            "first": "unavailable", "wrapUpSeconds": 20, "awayWhenUnanswered": false,
        });
    })
    .await;
    let label = |ada: &Surface| {
        let reasons = &ada.snapshot.as_ref().unwrap().reasons;
        reasons.iter().map(|reason| reason.label.clone()).collect::<Vec<_>>()
    };
    ada.until(|ada| label(ada) == ["Training"]).await;
    assert_eq!(rig.command(&ada, choose("unavailable", Some("break"))).await.status(), 422);
    rig.done(&ada, choose("unavailable", Some("r1"))).await;
    rig.done(&ada, choose("available", None)).await;

    let call = ring(&rig).await;
    rig.done(&ada, json!({ "answer": { "call": call } })).await;
    rig.done(&ada, json!({ "hangUp": { "call": call } })).await;
    ada.until_call(&call, |call| {
        matches!(call.phase, Phase::WrapUp { ended, closes, .. } if closes - ended == 20_000)
    })
    .await;

    let tenant = rig.tenant().await;
    let new = NewAgent { login: "new", name: "New", number: "+442079460959", country: "GB" };
    let new = people::add_agent(&rig.store, &tenant, new).await.unwrap();
    let token = rig.token(&new).await;
    let newcomer = Surface::connect(rig.address, "n", token).await;
    assert_eq!(newcomer.status().presence, Presence::Unavailable);
}

// row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_them_is_named_at_its_field() {
    let (rig, browser, _) = linked().await;
    let path = format!("/tenants/{}/settings", rig.tenant().await.0);
    let reason = |id: &str, label: &str| json!({ "id": id, "label": label });
    let many: Vec<Value> = (0..21).map(|n| reason(&format!("r{n}"), &format!("R{n}"))).collect();
    for (status, field) in [
        (json!({ "reasons": many }), "status.reasons"),
        (json!({ "reasons": [reason("a", "A"), reason("a", "B")] }), "status.reasons"),
        (json!({ "reasons": [reason("a b", "A")] }), "status.reasons"),
        (json!({ "reasons": [reason("a", " ")] }), "status.reasons.a.label"),
        (json!({ "reasons": [reason("a", &"x".repeat(41))] }), "status.reasons.a.label"),
        (json!({ "reasons": [reason("a", "A"), reason("b", "a")] }), "status.reasons.b.label"),
        (json!({ "wrapUpSeconds": 9 }), "status.wrapUpSeconds"),
        (json!({ "wrapUpSeconds": 3601 }), "status.wrapUpSeconds"),
    ] {
        let put = rig.console(&browser.who, "PUT", &path).json(&json!({ "status": status }));
        let answer = put.send().await.unwrap();
        assert_eq!(answer.status(), 422, "{status}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["fields"][0]["field"], field, "{body}");
    }
}
