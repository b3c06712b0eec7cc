//! Whom a call rings by what HubSpot knows of the caller, and that the ring does not wait.

use reqwest::Method;
use serde_json::{Value, json};
use sidetone_backend::clock;
use sidetone_backend::people::{self, NewAgent};

use crate::console_links::linked;
use crate::look_up::set;
use crate::rig::{LINE, Rig};

const FAR: &str = "+442079460101";

async fn ring(rig: &Rig) -> (String, u64) {
    let begun = clock::now();
    let body = json!({ "from": FAR, "to": LINE });
    let answer = rig.control("/api/simulated/calls", body).await;
    assert_eq!(answer.status(), 201);
    let body: Value = answer.json().await.unwrap();
    (body["id"].as_str().unwrap().to_owned(), clock::now() - begun)
}

// row!(C10)
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_of_the_rules_rings_its_agent_if_they_are_there_and_nobody_waits_long() {
    let (rig, browser, _) = linked().await;
    let tenant = rig.tenant().await;
    let senior = NewAgent { login: "sen", name: "Senior", number: "+442079460959", country: "GB" };
    let senior = people::add_agent(&rig.store, &tenant, senior).await.unwrap();
    let rule = json!({ "object": "contacts", "property": "tier", "value": "Enterprise",
                       "agent": senior.0 });
    set(&rig, &browser, |all| all["routes"] = json!([rule])).await;
    let properties = json!({ "firstname": "Grace", "phone": FAR, "tier": "enterprise" });
    rig.hubspot.party("contacts", "1", properties);
    let mut ada = rig.surface("a").await;

    // The senior is not there: the usual agent is rung.
    let (call, _) = ring(&rig).await;
    ada.until_call(&call, |_| true).await;

    let token = rig.token(&senior).await;
    let mut there = crate::surface::Surface::connect(rig.address, "s", token).await;
    let (call, _) = ring(&rig).await;
    there.until_call(&call, |_| true).await;
    let wanted = rig.hubspot.crm().searched[0]["properties"].to_string();
    assert!(wanted.contains("tier"), "{wanted}");

    // HubSpot is slow, and the number is not known any more: the ring does not wait.
    set(&rig, &browser, |_| {}).await;
    rig.hubspot.crm().slow = 3_000;
    let (call, took) = ring(&rig).await;
    ada.until_call(&call, |_| true).await;
    assert!(took < 1_500, "{took} ms");

    // Whoever is named is rung, whatever the rules say.
    rig.hubspot.crm().slow = 0;
    let body = json!({ "from": FAR, "agent": "ada" });
    let answer = rig.ask(Method::POST, "/api/simulated/calls").bearer_auth(crate::rig::CONTROL);
    let named: Value = answer.json(&body).send().await.unwrap().json().await.unwrap();
    ada.until_call(named["id"].as_str().unwrap(), |_| true).await;
}
