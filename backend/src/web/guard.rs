//! What every request and answer goes through: HTTPS only, origins, and headers that protect.

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use crate::app::App;
use crate::problem::Failure;

/// Refuses what must not be answered, and adds headers to what is.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let health = matches!(request.uri().path(), "/healthz" | "/readyz");
    let mut response = if !health && !came_securely(&app, &request) {
        Failure::new(
            StatusCode::FORBIDDEN,
            "invalid",
            "Plain HTTP is not answered here. Use the https address.",
        )
        .into_response()
    } else if changes(request.method()) && foreign(&app, request.headers()) {
        Failure::new(
            StatusCode::FORBIDDEN,
            "invalid",
            "This request comes from another site. Only our own pages may ask this.",
        )
        .into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut add = |name, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "no-referrer");
    if api || health {
        add(header::CACHE_CONTROL, "no-store");
        add(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    }
    if app.origin.starts_with("https:") {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Whether a browser says that the request comes from another site's page.
pub fn foreign(app: &App, headers: &HeaderMap) -> bool {
    headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes() != app.origin.as_bytes())
}

/// Whether a browser says that the request comes from our own page.
pub fn ours(app: &App, headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) && !foreign(app, headers)
}

/// The client's address: the peer's, or what a trusted proxy says.
pub fn client(app: &App, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
    if !trusted(app, peer) {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let hops: Vec<IpAddr> =
        forwarded.flat_map(|v| v.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    // The last hop that is not one of our proxies; what stands before it, anybody can write.
    hops.into_iter().rev().find(|hop| !trusted(app, *hop)).unwrap_or(peer)
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn came_securely(app: &App, request: &Request) -> bool {
    if app.config.has_tls() || app.config.listen.ip().is_loopback() {
        return true;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let was_https = request
        .headers()
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .is_some_and(|proto| proto.trim().eq_ignore_ascii_case("https"));
    peer.is_some_and(|peer| trusted(app, peer)) && was_https
}

fn trusted(app: &App, ip: IpAddr) -> bool {
    app.proxies.iter().any(|network| network.contains(ip))
}
