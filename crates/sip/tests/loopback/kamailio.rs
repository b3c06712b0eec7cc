//! With a real phone system: kamailio 5.6, from Debian's packages `kamailio` and
//! `kamailio-tls-modules`, or where `SIDETONE_KAMAILIO` says. Not every machine has it: these tests
//! are run by name, with `--ignored`.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sip::sdp::Direction;
use sip::{
    Access, Digit, LegEvent, LineConfig, LineEvent, Refusal, SecretString, Transport, UaConfig, Why,
};
use tokio::net::UdpSocket;

use super::support::{Agent, both_ways, config, line, sdp};

pub struct Kamailio {
    binary: String,
    folder: PathBuf,
    pub port: u16,
    tls: Option<u16>,
    child: Option<Child>,
}

pub async fn free_port() -> u16 {
    // Free for both: kamailio opens the same number for UDP and TCP.
    loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        if tokio::net::TcpListener::bind(udp).await.is_ok() {
            return udp.port();
        }
    }
}

impl Kamailio {
    pub async fn start(tls: bool) -> Self {
        let binary = std::env::var("SIDETONE_KAMAILIO");
        let binary = binary.unwrap_or_else(|_| "/usr/sbin/kamailio".to_owned());
        let port = free_port().await;
        let tls = if tls { Some(free_port().await) } else { None };
        let folder = std::env::temp_dir().join(format!("sidetone-kamailio-{port}"));
        std::fs::create_dir_all(&folder).unwrap();
        let text = include_str!("kamailio.cfg.in")
            .replace("@DIR@", folder.to_str().unwrap())
            .replace("@PORT@", &port.to_string())
            .replace("@TLS@", &tls.unwrap_or_default().to_string());
        std::fs::write(folder.join("kamailio.cfg"), text).unwrap();
        let mut phone_system = Self { binary, folder, port, tls, child: None };
        if tls.is_some() {
            phone_system.certificate();
        }
        phone_system.run().await;
        phone_system
    }

    fn certificate(&self) {
        let status = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=pbx.test", "-addext", "subjectAltName=IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", "key.pem", "-out", "cert.pem"])
            .current_dir(&self.folder)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
    }

    async fn run(&mut self) {
        let log = std::fs::File::create(self.folder.join("log")).unwrap();
        let mut command = Command::new(&self.binary);
        command.arg("-f").arg(self.folder.join("kamailio.cfg"));
        command.args(["-DD", "-E", "-m", "32", "-M", "8"]).arg("-Y").arg(&self.folder);
        if self.tls.is_some() {
            command.args(["-A", "WITH_TLS"]);
        }
        command.stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn().unwrap());
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        let mut bytes = [0; 2048];
        for n in 0..300 {
            let ask = format!(
                "OPTIONS sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP {at};branch=z9hG4bK{n};rport\r\n\
                 From: <sip:a@pbx.test>;tag=a\r\nTo: <sip:pbx.test>\r\nCall-ID: ready-{n}\r\n\
                 CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            );
            let _ = socket.send_to(ask.as_bytes(), ("127.0.0.1", self.port)).await;
            let answer = socket.recv_from(&mut bytes);
            if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_millis(100), answer).await {
                return;
            }
        }
        panic!("{}", std::fs::read_to_string(self.folder.join("log")).unwrap());
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // The first process ends the others only when it is asked to.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }

    fn line(&self, user: &str, password: &str) -> LineConfig {
        LineConfig {
            domain: Some("pbx.test".to_owned()),
            user: user.to_owned(),
            password: Some(SecretString::from(password)),
            access: Access::Registration { expires_s: 60 },
            peers: Vec::new(),
            ..line(([127, 0, 0, 1], self.port).into())
        }
    }

    /// A user agent with a line that is registered.
    pub async fn agent(&self, user: &str) -> Agent {
        self.agent_with(config(), self.line(user, &format!("pw-{user}"))).await
    }

    async fn agent_with(&self, config: UaConfig, line: LineConfig) -> Agent {
        let mut agent = Agent::with(config).await;
        agent.ua.register(line).unwrap();
        registered(&mut agent).await;
        agent
    }
}

impl Drop for Kamailio {
    fn drop(&mut self) {
        self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn registered(agent: &mut Agent) -> u32 {
    let is = |event: &LineEvent| matches!(event, LineEvent::Registered { .. });
    match agent.line_event("registered", is).await {
        LineEvent::Registered { granted_s } => granted_s,
        other => panic!("{other:?}"),
    }
}

pub const ADA: &str = "leg-00000001";
pub const LATER: &str = "leg-00000002";

/// A call from one to the other's user; the other's leg.
async fn talk(ada: &mut Agent, bob: &mut Agent, ours: &str, user: &str) -> String {
    ada.dial(ours, user);
    let (leg, offered) = bob.offered().await;
    let LegEvent::Offered { from, to, sdp, .. } = offered else { panic!() };
    assert_eq!((from.as_str(), to.as_str()), ("1001", user));
    assert_eq!(sdp, Some(both_ways(5_000)));
    bob.ua.ring(&leg);
    ada.leg(ours, "ringing", |event| matches!(event, LegEvent::Rings { .. })).await;
    bob.ua.accept(&leg, &both_ways(6_000));
    assert_eq!(ada.answered(ours).await, both_ways(6_000));
    leg
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn a_line_registers_and_a_wrong_password_does_not() {
    let pbx = Kamailio::start(false).await;
    let mut agent = Agent::new().await;
    agent.ua.register(pbx.line("1001", "pw-1001")).unwrap();
    assert_eq!(registered(&mut agent).await, 4);
    let mut agent = Agent::new().await;
    agent.ua.register(pbx.line("1001", "wrong")).unwrap();
    let failed = |event: &LineEvent| matches!(event, LineEvent::RegistrationFailed { .. });
    let event = agent.line_event("the failure", failed).await;
    let LineEvent::RegistrationFailed { status: 401, sentence, .. } = event else { panic!() };
    assert!(sentence.contains("password"), "{sentence}");
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn two_lines_call_each_other_through_it() {
    let pbx = Kamailio::start(false).await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    let leg = talk(&mut ada, &mut bob, ADA, "1002").await;
    bob.ua.hold(&leg, &sdp(6_000, Direction::SendOnly));
    ada.leg(ADA, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    ada.ua.answer(ADA, &sdp(5_000, Direction::RecvOnly));
    bob.leg(&leg, "held", |event| matches!(event, LegEvent::Held { .. })).await;
    ada.ua.press(ADA, Digit::new('5', 160).unwrap());
    bob.leg(&leg, "a digit", |event| matches!(event, LegEvent::Digit(_))).await;
    ada.ua.hang_up(ADA);
    assert_eq!(bob.ended(&leg).await, Why::FarHungUp);
    // The other way round, and from the other side.
    let leg = talk(&mut ada, &mut bob, LATER, "1002").await;
    bob.ua.hang_up(&leg);
    assert_eq!(ada.ended(LATER).await, Why::FarHungUp);
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn two_lines_of_one_service_call_each_other_through_it() {
    let pbx = Kamailio::start(false).await;
    let mut agent = pbx.agent("1001").await;
    agent
        .ua
        .register(LineConfig { line: "other".to_owned(), ..pbx.line("1002", "pw-1002") })
        .unwrap();
    registered(&mut agent).await;
    agent.dial(ADA, "1002");
    let (leg, offered) = agent.offered().await;
    let LegEvent::Offered { line, .. } = offered else { panic!() };
    assert_eq!(line, "other");
    agent.ua.accept(&leg, &both_ways(6_000));
    agent.answered(ADA).await;
    agent.ua.hang_up(ADA);
    assert_eq!(agent.ended(&leg).await, Why::FarHungUp);
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn refusals_and_giving_up_come_through_it() {
    let pbx = Kamailio::start(false).await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    for (refusal, why) in [(Refusal::Busy, Why::Busy), (Refusal::Declined, Why::Rejected)] {
        let ours = format!("leg-{refusal:?}");
        ada.dial(&ours, "1002");
        let (leg, _) = bob.offered().await;
        bob.ua.refuse(&leg, refusal);
        assert_eq!(ada.ended(&ours).await, why);
    }
    ada.dial(LATER, "1004");
    assert_eq!(ada.ended(LATER).await, Why::NoAnswer);
    ada.dial(ADA, "1002");
    let (leg, _) = bob.offered().await;
    bob.ua.ring(&leg);
    ada.leg(ADA, "ringing", |event| matches!(event, LegEvent::Rings { .. })).await;
    ada.ua.hang_up(ADA);
    assert_eq!(bob.ended(&leg).await, Why::Canceled);
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn it_restarts_and_the_lines_are_back_and_the_call_goes_on() {
    let mut pbx = Kamailio::start(false).await;
    let (mut ada, mut bob) = (pbx.agent("1001").await, pbx.agent("1002").await);
    let leg = talk(&mut ada, &mut bob, ADA, "1002").await;
    pbx.stop();
    pbx.run().await;
    // What they said before the restart was heard before it.
    while ada.forget_line_events() + bob.forget_line_events() > 0 {}
    registered(&mut ada).await;
    registered(&mut bob).await;
    bob.ua.hold(&leg, &sdp(6_000, Direction::SendOnly));
    ada.leg(ADA, "an offer", |event| matches!(event, LegEvent::Reoffered { .. })).await;
    ada.ua.answer(ADA, &sdp(5_000, Direction::RecvOnly));
    bob.leg(&leg, "held", |event| matches!(event, LegEvent::Held { .. })).await;
    ada.ua.hang_up(ADA);
    assert_eq!(bob.ended(&leg).await, Why::FarHungUp);
    // New calls find them again.
    talk(&mut ada, &mut bob, LATER, "1002").await;
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn over_tcp_a_line_is_called_back_on_its_connection_and_comes_back_after_a_restart() {
    let mut pbx = Kamailio::start(false).await;
    let over_tcp = LineConfig { transport: Transport::Tcp, ..pbx.line("1002", "pw-1002") };
    let mut ada = pbx.agent("1001").await;
    let mut bob = pbx.agent_with(config(), over_tcp).await;
    let leg = talk(&mut ada, &mut bob, ADA, "1002").await;
    ada.ua.hang_up(ADA);
    assert_eq!(bob.ended(&leg).await, Why::FarHungUp);
    pbx.stop();
    pbx.run().await;
    while ada.forget_line_events() + bob.forget_line_events() > 0 {}
    registered(&mut ada).await;
    registered(&mut bob).await;
    let leg = talk(&mut ada, &mut bob, LATER, "1002").await;
    bob.ua.hang_up(&leg);
    assert_eq!(ada.ended(LATER).await, Why::FarHungUp);
}

#[tokio::test]
#[ignore = "needs kamailio: cargo xtask test phone"]
async fn over_tls_with_a_certificate_that_is_trusted_and_not_otherwise() {
    let pbx = Kamailio::start(true).await;
    let roots = std::fs::read(pbx.folder.join("cert.pem")).unwrap();
    let trusting = UaConfig { tls_roots: Some(roots), ..config() };
    let secure = |user: &str| LineConfig {
        transport: Transport::Tls,
        server: format!("127.0.0.1:{}", pbx.tls.unwrap()),
        ..pbx.line(user, &format!("pw-{user}"))
    };
    let mut ada = pbx.agent_with(trusting.clone(), secure("1001")).await;
    let mut bob = pbx.agent_with(trusting, secure("1002")).await;
    let leg = talk(&mut ada, &mut bob, ADA, "1002").await;
    bob.ua.hang_up(&leg);
    assert_eq!(ada.ended(ADA).await, Why::FarHungUp);
    let other = Kamailio::start(true).await;
    let foreign = std::fs::read(other.folder.join("cert.pem")).unwrap();
    let mut agent = Agent::with(UaConfig { tls_roots: Some(foreign), ..config() }).await;
    agent.ua.register(secure("1003")).unwrap();
    let failed = |event: &LineEvent| matches!(event, LineEvent::RegistrationFailed { .. });
    let event = agent.line_event("the failure", failed).await;
    let LineEvent::RegistrationFailed { status: 0, sentence, .. } = event else { panic!() };
    assert!(sentence.contains("certificate"), "{sentence}");
}
