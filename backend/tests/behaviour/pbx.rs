//! A phone system made of raw SIP, and a service whose tenant has it. It says exactly what a test
//! tells it to; its telephones are real RTP.

use contract::{CallView, Phase};
use serde_json::{Value, json};
use sidetone_backend::people::AgentId;
use sidetone_backend::store::people::TenantId;
use sidetone_backend::store::phone_systems::{self, Access, AgentLine, Change, Kind, PhoneSystem};
use sidetone_backend::store::secrets::Field;
use sidetone_backend::{clock, ids};
use std::net::SocketAddr;

use crate::rig::Rig;
use crate::sip_support::{Call, Peer, Text};
use crate::surface::Surface;
use crate::telephone::{OnHook, Telephone};

/// Somebody outside.
pub const FAR: &str = "+442073238299";
/// Ada's extension.
pub const EXTENSION: &str = "1001";

pub struct Pbx {
    pub rig: Rig,
    pub peer: Peer,
}

/// A description of audio at a telephone.
pub fn described(at: &OnHook, direction: &str) -> String {
    described_at(at.address, direction)
}

/// The same, where it has picked up.
pub fn described_at(at: SocketAddr, direction: &str) -> String {
    let (ip, port) = (at.ip(), at.port());
    format!(
        "v=0\r\no=- 7 7 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n\
         m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n\
         a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na={direction}\r\n"
    )
}

/// The port that a description names.
pub fn port_in(sdp: &str) -> u16 {
    let audio = sdp.lines().find_map(|line| line.strip_prefix("m=audio ")).unwrap();
    audio.split(' ').next().unwrap().parse().unwrap()
}

/// The direction that a description names.
pub fn direction_in(sdp: &str) -> &str {
    let mut lines = sdp.lines().filter_map(|line| line.strip_prefix("a="));
    lines.find(|line| ["sendrecv", "sendonly", "recvonly", "inactive"].contains(line)).unwrap()
}

/// A phone system that knows us by our address.
pub fn by_address(peer: &Peer, kind: Kind) -> PhoneSystem {
    PhoneSystem {
        kind,
        server: peer.address.to_string(),
        user: "trunk-1".to_owned(),
        access: Access::Address,
        ..PhoneSystem::default()
    }
}

pub fn line(agent: &AgentId, user: &str) -> AgentLine {
    AgentLine {
        agent: agent.clone(),
        user: user.to_owned(),
        auth_user: None,
        password: None,
        caller_number: None,
    }
}

impl Rig {
    /// Saves a tenant's phone system as the console does.
    pub async fn save_phone_system(&self, tenant: &TenantId, system: &PhoneSystem) {
        let now = clock::now();
        phone_systems::save(&self.store, tenant, system, &Change::Keep, now).await.unwrap();
        self.lines_changed(tenant).await;
    }

    pub async fn save_line(&self, tenant: &TenantId, line: &AgentLine, password: &str) {
        let secret = vault::Secret::new(password.to_owned());
        let (_, sealed) =
            self.app().safe.seal(tenant, &line.agent.0, Field::LinePassword, &secret).unwrap();
        let change = Change::Set(sealed);
        let saved = phone_systems::save_line(&self.store, tenant, line, &change, clock::now());
        assert!(saved.await.unwrap());
        self.lines_changed(tenant).await;
    }

    pub async fn lines_changed(&self, tenant: &TenantId) {
        let tenant = tenant.clone();
        self.within(|app| async move { app.lines.changed(&tenant).await }).await.unwrap();
    }
}

impl Pbx {
    /// Ada has the extension 1001, by address.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, with a service that is configured otherwise.
    pub async fn with(change: impl FnOnce(&mut sidetone_backend::config::Config)) -> Self {
        let mut pbx = Self::without_lines(change).await;
        let tenant = pbx.rig.tenant().await;
        let system = by_address(&pbx.peer, Kind::Lines);
        pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-1001").await;
        pbx.rig.save_phone_system(&tenant, &system).await;
        pbx.find_service();
        pbx
    }

    pub async fn without_lines(change: impl FnOnce(&mut sidetone_backend::config::Config)) -> Self {
        Self { rig: Rig::with(change).await, peer: Peer::new().await }
    }

    /// The phone system learns where the service is, as an administrator would enter it there.
    pub fn find_service(&mut self) {
        self.peer.agent = self.rig.app().lines.with(|ua| ua.address());
    }

    /// An agent dials; the INVITE.
    pub async fn dialled(&mut self, surface: &mut Surface, to: &str) -> (String, Text) {
        let call = ids::new_id();
        self.rig.done(surface, json!({ "dial": { "call": call, "to": to } })).await;
        surface.until_call(&call, |c| matches!(c.phase, Phase::Dialling { .. })).await;
        (call, self.peer.request("INVITE").await)
    }

    /// A telephone takes an agent's call, and speaks in a tone.
    pub async fn picks_up(&mut self, invite: &Text, pitch: f64) -> (Call, Telephone) {
        let telephone = OnHook::new().await;
        let sdp = described(&telephone, "sendrecv");
        self.peer.reply(invite, "200 OK", "", &sdp).await;
        self.peer.request("ACK").await;
        let call = Call {
            id: invite.header("Call-ID").to_owned(),
            ours: format!("{};tag=peer", invite.header("To")),
            theirs: invite.header("From").to_owned(),
            target: invite.bracketed("Contact").to_owned(),
            seq: 100,
        };
        (call, telephone.speaks(port_in(&invite.body), pitch))
    }

    /// Somebody calls a user of the service's.
    pub async fn calls(&mut self, user: &str) -> (Call, OnHook) {
        let telephone = OnHook::new().await;
        let sdp = described(&telephone, "sendrecv");
        (self.peer.call(user, "", &sdp).await, telephone)
    }

    /// An agent's page rings; the call's id.
    pub async fn rung(&mut self, surface: &mut Surface) -> String {
        self.peer.status(180).await;
        rings(surface).await
    }

    /// A call that this surface has answered, and its telephone.
    pub async fn talking(&mut self, surface: &mut Surface) -> (String, Call, Telephone) {
        let (mut call, telephone) = self.calls(EXTENSION).await;
        let id = self.rung(surface).await;
        self.rig.done(surface, json!({ "answer": { "call": id } })).await;
        let answer = self.peer.acknowledge(&mut call, "").await;
        surface.until_call(&id, |c| matches!(c.phase, Phase::Connected { .. })).await;
        (id, call, telephone.speaks(port_in(&answer.body), 1_000.0))
    }

    /// The status of the one record, once it is written.
    pub async fn recorded(&self, call: &str) -> String {
        let is_it = |record: &Value| {
            record["properties"]["hs_call_external_id"] == call
                && record["properties"]["hs_call_status"].is_string()
        };
        let records = self.rig.records(|all| all.iter().any(is_it)).await;
        let record = records.iter().find(|record| is_it(record)).unwrap();
        record["properties"]["hs_call_status"].as_str().unwrap().to_owned()
    }
}

/// Waits until a call rings at this page.
pub async fn rings(surface: &mut Surface) -> String {
    let ringing = |call: &&CallView| matches!(call.phase, Phase::Ringing { .. });
    surface.until(|s| s.calls.iter().any(|call| ringing(&call))).await;
    surface.calls.iter().find(ringing).unwrap().id.0.clone()
}

/// Waits until a call is closed; how it ended.
pub async fn closed(surface: &mut Surface, call: &str) -> contract::EndStatus {
    let over = surface.until_call(call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    let Phase::Closed { end, .. } = over.phase else { panic!("{over:?}") };
    end
}

/// Waits for the wrap-up, and finishes it; how the call ended.
pub async fn finished(rig: &Rig, surface: &mut Surface, call: &str) -> contract::EndStatus {
    surface.until_call(call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    rig.done(surface, json!({ "save": { "call": call, "draft": {} } })).await;
    closed(surface, call).await
}
