//! `…/reports`: what a tenant's agents have reported.

use axum::Json;
use axum::extract::{Path, State};
use contract::console::{ReportList, ReportRow, ReportWhole};
use std::sync::Arc;

use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::store::reports::{self, Kept};

/// The list, newest first.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<Json<ReportList>, Refusal> {
    let rows = reports::list(&app.store, &tenant).await?.into_iter().map(|kept| row(kept).0);
    Ok(Json(ReportList { rows: rows.collect() }))
}

/// One of them, whole.
pub async fn one(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, report)): Path<(String, String)>,
) -> Result<Json<ReportWhole>, Refusal> {
    let kept = reports::one(&app.store, &tenant, &report).await?.ok_or_else(|| {
        Refusal::not_found("There is no such report here. Reports are kept for 30 days.")
    })?;
    let (row, text) = row(kept);
    Ok(Json(ReportWhole { row, text }))
}

fn row(kept: Kept) -> (ReportRow, String) {
    let Kept { id, at, agent, said, text } = kept;
    (ReportRow { id, at, agent, said }, text)
}
