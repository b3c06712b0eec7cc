//! Linking, unlinking and trying a connection, and who gets what belongs to nobody.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use contract::console::{Chosen, ConnectionKind, DefaultUser, LinkStarted, Tested, Unlink};
use hubspot::owners::{self, Owner};
use std::sync::Arc;

use super::connections::{one, ours};
use super::refusal::{Refusal, Wrong};
use super::session::COOKIE;
use super::who::InTenant;
use crate::app::App;
use crate::clock;
use crate::links::FinishError;
use crate::problem::Failure;
use crate::store::connections as kept;
use crate::web::body::Json;
use crate::web::session::cookie_named;

/// `POST …/connections/{connection}/link`. A private app is linked at once, and the address is
/// empty.
pub async fn link(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<axum::Json<LinkStarted>, Refusal> {
    let connection = one(&app, &tenant, &id).await?;
    if connection.kind == ConnectionKind::PrivateApp {
        app.links.link_private(&connection).await.map_err(|error| match error {
            FinishError::Ours(error) => ours(error),
            other => Refusal::not_now(&other.to_string()),
        })?;
        return Ok(axum::Json(LinkStarted { url: String::new() }));
    }
    let session = cookie_named(&headers, COOKIE).ok_or_else(|| {
        Refusal::not_now("Your browser keeps no cookie of this page. Allow it and try again.")
    })?;
    let url = app.links.begin(&connection, session).await?;
    Ok(axum::Json(LinkStarted { url }))
}

/// `POST …/connections/{connection}/unlink`.
pub async fn unlink(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
    Json { value, .. }: Json<Unlink>,
) -> Result<StatusCode, Refusal> {
    let connection = one(&app, &tenant, &id).await?;
    if value.word != "DELETE" {
        let mut wrong = Wrong::default();
        wrong.say("word", "Type the word DELETE in capital letters.");
        wrong.check()?;
    }
    app.links.unlink(&connection).await.map_err(ours)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST …/connections/{connection}/test`: one live request.
pub async fn test(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<axum::Json<Tested>, Refusal> {
    let connection = one(&app, &tenant, &id).await?;
    let start = clock::now();
    let outcome = app.links.test(&connection).await;
    let millis = clock::now().saturating_sub(start);
    let (ok, message) = match outcome {
        Ok(account) if account.portal_id.to_string() == connection.portal => {
            (true, format!("HubSpot answers for the account {}.", account.portal_id))
        }
        Ok(account) => (
            false,
            format!(
                "HubSpot answers for the account {}, and the Domain ID here is {}. Correct it.",
                account.portal_id, connection.portal
            ),
        ),
        Err(error) => (false, format!("{error}.")),
    };
    tracing::info!(connection = id, ok, millis, "a connection was tried");
    Ok(axum::Json(Tested { ok, message, millis }))
}

/// `GET …/connections/{connection}/owners`: the people to choose from, by name.
pub async fn owners(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<axum::Json<Vec<Chosen>>, Refusal> {
    let connection = linked(&app, &tenant, &id).await?;
    let people = app.links.owners(&connection).await.map_err(|e| refused(&e))?;
    let mut list: Vec<Chosen> = people
        .into_iter()
        .map(|owner| Chosen { name: owner.name(), id: owner.id, email: owner.email })
        .collect();
    list.sort_by_key(|chosen| chosen.name.to_lowercase());
    Ok(axum::Json(list))
}

/// `PUT …/connections/{connection}/default-user`. The name is HubSpot's, whatever was sent.
pub async fn default_user(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
    Json { value, .. }: Json<DefaultUser>,
) -> Result<StatusCode, Refusal> {
    let connection = linked(&app, &tenant, &id).await?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(&value.owner) {
        let mut wrong = Wrong::default();
        wrong.say("owner", "HubSpot's owner ids are only digits, without letters before them.");
        wrong.check()?;
    }
    let asked = owners::by_id(&value.owner);
    let owner: Owner = app.links.ask(&connection, &asked).await.map_err(|error| {
        if matches!(error, hubspot::Error::NotFound | hubspot::Error::Invalid { .. }) {
            let mut wrong = Wrong::default();
            wrong.say("owner", "HubSpot does not know this person any more. Choose another.");
            return wrong.check().err().unwrap_or_else(|| refused(&error));
        }
        refused(&error)
    })?;
    let user = DefaultUser { name: owner.name(), owner: owner.id, ..value };
    kept::set_default_user(&app.store, &tenant, &id, &user).await?;
    app.links.tell(&tenant);
    Ok(StatusCode::NO_CONTENT)
}

async fn linked(
    app: &App,
    tenant: &crate::store::people::TenantId,
    id: &str,
) -> Result<kept::Connection, Refusal> {
    let connection = one(app, tenant, id).await?;
    if connection.linked.is_none() {
        return Err(Refusal::not_now("This account is not linked. Link it first."));
    }
    Ok(connection)
}

/// What HubSpot said, as an answer of ours.
pub(super) fn refused(error: &hubspot::Error) -> Refusal {
    match error {
        hubspot::Error::NoAnswer { .. } | hubspot::Error::Unavailable { .. } => {
            Failure::new(StatusCode::BAD_GATEWAY, "not-now", &format!("{error}.")).into()
        }
        _ => Refusal::not_now(&format!("{error}.")),
    }
}
