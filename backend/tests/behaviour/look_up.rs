//! Who is calling: one, nobody, several, and what an agent decides.

use contract::{CallView, Looked, PartySource};
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::console_links::{Browser, linked};
use crate::rig::{LINE, Rig};
use crate::surface::Surface;

const FAR: &str = "+442079460101";

async fn rings(rig: &Rig, surface: &mut Surface) -> CallView {
    let id = rig.ring(FAR).await;
    surface.until_call(&id, |call| call.looked != Looked::Pending).await
}

/// Speaks with the caller and finishes the call.
async fn finish(rig: &Rig, surface: &mut Surface, call: &CallView) {
    let id = &call.id.0;
    rig.done(surface, json!({ "answer": { "call": id } })).await;
    rig.done(surface, json!({ "hangUp": { "call": id } })).await;
    rig.done(surface, json!({ "save": { "call": id, "draft": {} } })).await;
}

pub async fn set(rig: &Rig, browser: &Browser, change: impl FnOnce(&mut Value)) {
    let path = format!("/tenants/{}/settings", rig.tenant().await.0);
    let mut settings: Value =
        rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap();
    change(&mut settings);
    let saved = rig.console(&browser.who, "PUT", &path).json(&settings).send().await.unwrap();
    let status = saved.status();
    assert_eq!(status, 200, "{}", saved.text().await.unwrap());
}

fn names(call: &CallView) -> Vec<(String, String)> {
    match &call.looked {
        Looked::Several(all) => all.iter().map(|one| (one.name.clone(), one.why.clone())).collect(),
        other => panic!("{other:?}"),
    }
}

// row!(P15) row!(U31) row!(U33)
#[tokio::test(flavor = "multi_thread")]
async fn one_is_shown_with_the_fields_that_were_chosen_and_their_labels() {
    let (rig, browser, _) = linked().await;
    set(&rig, &browser, |all| all["lookUp"]["contactShown"] = json!(["tier", "company"])).await;
    rig.hubspot.crm().fields.push(("tier".into(), "Account tier".into()));
    let properties = json!({ "firstname": "Grace", "lastname": "Hopper", "company": "Cobol Ltd",
                             "phone": "020 7946 0101", "tier": "Gold" });
    rig.hubspot.party("contacts", "1", properties);
    rig.hubspot.contact("2", "Somebody", "Else", "+44 20 7946 0102");
    let path = format!("/tenants/{}/choices", rig.tenant().await.0);
    rig.console(&browser.who, "GET", &path).send().await.unwrap();
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    let party = call.party.unwrap();
    assert_eq!((call.looked, party.source), (Looked::One, PartySource::Lookup));
    assert_eq!((party.name.as_str(), party.detail.as_str()), ("Grace Hopper", "Cobol Ltd"));
    assert_eq!(party.fields, [("Account tier".to_owned(), "Gold".to_owned())]);
    assert_eq!(party.record.unwrap().id, "1");
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn companies_are_searched_when_no_contact_has_the_number() {
    let (rig, _, _) = linked().await;
    rig.hubspot.party("companies", "9", json!({ "name": "Engines Ltd", "phone": FAR }));
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    let party = call.party.unwrap();
    assert_eq!(party.name, "Engines Ltd");
    assert_eq!(party.record.unwrap().object_type, "0-2");
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn of_several_the_likeliest_is_first_with_a_reason_and_the_choice_is_remembered() {
    let (rig, _, _) = linked().await;
    people::set_email(&rig.store, &rig.agent, "ada@example.com").await.unwrap();
    for (id, name, owner) in
        [("1", "Ann", ""), ("2", "Ben", "77"), ("3", "Cat", ""), ("4", "Dan", "8")]
    {
        let properties = json!({ "firstname": name, "phone": FAR, "hubspot_owner_id": owner });
        rig.hubspot.party("contacts", id, properties);
    }
    rig.hubspot.open_ticket("70", "4");
    let mut ada = rig.surface("a").await;
    // The record of a call makes known who the agent is as an owner.
    let first = rig.ring("+442079460777").await;
    let first = ada.until_call(&first, |call| call.looked == Looked::Nobody).await;
    finish(&rig, &mut ada, &first).await;
    rig.records(|all| all.iter().any(|one| one["properties"]["hubspot_owner_id"] == "77")).await;

    let call = rings(&rig, &mut ada).await;
    let found = names(&call);
    let order: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(order, ["Ben", "Dan", "Ann", "Cat"]);
    assert_eq!(found[0].1, "You own this contact");
    assert_eq!(found[1].1, "Has an open ticket");
    assert_eq!(found[2].1, "");
    assert!(call.party.is_none());

    let choose =
        json!({ "choose": { "call": call.id.0, "record": { "objectType": "0-1", "id": "3" } } });
    rig.done(&ada, choose).await;
    let chosen = ada.until_call(&call.id.0, |call| call.party.is_some()).await;
    let party = chosen.party.unwrap();
    assert_eq!((party.name.as_str(), party.source), ("Cat", PartySource::Chosen));
    finish(&rig, &mut ada, &call).await;

    let again = rings(&rig, &mut ada).await;
    assert_eq!(again.looked, Looked::One);
    assert_eq!(again.party.as_ref().unwrap().name, "Cat");
    finish(&rig, &mut ada, &again).await;

    // Without the choice, whom one spoke with last is the likeliest.
    rig.edit_store("DELETE FROM chosen_parties").await;
    let third = rings(&rig, &mut ada).await;
    let found = names(&third);
    assert_eq!(found[0].0, "Cat");
    assert!(found[0].1.starts_with("Last spoken with on "), "{}", found[0].1);
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_record_that_is_gone_is_forgotten_and_anybody_can_be_chosen() {
    let (rig, _, _) = linked().await;
    rig.hubspot.party("companies", "9", json!({ "name": "Engines Ltd" }));
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    assert_eq!(call.looked, Looked::Nobody);
    let choose = |id: &str, kind: &str| json!({ "choose": { "call": call.id.0, "record": { "objectType": kind, "id": id } } });
    let refused = rig.command(&ada, choose("404", "0-2")).await;
    assert_eq!(refused.status(), 502);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "hubspot");
    assert!(problem["message"].as_str().unwrap().contains("Request "), "{problem}");
    assert_eq!(rig.command(&ada, choose("9", "0-5")).await.status(), 422);
    rig.done(&ada, choose("9", "0-2")).await;
    let chosen = ada.until_call(&call.id.0, |call| call.party.is_some()).await;
    assert_eq!(chosen.party.unwrap().name, "Engines Ltd");
    finish(&rig, &mut ada, &call).await;

    rig.hubspot.crm().companies.clear();
    assert_eq!(rings(&rig, &mut ada).await.looked, Looked::Nobody);
    assert_eq!(rig.count_in_store("SELECT count(*) FROM chosen_parties").await, 0);
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_made_with_the_number_once_and_is_known_from_then_on() {
    let (rig, browser, _) = linked().await;
    set(&rig, &browser, |all| {
        all["lookUp"]["newField"] = json!("mobilephone");
        all["lookUp"]["format"] = json!("national");
    })
    .await;
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    let make = |first: &str, email: &str| {
        let id = &call.id.0;
        json!({ "createContact": { "call": id, "firstName": first, "email": email } })
    };
    for (first, email) in [("", ""), ("", "no address"), (&*"x".repeat(101), "")] {
        let refused = rig.command(&ada, make(first, email)).await;
        assert_eq!(refused.status(), 422, "{first} {email}");
    }
    let wish = make(" Grace ", "grace@example.com");
    let (one, two) = tokio::join!(
        rig.command_with_key(&ada, wish.clone(), "once"),
        rig.command_with_key(&ada, wish.clone(), "once"),
    );
    assert_eq!((one.status().as_u16(), two.status().as_u16()), (204, 204));
    let made = rig.hubspot.crm().contacts.clone();
    assert_eq!(made.len(), 1);
    let properties = &made[0]["properties"];
    assert_eq!(properties["firstname"], "Grace");
    assert_eq!(properties["mobilephone"], "020 7946 0101");
    let call = ada.until_call(&call.id.0, |call| call.party.is_some()).await;
    assert_eq!(call.looked, Looked::One);
    assert_eq!(call.party.as_ref().unwrap().source, PartySource::Chosen);
    finish(&rig, &mut ada, &call).await;
    assert_eq!(rings(&rig, &mut ada).await.party.unwrap().name, "Grace");
}

// row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_address_already_is_taken_and_trouble_is_told_to_the_agent() {
    let (rig, _, _) = linked().await;
    let properties = json!({ "firstname": "Grace", "email": "grace@example.com" });
    rig.hubspot.party("contacts", "42", properties);
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    let wish = json!({ "createContact": { "call": call.id.0, "email": "grace@example.com" } });
    rig.hubspot.fail_next(&[503]);
    let refused = rig.command_with_key(&ada, wish.clone(), "k").await;
    assert_eq!(refused.status(), 502);
    let problem: Value = refused.json().await.unwrap();
    assert!(problem["message"].as_str().unwrap().contains("trouble of its own"), "{problem}");
    assert_eq!(rig.command_with_key(&ada, wish, "k").await.status(), 204);
    let call = ada.until_call(&call.id.0, |call| call.party.is_some()).await;
    assert_eq!(call.party.unwrap().record.unwrap().id, "42");
    assert_eq!(rig.hubspot.crm().contacts.len(), 1);
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn own_numbers_are_not_looked_up_and_own_people_are_nobodys_customers() {
    let (rig, browser, _) = linked().await;
    set(&rig, &browser, |all| {
        all["lookUp"]["region"] = json!("GB");
        all["lookUp"]["ownNumbers"] = json!(["020 7946 0300"]);
    })
    .await;
    let inside = json!({ "firstname": "Ada", "email": "ADA@example.com", "phone": FAR });
    rig.hubspot.party("contacts", "1", inside);
    rig.hubspot.contact("2", "Our", "Switchboard", "+442079460300");
    rig.hubspot.contact("3", "Our", "Line", LINE);
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    assert_eq!(call.looked, Looked::Nobody, "an owner of HubSpot's is no customer");
    rig.hubspot.crm().searched.clear();
    for own in ["+442079460300", LINE] {
        let id = rig.ring(own).await;
        ada.until_call(&id, |_| true).await;
    }
    rig.hubspot.party("contacts", "4", json!({ "firstname": "Real", "phone": "+442079460444" }));
    let real = rig.ring("+442079460444").await;
    ada.until_call(&real, |call| call.looked == Looked::One).await;
    assert_eq!(rig.hubspot.crm().searched.len(), 1, "only the last was searched");
    let pending = ada.calls.iter().filter(|call| call.looked == Looked::Pending).count();
    assert_eq!(pending, 2);
}

// row!(C16) row!(P14)
#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_that_fails_says_why_and_the_call_goes_on() {
    let (rig, _, _) = linked().await;
    rig.hubspot.contact("1", "Grace", "Hopper", FAR);
    rig.hubspot.fail_at("contacts/search", 403);
    let mut ada = rig.surface("a").await;
    let call = rings(&rig, &mut ada).await;
    let Looked::Failed(why) = &call.looked else { panic!("{:?}", call.looked) };
    assert!(why.starts_with("Permission denied") && why.contains("some.scope"), "{why}");
    assert!(why.contains("Request "), "{why}");
    finish(&rig, &mut ada, &call).await;
}

// row!(P15)
#[tokio::test(flavor = "multi_thread")]
async fn a_dialled_record_is_the_party_if_it_has_the_number() {
    let (rig, _, _) = linked().await;
    rig.hubspot.contact("1", "Grace", "Hopper", FAR);
    rig.hubspot.contact("2", "Grace", "Twin", FAR);
    rig.hubspot.contact("3", "Somebody", "Else", "+442079460555");
    let mut ada = rig.surface("a").await;
    for (callee, id, named) in [
        ("2", "0190a0a0-0000-7000-8000-000000000001", Some("Grace Twin")),
        ("3", "0190a0a0-0000-7000-8000-000000000002", None),
    ] {
        let callee = json!({ "objectType": "0-1", "id": callee });
        rig.done(&ada, json!({ "dial": { "call": id, "to": FAR, "callee": callee } })).await;
        let call = ada.until_call(id, |call| call.looked != Looked::Pending).await;
        let party = call.party.as_ref().map(|party| (party.name.as_str(), party.source));
        assert_eq!(party, named.map(|name| (name, PartySource::Dialled)));
        if named.is_none() {
            assert_eq!(names(&call).len(), 2);
        }
        rig.done(&ada, json!({ "hangUp": { "call": id } })).await;
    }
}
