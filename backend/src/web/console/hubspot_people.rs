//! People from the linked account: the list to choose from, and taking them over.

use axum::Json;
use axum::extract::State;
use contract::console::{HubSpotUser, ImportUsers, Imported, Role};
use std::sync::Arc;

use super::link::refused;
use super::members;
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::clock;
use crate::links::Somebody;
use crate::store::connections::{self, Connection};
use crate::store::hubspot_people::{self as kept, NewUser};
use crate::store::people::TenantId;
use crate::store::persons::{self, NewMember};
use crate::web::body;

/// As many as one request may name.
const MOST: usize = 500;

/// `GET …/people/hubspot`.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<Json<Vec<HubSpotUser>>, Refusal> {
    let connection = in_use(&app, &tenant).await?;
    let people = app.links.people(&connection).await.map_err(|error| refused(&error))?;
    let members = persons::members(&app.store, &tenant, None, clock::now()).await?;
    let known = |email: &str| {
        members.iter().any(|member| member.person.email.as_deref().is_some_and(|of| of == email))
    };
    let shown = |one: Somebody| HubSpotUser {
        known: known(&one.email),
        id: one.user,
        name: one.name,
        email: one.email,
    };
    Ok(Json(people.into_iter().map(shown).collect()))
}

/// `POST …/people/hubspot`: asks HubSpot anew, and takes names and addresses from there.
pub async fn import(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    body::Json { value, .. }: body::Json<ImportUsers>,
) -> Result<Json<Imported>, Refusal> {
    let mut wrong = Wrong::default();
    if value.users.is_empty() || value.users.len() > MOST {
        wrong.say("users", "Choose between 1 and 500 people.");
    }
    if value.role == Role::Owner {
        wrong.say("role", "Owners are made one by one. Import people as agents, then change them.");
    }
    wrong.check()?;
    let connection = in_use(&app, &tenant).await?;
    let people = app.links.people(&connection).await.map_err(|error| refused(&error))?;
    let mut wrong = Wrong::default();
    let mut new: Vec<NewUser> = Vec::new();
    for id in &value.users {
        match people.iter().find(|one| one.user == *id) {
            Some(_) if new.iter().any(|one| one.user == *id) => {}
            Some(one) => new.push(new_user(&mut wrong, one, value.role)),
            None => wrong.say(
                "users",
                &format!("HubSpot does not know the user {id} any more. Read the list again."),
            ),
        }
    }
    wrong.check()?;
    let members: Vec<NewMember> = new.iter().map(|one| one.member.clone()).collect();
    members::may_take(&app, &who, &tenant, &members).await?;
    // An administrator names nobody who signs in elsewhere: by a number of their own account, that
    // account's administrators could become somebody with more rights.
    let known_too = who.person.owner;
    let added =
        kept::import(&app.store, &tenant, &connection.portal, &new, known_too, clock::now())
            .await?;
    app.links.tell_of_people(&tenant);
    let known = u32::try_from(new.len()).unwrap_or(u32::MAX).saturating_sub(added);
    Ok(Json(Imported { added, known }))
}

/// HubSpot's data pass the same checks as what is typed.
fn new_user(wrong: &mut Wrong, one: &Somebody, role: Role) -> NewUser {
    let mut here = Wrong::default();
    let member = NewMember {
        name: here.text("name", &one.name, 80),
        email: here.email("email", &one.email),
        role,
    };
    here.each(|problem| {
        wrong.say("users", &format!("{}: {} {}", one.email, problem.field, problem.message));
    });
    NewUser { member, user: one.user.clone(), owner: one.owner.clone() }
}

async fn in_use(app: &App, tenant: &TenantId) -> Result<Connection, Refusal> {
    connections::in_use(&app.store, tenant)
        .await?
        .ok_or_else(|| Refusal::not_now("No account of HubSpot's is linked. Link one first."))
}
