//! Somebody is asked before a call goes to them, or joins it: who hears whom, listened to at all ends.

use contract::{CallView, Phase, ThirdStage};
use serde_json::json;

use crate::microphone::Microphone;
use crate::rig::{Rig, eventually};
use crate::sound::{carries, hears, hears_no};
use crate::surface::Surface;
use crate::telephone::Telephone;
use crate::transfer::Two;

const AGENT: f64 = 600.0;
const FAR: f64 = 1_000.0;
const THIRD: f64 = 1_700.0;
/// Who is asked, as pages show them.
const THEM: &str = "+44 20 7323 8277";
/// The notes that who is on hold hears.
const HELD: [f64; 2] = [523.25, 659.25];

/// A call whose far end, and third, are telephones that can be listened to.
struct Listening {
    two: Two,
    call: String,
    page: Microphone,
    far: Telephone,
    third: Option<Telephone>,
}

impl Listening {
    async fn new() -> Self {
        let mut two = Two::new().await;
        let call = two.talking().await;
        let page = carries(&two.rig, &two.ada, &call, AGENT).await;
        let sound = two.rig.app().sound.clone().unwrap();
        let port = sound.far_opens(&call).unwrap();
        let far = Telephone::new(port, FAR).await;
        sound.far(&call, port, far.remote());
        hears(&page, FAR).await;
        Self { two, call, page, far, third: None }
    }

    /// The third is called and answers; from then on they are at a telephone too.
    async fn asks(&mut self) {
        let to = json!({ "number": "020 7323 8277" });
        let wish = json!({ "transfer": { "call": self.call, "to": to, "consult": true } });
        self.two.rig.done(&self.two.ada, wish).await;
        self.stage(ThirdStage::Ringing).await;
        hears(&self.page, 425.0).await;
        self.two.rig.far(&self.call, "third/answer").await;
        self.stage(ThirdStage::WithThird).await;
        let sound = self.two.rig.app().sound.clone().unwrap();
        let port = sound.third_opens(&self.call).unwrap();
        let third = Telephone::new(port, THIRD).await;
        sound.third(&self.call, port, third.remote());
        self.third = Some(third);
    }

    async fn does(&self, what: &str) {
        let wish = json!({ "third": { "call": self.call, "does": what } });
        self.two.rig.done(&self.two.ada, wish).await;
    }

    async fn stage(&mut self, stage: ThirdStage) -> CallView {
        let is = |call: &CallView| call.third.as_ref().is_some_and(|third| third.stage == stage);
        self.two.ada.until_call(&self.call, is).await
    }

    fn third(&self) -> &Telephone {
        self.third.as_ref().unwrap()
    }
}

async fn listens(telephone: &Telephone, pitch: f64) {
    eventually(&format!("{pitch} Hz are heard"), async || {
        (telephone.hears(pitch) > 0.2).then_some(())
    })
    .await;
}

async fn listens_no(telephone: &Telephone, pitch: f64) {
    eventually(&format!("{pitch} Hz are heard no more"), async || {
        (telephone.hears(pitch) < 0.05).then_some(())
    })
    .await;
}

/// Who is on hold hears a note of it, and none of these.
async fn waits(telephone: &Telephone, others: [f64; 2]) {
    eventually("a note is heard", async || {
        HELD.iter().all(|note| telephone.hears(*note) > 0.3).then_some(())
    })
    .await;
    for other in others {
        listens_no(telephone, other).await;
    }
}

// row!(P6) row!(P19)
#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_hears_the_agent_alone_is_swapped_joined_and_left_with_the_far_end() {
    let mut all = Listening::new().await;
    all.asks().await;
    let shown = all.two.ada.call(&all.call).unwrap().third.clone().unwrap();
    assert_eq!((shown.name.as_str(), shown.mixes), (THEM, true));
    hears(&all.page, THIRD).await;
    listens(all.third(), AGENT).await;
    waits(&all.far, [AGENT, THIRD]).await;
    all.does("swap").await;
    all.stage(ThirdStage::WithFar).await;
    hears(&all.page, FAR).await;
    listens(&all.far, AGENT).await;
    waits(all.third(), [AGENT, FAR]).await;
    all.does("merge").await;
    all.stage(ThirdStage::Joined).await;
    for (telephone, others) in [(&all.far, [AGENT, THIRD]), (all.third(), [AGENT, FAR])] {
        for other in others {
            listens(telephone, other).await;
        }
    }
    eventually("the page hears both", async || {
        (all.page.hears(FAR) > 0.2 && all.page.hears(THIRD) > 0.2).then_some(())
    })
    .await;
    all.does("complete").await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    let over = all.two.ada.until_call(&all.call, over).await;
    assert!(over.transferred);
    assert_eq!(over.note.as_deref(), Some(&*format!("Transferred to {THEM}.")));
    eventually("the page is let go", async || all.page.is_closed().then_some(())).await;
    listens(&all.far, THIRD).await;
    listens(all.third(), FAR).await;
    listens_no(&all.far, AGENT).await;
}

// row!(P6)
#[tokio::test(flavor = "multi_thread")]
async fn cancelling_gives_the_far_end_back_and_the_thirds_port() {
    let mut all = Listening::new().await;
    all.asks().await;
    hears(&all.page, THIRD).await;
    all.does("drop").await;
    all.two.ada.until_call(&all.call, |call| call.third.is_none()).await;
    hears(&all.page, FAR).await;
    hears_no(&all.page, THIRD).await;
    listens(&all.far, AGENT).await;
    // And somebody else can be asked.
    all.asks().await;
    hears(&all.page, THIRD).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_who_hangs_up_leaves_the_far_end_on_hold_until_the_agent_takes_it_back() {
    let mut all = Listening::new().await;
    all.asks().await;
    all.two.rig.far(&all.call, "third/hangup").await;
    let held = |call: &CallView| matches!(call.phase, Phase::Connected { held: true, .. });
    let now = all.two.ada.until_call(&all.call, held).await;
    let why = format!("{THEM} has hung up. The other party is on hold.");
    assert_eq!((now.third, now.note), (None, Some(why)));
    listens_no(&all.far, AGENT).await;
    all.two.rig.done(&all.two.ada, json!({ "hold": { "call": all.call, "on": false } })).await;
    listens(&all.far, AGENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_hangs_up_ends_the_call_for_the_third_too() {
    let mut all = Listening::new().await;
    all.asks().await;
    all.two.rig.far(&all.call, "hangup").await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    let over = all.two.ada.until_call(&all.call, over).await;
    assert!(!over.transferred && over.third.is_none());
    assert_eq!(all.two.rig.app().sound.clone().unwrap().sounds(&all.call), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_surface_of_the_agent_adds_a_third_and_all_of_them_show_it() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let mut other = two.rig.surface("another page").await;
    assert!(!other.owns());
    let wish = json!({ "transfer": { "call": call, "to": { "number": "020 7323 8277" }, "consult": true } });
    two.rig.done(&other, wish).await;
    for surface in [&mut two.ada, &mut other] {
        surface.until_call(&call, |call| call.third.is_some()).await;
    }
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_service_knows_who_was_being_asked_and_a_page_goes_on() {
    let mut two = Two::new().await;
    let call = two.talking().await;
    let wish = json!({ "transfer": { "call": call, "to": { "number": "020 7323 8277" }, "consult": true } });
    two.rig.done(&two.ada, wish).await;
    let rings = |call: &CallView| {
        call.third.as_ref().is_some_and(|third| third.stage == ThirdStage::Ringing)
    };
    two.ada.until_call(&call, rings).await;
    two.rig.far(&call, "third/answer").await;
    two.rig.kill().await;
    two.rig.start().await;
    let mut again = two.rig.surface("ada, again").await;
    let is = |call: &CallView| {
        call.third.as_ref().is_some_and(|third| third.stage == ThirdStage::WithThird)
    };
    again.until_call(&call, is).await;
    two.rig.done(&again, json!({ "third": { "call": call, "does": "complete" } })).await;
    let over = |call: &CallView| matches!(call.phase, Phase::WrapUp { .. });
    assert!(again.until_call(&call, over).await.transferred);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_mixes_three_cannot_be_joined_and_the_page_is_told_so() {
    // There is no sound where no address is reached.
    let rig = Rig::with(|config| config.voice.listen = Some(([0, 0, 0, 0], 0).into())).await;
    let mut surface: Surface = rig.surface("s").await;
    let call = crate::sound::talking(&rig, &mut surface).await;
    let wish = json!({ "transfer": { "call": call, "to": { "number": "020 7323 8277" }, "consult": true } });
    rig.done(&surface, wish).await;
    let rings = |call: &CallView| {
        call.third.as_ref().is_some_and(|third| third.stage == ThirdStage::Ringing)
    };
    let shown = surface.until_call(&call, rings).await;
    assert!(!shown.third.unwrap().mixes);
    rig.far(&call, "third/answer").await;
    let merge = rig.command(&surface, json!({ "third": { "call": call, "does": "merge" } })).await;
    assert_eq!(merge.status(), 409);
    rig.done(&surface, json!({ "third": { "call": call, "does": "complete" } })).await;
}
