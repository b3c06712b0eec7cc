//! Keys that are pressed at either end of a call through a real phone system: in the sound (RFC 4733),
//! and by INFO where the phone system takes none there. The sound goes on afterwards.

use serde_json::json;
use sidetone_e2e::phone_system::{Descriptions, Phone};
use sip::{Access, Dial, Digit, LineConfig, LineEvent, SecretString};

use crate::microphone::Microphone;
use crate::pbx::{EXTENSION, described, port_in, rings};
use crate::real_world::{PAGE_SAYS, PHONE_SAYS, World, connected, phone_hears};
use crate::rig::eventually;
use crate::sip_support::{self, Agent};
use crate::sound::{carries, hears};
use crate::telephone::OnHook;

/// All there are, and one twice.
const KEYS: &str = "1234567890*#55";

async fn agent_presses(world: &World, phone: &mut Phone) {
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(phone, &mut surface).await;
    world.done(&surface, json!({ "digits": { "call": call, "keys": KEYS } })).await;
    assert_eq!(phone.keys(KEYS.len()).await.unwrap(), KEYS);
    phone_hears(phone, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
}

async fn is_told(page: &Microphone, keys: &str) {
    eventually(&format!("the page is told {keys}"), async || (page.keys() == keys).then_some(()))
        .await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn keys_of_the_agent_reach_the_phone_in_the_sound() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    agent_presses(&world, &mut phone).await;
    assert!(!phone.output().contains("received DTMF"), "they came by INFO");
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn keys_of_the_agent_go_by_info_where_none_are_taken_in_the_sound() {
    let world = World::with(Descriptions::WithoutKeys).await;
    let mut phone = world.phone(false).await;
    agent_presses(&world, &mut phone).await;
    let by_info = phone.output().matches("received DTMF").count();
    assert_eq!(by_info, KEYS.len(), "{}", phone.output());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn keys_of_the_phone_in_the_sound_reach_the_page() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (_, page) = world.talking(&mut phone, &mut surface).await;
    for (n, key) in KEYS.char_indices() {
        phone.presses(key).await.unwrap();
        is_told(&page, &KEYS[..=n]).await;
    }
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
}

/// baresip sends no keys by INFO: the phone is a user agent of our own, behind the same kamailio.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn keys_of_a_phone_by_info_reach_the_page() {
    let world = World::with(Descriptions::WithoutKeys).await;
    let mut phone = Agent::new().await;
    let there = ([127, 0, 0, 1], world.kamailio.port()).into();
    let line = LineConfig {
        domain: Some("pbx.test".to_owned()),
        user: "1002".to_owned(),
        password: Some(SecretString::from("pw-1002")),
        access: Access::Registration { expires_s: 60 },
        peers: Vec::new(),
        ..sip_support::line(there)
    };
    phone.ua.register(line).unwrap();
    phone.line_event("registered", |event| matches!(event, LineEvent::Registered { .. })).await;
    let telephone = OnHook::new().await;
    let leg = "leg-00000001";
    let sdp = described(&telephone, "sendrecv");
    phone.ua.dial(Dial { sdp, ..sip_support::dial(leg, EXTENSION) });
    let mut surface = world.rig.surface("s").await;
    let call = rings(&mut surface).await;
    world.done(&surface, json!({ "answer": { "call": call } })).await;
    let telephone = telephone.speaks(port_in(&phone.answered(leg).await), PHONE_SAYS);
    connected(&mut surface, &call).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    for key in KEYS.chars() {
        phone.ua.press(leg, Digit::new(key, 160).unwrap());
    }
    is_told(&page, KEYS).await;
    hears(&page, PHONE_SAYS).await;
    let heard = async || (telephone.hears(PAGE_SAYS) > 0.8).then_some(());
    eventually("the telephone hears the page", heard).await;
}
