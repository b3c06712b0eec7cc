//! What the tests share: a preview without a process, and a backend that only pretends.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

pub mod link;

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
    response::Response,
};
use serde_json::Value;
use sidetone_preview::{
    code::Who,
    front,
    rest::DEMO_TOKEN,
    state::{self, Preview, Shared},
};
use tokio::{net::TcpListener, sync::watch};
use tower::ServiceExt;

/// The port that the previews of the tests believe to have.
pub const PORT: u16 = 4180;

/// A preview whose backend listens at this address; codes are `code-1`, `code-2`, …. It has no
/// limits.
pub fn preview(backend: Option<SocketAddr>) -> Shared {
    let preview = limited(backend);
    preview.rest.limits().figures.on = false;
    preview
}

/// The same with HubSpot's limits.
pub fn limited(backend: Option<SocketAddr>) -> Shared {
    let codes = Arc::new(AtomicUsize::new(0));
    Arc::new(Preview {
        port: PORT,
        upstream: watch::channel(backend).1,
        client: state::client(),
        issue_code: Arc::new(move |who| {
            let number = codes.fetch_add(1, Ordering::SeqCst) + 1;
            let of = if who == Who::Second { "second-" } else { "" };
            Box::pin(async move { Ok(format!("{of}code-{number}")) })
        }),
        invite: Arc::new(|origin| {
            Box::pin(async move { Ok(format!("{origin}/console/#welcome=link")) })
        }),
        switches: Default::default(),
        rest: Default::default(),
        oauth: Default::default(),
        far_ends: Mutex::default(),
        windows: Mutex::default(),
        control_token: "control".to_owned(),
        child: None,
        sdk: "// the SDK".into(),
    })
}

/// Serves a router on a free loopback port.
pub async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Sends one request to the preview as if to this name.
pub async fn send(preview: &Shared, host: &str, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("host", format!("{host}:{PORT}").parse().unwrap());
    front::router(preview.clone()).oneshot(Request::from_parts(parts, body)).await.unwrap()
}

/// A request with a JSON body; `null` sends none.
pub fn request(method: &str, path: &str, body: Value) -> Request<Body> {
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = Request::builder().method(method).uri(path);
    request.header("content-type", "application/json").body(body).unwrap()
}

/// The status and the JSON of an answer.
pub async fn read(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// Asks HubSpot's REST side with the demo token.
pub async fn rest(preview: &Shared, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let mut request = request(method, &format!("/hubspot-api{path}"), body);
    let token = format!("Bearer {DEMO_TOKEN}").parse().unwrap();
    request.headers_mut().insert("authorization", token);
    read(send(preview, "127.0.0.1", request).await).await
}

/// Asks a route of the preview's own.
pub async fn own(preview: &Shared, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
    read(send(preview, "127.0.0.1", request(method, path, body)).await).await
}
