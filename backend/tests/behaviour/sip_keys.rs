//! Keys that are pressed for a far end at a phone system: in the sound where it takes them there, else
//! by INFO.

use call::{Keys, With};
use contract::Phase;
use serde_json::json;

use crate::pbx::{EXTENSION, Pbx, described, port_in};
use crate::rig::eventually;
use crate::telephone::OnHook;

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_takes_keys_in_the_sound_hears_them_there() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, _, telephone) = pbx.talking(&mut surface).await;
    let _microphone = crate::sound::carries(&pbx.rig, &surface, &id, 600.0).await;
    for key in ['5', '#'] {
        pbx.rig.app().switchboard.phone.press(&id, With::Far, &Keys::of(&key.to_string()).unwrap());
    }
    let keys = async || (telephone.keys() == "5#").then_some(());
    eventually("the keys are heard", keys).await;
    assert_eq!(pbx.peer.left("INFO"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_takes_none_there_is_told_by_info() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let telephone = OnHook::new().await;
    let sdp = described(&telephone, "sendrecv").replace("AVP 8 101", "AVP 8");
    let mut far = pbx.peer.call(EXTENSION, "", &sdp).await;
    let id = pbx.rung(&mut surface).await;
    pbx.rig.done(&surface, json!({ "answer": { "call": id } })).await;
    let answer = pbx.peer.acknowledge(&mut far, "").await;
    surface.until_call(&id, |c| matches!(c.phase, Phase::Connected { .. })).await;
    let _telephone = telephone.speaks(port_in(&answer.body), 1_000.0);
    pbx.rig.app().switchboard.phone.press(&id, With::Far, &Keys::of("7").unwrap());
    let info = pbx.peer.request("INFO").await;
    assert!(info.body.contains("Signal=7"), "{}", info.body);
}
