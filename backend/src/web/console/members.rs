//! The people of a tenant.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{FieldProblem, NewPerson, Person, Role};
use std::sync::Arc;

use super::line;
use super::refusal::{Refusal, Wrong};
use super::who::{InTenant, Who};
use crate::app::App;
use crate::clock;
use crate::store::people::{self, TenantId};
use crate::store::persons::{self, Added, Changed, Member, NewMember, Outcome, PersonId};
use crate::web::body::Json;

/// What is said at the line's field.
const NUMBER_TAKEN: &str = "Somebody has this number already.";

/// `GET …/people`.
pub async fn list(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
) -> Result<axum::Json<Vec<Person>>, Refusal> {
    let members = persons::members(&app.store, &tenant, None, clock::now()).await?;
    Ok(axum::Json(members.into_iter().map(|member| shown(&who, member)).collect()))
}

/// `POST …/people`. Somebody who is known to another tenant becomes a member here too, if an owner
/// adds them.
pub async fn add(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    Json { value, .. }: Json<NewPerson>,
) -> Result<(StatusCode, axum::Json<Person>), Refusal> {
    let mut wrong = Wrong::default();
    let new = read(&mut wrong, &value);
    let wanted = line::read(&mut wrong, value.line.as_deref());
    wrong.check()?;
    may_give(&who, new.role)?;
    may_take(&app, &who, &tenant, std::slice::from_ref(&new)).await?;
    let added =
        persons::add_member(&app.store, &tenant, &new, &wanted, value.hubspot_sign_in).await?;
    let id = match added {
        Added::Member(id) => id,
        Added::Known => {
            return Err(taken("email", "Somebody with this address is in this tenant already."));
        }
        Added::NumberTaken => return Err(taken("line", NUMBER_TAKEN)),
    };
    if new.role == Role::Owner {
        persons::set_owner(&app.store, &id, true).await?;
    }
    app.links.tell_of_people(&tenant);
    let member = member(&app, &tenant, &id).await?;
    Ok((StatusCode::CREATED, axum::Json(shown(&who, member))))
}

/// `PATCH …/people/{person}`.
pub async fn change(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
    Path((_, person)): Path<(String, String)>,
    Json { value, .. }: Json<NewPerson>,
) -> Result<axum::Json<Person>, Refusal> {
    let id = PersonId(person);
    let before = member(&app, &tenant, &id).await?;
    let mut wrong = Wrong::default();
    let to = read(&mut wrong, &value);
    let wanted = line::read(&mut wrong, value.line.as_deref());
    wrong.check()?;
    may_change(&who, &before)?;
    may_give(&who, to.role)?;
    let myself = who.person.id == id;
    if myself && (!value.active || to.role < role_of(&before)) {
        return Err(Refusal::not_now(
            "You cannot take your own access away. Ask another owner or administrator to do it.",
        ));
    }
    let role = to.role;
    let changed = Changed {
        to,
        active: value.active,
        hubspot_sign_in: value.hubspot_sign_in,
        line: line::meant(wanted, &before),
    };
    let change = persons::change_member(&app.store, &tenant, &id, &changed);
    match line::change(&app, &tenant, &id, &changed.line, change).await? {
        Outcome::Done => {}
        Outcome::AddressTaken => return Err(taken("email", "Somebody else has this address.")),
        Outcome::NumberTaken => return Err(taken("line", NUMBER_TAKEN)),
    }
    if who.person.owner {
        persons::set_owner(&app.store, &id, role == Role::Owner).await?;
    }
    if !value.active {
        // Their calls go on; only their pages are told.
        for agent in people::of_person(&app.store, &id).await? {
            app.switchboard.hub.sign_out(&agent.id);
        }
    }
    // Whoever is no agent any more has no line at the phone system either.
    app.lines.changed(&tenant).await?;
    app.links.tell_of_people(&tenant);
    Ok(axum::Json(shown(&who, member(&app, &tenant, &id).await?)))
}

/// Checks a form.
pub(super) fn read(wrong: &mut Wrong, new: &NewPerson) -> NewMember {
    NewMember {
        name: wrong.text("name", &new.name, 80),
        email: wrong.email("email", &new.email),
        role: new.role,
    }
}

/// Nobody gives more than they have.
pub(super) fn may_give(who: &Who, role: Role) -> Result<(), Refusal> {
    if role == Role::Owner && !who.person.owner {
        return Err(Refusal::not_allowed("Only owners make owners. Ask one of them."));
    }
    Ok(())
}

/// Only owners bring somebody from another tenant: an administrator would learn their name by the
/// address, and take them out of the hands of the other tenant's administrators.
pub(super) async fn may_take(
    app: &App,
    who: &Who,
    tenant: &TenantId,
    new: &[NewMember],
) -> Result<(), Refusal> {
    let mut wrong = Wrong::default();
    for NewMember { email, .. } in new.iter().filter(|_| !who.person.owner) {
        if let Some(known) = persons::by_email(&app.store, email).await?
            && persons::members(&app.store, tenant, Some(&known.id), 0).await?.is_empty()
        {
            wrong.say("email", &format!("Only an owner can add {email} to this tenant. Ask one."));
        }
    }
    wrong.check()
}

/// Whoever works for other tenants too, or owns the installation, is only an owner's to change: a
/// tenant's administrator must not reach into another tenant, or sign in as somebody from there.
pub(super) fn may_change(who: &Who, member: &Member) -> Result<(), Refusal> {
    if who.person.owner || !(member.person.owner || member.tenants > 1) {
        return Ok(());
    }
    Err(Refusal::not_allowed(
        "This person is an owner or works for other tenants too. Only an owner may change them.",
    ))
}

/// Something that somebody else has, said at its field.
fn taken(field: &str, message: &str) -> Refusal {
    let field = FieldProblem { field: field.to_owned(), message: message.to_owned() };
    Refusal::invalid(vec![field])
}

pub(super) async fn member(app: &App, tenant: &TenantId, id: &PersonId) -> Result<Member, Refusal> {
    let found = persons::members(&app.store, tenant, Some(id), clock::now()).await?;
    found.into_iter().next().ok_or_else(no_such_person)
}

fn no_such_person() -> Refusal {
    Refusal::not_found("There is no such person in this tenant.")
}

fn role_of(member: &Member) -> Role {
    if member.person.owner { Role::Owner } else { member.role }
}

fn shown(who: &Who, member: Member) -> Person {
    Person {
        may_change: may_change(who, &member).is_ok(),
        role: role_of(&member),
        id: member.person.id.0,
        name: member.person.name,
        email: member.person.email,
        active: member.person.active,
        line: member.line,
        invited: member.invited,
        seen: member.person.seen,
        hubspot_sign_in: member.person.hubspot_sign_in,
    }
}
