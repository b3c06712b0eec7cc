//! Lines at a phone system: registered as they are saved, and what is wrong is said.

use sidetone_backend::lines::Standing;
use sidetone_backend::store::people::TenantId;
use sidetone_backend::store::phone_systems::{Access, Kind, PhoneSystem};

use crate::logs;
use crate::pbx::{EXTENSION, FAR, Pbx, by_address, line};
use crate::rig::eventually;
use crate::sip_support::Text;

const CHALLENGE: &str = "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", algorithm=MD5\r\n";

async fn registering() -> (Pbx, TenantId) {
    let pbx = Pbx::without_lines(|_| {}).await;
    let tenant = pbx.rig.tenant().await;
    let access = Access::Registration { expires_s: 300 };
    let system = PhoneSystem { access, ..by_address(&pbx.peer, Kind::Lines) };
    pbx.rig.save_phone_system(&tenant, &system).await;
    (pbx, tenant)
}

async fn stands(pbx: &Pbx, tenant: &TenantId, wanted: impl Fn(&Standing) -> bool) -> Standing {
    eventually("the line stands as it should", async || {
        let states = pbx.rig.app().lines.states(tenant);
        let [state] = &states[..] else { panic!("{states:?}") };
        wanted(&state.standing).then(|| state.standing.clone())
    })
    .await
}

async fn granted(pbx: &mut Pbx) -> Text {
    let register = pbx.peer.request("REGISTER").await;
    pbx.peer.reply(&register, "200 OK", "Expires: 300\r\n", "").await;
    register
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_with_what_to_do_and_the_right_one_registers() {
    let (mut pbx, tenant) = registering().await;
    pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-wrong-wrong").await;
    for _ in 0..2 {
        let register = pbx.peer.request("REGISTER").await;
        pbx.peer.reply(&register, "401 Unauthorized", CHALLENGE, "").await;
    }
    let failing = stands(&pbx, &tenant, |now| matches!(now, Standing::Failing(_))).await;
    let Standing::Failing(sentence) = failing else { unreachable!() };
    assert!(sentence.contains("user name or password"), "{sentence}");
    pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-right-right").await;
    let register = granted(&mut pbx).await;
    assert!(register.bracketed("Contact").starts_with("sip:1001@"), "{register:?}");
    stands(&pbx, &tenant, |now| *now == Standing::Registered).await;
    let log = logs::written();
    assert!(!log.contains("pw-wrong-wrong") && !log.contains("pw-right-right"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_registered_anew_only_when_it_differs_and_taken_down_when_it_is_gone() {
    let (mut pbx, tenant) = registering().await;
    pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-1001").await;
    granted(&mut pbx).await;
    stands(&pbx, &tenant, |now| *now == Standing::Registered).await;
    pbx.rig.lines_changed(&tenant).await;
    let mut surface = pbx.rig.surface("s").await;
    let (_, invite) = pbx.dialled(&mut surface, FAR).await;
    assert_eq!(pbx.peer.left("REGISTER"), 0);
    pbx.peer.reply(&invite, "486 Busy Here", "", "").await;
    let simulated = PhoneSystem { kind: Kind::Simulated, ..by_address(&pbx.peer, Kind::Lines) };
    pbx.rig.save_phone_system(&tenant, &simulated).await;
    let end = pbx.peer.request("REGISTER").await;
    assert_eq!(end.header("Expires"), "0");
    pbx.peer.reply(&end, "200 OK", "", "").await;
    assert_eq!(pbx.rig.app().lines.states(&tenant), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_registered_again_when_the_service_starts() {
    let (mut pbx, tenant) = registering().await;
    pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-1001").await;
    granted(&mut pbx).await;
    pbx.rig.kill().await;
    pbx.rig.start().await;
    granted(&mut pbx).await;
    stands(&pbx, &tenant, |now| *now == Standing::Registered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_work_is_told_by_its_key_and_nothing_is_sent() {
    let (mut pbx, tenant) = registering().await;
    pbx.rig.save_line(&tenant, &line(&pbx.rig.agent, EXTENSION), "pw-1001").await;
    granted(&mut pbx).await;
    let tls = PhoneSystem {
        transport: sidetone_backend::store::phone_systems::Transport::Tls,
        access: Access::Registration { expires_s: 300 },
        ..by_address(&pbx.peer, Kind::Lines)
    };
    pbx.rig.save_phone_system(&tenant, &tls).await;
    let failing = stands(&pbx, &tenant, |now| matches!(now, Standing::Failing(_))).await;
    assert!(matches!(&failing, Standing::Failing(why) if why.contains("tls_roots")), "{failing:?}");
    let away = PhoneSystem { server: "192.0.2.1".to_owned(), ..by_address(&pbx.peer, Kind::Lines) };
    pbx.rig.save_phone_system(&tenant, &away).await;
    let failing = stands(
        &pbx,
        &tenant,
        |now| matches!(now, Standing::Failing(why) if why.contains("sip.listen")),
    );
    failing.await;
}
