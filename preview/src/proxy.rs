//! Passing requests on to the backend, WebSockets included.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header, uri::Authority},
    response::{IntoResponse, Response},
};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;

use tokio::sync::watch;

use crate::{problem::Problem, state::Preview};

/// Headers that belong to one connection and are not passed on (RFC 9110, 7.6.1).
const HOP_BY_HOP: [&str; 8] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Passes one request on and its answer back, with the `Host` the browser sent. While the backend
/// is down the answer is 502 with a sentence.
pub async fn forward(preview: &Preview, request: Request<Body>) -> Response {
    match try_forward(preview, request).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn try_forward(preview: &Preview, mut request: Request<Body>) -> Result<Response, Problem> {
    let address = (*preview.upstream.borrow()).ok_or_else(Problem::backend_down)?;
    let upgrade = upgrade_of(request.headers());
    let ours = request.extensions_mut().remove::<OnUpgrade>();
    let host = request.headers().get(header::HOST).cloned();
    let named = request.uri().authority().map(|a| a.to_string());
    *request.uri_mut() = at(&address.to_string(), request.uri())?;
    if host.is_none()
        && let Some(host) = named.and_then(|name| HeaderValue::from_str(&name).ok())
    {
        request.headers_mut().insert(header::HOST, host);
    }
    strip(request.headers_mut());
    restore_upgrade(request.headers_mut(), upgrade.as_ref());
    *request.version_mut() = axum::http::Version::HTTP_11;

    let mut response =
        preview.client.request(request).await.map_err(|_| Problem::backend_down())?;
    let switched = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    let theirs = switched.then(|| hyper::upgrade::on(&mut response));
    let upgrade = upgrade_of(response.headers());
    strip(response.headers_mut());
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        restore_upgrade(response.headers_mut(), upgrade.as_ref());
        tokio::spawn(join(ours, theirs, preview.switches.network()));
    }
    Ok(response.map(Body::new))
}

/// Carries bytes both ways until either side or the network is gone; then both are closed.
async fn join(ours: OnUpgrade, theirs: OnUpgrade, mut network: watch::Receiver<bool>) {
    if let Ok((ours, theirs)) = tokio::try_join!(ours, theirs) {
        let (mut ours, mut theirs) = (TokioIo::new(ours), TokioIo::new(theirs));
        // An end that breaks off is the ordinary end of a socket here: a killed backend.
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut ours, &mut theirs) => {}
            _ = network.wait_for(|on| !on) => {}
        }
    }
}

/// The same path at another address.
pub fn at(address: &str, uri: &Uri) -> Result<Uri, Problem> {
    let wrong = |_| Problem::malformed("The address of the request cannot be read.");
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Uri::builder()
        .scheme("http")
        .authority(Authority::try_from(address).map_err(|error| wrong(error.into()))?)
        .path_and_query(path)
        .build()
        .map_err(wrong)
}

fn upgrade_of(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|token| token.trim().eq_ignore_ascii_case("upgrade"));
    headers.get(header::UPGRADE).filter(|_| asked).cloned()
}

fn restore_upgrade(headers: &mut HeaderMap, upgrade: Option<&HeaderValue>) {
    if let Some(upgrade) = upgrade {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, upgrade.clone());
    }
}

fn strip(headers: &mut HeaderMap) {
    let named: Vec<String> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|token| token.trim().to_ascii_lowercase())
        .collect();
    for name in named.iter().map(String::as_str).chain(HOP_BY_HOP) {
        headers.remove(name);
    }
}
