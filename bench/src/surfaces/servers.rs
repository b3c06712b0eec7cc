//! The two servers under load: the service as it is released, with agents in its store, and a bare
//! Node server with the `ws` package.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sidetone_backend::people::{self, NewAgent};
use sidetone_backend::store::sessions::{self, Kind};
use sidetone_backend::{Store, clock, ids, store};
use sidetone_chaos::real::wait::until;
use sidetone_chaos::real::{Done, Trouble};
use tokio::net::TcpStream;

/// The token of the service's control routes.
pub const CONTROL: &str = "bench-control";
/// The variable that names the folder of the `ws` package.
pub const WS: &str = "BENCH_WS";
/// How long the tokens in the store are good: longer than any bench, in milliseconds.
const GOOD_FOR: u64 = 6 * 60 * 60_000;
/// How long a server may take to be there.
const START: Duration = Duration::from_secs(30);

/// A folder with a store of so many agents and a token for each. Gone with the value.
#[derive(Debug)]
pub struct Agents {
    folder: PathBuf,
    /// Their logins and tokens, one agent a line.
    pub list: PathBuf,
}

impl Agents {
    /// Adds them, by the functions that the service itself uses.
    pub async fn prepare(count: usize) -> Done<Self> {
        let folder = std::env::temp_dir().join(format!("sidetone-bench-{}", ids::new_id()));
        let agents = Self { list: folder.join("agents"), folder };
        let store = Store::open(store::file_in(&agents.data())).await?;
        let tenant = people::add_tenant(&store, "Bench").await?;
        let mut lines = String::new();
        for n in 0..count {
            let (login, number) = (format!("agent{n}"), format!("+4420{:08}", 70_000_000 + n));
            let new = NewAgent { login: &login, name: &login, number: &number, country: "GB" };
            let id = people::add_agent(&store, &tenant, new).await?;
            let token = ids::new_id();
            sessions::add(&store, Kind::Token, &token, &id, clock::now() + GOOD_FOR).await?;
            lines.push_str(&format!("{login} {token}\n"));
        }
        store.close().await;
        std::fs::write(&agents.list, lines)?;
        Ok(agents)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Agents {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Its port of the loopback address.
    pub port: u16,
}

impl Server {
    /// The service, on a copy of these agents' store, so that every run finds the same.
    pub async fn service(program: &Path, agents: &Agents) -> Done<Self> {
        let data = agents.folder.join(ids::new_id());
        std::fs::create_dir_all(&data)?;
        for file in std::fs::read_dir(agents.data())?.flatten() {
            std::fs::copy(file.path(), data.join(file.file_name()))?;
        }
        let page = agents.folder.join("page");
        std::fs::create_dir_all(&page)?;
        std::fs::write(page.join("index.html"), "<!doctype html><title>none</title>")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(agents.folder.join("service.log"))?;
        let child = Command::new(program)
            .env("SIDETONE_LISTEN", format!("127.0.0.1:{port}"))
            .env("SIDETONE_PUBLIC_URL", format!("http://localhost:{port}"))
            .env("SIDETONE_DATA_DIR", &data)
            .env("SIDETONE_WIDGET_DIR", &page)
            .env("SIDETONE_CONSOLE_DIR", &page)
            .env("SIDETONE_SIMULATED_PHONE__CONTROL_TOKEN", CONTROL)
            .env("SIDETONE_SIMULATED_PHONE__ANSWER_AFTER_MS", "0")
            // Its calls are nobody's, and need not end by themselves.
            .env("SIDETONE_CALLS__DRAIN_FOR_S", "0")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| Trouble::Start("sidetone", error.to_string()))?;
        let server = Self { child, port };
        until(START, "the service listens", async || {
            Ok(TcpStream::connect(("127.0.0.1", port)).await.ok())
        })
        .await?;
        Ok(server)
    }

    /// The Node server, where the package and Node are there.
    pub async fn node(ws: &Path, agents: &Agents) -> Done<Self> {
        let script = agents.folder.join("rival.mjs");
        std::fs::write(&script, include_str!("rival.mjs"))?;
        let failed = |why: String| Trouble::Start("node", why);
        let mut child = Command::new("node")
            .arg(&script)
            .arg(ws)
            .arg(&agents.list)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let output = child.stdout.take().ok_or_else(|| failed("no output".to_owned()))?;
        let mut server = Self { child, port: 0 };
        let first = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(output).read_line(&mut line).map(|_| line)
        });
        let line = first.await.map_err(|error| failed(error.to_string()))??;
        let port = line.trim().strip_prefix("listening ").and_then(|port| port.parse().ok());
        server.port = port.ok_or_else(|| failed(format!("it said {line:?}")))?;
        Ok(server)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(id) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process(id, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}
