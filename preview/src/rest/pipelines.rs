//! The pipelines that tickets and deals go through, and their routes.

use axum::{Json, Router, extract::Path, routing::get};
use serde_json::{Value, json};

use super::{ApiError, Kind};

/// A pipeline.
#[derive(Debug)]
pub struct Pipeline {
    /// Its id.
    pub id: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its stages, in order.
    pub stages: &'static [Stage],
}

/// A stage.
#[derive(Debug)]
pub struct Stage {
    /// Its id.
    pub id: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Whether what is in it is done.
    pub closed: bool,
    /// How likely a deal in it is won, per cent.
    probability: u8,
}

const fn open(id: &'static str, label: &'static str, probability: u8) -> Stage {
    Stage { id, label, closed: false, probability }
}

const fn closed(id: &'static str, label: &'static str, probability: u8) -> Stage {
    Stage { id, label, closed: true, probability }
}

const TICKETS: &[Pipeline] = &[
    Pipeline {
        id: "0",
        label: "Support Pipeline",
        stages: &[
            open("1", "New", 0),
            open("2", "Waiting on contact", 0),
            open("3", "Waiting on us", 0),
            closed("4", "Closed", 0),
        ],
    },
    Pipeline {
        id: "7100",
        label: "Repairs",
        stages: &[
            open("7101", "Received", 0),
            open("7102", "In the workshop", 0),
            closed("7103", "Returned", 0),
            closed("7104", "Scrapped", 0),
        ],
    },
];

const DEALS: &[Pipeline] = &[
    Pipeline {
        id: "default",
        label: "Sales Pipeline",
        stages: &[
            open("appointmentscheduled", "Appointment Scheduled", 20),
            open("qualifiedtobuy", "Qualified To Buy", 40),
            open("contractsent", "Contract Sent", 90),
            closed("closedwon", "Closed Won", 100),
            closed("closedlost", "Closed Lost", 0),
        ],
    },
    Pipeline {
        id: "7200",
        label: "Renewals",
        stages: &[
            open("7201", "Due", 50),
            closed("7202", "Renewed", 100),
            closed("7203", "Ended", 0),
        ],
    },
];

/// The pipelines of a kind of object; the first is the usual one.
pub fn of(kind: Kind) -> &'static [Pipeline] {
    match kind {
        Kind::Tickets => TICKETS,
        Kind::Deals => DEALS,
        _ => &[],
    }
}

/// The names of the properties that hold pipeline and stage.
pub fn names(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Tickets => Some(("hs_pipeline", "hs_pipeline_stage")),
        Kind::Deals => Some(("pipeline", "dealstage")),
        _ => None,
    }
}

/// The routes, in their dated form and the one before.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let routes = Router::new().route("/{kind}", get(list)).route("/{kind}/{id}", get(one));
    Router::new().nest("/crm/pipelines/2026-09", routes.clone()).nest("/crm/v3/pipelines", routes)
}

fn known(kind: &str) -> Result<Kind, ApiError> {
    Kind::read(kind).filter(|kind| !of(*kind).is_empty()).ok_or_else(ApiError::missing)
}

async fn list(Path(kind): Path<String>) -> Result<Json<Value>, ApiError> {
    let kind = known(&kind)?;
    let all: Vec<Value> =
        of(kind).iter().enumerate().map(|(place, one)| one.show(kind, place)).collect();
    Ok(Json(json!({ "results": all })))
}

async fn one(Path((kind, id)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let kind = known(&kind)?;
    let found = of(kind).iter().enumerate().find(|(_, one)| one.id == id);
    found.map(|(place, one)| Json(one.show(kind, place))).ok_or_else(ApiError::missing)
}

const SINCE: &str = "2026-01-05T09:00:00.000Z";

impl Pipeline {
    fn show(&self, kind: Kind, place: usize) -> Value {
        let stages: Vec<Value> =
            self.stages.iter().enumerate().map(|(place, stage)| stage.show(kind, place)).collect();
        json!({
            "id": self.id, "label": self.label, "displayOrder": place, "stages": stages,
            "archived": false, "createdAt": SINCE, "updatedAt": SINCE,
        })
    }
}

impl Stage {
    fn show(&self, kind: Kind, place: usize) -> Value {
        let metadata = match kind {
            Kind::Tickets => json!({ "ticketState": if self.closed { "CLOSED" } else { "OPEN" } }),
            _ => json!({
                "isClosed": self.closed.to_string(),
                "probability": format!("{:.1}", f64::from(self.probability) / 100.0),
            }),
        };
        json!({
            "id": self.id, "label": self.label, "displayOrder": place, "metadata": metadata,
            "archived": false, "createdAt": SINCE, "updatedAt": SINCE,
        })
    }
}
