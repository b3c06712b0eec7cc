//! Calls of a tenant whose phone system is a real one, with a real phone behind it: kamailio and
//! baresip. What is said at one end is heard at the other: in the phone's own recording, and at the
//! page.

use contract::{CallView, EndStatus, Phase};
use serde_json::json;
use sidetone_backend::lines::Standing;
use sidetone_e2e::phone_system::Descriptions;

use crate::pbx::{EXTENSION, closed, finished, line, rings};
use crate::real_world::{
    FIRST, PAGE_SAYS, PHONE_SAYS, World, connected, phone_hears, phone_hears_no,
};
use crate::rig::eventually;
use crate::sound::{carries, hears, hears_no};

// row!(U35, U36)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_calls_and_both_ends_hear_each_other_until_the_agent_hangs_up() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, _page) = world.talking(&mut phone, &mut surface).await;
    world.done(&surface, json!({ "hangUp": { "call": call } })).await;
    phone.until("CALL_CLOSED").await.unwrap();
    assert_eq!(finished(&world.rig, &mut surface, &call).await, EndStatus::Completed);
}

// row!(U34)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_number_outside_is_dialled_and_both_ends_hear_each_other_until_the_phone_hangs_up() {
    let world = World::new().await;
    let mut phone = world.phone(true).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.reached(&mut surface).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_hears_nothing_of_an_agent_who_is_muted_and_is_heard() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    world.done(&surface, json!({ "mute": { "call": call, "on": true } })).await;
    phone_hears_no(&phone, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    world.done(&surface, json!({ "mute": { "call": call, "on": false } })).await;
    phone_hears(&phone, PAGE_SAYS).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_the_agent_holds_hears_that_it_waits_and_afterwards_both_hear_each_other() {
    let world = World::behind_a_network(Descriptions::Untouched).await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    world.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    world.waits(FIRST).await;
    hears_no(&page, PHONE_SAYS).await;
    world.done(&surface, json!({ "hold": { "call": call, "on": false } })).await;
    world.is_sent_page(FIRST).await;
    hears(&page, PHONE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_holds_the_agent_is_sent_nothing_and_afterwards_both_hear_each_other() {
    let world = World::behind_a_network(Descriptions::Untouched).await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    phone.holds().await.unwrap();
    hears_no(&page, PHONE_SAYS).await;
    let sent = world.network().sent_to(FIRST).len();
    phone.resumes().await.unwrap();
    hears(&page, PHONE_SAYS).await;
    world.is_sent_page(FIRST).await;
    assert!(world.network().sent_to(FIRST).len() > sent);
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_declines_with_486_is_busy() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.dialled(&mut surface).await;
    phone.until("CALL_INCOMING").await.unwrap();
    phone.hangs_up().await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Busy);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_number_that_is_not_registered_gets_480_and_does_not_answer() {
    let world = World::new().await;
    let mut surface = world.rig.surface("s").await;
    let call = world.dialled(&mut surface).await;
    assert_eq!(closed(&mut surface, &call).await, EndStatus::NoAnswer);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn an_agent_who_gives_up_cancels_and_the_phone_stops_ringing() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.dialled(&mut surface).await;
    phone.until("CALL_INCOMING").await.unwrap();
    world.done(&surface, json!({ "hangUp": { "call": call } })).await;
    phone.until("CALL_CLOSED").await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_gives_up_cancels_and_the_page_stops_ringing() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    phone.dials(EXTENSION).await.unwrap();
    let call = rings(&mut surface).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_is_told_603_by_an_agent_who_declines() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    phone.dials(EXTENSION).await.unwrap();
    let call = rings(&mut surface).await;
    world.done(&surface, json!({ "decline": { "call": call } })).await;
    let over = phone.until("CALL_CLOSED").await.unwrap();
    assert!(over["param"].as_str().unwrap().contains("603"), "{over}");
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Rejected);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_is_told_480_where_the_agent_is_away_and_the_call_is_missed() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    world.done(&surface, json!({ "status": { "to": { "presence": "unavailable" } } })).await;
    phone.dials(EXTENSION).await.unwrap();
    let over = phone.until("CALL_CLOSED").await.unwrap();
    assert!(over["param"].as_str().unwrap().contains("480"), "{over}");
    surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_wrong_password_is_told_and_the_right_one_registers() {
    let world = World::with_password("pw-wrong").await;
    let failing = world.standing(|it| matches!(it, Standing::Failing(_))).await;
    let Standing::Failing(sentence) = failing else { unreachable!() };
    assert!(sentence.contains("password"), "{sentence}");
    world.rig.save_line(&world.tenant, &line(&world.rig.agent, EXTENSION), "pw-1001").await;
    world.registered().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_call_outlives_a_restart_of_the_phone_system() {
    let mut world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    world.kamailio.restarts().await.unwrap();
    let before = phone.heard().unwrap().len();
    let goes_on = |heard: &[i16]| heard.len() > before + 8_000;
    phone.has_heard("the phone has heard one second more", goes_on).await.unwrap();
    phone_hears(&phone, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    // What ends it finds its way, too.
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn after_a_restart_of_the_phone_system_lines_register_again_and_calls_go_through_both_ways() {
    let mut world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    // It knows nobody any more, and says 480 of everybody until they have registered again.
    world.kamailio.restarts().await.unwrap();
    eventually("the line is found again", async || {
        phone.dials(EXTENSION).await.unwrap();
        let answer = phone.until_any(&["CALL_RINGING", "CALL_CLOSED"]).await.unwrap();
        (answer["type"] == "CALL_RINGING").then_some(())
    })
    .await;
    let call = rings(&mut surface).await;
    world.done(&surface, json!({ "answer": { "call": call } })).await;
    phone.until("CALL_ESTABLISHED").await.unwrap();
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
    // And the phone, which has registered again as well.
    let call = eventually("the phone is found again", async || {
        let call = world.dialled(&mut surface).await;
        let known = |c: &CallView| {
            matches!(c.phase, Phase::Closed { .. } | Phase::Dialling { far_rings: true })
        };
        let at = surface.until_call(&call, known).await;
        matches!(at.phase, Phase::Dialling { .. }).then_some(call)
    })
    .await;
    phone.answers().await.unwrap();
    connected(&mut surface, &call).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
}
