//! A line is tried: it registers and calls, and the report says how far it came, without secrets.

use sidetone_backend::lines::{Step, TestReport};
use sidetone_backend::store::people::{AgentId, TenantId};
use sidetone_backend::store::phone_systems::{Access, Kind, PhoneSystem};

use crate::pbx::{EXTENSION, FAR, Pbx, by_address, line};
use crate::rig::Rig;

const CHALLENGE: &str = "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", algorithm=MD5\r\n";

async fn tried(rig: &Rig, tenant: &TenantId, agent: Option<&AgentId>) -> TestReport {
    let (tenant, agent) = (tenant.clone(), agent.cloned());
    rig.within(|app| async move { app.lines.test(&tenant, agent.as_ref(), FAR).await }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_works_rings_is_answered_and_heard() {
    let mut pbx = Pbx::new().await;
    let (tenant, agent) = (pbx.rig.tenant().await, pbx.rig.agent.clone());
    let Pbx { rig, peer } = &mut pbx;
    let far = async {
        let invite = peer.request("INVITE").await;
        peer.reply(&invite, "180 Ringing", "", "").await;
        let telephone = crate::telephone::OnHook::new().await;
        let sdp = crate::pbx::described(&telephone, "sendrecv");
        peer.reply(&invite, "200 OK", "", &sdp).await;
        let telephone = telephone.speaks(crate::pbx::port_in(&invite.body), 1_000.0);
        let bye = peer.request("BYE").await;
        peer.reply(&bye, "200 OK", "", "").await;
        drop(telephone);
    };
    let (report, ()) = tokio::join!(tried(rig, &tenant, Some(&agent)), far);
    let steps: Vec<(Step, bool)> = report.steps.iter().map(|s| (s.step, s.good)).collect();
    let wanted = [(Step::Registers, true), (Step::Rings, true), (Step::Answers, true)];
    assert_eq!(steps, wanted, "{:?}", report.steps);
    let sent = |text: &str| report.exchange.iter().any(|message| message.text.starts_with(text));
    assert!(sent("INVITE ") && sent("SIP/2.0 180"), "{:?}", report.exchange);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_the_last_step_and_no_secret_is_in_the_exchange() {
    let mut pbx = Pbx::without_lines(|_| {}).await;
    let (tenant, agent) = (pbx.rig.tenant().await, pbx.rig.agent.clone());
    let access = Access::Registration { expires_s: 300 };
    let system = PhoneSystem { access, ..by_address(&pbx.peer, Kind::Lines) };
    pbx.rig.save_line(&tenant, &line(&agent, EXTENSION), "pw-of-the-line").await;
    pbx.rig.save_phone_system(&tenant, &system).await;
    let Pbx { rig, peer } = &mut pbx;
    let mut proof = String::new();
    let registrar = async {
        // The line's own attempt, and the trial's.
        loop {
            let register = peer.request("REGISTER").await;
            if let Some((_, said)) = register.header("Authorization").split_once("response=\"") {
                proof = said.split('"').next().unwrap().to_owned();
            }
            peer.reply(&register, "401 Unauthorized", CHALLENGE, "").await;
        }
    };
    let report = tokio::select! {
        report = tried(rig, &tenant, Some(&agent)) => report,
        () = registrar => unreachable!(),
    };
    let [step] = &report.steps[..] else { panic!("{:?}", report.steps) };
    assert!((step.step, step.good) == (Step::Registers, false), "{step:?}");
    assert!(step.sentence.contains("password"), "{step:?}");
    assert!(!report.exchange.is_empty() && proof.len() == 32, "{proof}");
    let all: String = report.exchange.iter().map(|message| message.text.as_str()).collect();
    assert!(all.contains("REGISTER ") && all.contains("401 "), "{all}");
    assert!(!all.contains(&proof) && !all.contains("pw-of-the-line"), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_line_is_told_so() {
    let pbx = Pbx::new().await;
    let tenant = pbx.rig.tenant().await;
    let report = tried(&pbx.rig, &tenant, None).await;
    assert_eq!(report.steps.len(), 1);
    assert!(report.steps[0].sentence.contains("no such line"), "{:?}", report.steps);
}
