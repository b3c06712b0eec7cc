//! Writing, one after the other: SQLite lets one write at a time and lets the others sleep for
//! milliseconds, in no order. Here whoever came first is next, and at once.

use std::ops::{Deref, DerefMut};

use sqlx::{Sqlite, SqliteConnection, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::StoreError;

/// What is written together. Undone unless it is committed; another process waits as ever.
#[derive(Debug)]
pub struct Writing {
    // Undone before the next one begins: fields are dropped in this order.
    pub(super) all: Transaction<'static, Sqlite>,
    pub(super) _turn: OwnedMutexGuard<()>,
}

impl Writing {
    /// Writes it down.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.all.commit().await?)
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.all
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.all
    }
}
