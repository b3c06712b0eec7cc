//! A call that rings several agents at once: the first answer wins, and it is one record whatever
//! happens.

use contract::{CallView, EndStatus, Phase};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sidetone_backend::people::{self, AgentId, NewAgent};

use crate::console_links::{Browser, browser};
use crate::look_up::set;
use crate::rig::Rig;
use crate::surface::Surface;

pub const GROUP: &str = "+442079460700";
const FAR: &str = "+442073238299";

/// A service with a group, and the agents in it.
pub struct Team {
    pub rig: Rig,
    pub browser: Browser,
    pub agents: Vec<AgentId>,
}

impl Team {
    pub async fn of(names: &[&str]) -> Self {
        Self::ringing_for(names, 60_000).await
    }

    async fn ringing_for(names: &[&str], ms: u64) -> Self {
        let rig = Rig::with(|config| config.ring_timeout_ms = ms).await;
        let tenant = rig.tenant().await;
        let mut agents = Vec::new();
        for (n, name) in names.iter().enumerate() {
            let number = format!("+4420794608{n:02}");
            let agent = NewAgent { login: name, name, number: &number, country: "GB" };
            agents.push(people::add_agent(&rig.store, &tenant, agent).await.unwrap());
        }
        let browser = browser(&rig).await;
        let ids: Vec<&str> = agents.iter().map(|agent| agent.0.as_str()).collect();
        let group = json!({ "number": "+44 20 7946 0700", "name": "Sales", "agents": ids });
        set(&rig, &browser, |all| all["groups"] = json!([group])).await;
        Self { rig, browser, agents }
    }

    pub async fn surfaces(&self) -> Vec<Surface> {
        let mut all = Vec::new();
        for (n, agent) in self.agents.iter().enumerate() {
            let token = self.rig.token(agent).await;
            all.push(Surface::connect(self.rig.address, &format!("s{n}"), token).await);
        }
        all
    }

    /// The far end's call.
    pub async fn ring(&self) -> String {
        let body = json!({ "from": FAR, "to": GROUP });
        let answer = self.rig.control("/api/simulated/calls", body).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let body: Value = answer.json().await.unwrap();
        body["id"].as_str().unwrap().to_owned()
    }

    /// One record, of this agent's leg and with this status, and no second one.
    async fn one_record(&self, leg: &str, status: &str) {
        let records = self
            .rig
            .records(|all| all.len() == 1 && all[0]["properties"]["hs_call_status"] == status);
        let records = records.await;
        assert_eq!(records[0]["properties"]["hs_call_external_id"], leg);
        assert_eq!(records[0]["properties"]["hs_call_to_number"], GROUP);
        self.rig.records_are_unchanged_at(1).await;
        let of = "SELECT count(*) FROM records";
        assert_eq!(self.rig.count_in_store(of).await, 1);
    }
}

/// Waits until the group's call rings here; answers this agent's leg.
pub async fn rings(surface: &mut Surface) -> String {
    let ringing = |call: &&CallView| call.fork && matches!(call.phase, Phase::Ringing { .. });
    surface.until(|s| s.calls.iter().any(|call| ringing(&call))).await;
    surface.calls.iter().find(ringing).unwrap().id.0.clone()
}

async fn all_ring(surfaces: &mut [Surface]) -> Vec<String> {
    let mut legs = Vec::new();
    for surface in surfaces {
        legs.push(rings(surface).await);
    }
    legs
}

async fn ended(surface: &mut Surface, leg: &str) -> CallView {
    surface.until_call(leg, |call| matches!(call.phase, Phase::Closed { .. })).await
}

async fn answer(rig: &Rig, surface: &Surface, leg: &str) -> StatusCode {
    rig.command(surface, json!({ "answer": { "call": leg } })).await.status()
}

async fn finish(rig: &Rig, surface: &Surface, leg: &str) {
    rig.done(surface, json!({ "hangUp": { "call": leg } })).await;
    rig.done(surface, json!({ "save": { "call": leg, "draft": {} } })).await;
}

// row!(U36) row!(L3)
#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_wins_the_others_stop_and_it_is_the_winners_record() {
    let team = Team::of(&["ada-b", "bea", "cleo"]).await;
    let mut all = team.surfaces().await;
    team.ring().await;
    let legs = all_ring(&mut all).await;
    let epoch = all[0].epoch();
    let first = all[0].call(&legs[0]).unwrap();
    assert!(first.fork, "HubSpot's page is told to make no record");
    assert_eq!(first.host.may_announce, epoch);
    team.rig.done(&all[1], json!({ "answer": { "call": legs[1] } })).await;
    for n in [0, 2] {
        let (leg, surface) = (&legs[n], &mut all[n]);
        let over = ended(surface, leg).await;
        assert_eq!(over.elsewhere.as_deref(), Some("bea"));
        let Phase::Closed { end, since: None, .. } = over.phase else { panic!("{over:?}") };
        assert_eq!(end, EndStatus::Canceled);
        let lost = team.rig.command(surface, json!({ "answer": { "call": leg } })).await;
        assert_eq!(lost.status(), StatusCode::CONFLICT);
    }
    finish(&team.rig, &all[1], &legs[1]).await;
    team.one_record(&legs[1], "COMPLETED").await;
}

// row!(U36)
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_answer_in_the_same_moment_one_has_the_call_and_the_other_hears_who() {
    for round in 0..10 {
        let team = Team::of(&["ada-b", "bea"]).await;
        let mut all = team.surfaces().await;
        team.ring().await;
        let legs = all_ring(&mut all).await;
        let one = team.rig.command(&all[0], json!({ "answer": { "call": legs[0] } }));
        let two = team.rig.command(&all[1], json!({ "answer": { "call": legs[1] } }));
        let (one, two) = tokio::join!(one, two);
        let won = [one.status(), two.status()].map(|status| status == StatusCode::NO_CONTENT);
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "round {round}");
        let (winner, loser, refused) = if won[0] { (0, 1, two) } else { (1, 0, one) };
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        let said: Value = refused.json().await.unwrap();
        let said = said["message"].as_str().unwrap();
        // Whoever is so late that the call is closed for them hears that instead.
        let name = ["ada-b", "bea"][winner];
        assert!(said == format!("{name} was faster.") || said.contains("closed"), "{said}");
        assert!(ended(&mut all[loser], &legs[loser]).await.elsewhere.is_some());
        finish(&team.rig, &all[winner], &legs[winner]).await;
        team.one_record(&legs[winner], "COMPLETED").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_all_decline_the_caller_is_refused_and_the_last_has_the_record() {
    let team = Team::of(&["ada-b", "bea", "cleo"]).await;
    let mut all = team.surfaces().await;
    let far = team.ring().await;
    let legs = all_ring(&mut all).await;
    for n in [2, 0] {
        team.rig.done(&all[n], json!({ "decline": { "call": legs[n] } })).await;
        ended(&mut all[n], &legs[n]).await;
    }
    assert!(matches!(all[1].call(&legs[1]).unwrap().phase, Phase::Ringing { .. }));
    team.rig.done(&all[1], json!({ "decline": { "call": legs[1] } })).await;
    let path = format!("/api/simulated/calls/{far}/hangup");
    let gone = team.rig.control(&path, json!({})).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND, "the far end was refused");
    team.one_record(&legs[1], "MISSED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_gives_up_is_one_missed_call_of_the_last_who_heard_of_it() {
    let team = Team::of(&["ada-b", "bea", "cleo"]).await;
    let mut all = team.surfaces().await;
    let far = team.ring().await;
    let legs = all_ring(&mut all).await;
    team.rig.far(&far, "hangup").await;
    for (surface, leg) in all.iter_mut().zip(&legs) {
        let over = ended(surface, leg).await;
        assert_eq!(over.elsewhere, None);
        surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
        assert_eq!(answer(&team.rig, surface, leg).await, StatusCode::CONFLICT);
    }
    let records = team.rig.records(|all| all.len() == 1).await;
    let id = records[0]["properties"]["hs_call_external_id"].as_str().unwrap().to_owned();
    assert!(legs.contains(&id), "{id}");
    team.one_record(&id, "CANCELED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_answers_is_one_missed_call() {
    let team = Team::ringing_for(&["ada-b", "bea", "cleo"], 150).await;
    let mut all = team.surfaces().await;
    team.ring().await;
    for surface in &mut all {
        surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
    }
    let records = team.rig.records(|all| all.len() == 1).await;
    let id = records[0]["properties"]["hs_call_external_id"].as_str().unwrap().to_owned();
    team.one_record(&id, "MISSED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_for_a_group_is_one_record_with_the_message() {
    let team = Team::of(&["ada-b", "bea"]).await;
    let mut all = team.surfaces().await;
    let far = team.ring().await;
    all_ring(&mut all).await;
    team.rig.far(&far, "message").await;
    let records = team.rig.records(|all| all.len() == 1).await;
    let title = records[0]["properties"]["hs_call_title"].as_str().unwrap();
    assert!(title.starts_with("Message from "), "{title}");
    team.rig.records_are_unchanged_at(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_rings_it_rings_on_and_is_answered_once() {
    let mut team = Team::of(&["ada-b", "bea", "cleo"]).await;
    let mut all = team.surfaces().await;
    let far = team.ring().await;
    let legs = all_ring(&mut all).await;
    team.rig.done(&all[2], json!({ "decline": { "call": legs[2] } })).await;
    ended(&mut all[2], &legs[2]).await;
    team.rig.kill().await;
    team.rig.start().await;
    let mut all = team.surfaces().await;
    for n in [0, 1] {
        assert_eq!(rings(&mut all[n]).await, legs[n]);
    }
    team.rig.done(&all[0], json!({ "answer": { "call": legs[0] } })).await;
    assert_eq!(ended(&mut all[1], &legs[1]).await.elsewhere.as_deref(), Some("ada-b"));
    team.rig.far(&far, "hangup").await;
    all[0].until_call(&legs[0], |call| matches!(call.phase, Phase::WrapUp { .. })).await;
    team.rig.done(&all[0], json!({ "save": { "call": legs[0], "draft": {} } })).await;
    team.one_record(&legs[0], "COMPLETED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_others_have_heard_of_an_answer_they_stop_at_the_start() {
    let mut team = Team::of(&["ada-b", "bea"]).await;
    let mut all = team.surfaces().await;
    team.ring().await;
    let legs = all_ring(&mut all).await;
    team.rig.edit_store("CREATE TABLE kept AS SELECT * FROM calls").await;
    team.rig.done(&all[0], json!({ "answer": { "call": legs[0] } })).await;
    ended(&mut all[1], &legs[1]).await;
    team.rig.kill().await;
    // As if the process had died between the two writes.
    let as_it_was = "UPDATE calls SET at_hand = 1, missed = 0, \
                     state = (SELECT k.state FROM kept k WHERE k.id = calls.id) WHERE id = ?";
    team.rig.change_store(as_it_was, &[&legs[1]]).await;
    team.rig.edit_store("DROP TABLE kept").await;
    team.rig.start().await;
    let mut all = team.surfaces().await;
    all[1].until(|s| !s.calls.iter().any(|c| matches!(c.phase, Phase::Ringing { .. }))).await;
    assert!(!answer(&team.rig, &all[1], &legs[1]).await.is_success());
    assert!(matches!(all[0].call(&legs[0]).unwrap().phase, Phase::Connected { .. }));
    finish(&team.rig, &all[0], &legs[0]).await;
    team.one_record(&legs[0], "COMPLETED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_last_end_was_counted_the_record_is_made_at_the_start() {
    let mut team = Team::of(&["ada-b", "bea"]).await;
    let mut all = team.surfaces().await;
    let far = team.ring().await;
    let legs = all_ring(&mut all).await;
    // As if the process had died while the agents were offered the call.
    team.rig.edit_store("UPDATE forks SET offered = 0").await;
    team.rig.far(&far, "hangup").await;
    for (surface, leg) in all.iter_mut().zip(&legs) {
        ended(surface, leg).await;
    }
    assert_eq!(team.rig.count_in_store("SELECT count(*) FROM records").await, 0);
    team.rig.kill().await;
    team.rig.start().await;
    team.one_record(&legs[1], "CANCELED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_or_in_a_call_is_left_out_while_others_are_free() {
    let team = Team::of(&["ada-b", "bea", "cleo"]).await;
    let mut all = team.surfaces().await;
    team.rig.done(&all[0], json!({ "status": { "to": { "presence": "unavailable" } } })).await;
    let body = json!({ "from": FAR, "agent": "bea" });
    let own = team.rig.control("/api/simulated/calls", body).await;
    let own: Value = own.json().await.unwrap();
    let own = own["id"].as_str().unwrap().to_owned();
    team.rig.done(&all[1], json!({ "answer": { "call": own } })).await;
    team.ring().await;
    let leg = rings(&mut all[2]).await;
    assert_eq!(team.rig.count_in_store("SELECT count(*) FROM calls WHERE fork NOT NULL").await, 1);
    team.rig.done(&all[2], json!({ "answer": { "call": leg } })).await;
    all[2].until_call(&leg, |call| matches!(call.phase, Phase::Connected { .. })).await;

    // Nobody is free now: those in one call hear of it.
    team.ring().await;
    let second = rings(&mut all[1]).await;
    let third = rings(&mut all[2]).await;
    assert_eq!(team.rig.count_in_store("SELECT count(*) FROM calls WHERE fork NOT NULL").await, 3);
    team.rig.done(&all[1], json!({ "answer": { "call": second } })).await;
    let held =
        all[1].until_call(&own, |c| matches!(c.phase, Phase::Connected { held, .. } if held));
    held.await;
    ended(&mut all[2], &third).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_is_there_it_is_one_missed_call() {
    let team = Team::ringing_for(&["ada-b", "bea", "cleo"], 100).await;
    team.ring().await;
    let records = team.rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
    team.rig.records_are_unchanged_at(1).await;
    assert_eq!(team.rig.count_in_store("SELECT count(*) FROM calls").await, 1);
}

// row!(C10)
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_for_the_caller_comes_before_the_group() {
    let (rig, browser, _) = crate::console_links::linked().await;
    let rule = json!({ "object": "contacts", "property": "tier", "value": "Gold",
                       "agent": rig.agent.0 });
    let tenant = rig.tenant().await;
    let bea = NewAgent { login: "bea", name: "Bea", number: "+442079460801", country: "GB" };
    let bea = people::add_agent(&rig.store, &tenant, bea).await.unwrap();
    let group = json!({ "number": GROUP, "name": "Sales", "agents": [bea.0] });
    set(&rig, &browser, |all| {
        all["routes"] = json!([rule]);
        all["groups"] = json!([group]);
    })
    .await;
    rig.hubspot.party("contacts", "1", json!({ "phone": FAR, "tier": "gold" }));
    let mut ada = rig.surface("a").await;
    // Once the caller is known the rule does not depend on how fast HubSpot is.
    let body = json!({ "from": FAR, "agent": "ada" });
    let known: Value = rig.control("/api/simulated/calls", body).await.json().await.unwrap();
    let known = known["id"].as_str().unwrap();
    ada.until_call(known, |call| call.looked != contract::Looked::Pending).await;
    let body = json!({ "from": FAR, "to": GROUP });
    let answer: Value = rig.control("/api/simulated/calls", body).await.json().await.unwrap();
    ada.until_call(answer["id"].as_str().unwrap(), |call| !call.fork).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_in_one_group_or_of_one_line() {
    let team = Team::of(&["ada-b"]).await;
    let tenant = team.rig.tenant().await;
    let one = json!([team.agents[0].0]);
    let named = |number: &str, name: &str, agents: &Value| json!({ "number": number, "name": name, "agents": agents });
    let good = named(GROUP, "Sales", &one);
    let table = [
        (named(crate::rig::LINE, "Support", &one), "number", "taken"),
        (named("020 7946 0700", "Support", &one), "number", "country code"),
        (named(GROUP, "Support", &one), "number", "Another group"),
        (named("+442079460701", " ", &one), "name", "Enter"),
        (named("+442079460701", "Support", &json!([])), "agents", "at least one"),
        (named("+442079460701", "Support", &json!(["nobody"])), "agents", "no line"),
    ];
    for (group, field, said) in table {
        let path = format!("/tenants/{}/settings", tenant.0);
        let body = json!({ "groups": [good, group] });
        let put = team.rig.console(&team.browser.who, "PUT", &path).json(&body);
        let refused = put.send().await.unwrap();
        assert_eq!(refused.status(), 422, "{group}");
        let refused: Value = refused.json().await.unwrap();
        let named = &refused["fields"][0];
        assert_eq!(named["field"], format!("groups.1.{field}"), "{refused}");
        assert!(named["message"].as_str().unwrap().contains(said), "{refused}");
    }
    // Nobody gets the group's number as a line.
    let who = json!({ "name": "Cy", "email": "cy@example.com", "role": "agent", "line": GROUP });
    let path = format!("/tenants/{}/people", tenant.0);
    let put = team.rig.console(&team.browser.who, "POST", &path).json(&who);
    let refused = put.send().await.unwrap();
    assert!(refused.status().is_client_error(), "{}", refused.status());
    let shown =
        team.rig.console(&team.browser.who, "GET", &format!("/tenants/{}/settings", tenant.0));
    let shown: Value = shown.send().await.unwrap().json().await.unwrap();
    assert_eq!(shown["groups"][0]["number"], GROUP);
    assert_eq!(shown["groups"][0]["agentNames"], json!(["ada-b"]));
}
