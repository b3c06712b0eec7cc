//! What the preview does to the backend's store: the demo tenant and agent, and codes for them.

use std::{future::Future, path::Path, pin::Pin, sync::Arc};

use sidetone_backend::{
    Store, StoreError,
    people::{self, AgentId, NewAgent},
    sign_in, store,
};

/// The demo agent's name for programs: the `agent` of `POST /preview/calls`.
pub const DEMO_LOGIN: &str = "demo";
/// The demo agent's number.
pub const DEMO_NUMBER: &str = "+442079460100";

/// A one-time code, or why there is none.
pub type CodeResult = Result<String, CodeError>;

/// Issues a one-time sign-in code for the demo agent.
pub type IssueCode =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = CodeResult> + Send>> + Send + Sync>;

/// The backend's store could not be used.
#[derive(Debug, thiserror::Error)]
#[error("The demo agent cannot be signed in. {0}")]
pub struct CodeError(#[from] StoreError);

/// Opens the backend's store in this folder, makes the demo tenant and agent when they are not
/// there yet, and returns what issues codes for the agent.
pub async fn open(data: &Path) -> Result<IssueCode, CodeError> {
    let store = Store::open(store::file_in(data)).await?;
    let agent = demo_agent(&store).await?;
    Ok(Arc::new(move || {
        let (store, agent) = (store.clone(), agent.clone());
        Box::pin(async move { Ok(sign_in::issue_code(&store, &agent).await?) })
    }))
}

async fn demo_agent(store: &Store) -> Result<AgentId, StoreError> {
    if let Some(agent) = people::by_login(store, DEMO_LOGIN).await?.into_iter().next() {
        return Ok(agent.id);
    }
    let tenant = people::add_tenant(store, "Demo").await?;
    let agent =
        NewAgent { login: DEMO_LOGIN, name: "Demo Agent", number: DEMO_NUMBER, country: "GB" };
    people::add_agent(store, &tenant, agent).await
}
