//! How the service behaves towards HubSpot, and what it says when HubSpot says no.

use contract::Looked;
use serde_json::json;
use sidetone_backend::clock;

use crate::console_links::{linked, linked_with, test};
use crate::look_up::set;
use crate::rig::{Rig, eventually};

// row!(P14) row!(C15)
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_of_searches_stops_no_other_request() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.fail_at("contacts/search", 429);
    let mut ada = rig.surface("a").await;
    let call = rig.ring("+442079460101").await;
    ada.until_call(&call, |call| matches!(call.looked, Looked::Failed(_))).await;
    // By its policy only searches wait.
    assert_eq!(test(&rig, &browser, &connection).await["ok"], true);
}

// row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_people_see_has_our_number_of_the_request() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.fail_at("account-info", 500);
    let told = test(&rig, &browser, &connection).await;
    let message = told["message"].as_str().unwrap().to_owned();
    let number = message.split("(request ").nth(1).unwrap();
    let number: String = number.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(number.len(), 10, "{message}");
}

// row!(L24) row!(U38)
#[tokio::test(flavor = "multi_thread")]
async fn what_the_administrator_wants_entered_is_asked_for_again_when_it_is_missing() {
    let (rig, browser, _) = linked().await;
    set(&rig, &browser, |all| {
        all["outcomes"]["codes"] = json!([
            { "id": "sales", "label": "Sales", "children": [{ "id": "sold", "label": "Sold" }] },
            { "id": "out", "label": "Only out", "only": "outbound" },
        ]);
        all["outcomes"]["inbound"] = json!({ "required": true, "notesRequired": true });
    })
    .await;
    let mut ada = rig.surface("a").await;
    let outcomes = &ada.snapshot.as_ref().unwrap().outcomes;
    assert_eq!(outcomes.inbound.nodes.len(), 1);
    assert_eq!(outcomes.outbound.nodes.len(), 2);
    assert!(outcomes.inbound.required && !outcomes.outbound.required);
    let id = rig.ring("+442079460101").await;
    ada.until_call(&id, |_| true).await;
    rig.done(&ada, json!({ "answer": { "call": id } })).await;
    rig.done(&ada, json!({ "hangUp": { "call": id } })).await;
    let save = |draft| json!({ "save": { "call": id, "draft": draft } });
    for draft in [
        json!({}),
        json!({ "outcome": "sold", "notes": " " }),
        json!({ "outcome": "sales", "notes": "n" }),
        json!({ "outcome": "out", "notes": "n" }),
    ] {
        let refused = rig.command(&ada, save(draft.clone())).await;
        assert_eq!(refused.status(), 422, "{draft}");
    }
    rig.done(&ada, save(json!({ "outcome": "sold", "notes": "n" }))).await;
}

// row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn the_starting_values_of_the_limits_come_from_the_configuration() {
    let rig = Rig::with(|config| config.hubspot.searches_per_second = 1).await;
    for n in 0..3 {
        rig.hubspot.contact(&n.to_string(), "Grace", "Hopper", &format!("+44207946010{n}"));
    }
    let mut ada = rig.surface("a").await;
    let begun = clock::now();
    for n in 0..3 {
        let id = rig.ring(&format!("+44207946010{n}")).await;
        ada.until_call(&id, |call| call.looked == Looked::One).await;
    }
    assert!(clock::now() - begun >= 2_000, "three searches take two seconds at least");
}

// row!(P14) row!(C15)
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_account_is_left_alone_for_as_long_as_hubspot_says() {
    let (rig, browser, connection) = linked_with(|config| {
        config.tuning.hubspot_deadline_ms = 1_000;
    })
    .await;
    for status in [423, 477] {
        rig.hubspot.fail_next(&[status]);
        let told = test(&rig, &browser, &connection).await;
        assert!(told["message"].as_str().unwrap().contains("locked"), "{told}");
        let asked = rig.hubspot.asked().len();
        let told = test(&rig, &browser, &connection).await;
        assert_eq!(told["ok"], false, "{status}: a pause is longer than anybody waits");
        assert_eq!(rig.hubspot.asked().len(), asked, "{status}: nothing was sent");
        if status == 423 {
            eventually("the lock is over after two seconds", async || {
                (test(&rig, &browser, &connection).await["ok"] == true).then_some(())
            })
            .await;
        }
    }
}

// row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_refused_is_named_to_the_agent() {
    let (rig, _, _) = linked().await;
    let mut ada = rig.surface("a").await;
    let id = rig.ring("+442079460101").await;
    ada.until_call(&id, |call| call.looked == Looked::Nobody).await;
    rig.hubspot.crm().refuses = Some("email".into());
    let wish = json!({ "createContact": { "call": id, "email": "odd@example" } });
    let refused = rig.command(&ada, wish).await;
    assert_eq!(refused.status(), 502);
    let problem: serde_json::Value = refused.json().await.unwrap();
    let message = problem["message"].as_str().unwrap();
    assert!(message.contains("does not take the value of email"), "{message}");
}
