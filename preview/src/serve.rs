//! Serves the port. It does what `axum::serve` does, and can break a connection off without an
//! answer, for the faults that want it.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Marks a response that must not be sent: the connection ends in its place.
#[derive(Debug, Clone, Copy)]
pub struct Cut;

impl Cut {
    /// A response that is never seen.
    pub fn response() -> Response {
        let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
        response.extensions_mut().insert(Self);
        response
    }
}

/// The connection was broken off on demand.
#[derive(Debug, thiserror::Error)]
#[error("the connection was cut on demand")]
struct CutOnDemand;

/// Serves until the task is dropped. Connections that fail concern only their own client.
pub async fn serve(listener: TcpListener, router: Router) {
    loop {
        // Out of file handles: the next client may have more luck.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        tokio::spawn(connection(stream, router.clone()));
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // Small frames of a WebSocket must not wait for the next one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Cut>() {
                Some(_) => Err(CutOnDemand),
                None => Ok(response),
            }
        }
    });
    let builder = auto::Builder::new(TokioExecutor::new());
    let _ = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
}
