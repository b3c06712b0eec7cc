//! Calls through a real phone system that go beyond two ends: given to another phone by the phone system
//! (REFER), or by way of somebody who is asked first, and three who speak with each other. Every phone is
//! listened to.

use contract::{CallView, EndStatus, Phase, ThirdStage};
use serde_json::json;
use sidetone_e2e::phone_system::{Descriptions, OTHER_NUMBER, Phone};

use crate::microphone::Microphone;
use crate::pbx::finished;
use crate::real_world::{
    FIRST, OTHER, OTHER_SAYS, PAGE_SAYS, PHONE_SAYS, SECOND, World, phone_hears, phone_hears_both,
    stage,
};
use crate::rig::eventually;
use crate::sound::{hears, hears_no};
use crate::surface::Surface;

/// A phone speaks with Ada; another one is there. The phone system goes last: phones take their leave of
/// it.
struct Beside {
    phone: Phone,
    other: Phone,
    surface: Surface,
    call: String,
    page: Microphone,
    world: World,
}

impl Beside {
    /// The other one answers by itself, or as it is told.
    async fn new(answers: bool) -> Self {
        let world = World::behind_a_network(Descriptions::Untouched).await;
        let (mut phone, other) = (world.phone(false).await, world.other_phone(answers).await);
        let mut surface = world.rig.surface("s").await;
        let (call, page) = world.talking(&mut phone, &mut surface).await;
        Self { phone, other, surface, call, page, world }
    }

    async fn transfers(&mut self, consult: bool) {
        let to = json!({ "number": OTHER_NUMBER });
        let wish = json!({ "transfer": { "call": self.call, "to": to, "consult": consult } });
        self.world.done(&self.surface, wish).await;
        self.surface.until_call(&self.call, |call| call.third.is_some()).await;
    }

    /// The other phone is asked, and heard, while the first one waits.
    async fn asks(&mut self) {
        self.transfers(true).await;
        stage(&mut self.surface, &self.call, ThirdStage::WithThird).await;
        hears(&self.page, OTHER_SAYS).await;
        phone_hears(&self.other, PAGE_SAYS).await;
    }

    async fn does(&self, what: &str) {
        let wish = json!({ "third": { "call": self.call, "does": what } });
        self.world.done(&self.surface, wish).await;
    }

    /// Nobody is beside the first phone any more; what the page says of it.
    async fn alone(&mut self) -> Option<String> {
        self.surface.until_call(&self.call, |call| call.third.is_none()).await.note
    }

    /// The call is somebody else's.
    async fn is_transferred(&mut self) {
        let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
        let call = self.surface.until_call(&self.call, over).await;
        assert!(call.transferred);
        eventually("the page is let go", async || self.page.is_closed().then_some(())).await;
    }

    /// Page and first phone hear each other again.
    async fn speak_again(&self) {
        self.world.is_sent_page(FIRST).await;
        hears(&self.page, PHONE_SAYS).await;
    }
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_is_given_to_another_number_calls_it_and_the_two_hear_each_other() {
    let mut all = Beside::new(true).await;
    all.transfers(false).await;
    all.is_transferred().await;
    phone_hears(&all.phone, OTHER_SAYS).await;
    phone_hears(&all.other, PHONE_SAYS).await;
    // It is a call of their own: one hangs up, and the other one is told.
    all.other.hangs_up().await.unwrap();
    all.phone.until("CALL_CLOSED").await.unwrap();
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_is_given_to_a_number_that_is_busy_stays_and_is_heard_again() {
    let mut all = Beside::new(false).await;
    all.transfers(false).await;
    all.other.until("CALL_INCOMING").await.unwrap();
    all.other.hangs_up().await.unwrap();
    let note = all.alone().await;
    assert_eq!(note.as_deref(), Some("+44 20 7323 8277 is busy. The call was not transferred."));
    all.speak_again().await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_is_asked_is_swapped_with_the_one_that_waits() {
    let mut all = Beside::new(true).await;
    all.asks().await;
    hears_no(&all.page, PHONE_SAYS).await;
    all.world.waits(FIRST).await;
    all.does("swap").await;
    stage(&mut all.surface, &all.call, ThirdStage::WithFar).await;
    all.speak_again().await;
    all.world.waits(SECOND).await;
    hears_no(&all.page, OTHER_SAYS).await;
    all.does("swap").await;
    stage(&mut all.surface, &all.call, ThirdStage::WithThird).await;
    hears(&all.page, OTHER_SAYS).await;
    all.world.is_sent_page(SECOND).await;
    all.world.waits(FIRST).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_was_asked_gets_the_one_that_waited_and_one_that_hangs_up_ends_it_for_both() {
    let mut all = Beside::new(true).await;
    all.asks().await;
    all.does("complete").await;
    all.is_transferred().await;
    all.world.is_sent(FIRST, &[OTHER_SAYS], 0.8).await;
    phone_hears(&all.other, PHONE_SAYS).await;
    all.phone.hangs_up().await.unwrap();
    all.other.until("CALL_CLOSED").await.unwrap();
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_was_asked_and_is_dropped_is_hung_up_and_the_one_that_waited_is_heard_again() {
    let mut all = Beside::new(true).await;
    all.asks().await;
    all.does("drop").await;
    all.other.until("CALL_CLOSED").await.unwrap();
    all.alone().await;
    all.speak_again().await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_rings_to_be_asked_and_is_dropped_rings_no_more() {
    let mut all = Beside::new(false).await;
    all.transfers(true).await;
    all.other.until("CALL_INCOMING").await.unwrap();
    stage(&mut all.surface, &all.call, ThirdStage::Ringing).await;
    all.does("drop").await;
    all.other.until("CALL_CLOSED").await.unwrap();
    all.alone().await;
    all.speak_again().await;
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn three_who_are_joined_all_hear_both_others_until_one_leaves() {
    let mut all = Beside::new(true).await;
    all.asks().await;
    all.does("merge").await;
    stage(&mut all.surface, &all.call, ThirdStage::Joined).await;
    all.world.is_sent(FIRST, &[PAGE_SAYS, OTHER_SAYS], 0.2).await;
    phone_hears_both(&all.other, [PAGE_SAYS, PHONE_SAYS]).await;
    eventually("the page hears both", async || {
        (all.page.hears(PHONE_SAYS) > 0.2 && all.page.hears(OTHER_SAYS) > 0.2).then_some(())
    })
    .await;
    all.other.hangs_up().await.unwrap();
    all.alone().await;
    all.speak_again().await;
    hears_no(&all.page, OTHER_SAYS).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_that_wants_to_move_the_agent_elsewhere_is_refused_and_nobody_is_called() {
    let mut all = Beside::new(true).await;
    all.phone.transfers(OTHER).await.unwrap();
    let failed = all.phone.until("TRANSFER_FAILED").await.unwrap();
    assert!(failed["param"].as_str().unwrap().contains("603"), "{failed}");
    // baresip hangs up then, by itself; that a call goes on is for the phone systems of
    // `sip_transfer` to say.
    let end = finished(&all.world.rig, &mut all.surface, &all.call).await;
    assert_eq!(end, EndStatus::Completed);
    assert!(all.other.heard().unwrap().is_empty(), "the other phone was called");
}
