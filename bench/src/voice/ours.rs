//! Our gateway from outside: starts its process, hands it offers.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use sidetone_chaos::real::{Done, Trouble};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// How long it may take to answer, and to end.
const ANSWERS: Duration = Duration::from_secs(20);

/// The process.
pub struct Ours {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
    /// Its port for pages.
    pub http: Option<u16>,
    /// Where it listens for SIP, if it does.
    pub sip: Option<SocketAddr>,
}

impl Ours {
    /// Starts it with an empty store.
    pub async fn start() -> Done<Self> {
        let name = format!("sidetone-bench-{}", sidetone_backend::ids::new_id());
        Self::start_in(std::env::temp_dir().join(name)).await
    }

    /// Starts it with the store in this folder, which goes with it.
    pub async fn start_in(folder: PathBuf) -> Done<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("voice-gateway")
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Trouble::Words("The gateway has no pipes.".to_owned()));
        };
        let output = BufReader::new(output).lines();
        let mut ours = Self { child, input, output, folder, http: None, sip: None };
        // It is ready, and as large as it is without calls, once it has said so.
        let said = ours.line().await?;
        ours.http = said["http"].as_u64().and_then(|port| u16::try_from(port).ok());
        ours.sip = said["sip"].as_str().and_then(|address| address.parse().ok());
        Ok(ours)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// A new call: the page's answer, and where its telephone sends.
    pub async fn call(
        &mut self,
        call: &str,
        offer: &str,
        far: SocketAddr,
    ) -> Done<(String, SocketAddr)> {
        let far = far.to_string();
        self.ask(json!({ "call": call, "page": "bench", "sdp": offer, "far": far })).await
    }

    /// Another page for a call: its answer.
    pub async fn page(&mut self, call: &str, page: &str, offer: &str) -> Done<String> {
        let asked = json!({ "call": call, "page": page, "sdp": offer });
        Ok(self.ask(asked).await?.0)
    }

    async fn ask(&mut self, asked: Value) -> Done<(String, SocketAddr)> {
        self.input.write_all(format!("{asked}\n").as_bytes()).await?;
        let answer = self.line().await?;
        let port = answer["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        let to = SocketAddr::from(([127, 0, 0, 1], port.unwrap_or_default()));
        Ok((answer["sdp"].as_str().unwrap_or_default().to_owned(), to))
    }

    async fn line(&mut self) -> Done<Value> {
        let line = timeout(ANSWERS, self.output.next_line())
            .await
            .map_err(|_| Trouble::Words("The gateway does not answer.".to_owned()))??;
        // What went wrong is on the standard error.
        serde_json::from_str(&line.unwrap_or_default())
            .map_err(|_| Trouble::Words("The gateway has ended.".to_owned()))
    }

    /// Ends it.
    pub async fn end(mut self) {
        drop(self.input);
        let _ = timeout(ANSWERS, self.child.wait()).await;
        let _ = std::fs::remove_dir_all(self.folder);
    }
}
