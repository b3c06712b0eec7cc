//! The way that sound takes between the service and a real phone: through rtpengine, as at carriers, and
//! through a network that goes away.

use serde_json::json;
use sidetone_backend::clock;
use sidetone_e2e::Recording;
use sidetone_e2e::phone_system::{Descriptions, Rtpengine};
use std::time::Duration;
use tokio::time::timeout;

use contract::Phase;

use crate::real_world::{PAGE_SAYS, PHONE_SAYS, World, phone_hears};
use crate::rig::eventually;
use crate::sound::{hears, hears_no};

/// How long the network is away.
const AWAY: Duration = Duration::from_secs(10);
/// How much longer anybody may hear nothing, in milliseconds: what is on its way when it goes, and until
/// the first packets are played when it is back.
const MORE: usize = 500;

/// Both ends send their sound to it, and go on to.
async fn carries_both_ways(rtpengine: &Rtpengine) {
    let before = rtpengine.received().await.unwrap();
    assert_eq!(before.len(), 2, "two ends");
    eventually("rtpengine goes on receiving from both ends", async || {
        let now = rtpengine.received().await.unwrap();
        now.iter().zip(&before).all(|(now, before)| *now >= before + 25).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio, baresip and rtpengine: cargo xtask test phone"]
async fn a_phone_calls_through_rtpengine_is_held_and_both_ends_hear_each_other() {
    let world = World::with(Descriptions::Anchored).await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    let rtpengine = world.kamailio.rtpengine().unwrap();
    carries_both_ways(rtpengine).await;
    world.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    hears_no(&page, PHONE_SAYS).await;
    world.done(&surface, json!({ "hold": { "call": call, "on": false } })).await;
    hears(&page, PHONE_SAYS).await;
    carries_both_ways(rtpengine).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio, baresip and rtpengine: cargo xtask test phone"]
async fn a_number_outside_is_reached_through_rtpengine_and_both_ends_hear_each_other() {
    let world = World::with(Descriptions::Anchored).await;
    let mut phone = world.phone(true).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.reached(&mut surface).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    carries_both_ways(world.kamailio.rtpengine().unwrap()).await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_call_outlives_ten_seconds_without_a_network_to_the_phone_and_sound_is_back_at_once() {
    let world = World::behind_a_network(Descriptions::Untouched).await;
    let network = world.network();
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let (call, page) = world.talking(&mut phone, &mut surface).await;
    let (before, _) = network.counts();
    eventually("all sound passes our network", async || {
        (network.counts().0 > before + 50).then_some(())
    })
    .await;

    let (went, recorded) = (clock::instant(), phone.heard().unwrap().len());
    network.is_away(true);
    let ends = surface.until_call(&call, |c| !matches!(c.phase, Phase::Connected { .. }));
    let ended = timeout(AWAY, ends).await;
    assert!(ended.is_err(), "the call ended: {ended:?}");
    hears_no(&page, PHONE_SAYS).await;
    let (_, lost) = network.counts();
    assert!(lost > 500, "only {lost} datagrams were lost");
    let before = phone.heard().unwrap().len();
    network.is_away(false);
    let away = went.elapsed().as_millis() as usize;

    hears(&page, PHONE_SAYS).await;
    let new = |heard: &[i16]| heard.len() > before + 1_600;
    phone.has_heard("the phone hears something again", new).await.unwrap();
    phone_hears(&phone, PAGE_SAYS).await;
    // A phone records what it plays and no silence while nothing comes: what is missing is the gap.
    let heard = Duration::from_millis(((phone.heard().unwrap().len() - recorded) / 8) as u64);
    let phone_gap = (went.elapsed() - heard).as_millis() as usize;
    let page_gap = Recording(page.played()).gap(PHONE_SAYS);
    println!("{away} ms without a network: {page_gap} ms at the page, {phone_gap} ms at the phone");
    for (who, gap) in [("page", page_gap), ("phone", phone_gap)] {
        assert!((away - MORE..away + MORE).contains(&gap), "{gap} ms at the {who}");
    }
    // Signalling is back, too.
    world.registered().await;
    world.hung_up_by(&mut phone, &mut surface, &call).await;
}
