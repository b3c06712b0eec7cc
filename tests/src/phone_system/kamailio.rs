//! kamailio: registrar and proxy. Accounts 1001 to 1004 with the password `pw-<user>`; a number of 7
//! to 15 digits, as from outside, is at 1003, and [`OTHER_NUMBER`] at 1004.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::folder::{Folder, free_port};
use super::program;
use super::rtpengine::Rtpengine;
use crate::{Done, Trouble};

/// One configuration for all tests: those of the signalling have it too.
const CONFIG: &str = include_str!("../../../crates/sip/tests/loopback/kamailio.cfg.in");

/// A number outside that is not at 1003.
pub const OTHER_NUMBER: &str = "+442073238277";

/// What it does with descriptions of sound that pass through it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Descriptions {
    /// Nothing: the ends send sound to each other.
    #[default]
    Untouched,
    /// The ends send sound to an rtpengine, which carries it.
    Anchored,
    /// They take no keys in the sound (`telephone-event`), as at old phone systems.
    WithoutKeys,
}

/// How often it is asked whether it is there, and how long each time.
const TRIES: usize = 300;
const ANSWERS: Duration = Duration::from_millis(100);

/// A running phone system.
#[derive(Debug)]
pub struct Kamailio {
    folder: Folder,
    port: u16,
    descriptions: Descriptions,
    rtpengine: Option<Rtpengine>,
    child: Option<Child>,
}

impl Kamailio {
    /// Starts it at a free port, and waits until it answers.
    pub async fn start() -> Done<Self> {
        Self::with(Descriptions::Untouched).await
    }

    /// The same, with something to do to descriptions. What carries the sound is started too.
    pub async fn with(descriptions: Descriptions) -> Done<Self> {
        let rtpengine = match descriptions {
            Descriptions::Anchored => Some(Rtpengine::start().await?),
            _ => None,
        };
        let control = rtpengine.as_ref().map_or(0, Rtpengine::port);
        let port = free_port().await?;
        let folder = Folder::new("phone-system", port)?;
        let config = CONFIG
            .replace("@DIR@", &folder.path().to_string_lossy())
            .replace("@PORT@", &port.to_string())
            .replace("@RTPENGINE@", &control.to_string());
        folder.write("kamailio.cfg", config)?;
        let mut it = Self { folder, port, descriptions, rtpengine, child: None };
        it.starts().await?;
        Ok(it)
    }

    /// Where it is, as the settings of a phone system name it.
    pub fn server(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its port, for UDP and TCP.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What carries the sound, where something does.
    pub fn rtpengine(&self) -> Option<&Rtpengine> {
        self.rtpengine.as_ref()
    }

    /// Ends it and starts it again: it knows nobody then.
    pub async fn restarts(&mut self) -> Done {
        self.stops();
        self.starts().await
    }

    async fn starts(&mut self) -> Done {
        let log = self.folder.path().join("log");
        let binary = program("SIDETONE_KAMAILIO", "/usr/sbin/kamailio");
        let mut command = Command::new(binary);
        command.arg("-f").arg(self.folder.path().join("kamailio.cfg"));
        command.args(["-DD", "-E", "-m", "32", "-M", "8"]).arg("-Y").arg(self.folder.path());
        let define = match self.descriptions {
            Descriptions::Untouched => None,
            Descriptions::Anchored => Some("WITH_RTPENGINE"),
            Descriptions::WithoutKeys => Some("WITHOUT_EVENTS"),
        };
        command.args(define.iter().flat_map(|define| ["-A", define]));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(std::fs::File::create(&log)?);
        let failed = |why: String| Trouble::Start("kamailio".to_owned(), why);
        self.child = Some(command.spawn().map_err(|error| failed(error.to_string()))?);
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let at = socket.local_addr()?;
        let mut bytes = [0; 2_048];
        for n in 0..TRIES {
            let ask = format!(
                "OPTIONS sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP {at};branch=z9hG4bK{n};rport\r\n\
                 From: <sip:a@pbx.test>;tag=a\r\nTo: <sip:pbx.test>\r\nCall-ID: ready-{n}\r\n\
                 CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            );
            let _ = socket.send_to(ask.as_bytes(), ("127.0.0.1", self.port)).await;
            if let Ok(Ok(_)) = timeout(ANSWERS, socket.recv_from(&mut bytes)).await {
                return Ok(());
            }
        }
        Err(failed(std::fs::read_to_string(log).unwrap_or_default()))
    }

    /// The first process ends the others only when it is asked to.
    fn stops(&mut self) {
        if let Some(mut child) = self.child.take() {
            if let Some(id) = Pid::from_raw(child.id().cast_signed()) {
                let _ = kill_process(id, Signal::TERM);
            }
            let _ = child.wait();
        }
    }
}

impl Drop for Kamailio {
    fn drop(&mut self) {
        self.stops();
    }
}
