//! Transfers at a phone system by the far end; ours are in `sip_third`.

use contract::EndStatus;

use crate::pbx::{EXTENSION, Pbx, described, direction_in, finished, port_in};
use crate::sound::{carries, hears};
use crate::telephone::OnHook;

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_hands_its_place_to_another_is_replaced_and_the_call_goes_on() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, far, first) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    let tag = |header: &str| header.split(";tag=").nth(1).unwrap().to_owned();
    let (ours, theirs) = (tag(&far.theirs), tag(&far.ours));
    let replaces =
        format!("Replaces: {};to-tag={ours};from-tag={theirs}\r\nRequire: replaces\r\n", far.id);
    let second = OnHook::new().await;
    let sdp = described(&second, "sendrecv");
    let mut other = pbx.peer.call(EXTENSION, &replaces, &sdp).await;
    let answer = pbx.peer.acknowledge(&mut other, "").await;
    assert_eq!(answer.header("Call-ID"), other.id);
    let bye = pbx.peer.request("BYE").await;
    assert_eq!(bye.header("Call-ID"), far.id);
    pbx.peer.reply(&bye, "200 OK", "", "").await;
    drop(first);
    let second = second.speaks(port_in(&answer.body), 800.0);
    hears(&microphone, 800.0).await;
    let page = async || (second.hears(600.0) > 0.8).then_some(());
    crate::rig::eventually("the other telephone hears the page", page).await;
    pbx.peer.ask(&mut other, "BYE", "", "").await;
    assert_eq!(finished(&pbx.rig, &mut surface, &id).await, EndStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_wants_us_to_call_somebody_else_is_refused_and_the_call_goes_on() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, mut far, telephone) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    pbx.peer.ask(&mut far, "REFER", "Refer-To: <sip:1004@pbx.test>\r\n", "").await;
    let refused = pbx.peer.status(603).await;
    assert_eq!(refused.seq_method(), "REFER");
    assert!(!refused.header("Allow").contains("REFER"), "{}", refused.header("Allow"));
    let before = telephone.amount();
    crate::rig::eventually("the telephone hears the page on", async || {
        (telephone.amount() > before + 1_600 && telephone.hears(600.0) > 0.8).then_some(())
    })
    .await;
    hears(&microphone, 1_000.0).await;
    // What the call was told of is no change of it: it can still be held.
    let hold = serde_json::json!({ "hold": { "call": id, "on": true } });
    pbx.rig.done(&surface, hold).await;
    assert_eq!(direction_in(&pbx.peer.request("INVITE").await.body), "sendonly");
}
