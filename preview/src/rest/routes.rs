//! The routes under `/hubspot-api`, as HubSpot names them.

use axum::{
    Json, Router,
    extract::Path,
    middleware,
    routing::{get, post, put},
};
use serde_json::{Value, json};

use super::{
    ApiError, account, association_batches, associations, batch, calling, guard, objects, people,
    pipelines,
    properties::{self, DISPOSITIONS},
};
use crate::{oauth, state::Shared};

/// The REST side. The dated versions and v3 answer alike; version 4 has associations only.
pub fn router(preview: &Shared) -> Router<Shared> {
    let objects = Router::new()
        .route("/{kind}", get(objects::list).post(objects::create))
        .route("/{kind}/search", post(objects::search))
        .route("/{kind}/batch/create", post(batch::create))
        .route("/{kind}/batch/read", post(batch::read))
        .route("/{kind}/batch/update", post(batch::update))
        .route("/{kind}/batch/archive", post(batch::archive))
        .route("/{kind}/{id}", get(objects::read).patch(objects::update).delete(objects::archive));
    let links = Router::new()
        .route("/{kind}/{id}/associations/{to}", get(associations::list))
        .route(
            "/{kind}/{id}/associations/{to}/{to_id}",
            put(associations::link).delete(associations::unlink),
        )
        .route("/{kind}/{id}/associations/default/{to}/{to_id}", put(associations::link_default));
    let many = Router::new()
        .route("/{from}/{to}/batch/associate/default", post(association_batches::link_default))
        .route("/{from}/{to}/batch/create", post(association_batches::create))
        .route("/{from}/{to}/batch/read", post(association_batches::read));
    let lists =
        Router::new().route("/{kind}", get(list_properties)).route("/{kind}/{name}", get(property));
    let objects = objects.merge(links.clone());
    Router::new()
        .nest("/crm/objects/2026-09", objects.clone())
        .nest("/crm/objects/2026-03", objects.clone())
        .nest("/crm/v3/objects", objects)
        .nest("/crm/v4/objects", links)
        .nest("/crm/associations/2026-09", many.clone())
        .nest("/crm/v4/associations", many)
        .nest("/crm/properties/2026-09", lists.clone())
        .nest("/crm/v3/properties", lists)
        .route("/calling/v1/dispositions", get(dispositions))
        .merge(pipelines::router())
        .merge(account::router())
        .merge(calling::router())
        .merge(people::router())
        .merge(oauth::tokens())
        .fallback(|| async { ApiError::missing() })
        .method_not_allowed_fallback(|| async { ApiError::method() })
        .layer(middleware::from_fn_with_state(preview.clone(), guard::guard))
}

async fn dispositions() -> Json<Value> {
    let all = DISPOSITIONS.iter();
    Json(all.map(|(id, label)| json!({ "id": id, "label": label, "deleted": false })).collect())
}

/// `GET …/properties/{kind}`: every property that this stand-in knows.
async fn list_properties(Path(name): Path<String>) -> Result<Json<Value>, ApiError> {
    let kind = objects::kind(&name)?;
    let all: Vec<Value> = properties::of(kind).map(|property| property.show(kind)).collect();
    Ok(Json(json!({ "results": all })))
}

/// `GET …/properties/{kind}/{name}`.
async fn property(Path((kind, name)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let kind = objects::kind(&kind)?;
    let found = properties::find(kind, &name).map(|property| Json(property.show(kind)));
    found.ok_or_else(ApiError::missing)
}
