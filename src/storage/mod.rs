//! The database and nothing else: private entities, one file per aggregate, domain types in and out.
//!
//! Embedded SQLite (WAL, every commit synced) has one writer connection and a pool of readers; on PostgreSQL both are
//! pools. A function that writes takes a value and does its whole work in one transaction.

pub mod account;
pub mod answers;
pub mod audit;
pub mod back_check;
pub mod bulk;
pub mod cases;
pub mod confirmation;
pub mod disposition;
pub mod epoch;
pub mod feed;
pub mod fieldwork;
pub mod key_set;
pub mod ledger;
pub mod log;
pub mod preparing;
pub mod push;
pub mod receipt;
pub mod registration;
pub mod removal;
pub mod results;
pub mod round;
pub mod sample;
pub mod session;
pub mod sheet;
pub mod submission;

mod entity;

use crate::domain::account::Actor;
use crate::domain::refusal::Conflict;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use std::time::{Duration, Instant};
use thiserror::Error;

/// Rows per statement when many are written at once: below the bound-parameter limit of both databases.
const ROWS_PER_STATEMENT: usize = 500;

/// Names PostgreSQL's advisory lock of whoever brings the tables up to date; any number that nobody else uses.
const MIGRATING: i64 = 0x6261_726f_6d65_7465;

/// Bytes of a page of a new SQLite file. A submission takes about 3 KB: two share such a page, while one of the usual 4,096
/// bytes would hold one and be empty for a quarter.
const PAGE_SIZE: &str = "8192";

/// How long to wait for somebody else who reads a round whole.
const PATIENCE_SCANNING: Duration = Duration::from_secs(1800);

/// How long to wait for others before giving up.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long between two tries.
const BREATH: Duration = Duration::from_millis(20);

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
    /// For who reads a round whole, so that nobody else waits meanwhile.
    scanner: DatabaseConnection,
    /// Who acts: named by every line of the audit log that is written through this handle.
    actor: Arc<Actor>,
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
                writer: sqlite(url, Duty::Write, durability).await?,
                reader: sqlite(url, Duty::Read, durability).await?,
                scanner: sqlite(url, Duty::Scan, durability).await?,
                actor: Arc::new(Actor::Server),
            }
        } else {
            let pool = postgres(url).await?;
            Db {
                writer: pool.clone(),
                scanner: pool.clone(),
                reader: pool,
                actor: Arc::new(Actor::Server),
            }
        };
        db.migrate().await?;
        Ok(db)
    }

    /// Brings the tables up to date in one transaction: whoever is killed leaves nothing half made, and whoever starts
    /// at the same time waits and then finds nothing left to do.
    async fn migrate(&self) -> Result<(), StorageError> {
        // Nothing is locked by an ordinary start.
        if Migrator::get_pending_migrations_read_only(&self.writer)
            .await?
            .is_empty()
        {
            return Ok(());
        }
        let tx = self.write().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            // Held until the transaction ends; SQLite's write lock does the same.
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATING})");
            tx.execute_unprepared(&lock).await?;
        }
        Migrator::up(&tx, None).await?;
        Ok(tx.commit().await?)
    }

    /// The same database for somebody: what changes through it is written down under that name.
    pub fn by(&self, actor: Actor) -> Db {
        Db {
            actor: Arc::new(actor),
            ..self.clone()
        }
    }

    /// Who acts through this handle.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// A connection for reading.
    pub(in crate::storage) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection for reading a round whole; whoever comes second waits.
    pub(in crate::storage) fn scanner(&self) -> &DatabaseConnection {
        &self.scanner
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
        self.scanner.close().await?;
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

/// What connections to an embedded database are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Duty {
    Write,
    Read,
    /// Connects when it is wanted, with more patience.
    Scan,
}

async fn sqlite(url: &str, duty: Duty, durability: Durability) -> Result<DatabaseConnection, StorageError> {
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Simulated => "NORMAL",
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if duty == Duty::Read { 2 } else { 1 })
        // A connection to a file in this very process does not go away while it is idle.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .busy_timeout(PATIENCE)
                .pragma("page_size", PAGE_SIZE)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", synchronous)
                .pragma("foreign_keys", "ON")
        });
    if duty == Duty::Scan {
        options.connect_lazy(true).acquire_timeout(PATIENCE_SCANNING);
    }
    let last = Instant::now() + PATIENCE;
    loop {
        match Database::connect(options.clone()).await {
            // Of several that switch a new file to its journal at once SQLite refuses all but one without waiting.
            Err(error) if is_busy(&error) && Instant::now() < last => tokio::time::sleep(BREATH).await,
            done => return Ok(done?),
        }
    }
}

/// Whether SQLite's primary result code says busy (5).
fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error)) | DbErr::Exec(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok())
        .is_some_and(|code| code & 0xff == 5)
}

async fn postgres(url: &str) -> Result<DatabaseConnection, StorageError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .sqlx_logging(false)
        .acquire_timeout(PATIENCE);
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
