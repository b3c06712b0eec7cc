//! The preview's pages and scripts, built into the binary.

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};

use crate::{
    oauth::demo,
    problem::Problem,
    rest::{Kind, PORTAL},
    state::Shared,
};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Name, content type and text of every file the pages load.
const FILES: &[(&str, &str, &str)] = &[
    ("account.js", SCRIPT, include_str!("../page/account.js")),
    ("bare.js", SCRIPT, include_str!("../page/bare.js")),
    ("controls.js", SCRIPT, include_str!("../page/controls.js")),
    ("dial.js", SCRIPT, include_str!("../page/dial.js")),
    ("dom.js", SCRIPT, include_str!("../page/dom.js")),
    ("errors.js", SCRIPT, include_str!("../page/errors.js")),
    ("frame.js", SCRIPT, include_str!("../page/frame.js")),
    ("hostile-frame.js", SCRIPT, include_str!("../page/hostile-frame.js")),
    ("hostile.js", SCRIPT, include_str!("../page/hostile.js")),
    ("log.js", SCRIPT, include_str!("../page/log.js")),
    ("logview.js", SCRIPT, include_str!("../page/logview.js")),
    ("main.js", SCRIPT, include_str!("../page/main.js")),
    ("oauth.css", STYLE, include_str!("../page/oauth.css")),
    ("phone.js", SCRIPT, include_str!("../page/phone.js")),
    ("record.js", SCRIPT, include_str!("../page/record.js")),
    ("replies.js", SCRIPT, include_str!("../page/replies.js")),
    ("server.js", SCRIPT, include_str!("../page/server.js")),
    ("states.js", SCRIPT, include_str!("../page/states.js")),
    ("style.css", STYLE, include_str!("../page/style.css")),
    ("switches.js", SCRIPT, include_str!("../page/switches.js")),
    ("surfaces.js", SCRIPT, include_str!("../page/surfaces.js")),
    ("timeline.js", SCRIPT, include_str!("../page/timeline.js")),
    ("window.css", STYLE, include_str!("../page/window.css")),
    ("window.js", SCRIPT, include_str!("../page/window.js")),
];

/// The pages of HubSpot's stand-in.
pub fn hubspot() -> Router<Shared> {
    let home = |RawQuery(query): RawQuery| async move {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Redirect::temporary(&format!("/contacts/{PORTAL}/record/0-1/101{query}"))
    };
    Router::new()
        .route("/", get(home))
        .route("/contacts/{portal}/record/{kind}/{id}", get(record))
        .route("/help-desk/{portal}/view/{view}/ticket/{id}", get(ticket))
        .route("/calling-integration-popup-ui/{portal}", get(window))
}

/// The pages and files under `/preview`.
pub fn preview() -> Router<Shared> {
    Router::new()
        .route("/bare", get(bare))
        .route("/hostile", get(|| async { Html(include_str!("../page/hostile.html")) }))
        .route("/hostile-frame", get(|| async { Html(include_str!("../page/hostile-frame.html")) }))
        .route("/sdk.js", get(sdk))
        .route("/page/{name}", get(file))
}

async fn bare() -> Html<&'static str> {
    Html(include_str!("../page/bare.html"))
}

/// The detached calling window.
async fn window(Path(portal): Path<u64>) -> Response {
    match demo::account(portal) {
        Some(_) => Html(include_str!("../page/window.html")).into_response(),
        None => Problem::missing("There is no such account.").into_response(),
    }
}

async fn record(
    State(preview): State<Shared>,
    Path((portal, kind, id)): Path<(String, String, String)>,
) -> Response {
    let account = portal.parse().ok().and_then(demo::account);
    let kind = Kind::read(&kind).filter(|kind| *kind != Kind::Calls);
    let wanted = account.zip(kind.zip(id.parse().ok()));
    let known = |(account, (kind, id)): (&demo::Account, (Kind, u64))| {
        preview.rest.crm_of(account.portal).get(kind, id).is_some()
    };
    if !wanted.is_some_and(known) {
        return Problem::missing("There is no such record. Go back to / and choose one.")
            .into_response();
    }
    Html(include_str!("../page/host.html")).into_response()
}

/// A ticket in a view of the help desk. Any view will do.
async fn ticket(
    preview: State<Shared>,
    Path((portal, _view, id)): Path<(String, String, String)>,
) -> Response {
    record(preview, Path((portal, "0-5".to_owned(), id))).await
}

async fn sdk(State(preview): State<Shared>) -> Response {
    typed(SCRIPT, preview.sdk.clone().into_response())
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => typed(kind, text.into_response()),
        None => (StatusCode::NOT_FOUND, "There is no such file.").into_response(),
    }
}

fn typed(kind: &'static str, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
