//! What the preview does to the backend's store: demo tenants, their people, one link to HubSpot,
//! and codes to sign in with.

use std::{future::Future, path::Path, pin::Pin, sync::Arc};

use contract::console::{ConnectionKind, Role};
use sidetone_backend::{
    Store, StoreError,
    config::Config,
    invitations,
    people::{self, AgentId, NewAgent, TenantId},
    persons::{self, NewMember, PersonId},
    safe::{Safe, SafeError},
    sign_in,
    store::{
        self,
        connections::{self, Entered, Linked},
        secrets::Field,
    },
};

use crate::{clock, oauth::demo, rest};

/// The demo agent's name for programs: the `agent` of `POST /preview/calls`.
pub const DEMO_LOGIN: &str = "demo";
/// The demo agent's number.
pub const DEMO_NUMBER: &str = "+442079460100";
/// The second agent's name for programs.
pub const SECOND_LOGIN: &str = "sally";
/// The second agent's number.
const SECOND_NUMBER: &str = "+442079460101";
/// The demo owner's e-mail address.
const OWNER: &str = "owner@demo.example";

/// A one-time code, or why there is none.
pub type CodeResult = Result<String, CodeError>;

type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Whose code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The demo agent's.
    First,
    /// The second agent's, who is made when they come for the first time.
    Second,
}

/// Issues a one-time sign-in code for one of the demo agents.
pub type IssueCode = Arc<dyn Fn(Who) -> Later<CodeResult> + Send + Sync>;

/// Makes a one-time link to the console for the demo owner, under this origin of ours.
pub type Invite = Arc<dyn Fn(String) -> Later<CodeResult> + Send + Sync>;

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// The backend's store could not be used.
    #[error("The demo people cannot be signed in. {0}")]
    Store(#[from] SafeError),
    /// There are no demo people.
    #[error("Nobody is here yet: set the installation up in the console first.")]
    Nobody,
}

impl From<StoreError> for CodeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// Opens the backend's store in this folder, makes what the demo needs when it is not there yet,
/// and returns what signs its people in. `empty`: makes nothing, and nobody is there.
pub async fn open(data: &Path, empty: bool) -> Result<(IssueCode, Invite), CodeError> {
    let store = Store::open(store::file_in(data)).await?;
    if empty {
        return Ok(nobody(store));
    }
    let agent = match people::by_login(&store, DEMO_LOGIN).await?.into_iter().next() {
        Some(agent) => agent.id,
        None => furnish(&store, data).await?,
    };
    let owner = demo_owner(&store).await?;
    let for_owner = store.clone();
    // Two frames of the second agent may come at once.
    let one_at_a_time = Arc::new(tokio::sync::Mutex::new(()));
    let issue: IssueCode = Arc::new(move |who| {
        let (store, first, one_at_a_time) = (store.clone(), agent.clone(), one_at_a_time.clone());
        Box::pin(async move {
            let agent = match who {
                Who::First => first,
                Who::Second => {
                    let _turn = one_at_a_time.lock().await;
                    second(&store, &first).await?
                }
            };
            Ok(sign_in::issue_code(&store, &agent).await?)
        })
    });
    let invite: Invite = Arc::new(move |origin| {
        let (store, owner) = (for_owner.clone(), owner.clone());
        Box::pin(async move { Ok(invitations::invite(&store, &origin, &owner).await?.0) })
    });
    Ok((issue, invite))
}

/// For an installation that nobody has set up: no agent signs in by themself, and the console begins
/// with the link that a first start prints.
fn nobody(store: Store) -> (IssueCode, Invite) {
    let issue: IssueCode = Arc::new(|_| Box::pin(async { Err(CodeError::Nobody) }));
    let invite: Invite = Arc::new(move |origin| {
        let store = store.clone();
        Box::pin(async move {
            let link = invitations::first_owner(&store, &origin).await?;
            Ok(link.unwrap_or(format!("{origin}/console/")))
        })
    });
    (issue, invite)
}

/// Two tenants on one account of HubSpot's: the first is linked and has the demo agent, the second
/// is there to be linked by hand.
async fn furnish(store: &Store, data: &Path) -> Result<AgentId, CodeError> {
    let tenant = people::add_tenant(store, "Demo").await?;
    let west = people::add_tenant(store, "Demo West").await?;
    link(store, &tenant, data).await?;
    let admin = NewMember {
        name: "Demo Administrator".to_owned(),
        email: "administrator@demo.example".to_owned(),
        role: Role::Administrator,
    };
    persons::add_members(store, &tenant, &[admin]).await?;
    let agent =
        NewAgent { login: DEMO_LOGIN, name: "Demo Agent", number: DEMO_NUMBER, country: "GB" };
    let agent = people::add_agent(store, &tenant, agent).await?;
    let email = demo::PEOPLE[0].email;
    people::set_email(store, &agent, email).await?;
    // A line in both tenants: once the second names the same account, there is a choice.
    let member =
        NewMember { name: "Demo Agent".to_owned(), email: email.to_owned(), role: Role::Agent };
    persons::add_members(store, &west, &[member]).await?;
    Ok(agent)
}

/// The second agent, in the tenant of the first.
async fn second(store: &Store, first: &AgentId) -> Result<AgentId, CodeError> {
    let known = people::by_login(store, SECOND_LOGIN).await?.into_iter().next();
    if let Some(agent) = known {
        return Ok(agent.id);
    }
    let first = people::agent(store, first).await?.ok_or(CodeError::Nobody)?;
    let person = demo::PEOPLE[1];
    let name = person.full_name();
    let agent = NewAgent { login: SECOND_LOGIN, name: &name, number: SECOND_NUMBER, country: "GB" };
    let agent = people::add_agent(store, &first.tenant, agent).await?;
    people::set_email(store, &agent, person.email).await?;
    Ok(agent)
}

/// As the console would do it with the demo app.
async fn link(store: &Store, tenant: &TenantId, data: &Path) -> Result<(), CodeError> {
    let config = Config { data_dir: data.to_owned(), ..Config::default() };
    let safe = Safe::open(&config)?;
    let id = sidetone_backend::ids::new_id();
    let entered = Entered {
        name: "Demo account".to_owned(),
        kind: ConnectionKind::OAuth,
        portal: rest::PORTAL.to_string(),
        app_id: demo::APP_ID.to_string(),
        client_id: demo::CLIENT_ID.to_owned(),
        sign_in: true,
        old_app: String::new(),
        region: None,
    };
    let seal = |field: Field, text: &str| {
        safe.seal(tenant, &id, field, &vault::Secret::new(text.to_owned()))
    };
    let sealed = [
        seal(Field::DeveloperKey, demo::DEVELOPER_KEY)?,
        seal(Field::ClientSecret, demo::CLIENT_SECRET)?,
    ];
    let tokens = [
        seal(Field::AccessToken, rest::DEMO_TOKEN)?,
        seal(Field::RefreshToken, demo::REFRESH_TOKEN)?,
    ];
    let now = clock::now_ms();
    connections::save(store, tenant, &id, &entered, &sealed, now).await?;
    let scopes: Vec<String> =
        hubspot::scopes::needed().iter().map(|scope| scope.name.to_owned()).collect();
    let linked = Linked {
        by: Some(demo::PEOPLE[0].email),
        scopes: &scopes,
        ui_domain: None,
        // This token never runs out.
        access_expires: u64::MAX >> 1,
        refresh_mark: None,
        sealed: &tokens,
    };
    Ok(connections::link(store, tenant, &id, &linked, now).await?)
}

async fn demo_owner(store: &Store) -> Result<PersonId, StoreError> {
    if let Some(person) = persons::by_email(store, OWNER).await? {
        return Ok(person.id);
    }
    match persons::add_first_owner(store, "Demo Owner", OWNER).await? {
        Some(id) => Ok(id),
        // Somebody has made another owner in the console; the demo's is only a person then.
        None => Ok(PersonId(String::new())),
    }
}
