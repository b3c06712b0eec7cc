//! A call goes to another agent or to a number, and comes back when nobody takes it there.

use contract::{CallView, EndStatus, Phase};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::people::{self, AgentId, NewAgent};

use crate::rig::{LINE, Rig, eventually};
use crate::sound::{carries, hears, hears_no};
use crate::surface::Surface;

const FAR: &str = "+442073238299";

/// A service with Ada and another agent of her tenant, Dana, each with a page.
pub struct Two {
    pub rig: Rig,
    pub ada: Surface,
    pub dana: Surface,
    pub id: AgentId,
}

impl Two {
    pub async fn new() -> Self {
        Self::ringing_for(60_000).await
    }

    async fn ringing_for(ms: u64) -> Self {
        let rig = Rig::with(|config| config.ring_timeout_ms = ms).await;
        let tenant = rig.tenant().await;
        let dana = NewAgent { login: "dana", name: "Dana", number: "+442079460802", country: "GB" };
        let id = people::add_agent(&rig.store, &tenant, dana).await.unwrap();
        let ada = rig.surface("ada").await;
        let dana = Surface::connect(rig.address, "dana", rig.token(&id).await).await;
        Self { rig, ada, dana, id }
    }

    /// Ada speaks with the far end; the id of her call, which is the far end's too.
    pub async fn talking(&mut self) -> String {
        let body = json!({ "from": FAR, "to": LINE });
        let answer = self.rig.control("/api/simulated/calls", body).await;
        let body: Value = answer.json().await.unwrap();
        let call = body["id"].as_str().unwrap().to_owned();
        self.ada.until_call(&call, |_| true).await;
        self.rig.done(&self.ada, json!({ "answer": { "call": call } })).await;
        self.ada.until_call(&call, connected).await;
        call
    }

    /// Ada gives her call to Dana, where it rings.
    async fn given(&mut self, call: &str) -> String {
        let to = json!({ "agent": self.id.0 });
        self.rig.done(&self.ada, json!({ "transfer": { "call": call, "to": to } })).await;
        rings(&mut self.dana).await.id.0
    }

    async fn targets(&self, find: &str) -> Value {
        let path = format!("/api/targets?find={find}");
        let request = self.rig.ask(Method::GET, &path).bearer_auth(&self.ada.token);
        request.send().await.unwrap().json().await.unwrap()
    }
}

/// Waits until a call rings here.
pub async fn rings(surface: &mut Surface) -> CallView {
    let ringing = |call: &&CallView| matches!(call.phase, Phase::Ringing { .. });
    surface.until(|s| s.calls.iter().any(|call| ringing(&call))).await;
    surface.calls.iter().find(ringing).unwrap().clone()
}

pub fn connected(call: &CallView) -> bool {
    matches!(call.phase, Phase::Connected { .. })
}

async fn is_over(rig: &Rig, far: &str) {
    eventually("the far end is over", async || {
        let path = format!("/api/simulated/calls/{far}");
        let request = rig.ask(Method::GET, &path).bearer_auth(crate::rig::CONTROL);
        (request.send().await.unwrap().status() == StatusCode::NOT_FOUND).then_some(())
    })
    .await;
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
async fn another_agent_takes_the_call_and_the_far_end_hears_them_instead() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let first = carries(&two.rig, &two.ada, &call, 600.0).await;
    hears(&first, 600.0).await;
    // Whatever Ada had switched is not Dana's.
    two.rig.done(&two.ada, json!({ "mute": { "call": call, "on": true } })).await;
    let leg = two.given(&call).await;
    let ringing = two.dana.call(&leg).unwrap();
    assert_eq!(ringing.note.as_deref(), Some("Transferred by Ada King."));
    assert_eq!((ringing.from.as_str(), ringing.fork), (FAR, false));
    let over = two.ada.until_call(&call, |call| matches!(call.phase, Phase::WrapUp { .. })).await;
    assert!(over.transferred, "HubSpot's page is to hear of it");
    assert_eq!(over.note.as_deref(), Some("Transferred to Dana."));
    eventually("the first page is let go", async || first.is_closed().then_some(())).await;
    two.rig.done(&two.dana, json!({ "answer": { "call": leg } })).await;
    two.dana.until_call(&leg, connected).await;
    let second = carries(&two.rig, &two.dana, &leg, 900.0).await;
    hears(&second, 900.0).await;
    two.rig.done(&two.dana, json!({ "hangUp": { "call": leg } })).await;
    is_over(&two.rig, &call).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn each_of_the_two_has_a_record_that_says_where_the_call_went_or_came_from() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let leg = two.given(&call).await;
    two.rig.done(&two.dana, json!({ "answer": { "call": leg } })).await;
    two.dana.until_call(&leg, connected).await;
    two.rig.far(&call, "hangup").await;
    two.dana.until_call(&leg, |call| matches!(call.phase, Phase::WrapUp { .. })).await;
    let notes = json!({ "notes": "Wants <b>tea</b>" });
    two.rig.done(&two.ada, json!({ "save": { "call": call, "draft": notes } })).await;
    two.rig.done(&two.dana, json!({ "save": { "call": leg, "draft": {} } })).await;
    let said = |record: &Value, of: &str| {
        let all = &record["properties"];
        (all["hs_call_external_id"] == of).then(|| all["hs_call_body"].as_str().map(str::to_owned))
    };
    let bodies = |all: &[Value]| {
        let find = |of: &str| all.iter().find_map(|one| said(one, of)).flatten();
        (find(&call), find(&leg))
    };
    let wanted = (
        Some("Transferred to Dana.<br>Wants &lt;b&gt;tea&lt;/b&gt;".to_owned()),
        Some("Transferred by Ada King.".to_owned()),
    );
    let records = two.rig.records(|all| all.len() == 2 && bodies(all) == wanted).await;
    let completed = |one: &Value| one["properties"]["hs_call_status"] == "COMPLETED";
    assert!(records.iter().all(completed), "{records:#?}");
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn declined_or_not_taken_in_time_the_call_rings_where_it_came_from() {
    for declines in [true, false] {
        let mut two = Two::ringing_for(if declines { 60_000 } else { 1_500 }).await;
        let call = two.talking().await;
        let leg = two.given(&call).await;
        if declines {
            two.rig.done(&two.dana, json!({ "decline": { "call": leg } })).await;
        }
        let back = rings(&mut two.ada).await;
        let why = "Dana did not take it: it is back with you.";
        assert_eq!(back.note.as_deref(), Some(why));
        assert!(back.id.0 != call && back.id.0 != leg, "it is a call of its own");
        let ended = two.dana.until_call(&leg, |c| matches!(c.phase, Phase::Closed { .. })).await;
        let how = if declines { EndStatus::Rejected } else { EndStatus::Missed };
        assert!(matches!(ended.phase, Phase::Closed { end, .. } if end == how), "{ended:?}");
        two.rig.done(&two.ada, json!({ "answer": { "call": back.id } })).await;
        two.ada.until_call(&back.id.0, connected).await;
        let microphone = carries(&two.rig, &two.ada, &back.id.0, 700.0).await;
        hears(&microphone, 700.0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_takes_back_is_missed_and_the_far_end_is_hung_up() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let leg = two.given(&call).await;
    two.rig.done(&two.ada, json!({ "save": { "call": call, "draft": {} } })).await;
    let away = json!({ "status": { "to": { "presence": "unavailable" } } });
    two.rig.done(&two.ada, away).await;
    two.rig.done(&two.dana, json!({ "decline": { "call": leg } })).await;
    let missed = |s: &Surface| s.snapshot.as_ref().is_some_and(|snapshot| snapshot.missed == 1);
    two.ada.until(missed).await;
    is_over(&two.rig, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_hangs_up_while_it_rings_at_the_next_agents_has_gone_for_both() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let leg = two.given(&call).await;
    two.rig.far(&call, "hangup").await;
    let ended = two.dana.until_call(&leg, |c| matches!(c.phase, Phase::Closed { .. })).await;
    assert!(matches!(ended.phase, Phase::Closed { end: EndStatus::Canceled, .. }));
    is_over(&two.rig, &call).await;
    assert!(two.ada.calls.iter().all(|known| known.id.0 == call), "nothing comes back");
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_answers_takes_the_call_and_one_that_does_not_leaves_it_here() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let microphone = carries(&two.rig, &two.ada, &call, 600.0).await;
    let to = |number: &str| json!({ "transfer": { "call": call, "to": { "number": number } } });
    two.rig.done(&two.ada, to("020 7323 8201")).await;
    let back = two.ada.until_call(&call, |c| c.note.is_some() && c.third.is_none()).await;
    let why = "+44 20 7323 8201 is busy. The call was not transferred.";
    assert_eq!(back.note.as_deref(), Some(why));
    hears(&microphone, 600.0).await;
    two.rig.done(&two.ada, to("020 7323 8277")).await;
    let going = two.ada.until_call(&call, |call| call.third.is_some()).await;
    let third = going.third.unwrap();
    let stage = contract::ThirdStage::Transferring;
    assert_eq!((third.name.as_str(), third.stage), ("+44 20 7323 8277", stage));
    hears_no(&microphone, 600.0).await;
    two.rig.far(&call, "third/answer").await;
    let over = two.ada.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    assert_eq!(
        (over.transferred, over.note.as_deref()),
        (true, Some("Transferred to +44 20 7323 8277."))
    );
    is_over(&two.rig, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_agents_of_the_tenant_who_can_be_reached_are_offered_and_taken() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let tenant = people::add_tenant(&two.rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Dana Bo", number: "+442079460001", country: "GB" };
    let bo = people::add_agent(&two.rig.store, &tenant, bo).await.unwrap();
    let _page = Surface::connect(two.rig.address, "bo", two.rig.token(&bo).await).await;
    let cleo = NewAgent { login: "cleo", name: "Cleo", number: "+442079460803", country: "GB" };
    people::add_agent(&two.rig.store, &two.rig.tenant().await, cleo).await.unwrap();
    let all = two.targets("").await;
    let shown = |all: &Value| -> Vec<(String, String)> {
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        let agents = all["agents"].as_array().unwrap();
        agents.iter().map(|one| (text(one, "name"), text(one, "reach"))).collect()
    };
    let dana = ("Dana".to_owned(), "free".to_owned());
    assert_eq!(shown(&all), [dana.clone(), ("Cleo".to_owned(), "away".to_owned())]);
    assert_eq!(shown(&two.targets("DAN").await), [dana]);
    assert_eq!(shown(&two.targets("%25").await), []);
    let cleo = all["agents"][1]["id"].as_str().unwrap();
    for (to, status, code) in [
        (json!({ "agent": bo.0 }), 422, "invalid"),
        (json!({ "agent": two.rig.agent.0 }), 422, "invalid"),
        (json!({ "agent": "nobody" }), 422, "invalid"),
        (json!({ "agent": cleo }), 409, "not-now"),
        (json!({ "number": "999" }), 422, "not-carried"),
        (json!({ "number": "tea" }), 422, "invalid"),
    ] {
        for consult in [true, false] {
            let wish = json!({ "transfer": { "call": call, "to": to, "consult": consult } });
            let refused = two.rig.command(&two.ada, wish).await;
            let got = refused.status().as_u16();
            let problem: Value = refused.json().await.unwrap();
            let code = if problem["code"] == "invalid" { "invalid" } else { code };
            assert_eq!((got, &problem["code"]), (status, &json!(code)), "{to} {problem}");
        }
    }
    assert!(connected(two.ada.call(&call).unwrap()), "it is still here");
}
