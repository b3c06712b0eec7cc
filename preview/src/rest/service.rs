//! Tickets and deals: there are none, and one pipeline that tickets would go through.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

/// The routes, in their dated form and the one before.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut routes = Router::new();
    for objects in ["/crm/objects/2026-09", "/crm/v3/objects"] {
        for kind in ["tickets", "deals"] {
            routes = routes.route(&format!("{objects}/{kind}"), get(none));
        }
    }
    for pipelines in ["/crm/pipelines/2026-09", "/crm/v3/pipelines"] {
        routes = routes.route(&format!("{pipelines}/tickets"), get(pipeline));
    }
    routes
}

async fn none() -> Json<Value> {
    Json(json!({ "results": [] }))
}

async fn pipeline() -> Json<Value> {
    let stage = |id: &str, label: &str, order: u8, state: &str| {
        json!({ "id": id, "label": label, "displayOrder": order, "archived": false,
                "metadata": { "ticketState": state } })
    };
    Json(json!({ "results": [{
        "id": "0", "label": "Support Pipeline", "displayOrder": 0, "archived": false,
        "stages": [stage("1", "New", 0, "OPEN"), stage("4", "Closed", 3, "CLOSED")],
    }] }))
}
