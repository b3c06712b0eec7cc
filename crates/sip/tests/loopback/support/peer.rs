//! A phone system made of raw text over UDP: says exactly what a test tells it to.

use std::collections::VecDeque;
use std::net::SocketAddr;

use tokio::net::UdpSocket;

use super::{PATIENCE, Text, both_ways};

pub struct Peer {
    socket: UdpSocket,
    pub address: SocketAddr,
    /// Where our user agent is, as soon as something came from it.
    pub agent: Option<SocketAddr>,
    waiting: VecDeque<Text>,
    made: u32,
}

/// A call of the peer's with the user agent: what its requests need.
#[derive(Debug, Clone)]
pub struct Call {
    pub id: String,
    /// Our From (the peer's), with its tag.
    pub ours: String,
    /// Theirs (the user agent's), with its tag.
    pub theirs: String,
    /// Their contact.
    pub target: String,
    pub seq: u32,
}

impl Peer {
    pub async fn new() -> Self {
        Self::at("127.0.0.1:0").await
    }

    pub async fn at(address: &str) -> Self {
        let socket = UdpSocket::bind(address).await.unwrap();
        let address = socket.local_addr().unwrap();
        Self { socket, address, agent: None, waiting: VecDeque::new(), made: 0 }
    }

    /// The next message that is wanted; others wait.
    pub async fn wait(&mut self, what: &str, mut wanted: impl FnMut(&Text) -> bool) -> Text {
        if let Some(at) = self.waiting.iter().position(&mut wanted) {
            return self.waiting.remove(at).unwrap();
        }
        let mut bytes = vec![0; 65_536];
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let received = tokio::time::timeout_at(end, self.socket.recv_from(&mut bytes)).await;
            let Ok(received) = received else {
                panic!("waited for {what}, but there is only {:#?}", self.waiting);
            };
            let (length, from) = received.unwrap();
            if bytes[..length].iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.agent = Some(from);
            let text = Text::read(&bytes[..length]);
            if wanted(&text) {
                return text;
            }
            self.waiting.push_back(text);
        }
    }

    pub async fn request(&mut self, method: &str) -> Text {
        self.wait(method, |text| text.method() == method).await
    }

    /// The final answer to a request of this method.
    pub async fn answer(&mut self, method: &str) -> Text {
        self.wait(&format!("the answer to {method}"), |text| {
            text.status() >= 200 && text.seq_method() == method
        })
        .await
    }

    pub async fn status(&mut self, status: u16) -> Text {
        self.wait(&status.to_string(), |text| text.status() == status).await
    }

    /// How many of the messages that wait are of this method.
    pub fn left(&self, method: &str) -> usize {
        self.waiting.iter().filter(|text| text.method() == method).count()
    }

    /// What has come without being waited for.
    pub fn received(&mut self) -> Option<Text> {
        if let Some(text) = self.waiting.pop_front() {
            return Some(text);
        }
        let mut bytes = vec![0; 65_536];
        let (length, _) = self.socket.try_recv_from(&mut bytes).ok()?;
        Some(Text::read(&bytes[..length]))
    }

    pub async fn send(&self, text: &str) {
        self.send_bytes(text.as_bytes()).await;
    }

    pub async fn send_bytes(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.agent.unwrap()).await.unwrap();
    }

    /// Answers a request. `to_tag` is put behind To where there is none.
    pub async fn reply(&self, request: &Text, status: &str, headers: &str, body: &str) {
        let mut text = format!("SIP/2.0 {status}\r\n");
        for (name, value) in &request.headers {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "to" if !value.contains(";tag=") && !status.starts_with("100") => {
                    text.push_str(&format!("To: {value};tag=peer\r\n"));
                }
                "via" | "from" | "to" | "call-id" | "cseq" | "record-route" => {
                    text.push_str(&format!("{name}: {value}\r\n"));
                }
                _ => {}
            }
        }
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        let contact = self.contact();
        text.push_str(&format!(
            "Contact: <{contact}>\r\n{headers}{kind}Content-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        self.send(&text).await;
    }

    pub fn contact(&self) -> String {
        format!("sip:far@{}", self.address)
    }

    /// An INVITE that begins a call to a user of our agent's.
    pub fn invite(&mut self, user: &str, headers: &str, body: &str) -> (Call, String) {
        self.made += 1;
        let id = format!("call-{}-{}", self.made, self.address.port());
        let ours =
            format!("\"Ada Lovelace\" <sip:+4930123456@{}>;tag=far{}", self.address, self.made);
        let agent = self.agent.unwrap();
        let (theirs, target) = (format!("<sip:{user}@pbx.test>"), format!("sip:{user}@{agent}"));
        let mut call = Call { id, ours, theirs, target, seq: 0 };
        let text = self.compose(&mut call, "INVITE", headers, body);
        (call, text)
    }

    /// The text of a request in a call.
    pub fn compose(&mut self, call: &mut Call, method: &str, headers: &str, body: &str) -> String {
        if !matches!(method, "ACK" | "CANCEL") {
            call.seq += 1;
        }
        // CANCEL is of the INVITE's transaction; an ACK of a 200 is not, which harms nobody here.
        let branch = format!("z9hG4bK-{}-{}", call.id, call.seq);
        let (at, seq, target) = (self.address, call.seq, &call.target);
        let kind = match (body.is_empty(), headers.to_ascii_lowercase().contains("content-type")) {
            (false, false) => "Content-Type: application/sdp\r\n",
            _ => "",
        };
        let branch = if method == "ACK" { format!("{branch}-ack") } else { branch };
        format!(
            "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {at};branch={branch};rport\r\n\
             Max-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {seq} {method}\r\n\
             Contact: <{}>\r\n{headers}{kind}Content-Length: {}\r\n\r\n{body}",
            call.ours,
            call.theirs,
            call.id,
            self.contact(),
            body.len()
        )
    }

    pub async fn ask(&mut self, call: &mut Call, method: &str, headers: &str, body: &str) {
        let text = self.compose(call, method, headers, body);
        self.send(&text).await;
    }

    /// Calls a user of our agent's, and has the call answered by nobody yet.
    pub async fn call(&mut self, user: &str, headers: &str, body: &str) -> Call {
        let (call, text) = self.invite(user, headers, body);
        self.send(&text).await;
        call
    }

    /// Takes our agent's 200 for a call and acknowledges it.
    pub async fn acknowledge(&mut self, call: &mut Call, body: &str) -> Text {
        let answer = self.status(200).await;
        call.theirs = answer.header("To").to_owned();
        call.target = answer.bracketed("Contact").to_owned();
        self.ask(call, "ACK", "", body).await;
        answer
    }

    /// Answers our agent's INVITE, and takes its ACK.
    pub async fn pick_up(&mut self, invite: &Text) -> Call {
        self.reply(invite, "200 OK", "", &both_ways(6_000)).await;
        self.request("ACK").await;
        Call {
            id: invite.header("Call-ID").to_owned(),
            ours: format!("{};tag=peer", invite.header("To")),
            theirs: invite.header("From").to_owned(),
            target: invite.bracketed("Contact").to_owned(),
            seq: 100,
        }
    }
}
