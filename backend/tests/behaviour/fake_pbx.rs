//! A phone system on loopback: a UDP socket that answers as it is told, and keeps what it heard.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::UdpSocket;

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Asks for a password and takes none.
    TakesNoPassword,
    /// Registers everybody who has a password; whoever is called is busy.
    EverybodyIsBusy,
}

pub struct FakePbx {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl FakePbx {
    pub async fn start(manner: Manner) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = heard.clone();
        // It ends with the test's runtime.
        tokio::spawn(async move {
            let mut buffer = vec![0; 8_192];
            loop {
                let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
                let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
                if text.trim().is_empty() {
                    continue;
                }
                let answers = answers(manner, &text);
                all.lock().unwrap().push(text);
                for answer in answers {
                    socket.send_to(answer.as_bytes(), from).await.unwrap();
                }
            }
        });
        Self { address, heard }
    }

    /// Every message so far.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn answers(manner: Manner, request: &str) -> Vec<String> {
    let method = request.split(' ').next().unwrap();
    let knows = request.contains("\r\nAuthorization:");
    let status: &[&str] = match (manner, method) {
        (_, "ACK") => &[],
        (Manner::TakesNoPassword, "REGISTER") => &["401 Unauthorized"],
        (_, "REGISTER") if !knows => &["401 Unauthorized"],
        (Manner::EverybodyIsBusy, "INVITE") => &["180 Ringing", "486 Busy Here"],
        _ => &["200 OK"],
    };
    status.iter().map(|status| answer(request, status)).collect()
}

fn answer(request: &str, status: &str) -> String {
    let mut lines = vec![format!("SIP/2.0 {status}")];
    for line in request.split("\r\n").skip(1).take_while(|line| !line.is_empty()) {
        let name = line.split(':').next().unwrap().to_ascii_lowercase();
        match name.as_str() {
            "to" if !line.contains(";tag=") => lines.push(format!("{line};tag=pbx")),
            "via" | "from" | "to" | "call-id" | "cseq" | "contact" => lines.push(line.to_owned()),
            _ => {}
        }
    }
    if status.starts_with("401") {
        let challenge = "Digest realm=\"pbx\", nonce=\"n0nce\", algorithm=MD5, qop=\"auth\"";
        lines.push(format!("WWW-Authenticate: {challenge}"));
    }
    if status.starts_with("200") {
        lines.push("Expires: 60".to_owned());
    }
    format!("{}\r\nContent-Length: 0\r\n\r\n", lines.join("\r\n"))
}
