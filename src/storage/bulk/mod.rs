//! Every row of a round: read and written many at a time, because a million of them are met one by one nowhere else.
//!
//! The embedded database's driver hands every row from thread to thread, which takes longer than reading it. There a
//! page of rows comes as one row: what is short as JSON, what is long end to end.

mod leaves;
mod pages;

pub use leaves::leaves;
pub use pages::{Page, PageEntry, Pages};

use super::StorageError;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

/// Rows that are written at a time.
const ROWS_PER_STATEMENT: usize = 1_000;

/// Inserts rows of texts; every row is led by the round's id.
pub(in crate::storage) async fn insert<const N: usize>(
    tx: &impl ConnectionTrait,
    (table, columns): (&str, [&str; N]),
    round: &str,
    rows: impl Iterator<Item = [Option<String>; N]> + Send,
) -> Result<(), StorageError> {
    let (backend, mut rest) = (tx.get_database_backend(), rows.peekable());
    let mut sql = (0, String::new());
    while rest.peek().is_some() {
        let mut values: Vec<Value> = vec![round.into()];
        values.extend(rest.by_ref().take(ROWS_PER_STATEMENT).flatten().map(Value::from));
        let many = (values.len() - 1) / N;
        if many != sql.0 {
            sql = (many, insertion(backend, table, columns, many));
        }
        tx.execute_raw(Statement::from_sql_and_values(backend, &sql.1, values))
            .await?;
    }
    Ok(())
}

/// The statement that inserts so many rows; the round's id is bound once.
fn insertion<const N: usize>(backend: DbBackend, table: &str, columns: [&str; N], rows: usize) -> String {
    let mut bound = 0;
    let mut next = || {
        bound += 1;
        match backend {
            // Text, because PostgreSQL would take a column of nothing but NULLs for something else.
            DbBackend::Postgres => format!("${bound}::text"),
            _ => "?".to_owned(),
        }
    };
    let round = next();
    let picked: Vec<String> = (1..=N).map(|place| format!("column{place}")).collect();
    let all: Vec<String> = (0..rows)
        .map(|_| format!("({})", std::array::from_fn::<String, N, _>(|_| next()).join(",")))
        .collect();
    format!(
        "INSERT INTO {table} (round_id, {}) SELECT {round}, {} FROM (VALUES {}) AS given",
        columns.join(", "),
        picked.join(", "),
        all.join(",")
    )
}

async fn one_row(
    from: &impl ConnectionTrait,
    sql: String,
    values: Vec<Value>,
) -> Result<Option<QueryResult>, StorageError> {
    let statement = Statement::from_sql_and_values(from.get_database_backend(), sql, values);
    Ok(from.query_one_raw(statement).await?)
}

fn corrupt(what: &'static str, found: usize, expected: usize) -> StorageError {
    StorageError::Corrupt {
        what,
        why: format!("{found} bytes instead of {expected}"),
    }
}
