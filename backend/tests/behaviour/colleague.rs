//! A colleague is asked on the simulated phone system: it rings at their pages, and what they say is heard.

use contract::{CallView, EndStatus, Phase, ThirdStage};
use serde_json::json;

use crate::microphone::Microphone;
use crate::rig::{LINE, eventually};
use crate::sound::{carries, hears, hears_no};
use crate::transfer::{Two, connected, rings};

const ADA: f64 = 600.0;
const DANA: f64 = 1_000.0;
/// What rings.
const RINGING: f64 = 425.0;

/// Ada speaks with a far end that says again what it hears, and asks Dana.
struct Asking {
    two: Two,
    /// Ada's call, and Dana's.
    call: String,
    hers: String,
    page: Microphone,
}

impl Asking {
    async fn new() -> Self {
        let mut two = Two::new().await;
        let call = two.talking().await;
        let page = carries(&two.rig, &two.ada, &call, ADA).await;
        let hers = asks(&mut two, &call).await;
        Self { two, call, hers, page }
    }

    async fn stage(&mut self, stage: ThirdStage) {
        let is = |call: &CallView| call.third.as_ref().is_some_and(|third| third.stage == stage);
        self.two.ada.until_call(&self.call, is).await;
    }

    /// Nobody is beside the far end any more; what the page says of it.
    async fn alone(&mut self) -> Option<String> {
        self.two.ada.until_call(&self.call, |call| call.third.is_none()).await.note
    }

    async fn does(&self, what: &str) {
        let wish = json!({ "third": { "call": self.call, "does": what } });
        self.two.rig.done(&self.two.ada, wish).await;
    }

    async fn dana(&self, wish: &str) {
        self.two.rig.done(&self.two.dana, json!({ wish: { "call": self.hers } })).await;
    }

    /// Dana takes it.
    async fn answers(&mut self) -> Microphone {
        self.dana("answer").await;
        self.two.dana.until_call(&self.hers, connected).await;
        self.stage(ThirdStage::WithThird).await;
        carries(&self.two.rig, &self.two.dana, &self.hers, DANA).await
    }

    /// Dana's call has ended as it should.
    async fn hers_is_over(&mut self, end: EndStatus) {
        let over = |call: &CallView| matches!(&call.phase, Phase::WrapUp { end: how, .. } | Phase::Closed { end: how, .. } if *how == end);
        self.two.dana.until_call(&self.hers, over).await;
        let sound = self.two.rig.app().sound.clone().unwrap();
        let over = async || sound.sounds(&self.hers).is_none().then_some(());
        eventually("nothing is kept of the colleague's sound", over).await;
    }
}

async fn asks(two: &mut Two, call: &str) -> String {
    let to = json!({ "agent": two.id.0 });
    let wish = json!({ "transfer": { "call": call, "to": to, "consult": true } });
    two.rig.done(&two.ada, wish).await;
    // What was there before is told, too: only what comes from here on counts.
    let asked = |call: &CallView| {
        call.third.as_ref().is_some_and(|third| third.stage == ThirdStage::Ringing)
    };
    two.ada.until_call(call, asked).await;
    let rung = rings(&mut two.dana).await;
    assert_eq!((rung.from.as_str(), rung.simulated), (LINE, true));
    rung.id.0
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_is_asked_is_rung_heard_joined_and_left_with_the_far_end() {
    let mut all = Asking::new().await;
    hears(&all.page, RINGING).await;
    // Who asks is told by their name.
    let named = |call: &CallView| call.party.as_ref().is_some_and(|party| party.name == "Ada King");
    all.two.dana.until_call(&all.hers, named).await;
    let hers = all.answers().await;
    hears(&hers, ADA).await;
    hears(&all.page, DANA).await;
    all.does("swap").await;
    all.stage(ThirdStage::WithFar).await;
    hears_no(&hers, ADA).await;
    hears_no(&all.page, DANA).await;
    all.does("merge").await;
    all.stage(ThirdStage::Joined).await;
    // The far end says again what it hears of both.
    let both = |heard: &Microphone, other: f64| heard.hears(other) > 0.2;
    eventually("each hears the other one", async || {
        (both(&all.page, DANA) && both(&hers, ADA)).then_some(())
    })
    .await;
    all.does("complete").await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    assert!(all.two.ada.until_call(&all.call, over).await.transferred);
    eventually("the asker is let go", async || all.page.is_closed().then_some(())).await;
    // Only her own voice comes back.
    hears(&hers, DANA).await;
    assert!(connected(all.two.dana.call(&all.hers).unwrap()));
    all.two.rig.far(&all.call, "hangup").await;
    all.hers_is_over(EndStatus::Completed).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_declines_or_goes_is_told_and_the_far_end_waits() {
    let mut all = Asking::new().await;
    all.dana("decline").await;
    let note = all.alone().await;
    assert_eq!(note.as_deref(), Some("Dana declined. The other party is on hold."));
    all.hers_is_over(EndStatus::Rejected).await;
    all.hers = asks(&mut all.two, &all.call.clone()).await;
    let hers = all.answers().await;
    hears(&hers, ADA).await;
    all.dana("hangUp").await;
    let note = all.alone().await;
    assert_eq!(note.as_deref(), Some("Dana has hung up. The other party is on hold."));
    all.hers_is_over(EndStatus::Completed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_not_rung_any_more_when_nobody_asks_and_hung_up_with_the_far_end() {
    let mut all = Asking::new().await;
    all.does("drop").await;
    // As any caller who gives up.
    all.hers_is_over(EndStatus::Canceled).await;
    all.hers = asks(&mut all.two, &all.call.clone()).await;
    all.answers().await;
    all.two.rig.far(&all.call, "hangup").await;
    all.hers_is_over(EndStatus::Completed).await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    assert!(!all.two.ada.until_call(&all.call, over).await.transferred);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_hangs_up_on_the_far_end_ends_it() {
    let mut all = Asking::new().await;
    all.answers().await;
    all.does("complete").await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    assert!(all.two.ada.until_call(&all.call, over).await.transferred);
    all.dana("hangUp").await;
    all.hers_is_over(EndStatus::Completed).await;
    let sound = all.two.rig.app().sound.clone().unwrap();
    let gone = async || sound.sounds(&all.call).is_none().then_some(());
    eventually("the far end is over", gone).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_ends_the_asking_and_the_far_end_waits_for_who_asked() {
    let mut all = Asking::new().await;
    all.answers().await;
    all.two.rig.kill().await;
    all.two.rig.start().await;
    let rig = &all.two.rig;
    let mut ada = rig.surface("ada, again").await;
    let token = rig.token(&all.two.id).await;
    let mut dana = crate::surface::Surface::connect(rig.address, "dana, again", token).await;
    let call = ada.until_call(&all.call, |call| call.third.is_none()).await;
    assert_eq!(call.note.as_deref(), Some("Dana cannot be reached. The other party is on hold."));
    assert!(connected(&call));
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    dana.until_call(&all.hers, over).await;
}
