//! The other end of the crowd's process: tells it what to do and reads what it measured.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use sidetone_chaos::real::{Done, Trouble};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// How long one command may take.
const LIMIT: Duration = Duration::from_secs(180);

/// What came of a number of rings, in milliseconds.
#[derive(Debug, Default)]
pub struct Rings {
    /// From the request to ring, as it leaves the client, to the last surface of the agent.
    pub last: Vec<f64>,
    /// From the first surface of the agent to the last.
    pub spread: Vec<f64>,
    /// From the request to its answer.
    pub answer: Vec<f64>,
    /// Rings that some surface never had.
    pub lost: u64,
}

/// The process with the simulated surfaces. It ends when its input ends.
#[derive(Debug)]
pub struct Clients {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Clients {
    /// Starts it for the server at this port and these agents.
    pub fn start(port: u16, agents: &Path) -> Done<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["surfaces-crowd", &port.to_string()])
            .arg(agents)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Trouble::Words("The crowd has no pipes.".to_owned()));
        };
        Ok(Self { child, input, output: BufReader::new(output).lines() })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Connects surfaces until the first so many agents have so many each.
    pub async fn connect(&mut self, agents: usize, each: usize) -> Done {
        self.ask(&format!("connect {agents} {each}")).await.map(drop)
    }

    /// Lets so many agents ring, at this pace.
    pub async fn ring(&mut self, count: usize, per_second: usize) -> Done<Rings> {
        let said = self.ask(&format!("ring {count} {per_second}")).await?;
        let list = |name: &str| {
            let all = said[name].as_array().cloned().unwrap_or_default();
            all.iter().filter_map(Value::as_f64).map(|micros| micros / 1000.0).collect()
        };
        Ok(Rings {
            last: list("last"),
            spread: list("spread"),
            answer: list("answer"),
            lost: said["lost"].as_u64().unwrap_or_default(),
        })
    }

    async fn ask(&mut self, what: &str) -> Done<Value> {
        let failed = |why: String| Trouble::NoAnswer(format!("the crowd, `{what}`"), why);
        self.input.write_all(format!("{what}\n").as_bytes()).await?;
        let line = timeout(LIMIT, self.output.next_line()).await;
        let line = line.map_err(|_| failed("it took too long".to_owned()))??;
        let line = line.ok_or_else(|| failed("it ended; see above".to_owned()))?;
        serde_json::from_str(&line).map_err(|error| failed(error.to_string()))
    }
}
