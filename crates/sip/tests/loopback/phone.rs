//! With a real phone behind a real phone system: baresip, from Debian's package `baresip-core`, or
//! where `SIDETONE_BARESIP` says; and kamailio. Run by name, with `--ignored`, as those of kamailio.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use sip::sdp::{Direction, read};
use sip::{LegEvent, Why};

use super::kamailio::{ADA, Kamailio, LATER, free_port};
use super::support::{Agent, both_ways, sdp};

const CONFIG: &str = "poll_method epoll\ncall_local_timeout 120\ncall_max_calls 4\n\
    sip_listen 127.0.0.1:@PORT@\naudio_player aubridge,sink\naudio_source aufile,@DIR@/silence.wav\n\
    audio_alert aubridge,alert\nnet_interface 127.0.0.1\nrtp_ports 21000-21100\nrtp_timeout 0\n\
    module_path /usr/lib/baresip/modules\nmodule g711.so\nmodule aufile.so\nmodule aubridge.so\n\
    module_tmp uuid.so\nmodule_tmp account.so\nmodule_app menu.so\n";

struct Phone {
    folder: PathBuf,
    child: Child,
}

impl Phone {
    /// A phone that answers by itself, registered as this user.
    async fn start(pbx: &Kamailio, user: &str) -> Self {
        let binary = std::env::var("SIDETONE_BARESIP");
        let binary = binary.unwrap_or_else(|_| "/usr/bin/baresip".to_owned());
        let port = free_port().await;
        let folder = std::env::temp_dir().join(format!("sidetone-baresip-{port}"));
        std::fs::create_dir_all(&folder).unwrap();
        let config = CONFIG.replace("@PORT@", &port.to_string());
        let config = config.replace("@DIR@", folder.to_str().unwrap());
        std::fs::write(folder.join("config"), config).unwrap();
        std::fs::write(folder.join("silence.wav"), silence()).unwrap();
        let account = format!(
            "<sip:{user}@pbx.test;transport=udp>;auth_user={user};auth_pass=pw-{user};\
             outbound=\"sip:127.0.0.1:{}\";regint=3;answermode=auto;audio_codecs=PCMU,PCMA\n",
            pbx.port
        );
        std::fs::write(folder.join("accounts"), account).unwrap();
        let mut child = Command::new(binary)
            .arg("-f")
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let phone = Self { folder, child };
        let registered = tokio::task::spawn_blocking(move || {
            let registered =
                lines.by_ref().map_while(Result::ok).any(|line| line.contains("200 OK"));
            // What it says later must go somewhere, or it stops.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
            registered
        });
        assert!(registered.await.unwrap());
        phone
    }
}

/// A minute of it, 8,000 samples a second of 16 bits: the phone hangs up when its file ends.
fn silence() -> Vec<u8> {
    let bytes = 60 * 8_000 * 2_u32;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(bytes + 36).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&8_000_u32.to_le_bytes());
    wav.extend_from_slice(&16_000_u32.to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&bytes.to_le_bytes());
    wav.resize(wav.len() + bytes as usize, 0);
    wav
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn call(ada: &mut Agent, leg: &str) {
    ada.dial(leg, "1003");
    let answer = ada.answered(leg).await;
    let remote = read(&answer).unwrap();
    assert!(!remote.held() && remote.telephone_event.is_some(), "{answer}");
}

#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn answers_is_held_resumed_and_hung_up() {
    let pbx = Kamailio::start(false).await;
    let _phone = Phone::start(&pbx, "1003").await;
    let mut ada = pbx.agent("1001").await;
    call(&mut ada, ADA).await;
    ada.ua.hold(ADA, &sdp(5_000, Direction::SendOnly));
    let held = ada.leg(ADA, "held", |event| matches!(event, LegEvent::Held { .. })).await;
    let LegEvent::Held { sdp: answer } = held else { panic!() };
    assert_eq!(read(&answer).unwrap().direction, Direction::RecvOnly);
    ada.ua.resume(ADA, &both_ways(5_000));
    let resumed = ada.leg(ADA, "resumed", |event| matches!(event, LegEvent::Resumed { .. })).await;
    let LegEvent::Resumed { sdp: answer } = resumed else { panic!() };
    assert_eq!(read(&answer).unwrap().direction, Direction::SendRecv);
    ada.ua.hang_up(ADA);
    assert_eq!(ada.ended(ADA).await, Why::HungUp);
}

#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn is_transferred_blind_to_somebody_who_answers() {
    let pbx = Kamailio::start(false).await;
    let _phone = Phone::start(&pbx, "1003").await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    call(&mut ada, ADA).await;
    ada.ua.transfer(ADA, "1002");
    let (leg, offered) = bob.offered().await;
    let LegEvent::Offered { from, .. } = offered else { panic!() };
    assert_eq!(from, "1003");
    bob.ua.ring(&leg);
    bob.ua.accept(&leg, &both_ways(6_000));
    ada.leg(ADA, "transferred", |event| *event == LegEvent::Transferred).await;
    assert_eq!(ada.ended(ADA).await, Why::Transferred);
    bob.ua.hang_up(&leg);
    assert_eq!(bob.ended(&leg).await, Why::HungUp);
}

#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn is_transferred_blind_to_somebody_who_is_busy_and_stays() {
    let pbx = Kamailio::start(false).await;
    let _phone = Phone::start(&pbx, "1003").await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    call(&mut ada, ADA).await;
    ada.ua.transfer(ADA, "1002");
    let (leg, _) = bob.offered().await;
    bob.ua.refuse(&leg, sip::Refusal::Busy);
    let failed = |event: &LegEvent| matches!(event, LegEvent::TransferFailed { status: 486, .. });
    ada.leg(ADA, "the failure", failed).await;
    ada.ua.hang_up(ADA);
    assert_eq!(ada.ended(ADA).await, Why::HungUp);
}

#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test phone"]
async fn is_transferred_attended_to_somebody_whom_we_asked() {
    let pbx = Kamailio::start(false).await;
    let _phone = Phone::start(&pbx, "1003").await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    call(&mut ada, ADA).await;
    ada.dial(LATER, "1002");
    let (asked, _) = bob.offered().await;
    bob.ua.accept(&asked, &both_ways(6_000));
    ada.answered(LATER).await;
    ada.ua.transfer_to(ADA, LATER);
    let (leg, offered) = bob.offered().await;
    // baresip 1.0 calls without saying what it replaces: then it is a call like any other, and the
    // one that it should have replaced is hung up by us.
    let LegEvent::Offered { from, .. } = offered else { panic!() };
    assert_eq!(from, "1003");
    bob.ua.accept(&leg, &both_ways(6_002));
    assert_eq!(ada.ended(ADA).await, Why::Transferred);
    assert_eq!(ada.ended(LATER).await, Why::HungUp);
    assert_eq!(bob.ended(&asked).await, Why::FarHungUp);
}
