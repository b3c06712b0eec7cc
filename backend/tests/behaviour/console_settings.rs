//! What an administrator decides: stored as a whole or refused at its fields, and from what there is.

use contract::console::Role;
use serde_json::{Value, json};

use crate::console_links::{Browser, linked};
use crate::look_up::set;
use crate::rig::Rig;

async fn ask(rig: &Rig, browser: &Browser, what: &str) -> Value {
    let path = format!("/tenants/{}/{what}", rig.tenant().await.0);
    let answer = rig.console(&browser.who, "GET", &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn refused_fields(rig: &Rig, browser: &Browser, settings: &Value) -> Vec<String> {
    let path = format!("/tenants/{}/settings", rig.tenant().await.0);
    let answer = rig.console(&browser.who, "PUT", &path).json(settings).send().await.unwrap();
    assert_eq!(answer.status(), 422, "{settings}");
    let body: Value = answer.json().await.unwrap();
    let fields = body["fields"].as_array().unwrap();
    assert!(fields.iter().all(|one| one["message"].as_str().unwrap().len() > 10), "{body}");
    fields.iter().map(|one| one["field"].as_str().unwrap().to_owned()).collect()
}

// row!(P14) row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn settings_are_read_back_as_they_were_stored_and_consoles_and_agents_hear_of_it() {
    let (rig, browser, _) = linked().await;
    let mut ada = rig.surface("a").await;
    let mut stream = rig.console(&browser.who, "GET", "/stream").send().await.unwrap();
    let before = ask(&rig, &browser, "settings").await;
    assert_eq!(
        (&before["lookUp"]["primary"], &before["keepDays"]),
        (&json!("contacts"), &json!(90))
    );
    set(&rig, &browser, |all| {
        all["lookUp"]["region"] = json!("gb");
        all["lookUp"]["ownNumbers"] = json!(["020 7946 0300", ""]);
        all["case"] = json!({ "kind": "ticket", "pipeline": "0", "stage": "1",
                              "subject": " {way} {name} ", "appendDays": 7 });
        all["pops"]["inbound"] = json!({ "when": "ring", "what": "case", "tab": "new" });
        all["outcomes"]["codes"] = json!([{ "id": "a", "label": " Sold " }]);
        all["routes"] = json!([{ "object": "contacts", "property": "tier", "value": "Gold",
                                 "agent": rig.agent.0 }]);
    })
    .await;
    let now = ask(&rig, &browser, "settings").await;
    assert_eq!(now["lookUp"]["region"], "GB");
    assert_eq!(now["lookUp"]["ownNumbers"], json!(["+442079460300"]));
    assert_eq!(now["case"]["subject"], "{way} {name}");
    assert_eq!(now["outcomes"]["codes"][0]["label"], "Sold");
    assert_eq!(now["routes"][0]["agentName"], "Ada King");
    let heard = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    let tenant = rig.tenant().await.0;
    assert!(heard.contains(&json!({ "settings": tenant }).to_string()), "{heard}");
    ada.until(|ada| {
        let outcomes = &ada.snapshot.as_ref().unwrap().outcomes;
        outcomes.inbound.nodes.iter().any(|node| node.label == "Sold")
    })
    .await;
}

// row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_is_wrong_is_named_and_nothing_is_stored() {
    let (rig, browser, _) = linked().await;
    ask(&rig, &browser, "choices").await;
    let code = |id: &str, label: &str| json!({ "id": id, "label": label });
    let nested = (0..6).fold(
        json!([]),
        |inner, n| json!([{ "id": format!("l{n}"), "label": "x", "children": inner }]),
    );
    let many: Vec<Value> = (0..501).map(|n| code(&format!("c{n}"), "x")).collect();
    let ticket = |more: Value| {
        let mut case = json!({ "kind": "ticket", "pipeline": "0", "stage": "1" });
        case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "case": case })
    };
    let long = "x".repeat(201);
    let table = [
        (json!({ "lookUp": { "region": "Atlantis" } }), "lookUp.region"),
        (json!({ "lookUp": { "secondary": "contacts" } }), "lookUp.secondary"),
        (json!({ "lookUp": { "contactFields": [] } }), "lookUp.contactFields"),
        (json!({ "lookUp": { "contactFields": ["no such field"] } }), "lookUp.contactFields"),
        (json!({ "lookUp": { "contactFields": ["not_listed"] } }), "lookUp.contactFields"),
        (
            json!({ "lookUp": { "companyFields": ["a", "b", "c", "d", "e", "f"] } }),
            "lookUp.companyFields",
        ),
        (
            json!({ "lookUp": { "contactShown": ["a", "b", "c", "d", "e", "f", "g"] } }),
            "lookUp.contactShown",
        ),
        (json!({ "lookUp": { "newField": "fax" } }), "lookUp.newField"),
        (json!({ "lookUp": { "ownNumbers": ["twelve"] } }), "lookUp.ownNumbers"),
        (json!({ "case": { "kind": "ticket" } }), "case.pipeline"),
        (ticket(json!({ "pipeline": "9" })), "case.pipeline"),
        (ticket(json!({ "stage": "9" })), "case.stage"),
        (ticket(json!({ "subject": long })), "case.subject"),
        (ticket(json!({ "subject": "{who}" })), "case.subject"),
        (ticket(json!({ "appendDays": 4000 })), "case.appendDays"),
        (ticket(json!({ "view": "all" })), "case.view"),
        (json!({ "pops": { "inbound": { "when": "ring", "what": "case" } } }), "pops.inbound.what"),
        (json!({ "outcomes": { "codes": [code("a", "")] } }), "outcomes.codes.a.label"),
        (
            json!({ "outcomes": { "codes": [code("a", "x"), code("a", "y")] } }),
            "outcomes.codes.a.id",
        ),
        (json!({ "outcomes": { "codes": nested } }), "outcomes.codes"),
        (json!({ "outcomes": { "codes": many } }), "outcomes.codes"),
        (
            json!({ "outcomes": { "codes": [{ "id": "a", "label": "x", "disposition": "gone" }] } }),
            "outcomes.codes.a.disposition",
        ),
        (json!({ "outcomes": { "property": "hs_createdate" } }), "outcomes.property"),
        (
            json!({ "routes": [{ "object": "contacts", "property": "tier", "value": "", "agent": rig.agent.0 }] }),
            "routes.0.value",
        ),
        (
            json!({ "routes": [{ "object": "contacts", "property": "tier", "value": "x", "agent": "nobody" }] }),
            "routes.0.agent",
        ),
        (json!({ "keepDays": 0 }), "keepDays"),
    ];
    for (settings, field) in table {
        let fields = refused_fields(&rig, &browser, &settings).await;
        assert!(fields.iter().any(|one| one == field), "{field}: {fields:?}");
    }
    assert_eq!(rig.count_in_store("SELECT count(*) FROM settings").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_of_the_tenant_get_at_settings_choices_and_meter() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let agent = rig.member(&tenant, "agent@example.com", Role::Agent).await;
    for what in ["settings", "choices", "meter"] {
        let path = format!("/tenants/{}/{what}", tenant.0);
        let answer = rig.console(&agent, "GET", &path).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{what}");
    }
    let path = format!("/tenants/{}/settings", tenant.0);
    let answer = rig.console(&agent, "PUT", &path).json(&json!({})).send().await.unwrap();
    assert_eq!(answer.status(), 403);
}

// row!(C16) row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn choices_are_kept_for_a_while_and_asked_anew_they_say_what_has_changed() {
    let (rig, browser, _) = linked().await;
    rig.hubspot.crm().fields.push(("old_field".into(), "Old".into()));
    let first = ask(&rig, &browser, "choices").await;
    assert_eq!(first["ticketPipelines"][0]["stages"][1]["closed"], true);
    assert_eq!(first["dealPipelines"][0]["label"], "Sales");
    assert_eq!(
        first["callFields"],
        json!([{ "name": "hs_call_title", "label": "Title", "kind": "string" }])
    );
    assert_eq!(first["outcomes"], json!([["d-1", "Sold"]]));
    assert_eq!(first["agents"], json!([[rig.agent.0, "Ada King"]]));
    assert_eq!((&first["troubles"], &first["changes"]), (&json!([]), &json!([])));

    rig.hubspot.crm().fields = vec![("tier".into(), "Account tier".into())];
    let asked = rig.hubspot.asked().len();
    assert_eq!(ask(&rig, &browser, "choices").await["asked"], first["asked"]);
    assert_eq!(rig.hubspot.asked().len(), asked);

    rig.hubspot.fail_at("properties/2026-09/companies", 403);
    let fresh = ask(&rig, &browser, "choices?fresh").await;
    let changes = &fresh["changes"];
    assert_eq!(*changes, json!(["Contact fields, new: tier.", "Contact fields, gone: old_field."]));
    let trouble = fresh["troubles"][0].as_str().unwrap();
    assert!(
        trouble.starts_with("Field discovery failed for companies. Permission denied"),
        "{trouble}"
    );
    assert!(trouble.contains("(request "), "{trouble}");
    assert_eq!(fresh["companyFields"], first["companyFields"], "what was known stays");

    set(&rig, &browser, |all| all["lookUp"]["contactShown"] = json!(["tier"])).await;
    rig.hubspot.crm().fields.clear();
    let gone = ask(&rig, &browser, "choices?fresh").await;
    let troubles = gone["troubles"].to_string();
    assert!(troubles.contains("Fields not showing: HubSpot does not list tier"), "{troubles}");
}

// row!(I3) row!(U27)
#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_the_chosen_record_type_needs_is_missing_until_it_is_granted() {
    let (rig, browser, connection) = linked().await;
    let missing = async || rig.shown(&browser.who).await["link"]["linked"]["missing"].clone();
    assert_eq!(missing().await, json!([]));
    set(&rig, &browser, |all| {
        all["case"] = json!({ "kind": "deal", "pipeline": "default", "stage": "won" });
    })
    .await;
    let lacking = missing().await;
    assert_eq!(lacking.as_array().unwrap().len(), 1, "{lacking}");
    assert_eq!(lacking[0]["scope"], "crm.objects.deals.write");
    let sentence = lacking[0]["disables"].as_str().unwrap();
    assert!(sentence.starts_with("Deals are chosen"), "{sentence}");
    let checks = ask(&rig, &browser, "checks").await;
    let all = checks["checks"].as_array().unwrap();
    let scopes = all.iter().find(|check| check["id"] == "scopes").unwrap();
    assert_eq!(scopes["state"], "bad", "{scopes}");
    let url = crate::console_links::begin(&rig, &browser, &connection).await;
    assert!(url.contains("crm.objects.deals.write"), "{url}");
}
