//! `/healthz`: the process answers. `/readyz`: it can do its work.

use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

use crate::app::App;

/// Always 200 while the process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when the store answers and the widget is there; else 503 and what is missing.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    if !app.store.is_reachable().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "The store does not answer.\n");
    }
    if !app.files.has_widget() {
        return (StatusCode::SERVICE_UNAVAILABLE, "There is no index.html in widget_dir.\n");
    }
    (StatusCode::OK, "ready\n")
}
