//! A trunk has many numbers: each rings whose it is, in its own tenant and nowhere else.

use contract::Phase;
use serde_json::json;
use sidetone_backend::people::{self, NewAgent};
use sidetone_backend::store::phone_systems::{Kind, PhoneSystem};

use crate::console_links::browser;
use crate::groups;
use crate::look_up::set;
use crate::pbx::{EXTENSION, Pbx, by_address, finished, line, rings};
use crate::rig::LINE;
use crate::surface::Surface;

async fn trunk() -> Pbx {
    let mut pbx = Pbx::without_lines(|_| {}).await;
    let tenant = pbx.rig.tenant().await;
    pbx.rig.save_phone_system(&tenant, &by_address(&pbx.peer, Kind::Trunk)).await;
    pbx.find_service();
    pbx
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_rings_its_agent_however_the_carrier_writes_it() {
    let mut pbx = trunk().await;
    let mut surface = pbx.rig.surface("s").await;
    for written in [LINE, &LINE[1..], "02079460958", "00442079460958"] {
        let (mut far, _) = pbx.calls(written).await;
        let id = pbx.rung(&mut surface).await;
        assert_eq!(surface.call(&id).unwrap().to, LINE, "{written}");
        pbx.peer.ask(&mut far, "CANCEL", "", "").await;
        surface.until_call(&id, |c| matches!(c.phase, Phase::Closed { .. })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_nobody_has_is_unavailable() {
    let mut pbx = trunk().await;
    let _surface = pbx.rig.surface("s").await;
    pbx.calls("+442079460111").await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 480);
    assert_eq!(pbx.rig.count_in_store("SELECT count(*) FROM calls").await, 0);
}

// row!(U36)
#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_group_rings_all_of_it_and_the_first_answer_wins() {
    let mut pbx = trunk().await;
    let tenant = pbx.rig.tenant().await;
    let bea = NewAgent { login: "bea", name: "Bea", number: "+442079460801", country: "GB" };
    let bea = people::add_agent(&pbx.rig.store, &tenant, bea).await.unwrap();
    let browser = browser(&pbx.rig).await;
    let group = json!({
        "number": groups::GROUP, "name": "Sales", "agents": [pbx.rig.agent.0, bea.0]
    });
    set(&pbx.rig, &browser, |all| all["groups"] = json!([group])).await;
    let mut ada = pbx.rig.surface("ada").await;
    let mut bea = Surface::connect(pbx.rig.address, "bea", pbx.rig.token(&bea).await).await;
    let (mut far, telephone) = pbx.calls(groups::GROUP).await;
    let (hers, his) = (rings(&mut bea).await, rings(&mut ada).await);
    pbx.peer.status(180).await;
    pbx.rig.done(&ada, json!({ "decline": { "call": his } })).await;
    pbx.rig.done(&bea, json!({ "answer": { "call": hers } })).await;
    let answer = pbx.peer.acknowledge(&mut far, "").await;
    let telephone = telephone.speaks(crate::pbx::port_in(&answer.body), 1_000.0);
    let microphone = crate::sound::carries(&pbx.rig, &bea, &hers, 600.0).await;
    crate::sound::hears(&microphone, 1_000.0).await;
    drop(telephone);
    pbx.peer.ask(&mut far, "BYE", "", "").await;
    finished(&pbx.rig, &mut bea, &hers).await;
    assert_eq!(pbx.recorded(&hers).await, "COMPLETED");
    pbx.rig.records_are_unchanged_at(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_all_have_declined_refuses_the_caller() {
    let mut pbx = trunk().await;
    let browser = browser(&pbx.rig).await;
    let group = json!({ "number": groups::GROUP, "name": "Sales", "agents": [pbx.rig.agent.0] });
    set(&pbx.rig, &browser, |all| all["groups"] = json!([group])).await;
    let mut ada = pbx.rig.surface("ada").await;
    pbx.calls(groups::GROUP).await;
    let id = rings(&mut ada).await;
    pbx.rig.done(&ada, json!({ "decline": { "call": id } })).await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 603);
}

// row!(O1)
#[tokio::test(flavor = "multi_thread")]
async fn two_tenants_of_one_phone_system_never_meet() {
    let mut pbx = Pbx::new().await;
    let second = people::add_tenant(&pbx.rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Bo", number: "+442079460001", country: "GB" };
    let bo = people::add_agent(&pbx.rig.store, &second, bo).await.unwrap();
    pbx.rig.save_line(&second, &line(&bo, "2001"), "pw-2001").await;
    pbx.rig.save_phone_system(&second, &by_address(&pbx.peer, Kind::Lines)).await;
    let mut ada = pbx.rig.surface("ada").await;
    let mut bo_at = Surface::connect(pbx.rig.address, "bo", pbx.rig.token(&bo).await).await;
    let (mut first, _) = pbx.calls("2001").await;
    let at_bo = pbx.rung(&mut bo_at).await;
    pbx.peer.ask(&mut first, "CANCEL", "", "").await;
    bo_at.until_call(&at_bo, |c| matches!(c.phase, Phase::Closed { .. })).await;
    pbx.calls(EXTENSION).await;
    let at_ada = pbx.rung(&mut ada).await;
    assert!(ada.call(&at_bo).is_none() && bo_at.call(&at_ada).is_none());
    let of =
        "SELECT count(*) FROM calls c JOIN agents a ON a.id = c.agent WHERE a.tenant <> c.tenant";
    assert_eq!(pbx.rig.count_in_store(of).await, 0);
    assert_eq!(pbx.rig.count_in_store("SELECT count(*) FROM calls").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_another_tenant_rings_nobody_on_this_ones_trunk() {
    let mut pbx = trunk().await;
    let second = people::add_tenant(&pbx.rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Bo", number: "+442079460001", country: "GB" };
    let bo = people::add_agent(&pbx.rig.store, &second, bo).await.unwrap();
    let at_bo = Surface::connect(pbx.rig.address, "bo", pbx.rig.token(&bo).await).await;
    pbx.calls("+442079460001").await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 480);
    assert_eq!(pbx.rig.count_in_store("SELECT count(*) FROM calls").await, 0);
    assert!(at_bo.calls.is_empty());
}

// row!(O1)
#[tokio::test(flavor = "multi_thread")]
async fn two_tenants_with_trunks_at_one_carrier_get_the_calls_to_their_own_numbers() {
    let mut pbx = trunk().await;
    let second = people::add_tenant(&pbx.rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Bo", number: "+442079460001", country: "GB" };
    let bo = people::add_agent(&pbx.rig.store, &second, bo).await.unwrap();
    pbx.rig.save_phone_system(&second, &by_address(&pbx.peer, Kind::Trunk)).await;
    let mut ada = pbx.rig.surface("ada").await;
    let mut bo_at = Surface::connect(pbx.rig.address, "bo", pbx.rig.token(&bo).await).await;
    let (mut far, _) = pbx.calls("+442079460001").await;
    let at_bo = pbx.rung(&mut bo_at).await;
    pbx.peer.ask(&mut far, "CANCEL", "", "").await;
    bo_at.until_call(&at_bo, |c| matches!(c.phase, Phase::Closed { .. })).await;
    pbx.calls(LINE).await;
    let at_ada = pbx.rung(&mut ada).await;
    assert!(ada.call(&at_bo).is_none() && bo_at.call(&at_ada).is_none());
    pbx.calls("+442079460111").await;
    pbx.peer.status(404).await;
    // When one of them leaves, the other has the whole trunk again.
    let gone = PhoneSystem { kind: Kind::Simulated, ..by_address(&pbx.peer, Kind::Trunk) };
    pbx.rig.save_phone_system(&second, &gone).await;
    pbx.calls("+442079460111").await;
    pbx.peer.status(480).await;
}
