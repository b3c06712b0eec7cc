//! The store: one SQLite file. Nothing outside this folder writes SQL.

pub mod attempts;
pub mod call_log;
pub mod calls;
pub mod connections;
pub mod console_sessions;
pub mod forget;
pub mod forks;
pub mod fresh_cases;
pub mod groups;
pub mod history;
pub mod hubspot_people;
pub mod hubspot_sign_ins;
pub mod idempotency;
pub mod lines;
pub mod link_attempts;
pub mod matching;
pub mod members;
pub mod outbox;
pub mod parties;
pub mod passkeys;
pub mod people;
pub mod persons;
pub mod phone_systems;
pub mod reports;
pub mod secrets;
pub mod sessions;
pub mod settings;
mod writing;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, SqlitePool};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

use writing::Writing;

/// The store. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: SqlitePool,
    turn: Arc<Mutex<()>>,
}

/// Why the store did not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made.
    #[error("The folder {0} for the store cannot be made: {1}. Set data_dir to one that can.")]
    Folder(PathBuf, std::io::Error),
    /// The file's tables cannot be brought up to date.
    #[error("The store cannot be brought up to date: {0}. Was it written by a newer version?")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database says no.
    #[error("The store failed: {0}. Is the disk full, or the file locked?")]
    Database(#[from] sqlx::Error),
    /// A saved state cannot be read.
    #[error("A saved state cannot be read ({0}). Was it written by a newer version?")]
    State(#[from] serde_json::Error),
}

impl Store {
    /// Opens the store's file, makes it when it is not there, and brings its tables up to date.
    /// Several processes may have it open at once.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|e| StoreError::Folder(folder.to_owned(), e))?;
        }
        // One process at a time: SQLite changes a new file's journal without waiting for others.
        let _one = opening(path.with_extension("lock")).await?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Full: what was answered must outlive a power cut, not only a killed process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted or overwritten is not left in the file.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        // A file does not go away as a server does: asking it first would double every question.
        let pool = SqlitePoolOptions::new().max_connections(4).test_before_acquire(false);
        let pool = pool.connect_with(options).await?;
        migrations().run(&pool).await?;
        Ok(Self { pool, turn: Arc::default() })
    }

    /// Begins to write; all of it or nothing.
    async fn begin(&self) -> Result<Writing, StoreError> {
        let turn = self.turn.clone().lock_owned().await;
        Ok(Writing { all: self.pool.begin_with("BEGIN IMMEDIATE").await?, _turn: turn })
    }

    /// Whether the store answers.
    pub async fn is_reachable(&self) -> bool {
        sqlx::query("SELECT 1 FROM tenants LIMIT 1").fetch_optional(&self.pool).await.is_ok()
    }

    /// Forgets what has expired: codes, sessions, and answers older than a day.
    pub async fn tidy(&self, now: u64) -> Result<(), StoreError> {
        let day_ago = millis(now.saturating_sub(24 * 60 * 60_000));
        let at_now = now;
        let now = millis(now);
        for (sql, at) in [
            ("DELETE FROM sign_in_codes WHERE expires < ?", now),
            ("DELETE FROM sessions WHERE expires < ?", now),
            ("DELETE FROM console_sessions WHERE expires < ?", now),
            ("DELETE FROM invitations WHERE expires < ?", now),
            ("DELETE FROM sign_in_attempts WHERE expires < ?", now),
            ("DELETE FROM hubspot_sign_ins WHERE expires < ?", now),
            ("DELETE FROM idempotency WHERE at < ?", day_ago),
            ("DELETE FROM reports WHERE at < ?", millis(at_now.saturating_sub(reports::KEPT))),
        ] {
            sqlx::query(sql).bind(at).execute(&self.pool).await?;
        }
        let mut all = self.begin().await?;
        link_attempts::tidy(&mut all, at_now).await?;
        all.commit().await?;
        Ok(())
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Waits until no other process is opening the store. The lock ends with the file that is returned,
/// also when the process is killed.
async fn opening(path: PathBuf) -> Result<std::fs::File, StoreError> {
    let failed = |path: PathBuf| move |error| StoreError::Folder(path, error);
    let (locked, named) = (path.clone(), path.clone());
    tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(&locked)?;
        file.lock()?;
        Ok(file)
    })
    .await
    .map_err(std::io::Error::other)
    .map_err(failed(named))?
    .map_err(failed(path))
}

/// The file within the data folder.
pub fn file_in(data_dir: &Path) -> PathBuf {
    data_dir.join("sidetone.sqlite")
}

/// A moment as SQLite holds it.
pub(crate) fn millis(moment: u64) -> i64 {
    i64::try_from(moment).unwrap_or(i64::MAX)
}

/// The migrations, built in. A released one is never changed; add a new one below it.
fn migrations() -> Migrator {
    let all = [
        ("begin", include_str!("../../migrations/0001_begin.sql")),
        ("people", include_str!("../../migrations/0002_people.sql")),
        ("connections", include_str!("../../migrations/0003_connections.sql")),
        ("sign_in", include_str!("../../migrations/0004_sign_in.sql")),
        ("set_up", include_str!("../../migrations/0005_set_up.sql")),
        ("settings", include_str!("../../migrations/0006_settings.sql")),
        ("outbox", include_str!("../../migrations/0007_outbox.sql")),
    ];
    let later = [
        ("groups_and_history", include_str!("../../migrations/0009_groups_and_history.sql")),
        ("agents_by_line", include_str!("../../migrations/0010_agents_by_line.sql")),
        ("phone_systems", include_str!("../../migrations/0011_phone_systems.sql")),
    ];
    let newest =
        [("sound_and_reports", include_str!("../../migrations/0012_sound_and_reports.sql"))];
    let all = (1..).zip(all).chain((9..).zip(later)).chain((12..).zip(newest));
    let numbered = all.map(|(number, (name, sql))| {
        Migration::new(number, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(numbered.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Row;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_processes_may_open_a_new_store_at_once() {
        for _ in 0..20 {
            let folder = std::env::temp_dir().join(format!("sidetone-{}", crate::ids::new_id()));
            let file = file_in(&folder);
            let (one, two) = tokio::join!(
                tokio::spawn(Store::open(file.clone())),
                tokio::spawn(Store::open(file.clone()))
            );
            assert!(one.unwrap().unwrap().is_reachable().await);
            assert!(two.unwrap().unwrap().is_reachable().await);
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
    #[tokio::test(flavor = "multi_thread")]
    async fn what_each_call_asks_is_found_by_an_index() {
        let folder = std::env::temp_dir().join(format!("sidetone-{}", crate::ids::new_id()));
        let store = Store::open(file_in(&folder)).await.unwrap();
        for sql in people::ASKED_OFTEN {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = sqlx::query(explain).bind("x").fetch_all(&store.pool).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            assert!(!plan.is_empty());
            // "SCAN" is SQLite's word for looking through a whole table.
            assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{sql}: {plan:?}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
