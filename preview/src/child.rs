//! The backend as a child process: start, wait until it is ready, kill, start again.
//!
//! One task owns the process; everybody else sends it orders. When the backend dies without an
//! order, the task says so in one sentence and starts it again.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use axum::{body::Body, http::Request};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    net::TcpListener,
    process::{Child as Process, Command},
    sync::{mpsc, oneshot, watch},
    time::{sleep, timeout},
};

/// How long a start may take before it counts as failed.
const START_LIMIT: Duration = Duration::from_secs(30);
/// How long a stop may take before the process is killed.
const STOP_LIMIT: Duration = Duration::from_secs(5);
/// How often a starting backend is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(25);

/// What to start, apart from the address to listen at.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The backend's binary.
    pub program: PathBuf,
    /// Settings by environment variable; they go over those of the caller.
    pub settings: Vec<(String, OsString)>,
}

/// Why the backend is not up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChildError {
    /// The process could not be started at all.
    #[error("The backend `{0}` could not be started: {1}. Check --backend.")]
    Start(String, String),
    /// It ended before it was ready.
    #[error("The backend ended before it was ready ({0}). Its own message is above.")]
    Ended(String),
    /// It did not become ready.
    #[error("The backend was not ready after 30 seconds. Its own messages are above.")]
    Late,
    /// The preview is stopping.
    #[error("The preview is stopping.")]
    Stopping,
}

enum Order {
    Start(oneshot::Sender<Result<(), ChildError>>),
    Kill(oneshot::Sender<()>),
    Stop(oneshot::Sender<()>),
}

/// Gives orders to the task that owns the process.
#[derive(Debug, Clone)]
pub struct Child {
    orders: mpsc::Sender<Order>,
}

impl Child {
    /// Begins to own a backend, not started yet. The receiver says where it listens while it is
    /// ready. Must be called inside a Tokio runtime.
    pub fn new(
        plan: Plan,
        client: Client<HttpConnector, Body>,
    ) -> (Self, watch::Receiver<Option<SocketAddr>>) {
        let (orders, inbox) = mpsc::channel(8);
        let (place, upstream) = watch::channel(None);
        tokio::spawn(Keeper { plan, client, place, process: None }.run(inbox));
        (Self { orders }, upstream)
    }

    /// Starts the backend and returns when `/readyz` answers 200. Without effect when it runs.
    pub async fn start(&self) -> Result<(), ChildError> {
        self.order(Order::Start).await.unwrap_or(Err(ChildError::Stopping))
    }

    /// Kills the backend (SIGKILL) and returns when it is dead. It stays dead until [`start`].
    ///
    /// [`start`]: Self::start
    pub async fn kill(&self) {
        self.order(Order::Kill).await;
    }

    /// Stops the backend in good order, killing it after 5 seconds.
    pub async fn stop(&self) {
        self.order(Order::Stop).await;
    }

    async fn order<T>(&self, order: fn(oneshot::Sender<T>) -> Order) -> Option<T> {
        let (answer, done) = oneshot::channel();
        self.orders.send(order(answer)).await.ok()?;
        done.await.ok()
    }
}

struct Keeper {
    plan: Plan,
    client: Client<HttpConnector, Body>,
    place: watch::Sender<Option<SocketAddr>>,
    process: Option<Process>,
}

impl Keeper {
    async fn run(mut self, mut inbox: mpsc::Receiver<Order>) {
        loop {
            let order = match &mut self.process {
                None => inbox.recv().await,
                Some(process) => tokio::select! {
                    order = inbox.recv() => order,
                    status = process.wait() => {
                        self.died(status.ok()).await;
                        continue;
                    }
                },
            };
            // An answer that nobody waits for any more is no error.
            match order {
                Some(Order::Start(answer)) => {
                    let result = self.start().await;
                    let _ = answer.send(result);
                }
                Some(Order::Kill(answer)) => {
                    self.kill().await;
                    let _ = answer.send(());
                }
                Some(Order::Stop(answer)) => {
                    self.stop().await;
                    let _ = answer.send(());
                    return;
                }
                None => return self.kill().await,
            }
        }
    }

    async fn start(&mut self) -> Result<(), ChildError> {
        if self.process.is_some() {
            return Ok(());
        }
        let name = self.plan.program.display().to_string();
        let failed = |error: std::io::Error| ChildError::Start(name.clone(), error.to_string());
        let address = free_address().await.map_err(failed)?;
        let mut process = Command::new(&self.plan.program)
            .envs(self.plan.settings.iter().map(|(name, value)| (name, value)))
            .env("SIDETONE_LISTEN", address.to_string())
            .stdin(Stdio::null())
            // Standard output is the preview's one line; the backend's messages go beside it.
            .stdout(Stdio::from(std::io::stderr()))
            // Ctrl-C in a terminal reaches the preview only, which then stops the backend.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let ready = timeout(START_LIMIT, async {
            loop {
                tokio::select! {
                    status = process.wait() => return Err(ended(status.ok())),
                    () = sleep(ASK_EVERY) => {}
                }
                if is_ready(&self.client, address).await {
                    return Ok(());
                }
            }
        })
        .await
        .unwrap_or(Err(ChildError::Late));
        if ready.is_err() {
            let _ = process.kill().await;
            return ready;
        }
        self.process = Some(process);
        self.place.send_replace(Some(address));
        Ok(())
    }

    async fn kill(&mut self) {
        self.place.send_replace(None);
        if let Some(mut process) = self.process.take() {
            // Killing a process that is already dead fails, and that is as good.
            let _ = process.kill().await;
        }
    }

    async fn stop(&mut self) {
        self.place.send_replace(None);
        let Some(process) = &mut self.process else { return };
        let pid = process.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        let asked = pid.is_some_and(|pid| kill_process(pid, Signal::TERM).is_ok());
        if asked && timeout(STOP_LIMIT, process.wait()).await.is_ok() {
            self.process = None;
        }
        self.kill().await;
    }

    async fn died(&mut self, status: Option<ExitStatus>) {
        self.place.send_replace(None);
        self.process = None;
        eprintln!("The backend ended by itself ({}); starting it again.", describe(status));
        sleep(Duration::from_millis(300)).await;
        if let Err(error) = self.start().await {
            eprintln!("{error}");
        }
    }
}

fn ended(status: Option<ExitStatus>) -> ChildError {
    ChildError::Ended(describe(status))
}

fn describe(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "for a reason the system does not tell".to_owned(), |s| s.to_string())
}

/// A free port of this machine. Another program could take it before the backend does; then the
/// start fails and can be repeated.
async fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()
}

/// Whether the backend at this address answers `/readyz` with 200.
pub async fn is_ready(client: &Client<HttpConnector, Body>, address: SocketAddr) -> bool {
    let request = Request::get(format!("http://{address}/readyz")).body(Body::empty());
    let Ok(request) = request else { return false };
    let answer = timeout(Duration::from_secs(2), client.request(request)).await;
    answer.is_ok_and(|answer| answer.is_ok_and(|answer| answer.status() == 200))
}
