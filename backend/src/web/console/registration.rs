//! Registering the widget with HubSpot: what HubSpot has now, what would be sent, and sending it.

use axum::Json;
use axum::extract::{Path, State};
use contract::console::{ConnectionKind, Registration, RegistrationRow};
use hubspot::Auth;
use hubspot::calling_settings::{self as calling, Plan, Settings};
use serde_json::Value;
use std::sync::Arc;

use super::connections::one;
use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::store::connections::Connection;

/// `GET …/connections/{connection}/registration`.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Registration>, Refusal> {
    let connection = one(&app, &tenant, &id).await?;
    let (_, now) = existing(&app, &connection).await?;
    Ok(Json(shown(now.as_ref(), &wanted(&app))))
}

/// `POST …/connections/{connection}/registration`: asks first, then creates or changes.
pub async fn register(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Registration>, Refusal> {
    let connection = one(&app, &tenant, &id).await?;
    let wanted = wanted(&app);
    let (app_id, now) = existing(&app, &connection).await?;
    let plan = calling::plan(now.as_ref(), &wanted);
    if let Some(request) = plan.request(app_id, &wanted, Auth::DeveloperKey) {
        app.links.tell_as_developer(&connection, &request).await.map_err(refused)?;
    }
    // What HubSpot says afterwards, not what was sent.
    let (_, now) = existing(&app, &connection).await?;
    Ok(Json(shown(now.as_ref(), &wanted)))
}

/// The widget as HubSpot is to know it.
pub fn wanted(app: &App) -> Settings {
    Settings::new("Sidetone", &format!("{}/", app.origin))
}

async fn existing(app: &App, connection: &Connection) -> Result<(u64, Option<Settings>), Refusal> {
    let app_id = connection.app_id.parse().ok();
    let (ConnectionKind::OAuth, Some(app_id)) = (connection.kind, app_id) else {
        return Err(Refusal::not_now(
            "The token of a private app cannot register a calling app. Set up an OAuth app for it.",
        ));
    };
    let request = calling::get(app_id, Auth::DeveloperKey);
    let now = app.links.ask_as_developer(connection, &request).await;
    match now {
        Ok(settings) => Ok((app_id, Some(settings))),
        Err(hubspot::Error::NotFound) => Ok((app_id, None)),
        Err(error) => Err(refused(error)),
    }
}

fn shown(now: Option<&Settings>, wanted: &Settings) -> Registration {
    let changes = calling::differences(now, wanted);
    let rows = calling::differences(None, wanted)
        .into_iter()
        .map(|all| {
            let change = changes.iter().find(|change| change.field == all.field);
            RegistrationRow {
                field: all.field.to_owned(),
                wanted: plain(&all.wanted),
                now: match change {
                    Some(change) => change.now.as_ref().map(plain),
                    None => Some(plain(&all.wanted)),
                },
            }
        })
        .collect();
    Registration {
        registered: calling::plan(now, wanted) == Plan::Nothing,
        rows,
        try_line: calling::override_line(wanted),
        stop_trying_line: calling::override_off_line(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn refused(error: hubspot::Error) -> Refusal {
    Refusal::not_now(&match error {
        hubspot::Error::DeveloperKey => {
            "HubSpot rejected the developer API key. Only one is good at a time: was it rotated? \
             Enter the new one with Update."
                .to_owned()
        }
        other => format!("{other}."),
    })
}
