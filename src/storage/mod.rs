//! The database and nothing else: private entities, one file per aggregate, domain types in and out.
//!
//! Embedded SQLite (WAL, every commit synced) has one writer connection and a pool of readers; on PostgreSQL both are
//! pools. A function that writes takes a value and does its whole work in one transaction.

pub mod answers;
pub mod disposition;
pub mod epoch;
pub mod key_set;
pub mod log;
pub mod receipt;
pub mod results;
pub mod round;
pub mod sample;
pub mod submission;

mod entity;

use crate::domain::refusal::Conflict;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::time::Duration;
use thiserror::Error;

/// Rows per statement when many are written at once: below the bound-parameter limit of both databases.
const ROWS_PER_STATEMENT: usize = 500;

/// What can go wrong between us and the database.
#[derive(Debug, Error)]
pub enum StorageError {
    /// No round of that id.
    #[error("round “{0}” is not there")]
    NotFound(String),
    /// The state in the database no longer allows the write; nothing was written.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// A stored value could not be read back: the database was changed from outside.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// What the reader said.
        why: String,
    },
    /// The database itself failed.
    #[error("the database failed")]
    Database(#[from] DbErr),
}

/// What an embedded database promises of a commit that was answered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It outlives a power failure: every commit waits for the disk.
    Full,
    /// It outlives a crash of the program; a power failure may take the last moments. For made-up data only.
    Simulated,
}

/// A database: one writer, several readers.
#[derive(Debug, Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

impl Db {
    /// Connects to `sqlite://path` (made when missing) or `postgres://…` and brings the tables up to date.
    pub async fn connect(url: &str) -> Result<Db, StorageError> {
        Db::connect_with(url, Durability::Full).await
    }

    /// As [`Db::connect`], with that durability where the database is embedded.
    pub async fn connect_with(url: &str, durability: Durability) -> Result<Db, StorageError> {
        let db = if url.starts_with("sqlite:") {
            Db {
                writer: sqlite(url, 1, durability).await?,
                reader: sqlite(url, 2, durability).await?,
            }
        } else {
            let pool = postgres(url).await?;
            Db {
                writer: pool.clone(),
                reader: pool,
            }
        };
        Migrator::up(&db.writer, None).await?;
        Ok(db)
    }

    /// A connection for reading.
    pub(in crate::storage) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// A transaction that holds the write lock from its start, so that what it checked still holds when it commits.
    pub(in crate::storage) async fn write(&self) -> Result<DatabaseTransaction, StorageError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        Ok(self.reader.ping().await?)
    }

    /// Which kind of database this is, for people.
    pub fn kind(&self) -> &'static str {
        match self.writer.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            DbBackend::Postgres => "PostgreSQL",
            _ => "other",
        }
    }

    /// Closes every connection; SQLite then folds its write-ahead log into the file.
    pub async fn close(self) -> Result<(), StorageError> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

async fn sqlite(url: &str, connections: u32, durability: Durability) -> Result<DatabaseConnection, StorageError> {
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Simulated => "NORMAL",
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        // A connection to a file in this very process does not go away while it is idle.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .busy_timeout(Duration::from_secs(20))
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", synchronous)
                .pragma("foreign_keys", "ON")
        });
    Ok(Database::connect(options).await?)
}

async fn postgres(url: &str) -> Result<DatabaseConnection, StorageError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(20));
    Ok(Database::connect(options).await?)
}

/// Reads a stored JSON text back.
fn from_json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|error| StorageError::Corrupt {
        what,
        why: error.to_string(),
    })
}

/// Writes a value as JSON text; our own types always can be written.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data serialises")
}
