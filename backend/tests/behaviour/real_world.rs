//! A service whose tenant has a real phone system, kamailio, and Ada with the extension 1001 there; real
//! phones behind it, baresip, that are listened to. `cargo xtask test phone` runs the tests with it.

use contract::{CallView, EndStatus, Phase, ThirdStage};
use serde_json::{Value, json};
use sidetone_backend::config::Config;
use sidetone_backend::lines::Standing;
use sidetone_backend::store::people::TenantId;
use sidetone_backend::store::phone_systems::{Access, Codec, Kind, PhoneSystem};
use sidetone_e2e::phone_system::{Descriptions, Kamailio, Network, Phone};
use voice::sound::strength;

use crate::microphone::Microphone;
use crate::pbx::{EXTENSION, FAR, finished, line, rings};
use crate::rig::{Rig, eventually};
use crate::sound::{carries, hears};
use crate::surface::Surface;

/// Who answers the numbers outside, and who the one other number.
pub const OUTSIDE: &str = "1003";
pub const OTHER: &str = "1004";
/// What the phones play, and what the page says.
pub const PHONE_SAYS: f64 = 1_000.0;
pub const OTHER_SAYS: f64 = 1_700.0;
pub const PAGE_SAYS: f64 = 600.0;
/// A note that who waits hears.
const WAITING: f64 = 523.25;
/// A fifth of a second, by which a tone is judged.
const LAST: usize = 1_600;

/// The ends of a call in the order in which they came: whom the agent spoke with first, and who was called
/// beside them.
pub const FIRST: usize = 0;
pub const SECOND: usize = 1;

/// The phone system, at this address.
fn system(server: String) -> PhoneSystem {
    PhoneSystem {
        kind: Kind::Lines,
        server,
        domain: Some("pbx.test".to_owned()),
        access: Access::Registration { expires_s: 60 },
        ..PhoneSystem::default()
    }
}

pub struct World {
    pub rig: Rig,
    pub kamailio: Kamailio,
    pub tenant: TenantId,
    network: Option<Network>,
}

impl World {
    /// A phone system at which Ada is registered.
    pub async fn new() -> Self {
        Self::with(Descriptions::Untouched).await
    }

    /// The same; it does this to descriptions of sound.
    pub async fn with(descriptions: Descriptions) -> Self {
        let kamailio = Kamailio::with(descriptions).await.unwrap();
        let server = kamailio.server();
        let world = Self::at(kamailio, server, "pw-1001", |_| {}).await;
        world.registered().await;
        world
    }

    /// Where Ada's line has this password.
    pub async fn with_password(password: &str) -> Self {
        let kamailio = Kamailio::start().await.unwrap();
        let server = kamailio.server();
        Self::at(kamailio, server, password, |_| {}).await
    }

    /// Where everything between the service and the phones passes a network of ours, which keeps what
    /// is said: baresip records what it hears until a call is changed for the first time, and then no
    /// more.
    pub async fn behind_a_network(descriptions: Descriptions) -> Self {
        let kamailio = Kamailio::with(descriptions).await.unwrap();
        let network = Network::to(([127, 0, 0, 1], kamailio.port()).into()).await.unwrap();
        let there = |config: &mut Config| {
            let public = network.public_address().to_string();
            config.sip.listen = Some(network.listen());
            config.sip.public_address = Some(public.try_into().unwrap());
            config.voice.ports = network.sound_ports().try_into().unwrap();
        };
        let mut world = Self::at(kamailio, network.server().to_string(), "pw-1001", there).await;
        world.network = Some(network);
        world.registered().await;
        world
    }

    async fn at(
        kamailio: Kamailio,
        server: String,
        password: &str,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let rig = Rig::with(change).await;
        let tenant = rig.tenant().await;
        rig.save_phone_system(&tenant, &system(server)).await;
        rig.save_line(&tenant, &line(&rig.agent, EXTENSION), password).await;
        Self { rig, kamailio, tenant, network: None }
    }

    /// The network between the service and the phones.
    pub fn network(&self) -> &Network {
        self.network.as_ref().unwrap()
    }

    /// This end is sent all of these tones from now on, a fifth of a second at least, and each is so
    /// much of what it is sent: as it leaves the service for the phone.
    pub async fn is_sent(&self, end: usize, pitches: &[f64], share: f64) {
        let from = self.network().sent_to(end).len();
        eventually(&format!("end {end} is sent {pitches:?} Hz"), async || {
            let sent = self.network().sent_to(end);
            let last = &sent[sent.len() - LAST.min(sent.len() - from)..];
            let all = pitches.iter().all(|pitch| strength(last, *pitch) > share);
            (last.len() == LAST && all).then_some(())
        })
        .await;
    }

    /// This end is sent the agent's voice alone.
    pub async fn is_sent_page(&self, end: usize) {
        self.is_sent(end, &[PAGE_SAYS], 0.8).await;
    }

    /// This end is sent what those hear who wait.
    pub async fn waits(&self, end: usize) {
        self.is_sent(end, &[WAITING], 0.2).await;
    }

    pub async fn standing(&self, wanted: impl Fn(&Standing) -> bool) -> Standing {
        eventually("the line stands as it should", async || {
            let states = self.rig.app().lines.states(&self.tenant);
            let standing = &states.first()?.standing;
            wanted(standing).then(|| standing.clone())
        })
        .await
    }

    pub async fn registered(&self) {
        self.standing(|it| *it == Standing::Registered).await;
    }

    /// Where Opus is offered before G.711.
    pub async fn in_opus() -> Self {
        let world = Self::new().await;
        let codecs = vec![Codec::Opus, Codec::Pcmu, Codec::Pcma];
        let system = PhoneSystem { codecs, ..system(world.kamailio.server()) };
        world.rig.save_phone_system(&world.tenant, &system).await;
        world.registered().await;
        world
    }

    /// The phone outside, where it speaks Opus and nothing else.
    pub async fn phone_in_opus(&self, answers: bool) -> Phone {
        let at = &self.kamailio;
        Phone::speaking("opus/48000/2", at, OUTSIDE, PHONE_SAYS, answers).await.unwrap()
    }

    /// The phone outside.
    pub async fn phone(&self, answers: bool) -> Phone {
        Phone::start(&self.kamailio, OUTSIDE, PHONE_SAYS, answers).await.unwrap()
    }

    /// The other phone outside.
    pub async fn other_phone(&self, answers: bool) -> Phone {
        Phone::start(&self.kamailio, OTHER, OTHER_SAYS, answers).await.unwrap()
    }

    /// The phone calls Ada, who answers at this surface.
    pub async fn answered(&self, phone: &mut Phone, surface: &mut Surface) -> String {
        phone.dials(EXTENSION).await.unwrap();
        let call = rings(surface).await;
        phone.until("CALL_RINGING").await.unwrap();
        self.done(surface, json!({ "answer": { "call": call } })).await;
        phone.until("CALL_ESTABLISHED").await.unwrap();
        connected(surface, &call).await;
        call
    }

    /// The same; both hear each other.
    pub async fn talking(&self, phone: &mut Phone, surface: &mut Surface) -> (String, Microphone) {
        let call = self.answered(phone, surface).await;
        let page = carries(&self.rig, surface, &call, PAGE_SAYS).await;
        hears(&page, PHONE_SAYS).await;
        phone_hears(phone, PAGE_SAYS).await;
        (call, page)
    }

    /// Ada has dialled a number outside.
    pub async fn dialled(&self, surface: &mut Surface) -> String {
        let call = sidetone_backend::ids::new_id();
        self.done(surface, json!({ "dial": { "call": call, "to": FAR } })).await;
        surface.until_call(&call, |c| matches!(c.phase, Phase::Dialling { .. })).await;
        call
    }

    /// And the phone there answers by itself.
    pub async fn reached(&self, surface: &mut Surface) -> (String, Microphone) {
        let call = self.dialled(surface).await;
        connected(surface, &call).await;
        let page = carries(&self.rig, surface, &call, PAGE_SAYS).await;
        (call, page)
    }

    pub async fn done(&self, surface: &Surface, wish: Value) {
        self.rig.done(surface, wish).await;
    }

    /// The phone hangs up, and the call ends as one that was spoken in.
    pub async fn hung_up_by(&self, phone: &mut Phone, surface: &mut Surface, call: &str) {
        phone.hangs_up().await.unwrap();
        assert_eq!(finished(&self.rig, surface, call).await, EndStatus::Completed);
    }
}

pub async fn connected(surface: &mut Surface, call: &str) {
    surface.until_call(call, |c| matches!(c.phase, Phase::Connected { .. })).await;
}

/// The third is so far.
pub async fn stage(surface: &mut Surface, call: &str, stage: ThirdStage) {
    let is = |call: &CallView| call.third.as_ref().is_some_and(|third| third.stage == stage);
    surface.until_call(call, is).await;
}

/// What the phone hears now is this tone.
pub async fn phone_hears(phone: &Phone, pitch: f64) {
    let is = |heard: &[i16]| strength(heard, pitch) > 0.8;
    phone.hears(LAST, &format!("the phone hears {pitch} Hz"), is).await.unwrap();
}

/// What it hears now is both of these.
pub async fn phone_hears_both(phone: &Phone, pitches: [f64; 2]) {
    let is = |heard: &[i16]| pitches.iter().all(|pitch| strength(heard, *pitch) > 0.2);
    phone.hears(LAST, &format!("the phone hears {pitches:?} Hz"), is).await.unwrap();
}

pub async fn phone_hears_no(phone: &Phone, pitch: f64) {
    let is = |heard: &[i16]| strength(heard, pitch) < 0.1;
    phone.hears(LAST, &format!("the phone hears {pitch} Hz no more"), is).await.unwrap();
}
