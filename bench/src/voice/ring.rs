//! From INVITE to ring: a phone system of raw SIP calls an agent's line, and the agent's page waits at
//! its event stream. From the datagram's leaving to the event's arrival; the browser's painting is not
//! in it.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use sidetone_backend::people::{self, NewAgent};
use sidetone_backend::store::phone_systems::{self, Access, AgentLine, Change, PhoneSystem};
use sidetone_backend::store::{phone_systems::Kind, sessions};
use sidetone_backend::{Store, clock, ids, store};
use sidetone_chaos::real::{Done, Trouble};
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use super::ours::Ours;
use crate::figures::{Table, percentile};
use crate::surfaces::crowd::ping;

/// How often it rings, after some that are not counted.
const TIMES: usize = 200;
const WARM: usize = 20;
/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How long the token is good, in milliseconds.
const GOOD_FOR: u64 = 60 * 60_000;

/// What the page heard, and when.
type Heard = mpsc::UnboundedReceiver<(Instant, String)>;

/// Measures, and writes what came of it into the table.
pub async fn measure(table: &mut Table) -> Done {
    let phone_system = UdpSocket::bind("127.0.0.1:0").await?;
    let folder = std::env::temp_dir().join(format!("sidetone-bench-{}", ids::new_id()));
    let token = prepare(&folder, phone_system.local_addr()?).await?;
    let gateway = Ours::start_in(folder).await?;
    let (Some(http), Some(sip)) = (gateway.http, gateway.sip) else {
        return Err(Trouble::Words("The service does not listen for SIP.".to_owned()));
    };
    let mut tasks = JoinSet::new();
    let mut page = page(http, token, &mut tasks).await?;
    let mut took = Vec::new();
    for n in 0..WARM + TIMES {
        let call = Invite { n, from: phone_system.local_addr()?, to: sip };
        let began = Instant::now();
        phone_system.send_to(call.text("INVITE").as_bytes(), sip).await?;
        let rang = until(&mut page, "\"ringing\"").await?;
        if n >= WARM {
            took.push(rang.duration_since(began).as_secs_f64() * 1_000.0);
        }
        phone_system.send_to(call.text("CANCEL").as_bytes(), sip).await?;
        call.is_over(&phone_system).await?;
        until(&mut page, "\"closed\"").await?;
    }
    tasks.abort_all();
    gateway.end().await;
    table.heading(&format!("INVITE → ring at the agent's page, {TIMES} times one after the other"));
    let at = |hundredths| percentile(&took, hundredths);
    table.line(
        "datagram leaves → event at the page",
        format!("{:.2} / {:.2} / {:.2} ms", at(50), at(95), at(100)),
        "median / p95 / longest; written down before it is shown, without the browser's painting",
    );
    Ok(())
}

/// A store with an agent who has a line at this phone system; a token of theirs.
async fn prepare(folder: &Path, phone_system: SocketAddr) -> Done<String> {
    let store = Store::open(store::file_in(folder)).await?;
    let tenant = people::add_tenant(&store, "Bench").await?;
    let new = NewAgent { login: "ada", name: "Ada", number: "+442079460958", country: "GB" };
    let agent = people::add_agent(&store, &tenant, new).await?;
    let system = PhoneSystem {
        kind: Kind::Lines,
        server: phone_system.to_string(),
        access: Access::Address,
        ..PhoneSystem::default()
    };
    phone_systems::save(&store, &tenant, &system, &Change::Keep, clock::now()).await?;
    let line = AgentLine {
        agent: agent.clone(),
        user: "1001".to_owned(),
        auth_user: None,
        password: None,
        caller_number: None,
    };
    phone_systems::save_line(&store, &tenant, &line, &Change::Keep, clock::now()).await?;
    let token = ids::new_id();
    sessions::add(&store, sessions::Kind::Token, &token, &agent, clock::now() + GOOD_FOR).await?;
    store.close().await;
    Ok(token)
}

/// The agent's page: what it hears from its snapshot on.
async fn page(port: u16, token: String, tasks: &mut JoinSet<()>) -> Done<Heard> {
    let failed = |why: String| Trouble::NoAnswer("the agent's page".to_owned(), why);
    let joined = connect_async(format!("ws://127.0.0.1:{port}/api/stream")).await;
    let (mut socket, _) = joined.map_err(|error| failed(error.to_string()))?;
    let here = json!({ "hosted": true, "visible": true, "location": "remote" });
    let hello = json!({ "hello": { "token": token, "surface": "bench", "here": here } });
    let sent = socket.send(Message::text(hello.to_string())).await;
    sent.map_err(|error| failed(error.to_string()))?;
    let (tell, mut heard) = mpsc::unbounded_channel();
    tasks.spawn(async move {
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let now = Instant::now();
            if let Some(number) = ping(&text) {
                let pong = Message::text(format!("{{\"pong\":{number}}}"));
                if socket.send(pong).await.is_err() {
                    return;
                }
            } else if tell.send((now, text.to_string())).is_err() {
                return;
            }
        }
    });
    until(&mut heard, "\"snapshot\"").await?;
    Ok(heard)
}

/// When the page heard something with this word in it.
async fn until(page: &mut Heard, word: &str) -> Done<Instant> {
    let hears = async {
        while let Some((when, text)) = page.recv().await {
            if text.contains(word) {
                return Some(when);
            }
        }
        None
    };
    let heard = timeout(LIMIT, hears).await.ok().flatten();
    heard.ok_or_else(|| Trouble::InVain(format!("the page hears {word}")))
}

/// One call.
struct Invite {
    n: usize,
    from: SocketAddr,
    to: SocketAddr,
}

impl Invite {
    fn text(&self, method: &str) -> String {
        self.with(method, "")
    }

    fn with(&self, method: &str, to_tag: &str) -> String {
        let Self { n, from, to } = self;
        let (ip, body) = (from.ip(), if method == "INVITE" { self.sdp() } else { String::new() });
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        format!(
            "{method} sip:1001@{to} SIP/2.0\r\nVia: SIP/2.0/UDP {from};branch=z9hG4bKbench{n};rport\r\n\
             Max-Forwards: 70\r\nFrom: <sip:+4930{n:07}@{ip}>;tag=bench{n}\r\n\
             To: <sip:1001@{to}>{to_tag}\r\nCall-ID: bench-{n}\r\nCSeq: 1 {method}\r\n\
             Contact: <sip:bench@{from}>\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    }

    fn sdp(&self) -> String {
        let ip = self.from.ip();
        format!(
            "v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n"
        )
    }

    /// Waits for the INVITE's last answer, and says that it came.
    async fn is_over(&self, socket: &UdpSocket) -> Done {
        let mut bytes = vec![0; 8_192];
        let (sequence, call) = ("CSeq: 1 INVITE".to_lowercase(), format!("bench-{}", self.n));
        let over = async {
            loop {
                let (length, _) = socket.recv_from(&mut bytes).await?;
                let text = String::from_utf8_lossy(bytes.get(..length).unwrap_or_default());
                let last = text.starts_with("SIP/2.0 ") && !text.starts_with("SIP/2.0 1");
                if last && text.contains(&call) && text.to_lowercase().contains(&sequence) {
                    let to = text.lines().find(|line| line.to_lowercase().starts_with("to:"));
                    let tag = to.and_then(|to| to.split_once(";tag=")).map(|(_, tag)| tag.trim());
                    let tag = format!(";tag={}", tag.unwrap_or_default());
                    socket.send_to(self.with("ACK", &tag).as_bytes(), self.to).await?;
                    return Ok(());
                }
            }
        };
        let over: Result<Done, _> = timeout(LIMIT, over).await;
        over.map_err(|_| Trouble::InVain("a call that was cancelled ends".to_owned()))?
    }
}
