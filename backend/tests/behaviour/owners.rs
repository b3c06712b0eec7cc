//! Who a call's record belongs to in HubSpot.

use contract::Phase;
use serde_json::{Value, json};

use crate::console_links::{Browser, linked, linked_with};
use crate::groups::{GROUP, rings};
use crate::look_up::set;
use crate::rig::Rig;

async fn choose(rig: &Rig, browser: &Browser, connection: &Value, creates: bool, updates: bool) {
    let path = rig.at(connection, "/default-user").await;
    let user = json!({ "owner": "77", "name": "", "creates": creates, "updates": updates });
    let answer = rig.console(&browser.who, "PUT", &path).json(&user).send().await.unwrap();
    assert_eq!(answer.status(), 204);
}

/// A rig that is linked, and whose calls nobody answers for long.
async fn missing() -> (Rig, Browser, Value) {
    linked_with(|config| config.ring_timeout_ms = 50).await
}

/// The record of a call that nobody answers.
async fn missed(rig: &Rig) -> Value {
    let call = rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let is_its = |record: &Value| record["properties"]["hs_call_external_id"] == *call;
    let all: Vec<Value> = rig.hubspot.calls().into_iter().filter(is_its).collect();
    assert_eq!(all.len(), 1);
    all[0]["properties"].clone()
}

// row!(U20) row!(O8)
#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_an_agent_whom_hubspot_does_not_know_is_the_default_users_if_that_is_on() {
    let (rig, browser, connection) = missing().await;
    assert_eq!(missed(&rig).await["hubspot_owner_id"], Value::Null, "nobody is chosen");
    choose(&rig, &browser, &connection, true, false).await;
    assert_eq!(missed(&rig).await["hubspot_owner_id"], "77");
    choose(&rig, &browser, &connection, false, true).await;
    assert_eq!(missed(&rig).await["hubspot_owner_id"], Value::Null, "it is off for what is made");
}

// row!(U20)
#[tokio::test(flavor = "multi_thread")]
async fn an_agent_whom_hubspot_knows_owns_their_records_and_is_asked_for_once() {
    let (rig, browser, connection) = missing().await;
    choose(&rig, &browser, &connection, true, true).await;
    rig.hubspot.oauth().owners = vec![
        json!({ "id": "80", "email": "king@example.com", "archived": true }),
        json!({ "id": "81", "email": "king@example.com", "userId": 8 }),
    ];
    rig.edit_store("UPDATE people SET email = 'king@example.com' WHERE name = 'Ada King'").await;
    for _ in 0..2 {
        assert_eq!(missed(&rig).await["hubspot_owner_id"], "81");
    }
    let asked = rig.hubspot.oauth().asked.iter().filter(|asked| *asked == "owners").count();
    assert_eq!(asked, 1);
}

// row!(U20) row!(U36)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_to_a_group_is_the_record_of_who_took_it_or_of_the_default_user() {
    let (rig, browser, connection) = linked_with(|config| config.ring_timeout_ms = 400).await;
    let group = json!({ "number": GROUP, "name": "Sales", "agents": [rig.agent.0] });
    set(&rig, &browser, |all| all["groups"] = json!([group])).await;
    rig.hubspot.oauth().owners =
        vec![json!({ "id": "81", "email": "king@example.com", "archived": false })];
    rig.edit_store("UPDATE people SET email = 'king@example.com' WHERE name = 'Ada King'").await;
    let mut surface = rig.surface("s").await;
    for (creates, answers, expected) in
        [(true, false, json!("77")), (false, false, Value::Null), (true, true, json!("81"))]
    {
        choose(&rig, &browser, &connection, creates, true).await;
        // Whom a call rang in vain takes none until they say so.
        rig.done(&surface, json!({ "status": { "to": { "presence": "available" } } })).await;
        let before = rig.hubspot.calls().len();
        let body = json!({ "from": "+442073238299", "to": GROUP });
        assert_eq!(rig.control("/api/simulated/calls", body).await.status(), 201);
        let leg = rings(&mut surface).await;
        if answers {
            rig.done(&surface, json!({ "answer": { "call": leg } })).await;
            rig.done(&surface, json!({ "hangUp": { "call": leg } })).await;
            rig.done(&surface, json!({ "save": { "call": leg, "draft": {} } })).await;
        } else {
            surface.until_call(&leg, |call| matches!(call.phase, Phase::Closed { .. })).await;
        }
        rig.records_are_finished().await;
        let all = rig.hubspot.calls();
        assert_eq!(all.len(), before + 1);
        let record = all.iter().find(|r| r["properties"]["hs_call_external_id"] == *leg).unwrap();
        assert_eq!(record["properties"]["hubspot_owner_id"], expected, "{creates} {answers}");
        assert_eq!(record["properties"]["hs_call_to_number"], GROUP);
    }
}

// row!(U20)
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_hubspots_page_made_gets_the_default_user_only_if_it_has_none() {
    let (rig, browser, connection) = linked().await;
    for (updates, page, expected) in [
        (true, json!({ "hs_call_title": "by the page" }), json!("77")),
        (true, json!({ "hs_call_title": "by the page", "hubspot_owner_id": "5" }), json!("5")),
        (false, json!({ "hs_call_title": "by the page" }), Value::Null),
    ] {
        choose(&rig, &browser, &connection, true, updates).await;
        let mut surface = rig.surface("s").await;
        let call = rig.ring("+442073238299").await;
        surface.until_call(&call, |c| c.host.may_announce.is_some()).await;
        let announced = json!({ "announced": { "instance": "h1" } });
        rig.done(&surface, json!({ "told": { "call": call, "told": announced } })).await;
        let id = rig.hubspot.page_makes(page);
        rig.done(&surface, json!({ "engagement": { "call": call, "id": id } })).await;
        rig.done(&surface, json!({ "decline": { "call": call } })).await;
        for told in ["ended", "completed"] {
            rig.done(&surface, json!({ "told": { "call": call, "told": told } })).await;
        }
        rig.records_are_finished().await;
        let all = rig.hubspot.calls();
        let record = all.iter().find(|record| record["id"] == *id).unwrap();
        assert_eq!(record["properties"]["hubspot_owner_id"], expected);
        assert_eq!(record["properties"]["hs_call_external_id"], *call);
    }
    assert_eq!(rig.hubspot.calls().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_owners_cannot_be_read_the_record_is_written_all_the_same() {
    let (rig, browser, connection) = missing().await;
    choose(&rig, &browser, &connection, true, false).await;
    rig.edit_store("UPDATE people SET email = 'king@example.com' WHERE name = 'Ada King'").await;
    rig.hubspot.oauth().owners_fail = Some(503);
    assert_eq!(missed(&rig).await["hubspot_owner_id"], Value::Null, "not somebody else's");
    rig.hubspot.oauth().owners_fail = Some(403);
    assert_eq!(missed(&rig).await["hubspot_owner_id"], "77", "the agent cannot be known");
}
