//! The simulated surfaces, in a process of their own: sockets that greet, answer pings and note when
//! their agent's call rings. Commands come on the standard input, one a line, answers go out as JSON.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{SinkExt, StreamExt, stream};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sidetone_chaos::real::{Done, Trouble};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpSocket;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::servers::CONTROL;

/// How many connections are made at one time.
const AT_ONCE: usize = 64;
/// Source addresses: each has some 28,000 ports.
const SOURCES: usize = 8;
/// How long a ring may be under way.
const LATE: Duration = Duration::from_secs(5);

/// A ring that a surface has: of which agent, and when it came.
type Heard = (usize, Instant);

struct Crowd {
    port: u16,
    /// Logins and tokens.
    agents: Vec<(String, String)>,
    /// Surfaces of each agent so far.
    surfaces: usize,
    connected: usize,
    rung: usize,
    tell: mpsc::UnboundedSender<Heard>,
    heard: mpsc::UnboundedReceiver<Heard>,
    http: Client<HttpConnector, Full<Bytes>>,
}

/// Serves commands until the input ends: `PORT FILE` are the server's port and the agents' list.
pub async fn run(words: &[String]) -> Done {
    let [port, list] = words else {
        return Err(Trouble::Words("The crowd needs a port and a list of agents.".to_owned()));
    };
    let text = std::fs::read_to_string(list)?;
    let read = |line: &str| line.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let (tell, heard) = mpsc::unbounded_channel();
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let mut crowd = Crowd {
        port: port.parse().map_err(|_| Trouble::Words(format!("{port} is no port.")))?,
        agents: text.lines().filter_map(read).collect(),
        surfaces: 0,
        connected: 0,
        rung: 0,
        tell,
        heard,
        http: Client::builder(TokioExecutor::new()).build(connector),
    };
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let numbers: Vec<usize> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        let said = match (line.split(' ').next(), numbers.as_slice()) {
            (Some("connect"), &[agents, each]) => crowd.connect(agents, each).await?,
            (Some("ring"), &[count, per_second]) => crowd.ring(count, per_second).await?,
            _ => return Err(Trouble::Words(format!("The crowd does not know `{line}`."))),
        };
        println!("{said}");
    }
    Ok(())
}

impl Crowd {
    /// Connects until the first so many agents have so many surfaces each.
    async fn connect(&mut self, agents: usize, each: usize) -> Done<Value> {
        let (before, tell, port) = (self.connected, self.tell.clone(), self.port);
        self.surfaces = each;
        let wanted = (before..agents * each).map(|n| {
            let token = self.agents.get(n / each).map(|(_, token)| token.clone());
            surface(port, n, n / each, token.unwrap_or_default(), tell.clone())
        });
        let mut made = stream::iter(wanted.collect::<Vec<_>>()).buffer_unordered(AT_ONCE);
        while let Some(one) = made.next().await {
            one?;
        }
        self.connected = agents * each;
        Ok(json!({ "connected": self.connected }))
    }

    /// Lets so many agents ring, one after the other at this pace, whether the ones before have rung
    /// or not. Every agent rings once in the life of a crowd.
    async fn ring(&mut self, count: usize, per_second: usize) -> Done<Value> {
        let mut pace = interval(Duration::from_secs(1) / u32::try_from(per_second).unwrap_or(1));
        pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut asked: HashMap<usize, Instant> = HashMap::new();
        let mut at: HashMap<usize, Vec<Instant>> = HashMap::new();
        let mut answers = FuturesUnordered::new();
        let (mut to_come, mut answered) = (self.rung..self.rung + count, Vec::new());
        self.rung += count;
        let mut end = None;
        while answered.len() < count
            || at.values().map(Vec::len).sum::<usize>() < count * self.surfaces
        {
            tokio::select! {
                _ = pace.tick(), if !to_come.is_empty() => {
                    let Some(agent) = to_come.next() else { continue };
                    let login = self.agents.get(agent).map(|(login, _)| login.clone());
                    asked.insert(agent, Instant::now());
                    answers.push(post(&self.http, self.port, login.unwrap_or_default(), agent));
                    if to_come.is_empty() {
                        end = Some(Instant::now() + LATE);
                    }
                }
                Some(one) = answers.next() => answered.push(one?),
                Some((agent, when)) = self.heard.recv() => at.entry(agent).or_default().push(when),
                () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => break,
            }
        }
        let micros = |from: &Instant, to: Option<&Instant>| {
            to.map(|to| to.duration_since(*from).as_micros() as u64)
        };
        let whole = |agent: &usize| at.get(agent).filter(|all| all.len() >= self.surfaces);
        let last: Vec<u64> = asked
            .iter()
            .filter_map(|(agent, from)| micros(from, whole(agent)?.iter().max()))
            .collect();
        let spread: Vec<u64> = asked
            .keys()
            .filter_map(|agent| micros(whole(agent)?.iter().min()?, whole(agent)?.iter().max()))
            .collect();
        Ok(
            json!({ "lost": count - last.len(), "last": last, "spread": spread, "answer": answered }),
        )
    }
}

/// Rings, and says how many microseconds the answer took.
async fn post(
    http: &Client<HttpConnector, Full<Bytes>>,
    port: u16,
    login: String,
    n: usize,
) -> Done<u64> {
    let failed = |why: String| Trouble::NoAnswer("a ring".to_owned(), why);
    let body = json!({ "from": format!("+44770090{:04}", n % 10_000), "agent": login });
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("http://127.0.0.1:{port}/api/simulated/calls"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {CONTROL}"))
        .body(Full::from(body.to_string()))
        .map_err(|error| failed(error.to_string()))?;
    let began = Instant::now();
    let answer = http.request(request).await.map_err(|error| failed(error.to_string()))?;
    let status = answer.status();
    let said = answer.into_body().collect().await.map_err(|error| failed(error.to_string()))?;
    if !status.is_success() {
        let said = String::from_utf8_lossy(&said.to_bytes()).into_owned();
        return Err(Trouble::Refused(format!("a ring at {login}"), format!("{status} {said}")));
    }
    Ok(began.elapsed().as_micros() as u64)
}

/// Opens a socket, greets, waits for the snapshot; then answers pings in a task of its own.
async fn surface(
    port: u16,
    n: usize,
    agent: usize,
    token: String,
    tell: mpsc::UnboundedSender<Heard>,
) -> Done {
    let failed = |why: String| Trouble::NoAnswer(format!("surface {n}"), why);
    let socket = TcpSocket::new_v4()?;
    // Many sockets may share an address without waiting for the ports of an earlier run.
    socket.set_reuseaddr(true)?;
    let source = Ipv4Addr::new(127, 0, 1, (n % SOURCES) as u8 + 1);
    socket.bind(SocketAddr::from((source, 0)))?;
    let stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    stream.set_nodelay(true)?;
    let address = format!("ws://127.0.0.1:{port}/api/stream");
    let joined = timeout(LATE * 4, client_async(address, stream)).await;
    let joined = joined.map_err(|_| failed("no answer".to_owned()))?;
    let (mut socket, _) = joined.map_err(|error| failed(error.to_string()))?;
    let here = json!({ "hosted": false, "visible": true });
    let hello =
        json!({ "hello": { "token": token, "surface": format!("bench-{n}"), "here": here } });
    let sent = socket.send(Message::text(hello.to_string())).await;
    sent.map_err(|error| failed(error.to_string()))?;
    loop {
        match timeout(LATE * 4, socket.next()).await {
            Ok(Some(Ok(Message::Text(text)))) if text.contains("\"snapshot\"") => break,
            Ok(Some(Ok(Message::Text(text)))) if text.contains("\"bye\"") => {
                return Err(failed(text.to_string()));
            }
            Ok(Some(Ok(_))) => {}
            other => return Err(failed(format!("{other:?}"))),
        }
    }
    tokio::spawn(async move {
        let mut rings = false;
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            if !rings && text.contains("\"ringing\"") {
                rings = true;
                let _ = tell.send((agent, Instant::now()));
            } else if let Some(number) = ping(&text) {
                let pong = Message::text(format!("{{\"pong\":{number}}}"));
                if socket.send(pong).await.is_err() {
                    break;
                }
            }
        }
    });
    Ok(())
}

/// The number in `{"ping":7}`.
pub fn ping(text: &str) -> Option<u32> {
    text.strip_prefix("{\"ping\":")?.strip_suffix('}')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ping_is_read_and_nothing_else_is_taken_for_one() {
        assert_eq!(ping("{\"ping\":12}"), Some(12));
        assert_eq!(ping("{\"event\":{\"ping\":12}}"), None);
    }
}
