//! Calls with a real phone that speaks Opus, through a real phone system: page and phone speak it with each
//! other, and what the service says itself is heard in it.

use serde_json::json;
use sidetone_e2e::phone_system::Phone;
use voice::sound::Codec;

use crate::real_world::{PAGE_SAYS, PHONE_SAYS, World, phone_hears, phone_hears_no};
use crate::rig::eventually;
use crate::sound::{carries, hears, hears_no};

// row!(P6, U35)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_speaks_opus_calls_and_the_page_speaks_it_too() {
    let world = World::in_opus().await;
    let mut phone = world.phone_in_opus(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    assert_eq!(page.codec(), Codec::Opus);
    world.done(&surface, json!({ "mute": { "call": call, "on": true } })).await;
    phone_hears_no(&phone, PAGE_SAYS).await;
    world.done(&surface, json!({ "mute": { "call": call, "on": false } })).await;
    phone_hears(&phone, PAGE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

/// A page that dials before anybody there has said what they speak, and both hear each other.
async fn dialled_in_opus(world: &World, mut phone: Phone) {
    let mut surface = world.rig.surface("s").await;
    let call = world.dialled(&mut surface).await;
    phone.until("CALL_INCOMING").await.unwrap();
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    assert_eq!(page.codec(), Codec::Opus);
    phone.answers().await.unwrap();
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

// row!(U34)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_speaks_opus_is_called_by_a_page_that_speaks_it_from_the_beginning() {
    let world = World::in_opus().await;
    let phone = world.phone_in_opus(false).await;
    dialled_in_opus(&world, phone).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_page_that_expected_opus_is_translated_for_a_phone_that_answers_in_g711() {
    let world = World::in_opus().await;
    let phone = world.phone(false).await;
    dialled_in_opus(&world, phone).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn keys_and_hold_work_in_opus_and_afterwards_both_hear_each_other() {
    let world = World::in_opus().await;
    let mut phone = world.phone_in_opus(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    world.done(&surface, json!({ "digits": { "call": call, "keys": "12#" } })).await;
    assert_eq!(phone.keys(3).await.unwrap(), "12#");
    for key in "34*".chars() {
        phone.presses(key).await.unwrap();
    }
    eventually("the page is told its keys", async || (page.keys() == "34*").then_some(())).await;
    phone.holds().await.unwrap();
    hears_no(&page, PHONE_SAYS).await;
    phone.resumes().await.unwrap();
    hears(&page, PHONE_SAYS).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}
