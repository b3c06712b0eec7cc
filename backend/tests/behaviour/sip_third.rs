//! Somebody beside a far end at a phone system: the far end is given to them, or they are asked first,
//! joined, and left with it. All of them are telephones, and listened to.

use contract::{CallView, EndStatus, Phase, ThirdStage};
use serde_json::json;
use sidetone_backend::clock;
use sidetone_backend::people::{self, NewAgent};
use std::net::SocketAddr;

use crate::microphone::Microphone;
use crate::pbx::{Pbx, closed, described, described_at, direction_in, finished, port_in, rings};
use crate::rig::eventually;
use crate::sip_support::{Call, Text};
use crate::sound::{carries, hears, hears_no};
use crate::surface::Surface;
use crate::telephone::{OnHook, Telephone};

const AGENT: f64 = 600.0;
const FAR: f64 = 1_000.0;
const THIRD: f64 = 1_700.0;
const RINGING: f64 = 425.0;
/// A note that who is on hold hears.
const HELD: f64 = 523.25;

/// Ada speaks with a telephone; what is beside it comes later.
struct Asking {
    pbx: Pbx,
    ada: Surface,
    call: String,
    page: Microphone,
    far: Call,
    telephone: Telephone,
    /// The number of the last change that the telephone took: what is sent again is no new one.
    taken: u32,
}

impl Asking {
    async fn new() -> Self {
        Self::at(Pbx::new().await).await
    }

    async fn at(mut pbx: Pbx) -> Self {
        let mut ada = pbx.rig.surface("ada").await;
        let (call, far, telephone) = pbx.talking(&mut ada).await;
        let page = carries(&pbx.rig, &ada, &call, AGENT).await;
        hears(&page, FAR).await;
        Self { pbx, ada, call, page, far, telephone, taken: 0 }
    }

    async fn transfers(&self, consult: bool) {
        let to = json!({ "number": "020 7323 8277" });
        let wish = json!({ "transfer": { "call": self.call, "to": to, "consult": consult } });
        self.pbx.rig.done(&self.ada, wish).await;
    }

    async fn does(&self, what: &str) {
        let wish = json!({ "third": { "call": self.call, "does": what } });
        self.pbx.rig.done(&self.ada, wish).await;
    }

    /// Somebody else is called; their INVITE.
    async fn consults(&mut self) -> Text {
        self.transfers(true).await;
        let new = |text: &Text| text.method() == "INVITE" && !text.header("To").contains(";tag=");
        let invite = self.pbx.peer.wait("the third's INVITE", new).await;
        assert!(invite.uri().starts_with("sip:+442073238277@"), "{}", invite.uri());
        invite
    }

    /// Somebody else is called, and takes it while the far end waits.
    async fn asks(&mut self) -> (Call, Telephone) {
        let invite = self.consults().await;
        self.far_agrees("sendonly").await;
        let third = self.pbx.picks_up(&invite, THIRD).await;
        self.stage(ThirdStage::WithThird).await;
        third
    }

    async fn far_agrees(&mut self, wanted: &str) {
        let at = self.telephone.remote().address;
        self.taken = agrees(&mut self.pbx, &self.far.id, at, wanted, self.taken).await;
    }

    async fn stage(&mut self, stage: ThirdStage) {
        let is = |call: &CallView| call.third.as_ref().is_some_and(|third| third.stage == stage);
        self.ada.until_call(&self.call, is).await;
    }

    /// Nobody is beside the far end any more; what the page says of it.
    async fn alone(&mut self) -> Option<String> {
        self.ada.until_call(&self.call, |call| call.third.is_none()).await.note
    }

    async fn wrap_up(&mut self) -> CallView {
        let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
        self.ada.until_call(&self.call, over).await
    }

    /// We hang up this call of the phone system's.
    async fn is_hung_up(&mut self, id: &str) {
        let its = |text: &Text| text.method() == "BYE" && text.header("Call-ID") == id;
        let bye = self.pbx.peer.wait("BYE", its).await;
        self.pbx.peer.reply(&bye, "200 OK", "", "").await;
    }

    /// Nothing is kept of the call's sound.
    async fn is_over(&self) {
        let sound = self.pbx.rig.app().sound.clone().unwrap();
        let over = async || sound.sounds(&self.call).is_none().then_some(());
        eventually("the sound is over", over).await;
    }

    async fn notify(&mut self, state: &str, status: &str) {
        let news = format!(
            "Event: refer\r\nSubscription-State: {state}\r\nContent-Type: message/sipfrag\r\n"
        );
        let body = format!("SIP/2.0 {status}\r\n");
        self.pbx.peer.ask(&mut self.far, "NOTIFY", &news, &body).await;
    }
}

/// A telephone of the phone system's takes a hold of ours (`sendonly`), or its end, that has a higher
/// number than this; its number.
async fn agrees(pbx: &mut Pbx, id: &str, at: SocketAddr, wanted: &str, after: u32) -> u32 {
    let its = |text: &Text| {
        text.method() == "INVITE"
            && text.header("To").contains(";tag=")
            && text.header("Call-ID") == id
            && text.seq() > after
            && direction_in(&text.body) == wanted
    };
    let change = pbx.peer.wait(&format!("{wanted} for {id}"), its).await;
    let answer = if wanted == "sendonly" { "recvonly" } else { wanted };
    pbx.peer.reply(&change, "200 OK", "", &described_at(at, answer)).await;
    let seq = change.seq();
    let its =
        |text: &Text| text.method() == "ACK" && text.header("Call-ID") == id && text.seq() == seq;
    pbx.peer.wait("ACK", its).await;
    seq
}

async fn listens(telephone: &Telephone, pitch: f64) {
    let hears = async || (telephone.hears(pitch) > 0.2).then_some(());
    eventually(&format!("{pitch} Hz are heard"), hears).await;
}

async fn listens_no(telephone: &Telephone, pitch: f64) {
    let hears = async || (telephone.hears(pitch) < 0.05).then_some(());
    eventually(&format!("{pitch} Hz are heard no more"), hears).await;
}

/// Who is on hold hears a note of it, and nobody.
async fn waits(telephone: &Telephone, others: [f64; 2]) {
    listens(telephone, HELD).await;
    for other in others {
        listens_no(telephone, other).await;
    }
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_is_asked_swapped_joined_and_left_with_the_far_end_until_one_hangs_up() {
    let mut all = Asking::new().await;
    let (mut third, other) = all.asks().await;
    hears(&all.page, THIRD).await;
    listens(&other, AGENT).await;
    waits(&all.telephone, [AGENT, THIRD]).await;
    // Keys are for whom the agent speaks with.
    let keys = json!({ "digits": { "call": all.call, "keys": "4#" } });
    all.pbx.rig.done(&all.ada, keys).await;
    let told = async || (other.keys() == "4#").then_some(());
    eventually("the keys are heard", told).await;
    assert_eq!(all.telephone.keys(), "");
    all.does("swap").await;
    agrees(&mut all.pbx, &third.id, other.remote().address, "sendonly", 0).await;
    all.far_agrees("sendrecv").await;
    all.stage(ThirdStage::WithFar).await;
    hears(&all.page, FAR).await;
    listens(&all.telephone, AGENT).await;
    waits(&other, [AGENT, FAR]).await;
    all.does("merge").await;
    agrees(&mut all.pbx, &third.id, other.remote().address, "sendrecv", 0).await;
    all.stage(ThirdStage::Joined).await;
    for (telephone, others) in [(&all.telephone, [AGENT, THIRD]), (&other, [AGENT, FAR])] {
        for pitch in others {
            listens(telephone, pitch).await;
        }
    }
    eventually("the page hears both", async || {
        (all.page.hears(FAR) > 0.2 && all.page.hears(THIRD) > 0.2).then_some(())
    })
    .await;
    all.does("complete").await;
    let over = all.wrap_up().await;
    assert!(over.transferred);
    assert_eq!(over.note.as_deref(), Some("Transferred to +44 20 7323 8277."));
    eventually("the page is let go", async || all.page.is_closed().then_some(())).await;
    listens_no(&all.telephone, AGENT).await;
    listens(&all.telephone, THIRD).await;
    listens(&other, FAR).await;
    let far = all.far.id.clone();
    all.pbx.peer.ask(&mut third, "BYE", "", "").await;
    all.is_hung_up(&far).await;
    all.is_over().await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn who_waited_is_taken_from_hold_when_the_agent_leaves_and_ends_the_call_for_both() {
    let mut all = Asking::new().await;
    let (third, other) = all.asks().await;
    hears(&all.page, THIRD).await;
    all.does("complete").await;
    all.far_agrees("sendrecv").await;
    assert!(all.wrap_up().await.transferred);
    listens(&all.telephone, THIRD).await;
    listens(&other, FAR).await;
    let mut far = all.far.clone();
    all.pbx.peer.ask(&mut far, "BYE", "", "").await;
    all.is_hung_up(&third.id).await;
    all.is_over().await;
    let call = all.call.clone();
    let end = finished(&all.pbx.rig, &mut all.ada, &call).await;
    assert_eq!(end, EndStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_were_left_to_each_other_are_hung_up_when_their_time_is_over() {
    let mut all = Asking::at(Pbx::with(|config| config.calls.left_alone_for_s = 2).await).await;
    let (third, _other) = all.asks().await;
    let left = clock::now();
    all.does("complete").await;
    all.far_agrees("sendrecv").await;
    assert!(all.wrap_up().await.transferred);
    let far = all.far.id.clone();
    all.is_hung_up(&far).await;
    assert!(clock::now() - left >= 1_900, "they had their time");
    all.is_hung_up(&third.id).await;
    all.is_over().await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_take_it_is_told_apart_and_the_far_end_waits() {
    let mut all = Asking::new().await;
    let mut held = false;
    for (status, why) in [
        ("486 Busy Here", "is busy."),
        ("480 Temporarily Unavailable", "did not answer."),
        ("603 Decline", "declined."),
        ("503 Service Unavailable", "cannot be reached."),
    ] {
        let invite = all.consults().await;
        if !std::mem::replace(&mut held, true) {
            all.far_agrees("sendonly").await;
        }
        all.stage(ThirdStage::Dialling).await;
        all.pbx.peer.reply(&invite, status, "", "").await;
        let note = all.alone().await;
        let wanted = format!("+44 20 7323 8277 {why} The other party is on hold.");
        assert_eq!(note.as_deref(), Some(&*wanted), "{status}");
    }
    // The next one rings, then is announced something, and then nobody wants them any more.
    let invite = all.consults().await;
    all.pbx.peer.reply(&invite, "180 Ringing", "", "").await;
    all.stage(ThirdStage::Ringing).await;
    hears(&all.page, RINGING).await;
    let early = OnHook::new().await;
    let sdp = described(&early, "sendrecv");
    all.pbx.peer.reply(&invite, "183 Session Progress", "", &sdp).await;
    let _early = early.speaks(port_in(&invite.body), 800.0);
    hears(&all.page, 800.0).await;
    waits(&all.telephone, [AGENT, 800.0]).await;
    all.does("drop").await;
    let cancel = all.pbx.peer.request("CANCEL").await;
    assert_eq!(cancel.header("Call-ID"), invite.header("Call-ID"));
    all.far_agrees("sendrecv").await;
    listens(&all.telephone, AGENT).await;
    hears(&all.page, FAR).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_and_dropped_is_hung_up_and_who_hangs_up_leaves_the_far_end_on_hold() {
    let mut all = Asking::new().await;
    let (third, _other) = all.asks().await;
    hears(&all.page, THIRD).await;
    all.does("drop").await;
    all.is_hung_up(&third.id).await;
    all.far_agrees("sendrecv").await;
    all.alone().await;
    listens(&all.telephone, AGENT).await;
    hears_no(&all.page, THIRD).await;
    // And somebody else can be asked, who goes by themselves.
    let (mut third, _other) = all.asks().await;
    hears(&all.page, THIRD).await;
    all.pbx.peer.ask(&mut third, "BYE", "", "").await;
    let why = "+44 20 7323 8277 has hung up. The other party is on hold.";
    assert_eq!(all.alone().await.as_deref(), Some(why));
    waits(&all.telephone, [AGENT, THIRD]).await;
    let wish = json!({ "hold": { "call": all.call, "on": false } });
    all.pbx.rig.done(&all.ada, wish).await;
    all.far_agrees("sendrecv").await;
    listens(&all.telephone, AGENT).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_hangs_up_ends_the_call_of_who_was_asked_too() {
    let mut all = Asking::new().await;
    let (third, _other) = all.asks().await;
    let mut far = all.far.clone();
    all.pbx.peer.ask(&mut far, "BYE", "", "").await;
    all.is_hung_up(&third.id).await;
    let over = all.wrap_up().await;
    assert!(!over.transferred && over.third.is_none());
    all.is_over().await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_the_phone_system_connects_has_the_call_and_one_that_is_busy_gives_it_back() {
    let mut all = Asking::new().await;
    all.transfers(false).await;
    all.far_agrees("sendonly").await;
    let refer = all.pbx.peer.request("REFER").await;
    assert!(refer.header("Refer-To").contains("+442073238277"), "{}", refer.header("Refer-To"));
    all.pbx.peer.reply(&refer, "202 Accepted", "", "").await;
    all.stage(ThirdStage::Transferring).await;
    all.notify("active;expires=60", "180 Ringing").await;
    listens(&all.telephone, RINGING).await;
    all.notify("terminated;reason=noresource", "486 Busy Here").await;
    let why = "+44 20 7323 8277 is busy. The call was not transferred.";
    assert_eq!(all.alone().await.as_deref(), Some(why));
    all.far_agrees("sendrecv").await;
    listens(&all.telephone, AGENT).await;
    hears(&all.page, FAR).await;

    all.transfers(false).await;
    all.far_agrees("sendonly").await;
    let refer = all.pbx.peer.request("REFER").await;
    all.pbx.peer.reply(&refer, "202 Accepted", "", "").await;
    all.notify("terminated;reason=noresource", "200 OK").await;
    let far = all.far.id.clone();
    all.is_hung_up(&far).await;
    let over = all.wrap_up().await;
    let note = "Transferred to +44 20 7323 8277.";
    assert_eq!((over.transferred, over.note.as_deref()), (true, Some(note)));
    all.is_over().await;
    let call = all.call.clone();
    let end = finished(&all.pbx.rig, &mut all.ada, &call).await;
    assert_eq!(end, EndStatus::Completed);
    assert_eq!(all.pbx.recorded(&call).await, "COMPLETED");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_news_of_a_transfer_that_was_given_up_is_not_taken_for_who_is_asked_next() {
    let mut all = Asking::new().await;
    all.transfers(false).await;
    all.far_agrees("sendonly").await;
    let refer = all.pbx.peer.request("REFER").await;
    all.pbx.peer.reply(&refer, "202 Accepted", "", "").await;
    all.stage(ThirdStage::Transferring).await;
    all.does("drop").await;
    all.far_agrees("sendrecv").await;
    all.alone().await;
    all.notify("active;expires=60", "180 Ringing").await;
    assert_eq!(all.pbx.peer.answer("NOTIFY").await.status(), 200);
    let (third, other) = all.asks().await;
    all.notify("terminated;reason=noresource", "486 Busy Here").await;
    hears(&all.page, THIRD).await;
    all.does("swap").await;
    agrees(&mut all.pbx, &third.id, other.remote().address, "sendonly", 0).await;
    all.far_agrees("sendrecv").await;
    all.stage(ThirdStage::WithFar).await;
    listens(&all.telephone, AGENT).await;
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
async fn another_agent_gets_a_telephone_that_hears_it_ring_there_or_it_comes_back() {
    let mut all = Asking::new().await;
    let tenant = all.pbx.rig.tenant().await;
    let dana = NewAgent { login: "dana", name: "Dana", number: "+442079460802", country: "GB" };
    let id = people::add_agent(&all.pbx.rig.store, &tenant, dana).await.unwrap();
    let token = all.pbx.rig.token(&id).await;
    let mut dana = Surface::connect(all.pbx.rig.address, "dana", token).await;
    let given = |call: &str| json!({ "transfer": { "call": call, "to": { "agent": id.0 } } });
    // The phone system was told to wait; whoever takes the call tells it to go on.
    let hold = json!({ "hold": { "call": all.call, "on": true } });
    all.pbx.rig.done(&all.ada, hold).await;
    all.far_agrees("sendonly").await;
    all.pbx.rig.done(&all.ada, given(&all.call)).await;
    let leg = rings(&mut dana).await;
    assert!(all.wrap_up().await.transferred);
    listens(&all.telephone, RINGING).await;
    all.pbx.rig.done(&dana, json!({ "decline": { "call": leg } })).await;
    assert_eq!(closed(&mut dana, &leg).await, EndStatus::Rejected);
    let back = rings(&mut all.ada).await;
    all.pbx.rig.done(&all.ada, json!({ "answer": { "call": back } })).await;
    all.far_agrees("sendrecv").await;
    let again = carries(&all.pbx.rig, &all.ada, &back, 700.0).await;
    hears(&again, FAR).await;
    listens(&all.telephone, 700.0).await;

    all.pbx.rig.done(&all.ada, given(&back)).await;
    let leg = rings(&mut dana).await;
    listens(&all.telephone, RINGING).await;
    all.pbx.rig.done(&dana, json!({ "answer": { "call": leg } })).await;
    let second = carries(&all.pbx.rig, &dana, &leg, 900.0).await;
    hears(&second, FAR).await;
    listens(&all.telephone, 900.0).await;
    listens_no(&all.telephone, 700.0).await;
    let mut far = all.far.clone();
    all.pbx.peer.ask(&mut far, "BYE", "", "").await;
    assert_eq!(finished(&all.pbx.rig, &mut dana, &leg).await, EndStatus::Completed);
    all.is_over().await;
}
