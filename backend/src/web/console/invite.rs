//! `POST …/people/{person}/invitation`: a one-time link, to hand over or by e-mail.

use axum::body::Bytes;
use axum::extract::{Path, State};
use contract::console::{Invitation, Invite};
use std::sync::Arc;

use super::members::{may_change, member};
use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::invitations;
use crate::store::persons::{Person, PersonId};

/// The body may be missing altogether: then nothing is sent.
pub async fn invite(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    Path((_, person)): Path<(String, String)>,
    body: Bytes,
) -> Result<axum::Json<Invitation>, Refusal> {
    let invited = member(&app, &tenant, &PersonId(person)).await?;
    may_change(&who, &invited)?;
    if !invited.person.active {
        return Err(Refusal::not_now("They may not sign in. Make them active first."));
    }
    let send = serde_json::from_slice::<Invite>(&body).unwrap_or_default().send;
    let (link, expires) = invitations::invite(&app.store, &app.origin, &invited.person.id).await?;
    let (sent_to, not_sent) = match send {
        true => sent(&app, &invited.person, &link).await,
        false => (None, None),
    };
    app.links.tell_of_people(&tenant);
    Ok(axum::Json(Invitation { link, expires, sent_to, not_sent }))
}

/// To whom it was sent, or why not.
async fn sent(app: &App, person: &Person, link: &str) -> (Option<String>, Option<String>) {
    let Some(mail) = &app.mail else {
        let why = "No mail server is set up here. Hand the link over yourself.";
        return (None, Some(why.to_owned()));
    };
    let Some(email) = &person.email else {
        let why = "They have no e-mail address. Hand the link over yourself.";
        return (None, Some(why.to_owned()));
    };
    match mail.invite(&person.name, email, link).await {
        Ok(()) => (Some(email.clone()), None),
        Err(why) => (None, Some(why)),
    }
}
