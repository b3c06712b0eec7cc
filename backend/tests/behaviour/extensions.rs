//! An extension of the phone system is called, asked and given a call as it was typed, and stands so in
//! the record.

use contract::Phase;
use serde_json::{Value, json};

use crate::pbx::{Pbx, finished};
use crate::rig::Rig;
use crate::sip_support::Text;

const COLLEAGUE: &str = "1002";

async fn gives(rig: &Rig, surface: &crate::surface::Surface, call: &str, consult: bool) {
    let wish = json!({ "call": call, "to": { "number": "10-02" }, "consult": consult });
    rig.done(surface, json!({ "transfer": wish })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_called_and_recorded_as_it_was_typed() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, COLLEAGUE).await;
    assert!(invite.uri().starts_with("sip:1002@"), "{}", invite.uri());
    let (mut far, _telephone) = pbx.picks_up(&invite, 1_000.0).await;
    let connected = surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    assert_eq!((connected.to.as_str(), connected.shown.as_str()), (COLLEAGUE, COLLEAGUE));
    pbx.peer.ask(&mut far, "BYE", "", "").await;
    finished(&pbx.rig, &mut surface, &call).await;
    let is_it = |record: &Value| record["properties"]["hs_call_external_id"] == call.as_str();
    let records = pbx.rig.records(|all| all.iter().any(is_it)).await;
    let record = records.iter().find(|record| is_it(record)).unwrap();
    assert_eq!(record["properties"]["hs_call_to_number"], COLLEAGUE, "{record}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_given_to_an_extension() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, far, _telephone) = pbx.talking(&mut surface).await;
    gives(&pbx.rig, &surface, &call, false).await;
    let refer = pbx.peer.request("REFER").await;
    assert_eq!(refer.header("Call-ID"), far.id);
    assert!(refer.header("Refer-To").contains("sip:1002@"), "{}", refer.header("Refer-To"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_asked_first() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, _far, _telephone) = pbx.talking(&mut surface).await;
    gives(&pbx.rig, &surface, &call, true).await;
    let new = |text: &Text| text.method() == "INVITE" && !text.header("To").contains(";tag=");
    let invite = pbx.peer.wait("the third's INVITE", new).await;
    assert!(invite.uri().starts_with("sip:1002@"), "{}", invite.uri());
}
