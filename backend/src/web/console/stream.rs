//! `GET /api/console/stream`: what has changed, so that no page has to be reloaded.

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use contract::console::Changed;
use futures_util::Stream;
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::refusal::Refusal;
use super::who::Who;
use crate::app::App;
use crate::store::people::TenantId;

/// One event for each change of a tenant that the person may set up. It ends after five minutes, so
/// that it never outlives the right to listen by more; the console opens it again.
pub async fn stream(
    State(app): State<Arc<App>>,
    who: Who,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let changes = app.links.changes();
    let until = tokio::time::Instant::now() + Duration::from_secs(300);
    let listening = Listening { app, who, changes, behind: Vec::new(), until };
    let events = stream::unfold(listening, |mut listening| async move {
        let changed = listening.next().await?;
        let event = Event::default().json_data(&changed).ok()?;
        Some((Ok(event), listening))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

struct Listening {
    app: Arc<App>,
    who: Who,
    changes: Receiver<(TenantId, Changed)>,
    /// What to say because something was missed: everything may have changed.
    behind: Vec<Changed>,
    until: tokio::time::Instant,
}

impl Listening {
    async fn next(&mut self) -> Option<Changed> {
        loop {
            if let Some(changed) = self.behind.pop() {
                return Some(changed);
            }
            let received = tokio::time::timeout_at(self.until, self.changes.recv()).await.ok()?;
            match received {
                Ok((tenant, changed)) => {
                    if self.tenants().await?.contains(&tenant) {
                        return Some(changed);
                    }
                }
                Err(RecvError::Lagged(_)) => {
                    let all = |TenantId(id): &TenantId| {
                        [
                            Changed::Connections(id.clone()),
                            Changed::People(id.clone()),
                            Changed::Settings(id.clone()),
                            Changed::Phone(id.clone()),
                        ]
                    };
                    self.behind = self.tenants().await?.iter().flat_map(all).collect();
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// The tenants that the person may set up now: one of them may be newer than this stream.
    async fn tenants(&self) -> Option<Vec<TenantId>> {
        let tenants = self.who.tenants(&self.app).await.ok()?;
        Some(tenants.into_iter().map(|(id, ..)| id).collect())
    }
}
