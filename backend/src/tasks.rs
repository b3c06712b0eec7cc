//! The service's background tasks, so that all of them end with it.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use tokio::task::JoinSet;

/// Tasks that live as long as the service.
#[derive(Debug, Default)]
pub struct Tasks {
    set: Mutex<JoinSet<()>>,
}

impl Tasks {
    /// Starts a task. Must be called within a runtime.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        // Finished tasks leave their place; nobody asks for their results.
        while set.try_join_next().is_some() {}
        set.spawn(task);
    }

    /// Ends all tasks at their next pause.
    pub fn stop(&self) {
        self.set.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
    }
}
