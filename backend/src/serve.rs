//! Listening, and stopping without breaking anything off.

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::app::{App, StartError};
use crate::config::Config;
use crate::web;

/// The service while it runs.
#[derive(Debug)]
pub struct Service {
    /// What it is made of.
    pub app: Arc<App>,
    /// Where it listens.
    pub address: SocketAddr,
    handle: Handle<SocketAddr>,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Service {
    /// Starts the service as configured.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let record_limits = config.record.limits();
        Self::start_with(config, record_limits).await
    }

    /// The one-time link that makes the first owner; `None` when there is one.
    pub async fn first_owner(&self) -> Result<Option<String>, crate::StoreError> {
        crate::invitations::first_owner(&self.app.store, &self.app.origin).await
    }

    /// The same, with other limits for the records: tests turn them down.
    pub async fn start_with(
        config: Config,
        record_limits: record::Limits,
    ) -> Result<Self, StartError> {
        install_crypto();
        let listen = config.listen;
        let failed = |error| StartError::Listen(listen, error);
        // First the address, then the store: a second process must not touch the calls of the first.
        let listener = std::net::TcpListener::bind(listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let tls = match (&config.tls.cert_file, &config.tls.key_file) {
            (Some(cert), Some(key)) => {
                Some(RustlsConfig::from_pem_file(cert, key).await.map_err(StartError::Tls)?)
            }
            _ => None,
        };
        let app = App::start(config, record_limits).await?;
        let handle = Handle::new();
        let make = web::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let serving = match tls {
            Some(tls) => {
                let server = axum_server::from_tcp_rustls(listener, tls)
                    .map_err(failed)?
                    .handle(handle.clone());
                tokio::spawn(server.serve(make))
            }
            None => {
                let server =
                    axum_server::from_tcp(listener).map_err(failed)?.handle(handle.clone());
                tokio::spawn(server.serve(make))
            }
        };
        tracing::info!(%address, tls = app.config.has_tls(), "listening");
        Ok(Self { app, address, handle, serving })
    }

    /// Lets calls end by themselves before it stops: takes no new ones, and waits until none is left,
    /// as long as is configured, or until `hurry` is done.
    pub async fn drain(&self, hurry: impl Future<Output = ()>) {
        let board = &self.app.switchboard;
        let limit = self.app.config.calls.drain();
        if limit.is_zero() {
            return;
        }
        board.close();
        let calls = board.live_calls().await;
        if calls > 0 {
            tracing::info!(calls, seconds = limit.as_secs(), "waiting for calls to end");
        }
        tokio::select! {
            () = board.quiet() => {}
            () = hurry => tracing::info!("asked again to stop: calls are broken off"),
            () = tokio::time::sleep(limit) => {
                let calls = board.live_calls().await;
                tracing::warn!(calls, "calls did not end in time and are broken off");
            }
        }
    }

    /// Says goodbye to the streams, lets requests in flight finish, and ends.
    pub async fn stop(self) {
        tracing::info!("stopping");
        self.app.switchboard.hub.go_away();
        let grace = Duration::from_millis(self.app.config.tuning.grace_ms);
        self.handle.graceful_shutdown(Some(grace));
        if let Ok(Err(error)) = self.serving.await {
            tracing::error!(%error, "the listener failed");
        }
        self.app.lines.stop(Duration::ZERO).await;
        self.app.tasks.stop();
        self.app.store.close().await;
        tracing::info!("stopped");
    }
}

/// Makes ring the process's cryptography, once: neither the server nor the client brings one.
fn install_crypto() {
    // An error says that it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
