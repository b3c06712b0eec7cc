//! Signing in with a passkey.

use axum::extract::State;
use axum::response::Response;
use contract::console::PasskeyBegun;
use contract::sign_in::PasskeySignIn;
use serde_json::Value;
use std::sync::Arc;

use super::Window;
use super::finish::{finish, read_portal};
use crate::app::App;
use crate::clock;
use crate::passkeys::PasskeyError;
use crate::store::passkeys as kept;
use crate::store::{StoreError, persons};
use crate::web::body::Json;
use crate::web::console::passkeys::refused;
use crate::web::console::refusal::Refusal;

/// `POST /api/sign-in/passkey/begin`.
pub async fn begin(
    State(app): State<Arc<App>>,
    _: Window,
    _: Json<Value>,
) -> Result<axum::Json<PasskeyBegun>, Refusal> {
    Ok(axum::Json(app.passkeys.begin_to_prove().map_err(refused)?))
}

/// `POST /api/sign-in/passkey`.
pub async fn prove(
    State(app): State<Arc<App>>,
    Window(from): Window,
    Json { value, .. }: Json<PasskeySignIn>,
) -> Result<Response, Refusal> {
    let failed = |error: PasskeyError| {
        if matches!(error, PasskeyError::Refused) {
            app.failures.count(from);
        }
        refused(error)
    };
    let shown = app.passkeys.show(&value.ceremony, value.credential).map_err(failed)?;
    let Some(key) = kept::known(&app.store, &shown.known).await? else {
        app.failures.count(from);
        return Err(Refusal::not_now(
            "This passkey is not known here: it was removed, or its person may not sign in. Use \
             another one, or ask an administrator for an invitation.",
        ));
    };
    // Both the browser and the store say whose it is.
    if key.person.0 != shown.person.to_string() {
        return Err(failed(PasskeyError::Refused));
    }
    let mut passkey = serde_json::from_str(&key.state).map_err(StoreError::from)?;
    let moved = app.passkeys.prove(shown, &mut passkey).map_err(failed)?;
    let state = serde_json::to_string(&passkey).map_err(StoreError::from)?;
    kept::used(&app.store, &key.id, moved.then_some(state.as_str()), clock::now()).await?;
    let person = persons::person(&app.store, &key.person).await?;
    let person = person.ok_or_else(|| refused(PasskeyError::Refused))?;
    finish(&app, &person, value.attempt.as_deref(), read_portal(value.portal.as_deref())).await
}
