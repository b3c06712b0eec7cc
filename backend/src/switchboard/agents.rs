//! Agents come, go and change: their surfaces, their tenant, their name and line.

use std::sync::{Arc, PoisonError};

use axum::http::StatusCode;
use call::{Call, Stage};

use super::Switchboard;
use crate::problem::Failure;
use crate::store::people::{self, AgentId, TenantId};
use crate::store::{StoreError, matching};

impl Switchboard {
    /// A surface has connected with this connection, or says anew where it is.
    pub async fn surface_is_here(
        self: &Arc<Self>,
        agent: &AgentId,
        surface: &str,
        connection: u64,
        here: seat::Here,
    ) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        let mut seated = cell.seat.lock().await;
        if !self.hub.is_present(agent, surface, connection) {
            return Ok(());
        }
        seated.surfaces.insert(surface.to_owned(), here);
        let input = seat::Input::Surface { surface: surface.to_owned(), here };
        self.step(&cell, seated, input, None).await
    }

    /// A connection has ended. If it was the surface's present one, the surface is gone.
    pub async fn connection_ended(
        self: &Arc<Self>,
        agent: &AgentId,
        surface: &str,
        connection: u64,
    ) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        // Under the seat's lock: a surface that connects again must not be taken for gone.
        let mut seated = cell.seat.lock().await;
        if !self.hub.unsubscribe(agent, surface, connection) {
            return Ok(());
        }
        seated.surfaces.remove(surface);
        let input = seat::Input::SurfaceGone(surface.to_owned());
        self.step(&cell, seated, input, None).await
    }

    /// Ends every surface of an agent who goes. Not while there is a call: it would be left without
    /// a voice.
    pub async fn leave(self: &Arc<Self>, agent: &AgentId) -> Result<(), Failure> {
        let cell = self.cell(agent).await?;
        // Under the seat's lock: a call that comes now finds nobody here, or is seen.
        let seated = cell.seat.lock().await;
        let open = |call: &Call| !matches!(call.stage(), Stage::Closed(_));
        if seated.core.calls().iter().any(open) {
            return Err(Failure::new(
                StatusCode::CONFLICT,
                "not-now",
                "You are in a call, or its outcome is still open. Finish it first.",
            ));
        }
        self.hub.sign_out(agent);
        Ok(())
    }

    /// Lets an agent of several tenants work for another one, as available as before.
    pub async fn move_to(
        self: &Arc<Self>,
        from: &AgentId,
        to: &AgentId,
        tenant: &TenantId,
    ) -> Result<(), Failure> {
        let now = self.cell(from).await?.seat.lock().await.core.status().now.clone();
        self.leave(from).await?;
        matching::choose(&self.store, from, tenant).await?;
        // The other tenant has other reasons.
        let wish = seat::Wish::Status(seat::Choice { reason: None, ..now });
        let input = seat::Input::Wish { surface: String::new(), epoch: None, wish };
        self.handle(to, input, None).await
    }

    /// Changes who an agent is, or their line, between two calls: `None` while one is at hand. What
    /// is read anew afterwards is what the next call goes by.
    pub async fn between_calls<T>(
        self: &Arc<Self>,
        id: &AgentId,
        change: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<Option<T>, StoreError> {
        // Nobody without a line is cached for the first time here, and nobody can ring them.
        let known = self.lock().get(id).cloned();
        let cell = match known {
            Some(cell) => cell,
            None if people::agent(&self.store, id).await?.is_some() => self.cell(id).await?,
            None => return change.await.map(Some),
        };
        let seated = cell.seat.lock().await;
        // A closed one only waits for a page that tells HubSpot.
        let open = |call: &Call| !matches!(call.stage(), Stage::Closed(_));
        if seated.core.calls().iter().any(open) {
            return Ok(None);
        }
        let done = change.await?;
        if let Some(now) = people::agent(&self.store, id).await?
            && now != *cell.agent()
        {
            *cell.agent.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
            self.hub.start_over(id);
        }
        Ok(Some(done))
    }

    /// Takes up an agent's new name, which their pages see in their next snapshot. Whether their
    /// calls are simulated they see at once: the pages come back for one. A call that is going on
    /// stays as it is.
    pub async fn renew(&self, id: &AgentId) -> Result<(), StoreError> {
        let known = self.lock().get(id).cloned();
        if let (Some(cell), Some(now)) = (known, people::agent(&self.store, id).await?) {
            let carried_otherwise = cell.agent().simulated != now.simulated;
            *cell.agent.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
            if carried_otherwise {
                self.hub.start_over(id);
            }
        }
        Ok(())
    }
}
