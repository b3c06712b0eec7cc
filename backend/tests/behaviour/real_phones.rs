//! Calls of a tenant whose phone system is a real one, with a real phone behind it: kamailio and
//! baresip. What is said at one end is heard at the other: in the phone's own recording, and at the
//! page. `cargo xtask test phone` runs these.

use contract::{EndStatus, Phase};
use serde_json::json;
use sidetone_backend::lines::Standing;
use sidetone_backend::store::people::TenantId;
use sidetone_backend::store::phone_systems::{Access, Kind, PhoneSystem};
use sidetone_e2e::phone_system::{Kamailio, Phone};
use voice::sound::strength;

use crate::pbx::{EXTENSION, FAR, closed, finished, line, rings};
use crate::rig::{Rig, eventually};
use crate::sound::{carries, hears, hears_no};
use crate::surface::Surface;

/// Who answers the numbers outside.
const OUTSIDE: &str = "1003";
/// What the phone plays, and what the page says.
const PHONE_SAYS: f64 = 1_000.0;
const PAGE_SAYS: f64 = 600.0;
/// A fifth of a second, by which a tone is judged.
const LAST: usize = 1_600;

struct World {
    rig: Rig,
    kamailio: Kamailio,
    tenant: TenantId,
}

impl World {
    /// A phone system at which Ada has the extension 1001.
    async fn new() -> Self {
        let world = Self::with_password("pw-1001").await;
        world.registered().await;
        world
    }

    async fn with_password(password: &str) -> Self {
        let (rig, kamailio) = (Rig::new().await, Kamailio::start().await.unwrap());
        let tenant = rig.tenant().await;
        let system = PhoneSystem {
            kind: Kind::Lines,
            server: kamailio.server(),
            domain: Some("pbx.test".to_owned()),
            access: Access::Registration { expires_s: 60 },
            ..PhoneSystem::default()
        };
        rig.save_phone_system(&tenant, &system).await;
        rig.save_line(&tenant, &line(&rig.agent, EXTENSION), password).await;
        Self { rig, kamailio, tenant }
    }

    async fn standing(&self, wanted: impl Fn(&Standing) -> bool) -> Standing {
        eventually("the line stands as it should", async || {
            let states = self.rig.app().lines.states(&self.tenant);
            let standing = &states.first()?.standing;
            wanted(standing).then(|| standing.clone())
        })
        .await
    }

    async fn registered(&self) {
        self.standing(|it| *it == Standing::Registered).await;
    }

    async fn phone(&self, answers: bool) -> Phone {
        Phone::start(&self.kamailio, OUTSIDE, PHONE_SAYS, answers).await.unwrap()
    }

    /// The phone calls Ada, who answers at this surface.
    async fn talking(&self, phone: &mut Phone, surface: &mut Surface) -> String {
        phone.dials(EXTENSION).await.unwrap();
        let call = rings(surface).await;
        phone.until("CALL_RINGING").await.unwrap();
        self.rig.done(surface, json!({ "answer": { "call": call } })).await;
        phone.until("CALL_ESTABLISHED").await.unwrap();
        surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
        call
    }

    async fn dialled(&self, surface: &mut Surface) -> String {
        let call = sidetone_backend::ids::new_id();
        self.rig.done(surface, json!({ "dial": { "call": call, "to": FAR } })).await;
        surface.until_call(&call, |c| matches!(c.phase, Phase::Dialling { .. })).await;
        call
    }
}

async fn phone_hears(phone: &Phone, pitch: f64) {
    let is = |heard: &[i16]| strength(heard, pitch) > 0.8;
    phone.hears(LAST, &format!("the phone hears {pitch} Hz"), is).await.unwrap();
}

async fn phone_hears_no(phone: &Phone, pitch: f64) {
    let is = |heard: &[i16]| strength(heard, pitch) < 0.1;
    phone.hears(LAST, &format!("the phone hears {pitch} Hz no more"), is).await.unwrap();
}

// row!(U35, U36)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_phone_calls_and_both_ends_hear_each_other_and_are_held() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.talking(&mut phone, &mut surface).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    // The agent mutes: the phone hears nothing of the page, and the page the phone.
    world.rig.done(&surface, json!({ "mute": { "call": call, "on": true } })).await;
    phone_hears_no(&phone, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    world.rig.done(&surface, json!({ "mute": { "call": call, "on": false } })).await;
    phone_hears(&phone, PAGE_SAYS).await;
    // And holds. The phone records nothing while it waits: what it hears then is for the telephones
    // of `sip_hold` to say.
    world.rig.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    hears_no(&page, PHONE_SAYS).await;
    world.rig.done(&surface, json!({ "hold": { "call": call, "on": false } })).await;
    hears(&page, PHONE_SAYS).await;
    world.rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    phone.until("CALL_CLOSED").await.unwrap();
    assert_eq!(finished(&world.rig, &mut surface, &call).await, EndStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn the_phone_holds_and_takes_back_and_hangs_up() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.talking(&mut phone, &mut surface).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone.holds().await.unwrap();
    hears_no(&page, PHONE_SAYS).await;
    phone.resumes().await.unwrap();
    hears(&page, PHONE_SAYS).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(finished(&world.rig, &mut surface, &call).await, EndStatus::Completed);
}

// row!(U34)
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_number_outside_is_dialled_and_both_ends_hear_each_other() {
    let world = World::new().await;
    let mut phone = world.phone(true).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.dialled(&mut surface).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone_hears(&phone, PAGE_SAYS).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(finished(&world.rig, &mut surface, &call).await, EndStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn who_declines_is_busy_and_who_gives_up_has_canceled() {
    let world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    // baresip declines with 486.
    let call = world.dialled(&mut surface).await;
    phone.until("CALL_INCOMING").await.unwrap();
    phone.hangs_up().await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Busy);
    // The agent gives up.
    let call = world.dialled(&mut surface).await;
    phone.until("CALL_INCOMING").await.unwrap();
    world.rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    phone.until("CALL_CLOSED").await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
    // The phone does.
    phone.dials(EXTENSION).await.unwrap();
    let call = rings(&mut surface).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
    // And the agent declines.
    phone.dials(EXTENSION).await.unwrap();
    let call = rings(&mut surface).await;
    world.rig.done(&surface, json!({ "decline": { "call": call } })).await;
    let over = phone.until("CALL_CLOSED").await.unwrap();
    assert!(over["param"].as_str().unwrap().contains("603"), "{over}");
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Rejected);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn an_agent_who_is_away_and_a_number_that_nobody_has() {
    let world = World::new().await;
    let mut surface = world.rig.surface("s").await;
    // Nobody is registered there: the phone system says 480.
    let call = world.dialled(&mut surface).await;
    assert_eq!(closed(&mut surface, &call).await, EndStatus::NoAnswer);
    let mut phone = world.phone(false).await;
    world.rig.done(&surface, json!({ "status": { "to": { "presence": "unavailable" } } })).await;
    phone.dials(EXTENSION).await.unwrap();
    let over = phone.until("CALL_CLOSED").await.unwrap();
    assert!(over["param"].as_str().unwrap().contains("480"), "{over}");
    surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn a_wrong_password_is_told_and_the_right_one_registers() {
    let world = World::with_password("pw-wrong").await;
    let failing = world.standing(|it| matches!(it, Standing::Failing(_))).await;
    let Standing::Failing(sentence) = failing else { unreachable!() };
    assert!(sentence.contains("password"), "{sentence}");
    world.rig.save_line(&world.tenant, &line(&world.rig.agent, EXTENSION), "pw-1001").await;
    world.registered().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn the_phone_system_restarts_and_the_call_goes_on_and_the_next_one_rings() {
    let mut world = World::new().await;
    let mut phone = world.phone(false).await;
    let mut surface = world.rig.surface("s").await;
    let call = world.talking(&mut phone, &mut surface).await;
    let page = carries(&world.rig, &surface, &call, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    world.kamailio.restarts().await.unwrap();
    phone_hears(&phone, PAGE_SAYS).await;
    hears(&page, PHONE_SAYS).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(finished(&world.rig, &mut surface, &call).await, EndStatus::Completed);
    // It knew nobody any more: both have registered again. Until then it says 480.
    let call = eventually("the line is found again", async || {
        phone.dials(EXTENSION).await.unwrap();
        let answer = phone.until_any(&["CALL_RINGING", "CALL_CLOSED"]).await.unwrap();
        (answer["type"] == "CALL_RINGING").then_some(())
    });
    call.await;
    let call = rings(&mut surface).await;
    phone.hangs_up().await.unwrap();
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
}
