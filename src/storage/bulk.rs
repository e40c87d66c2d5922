//! Every row of a round: read and written many at a time, because a million of them are met one by one nowhere else.
//!
//! The embedded database's driver hands every row from thread to thread, which takes longer than reading it. There a
//! page of rows comes as one row: what is short as JSON, what is long end to end.

use super::entity::{log_node, submission};
use super::{Db, StorageError, from_json};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, Statement, TransactionTrait, Value,
};
use std::ops::Range;

/// Submissions that are read at a time.
const SUBMISSIONS_PER_PAGE: u64 = 400;

/// Leaves that are read at a time.
const LEAVES_PER_PAGE: u64 = 20_000;

/// Rows that are written at a time.
const ROWS_PER_STATEMENT: usize = 1_000;

/// Some submissions of a round, their documents in one piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    documents: Vec<u8>,
    /// The submissions.
    pub submissions: Vec<PageEntry>,
}

/// A submission of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEntry {
    /// Id.
    pub id: String,
    /// Where its document stands in the page.
    document: Range<usize>,
    /// Secret nonce.
    pub nonce: Vec<u8>,
    /// Leaf hash.
    pub leaf: Vec<u8>,
    /// `accepted`, `replaced` or `withdrawn`.
    pub status: String,
    /// Position in the log, once given.
    pub leaf_index: Option<u64>,
}

/// Id, document, nonce, leaf hash, status and position as the tables have them.
type Row = (String, Vec<u8>, Vec<u8>, Vec<u8>, String, Option<i64>);

/// The same without the document but with its length, hashes in hex.
type Short = (String, usize, String, String, String, Option<i64>);

impl Page {
    /// The canonical bytes of one of its submissions.
    pub fn document(&self, of: &PageEntry) -> &[u8] {
        &self.documents[of.document.clone()]
    }

    fn of_rows(rows: Vec<Row>) -> Page {
        let mut page = Page::default();
        for (id, bytes, nonce, leaf, status, leaf_index) in rows {
            let start = page.documents.len();
            page.documents.extend(bytes);
            page.submissions.push(PageEntry {
                id,
                document: start..page.documents.len(),
                nonce,
                leaf,
                status,
                leaf_index: leaf_index.map(|index| index as u64),
            });
        }
        page
    }

    fn of_one(row: &QueryResult) -> Result<Page, StorageError> {
        let short: Vec<Short> = from_json("page of submissions", &row.try_get_by_index::<String>(0)?)?;
        let documents = row.try_get_by_index::<Option<Vec<u8>>>(1)?.unwrap_or_default();
        let mut submissions = Vec::with_capacity(short.len());
        let mut start = 0;
        for (id, length, nonce, leaf, status, leaf_index) in short {
            submissions.push(PageEntry {
                id,
                document: start..start + length,
                nonce: bytes(&nonce)?,
                leaf: bytes(&leaf)?,
                status,
                leaf_index: leaf_index.map(|index| index as u64),
            });
            start += length;
        }
        if start != documents.len() {
            return Err(corrupt("page of submissions", documents.len(), start));
        }
        Ok(Page { documents, submissions })
    }
}

/// Every submission of a round in pages, by id: accepted, replaced and withdrawn; all read in one transaction, which
/// keeps one connection and so what its cache holds.
///
/// The order is the database's own; for UUIDs it is that of their bytes under every collation.
#[derive(Debug)]
pub struct Pages {
    tx: DatabaseTransaction,
    round: String,
    last: Option<String>,
}

impl Pages {
    /// From the first on.
    pub async fn begin(db: &Db, round: &str) -> Result<Pages, StorageError> {
        Ok(Pages {
            tx: db.scanner().begin().await?,
            round: round.to_owned(),
            last: None,
        })
    }

    /// The next page, empty after the last.
    pub async fn next(&mut self) -> Result<Page, StorageError> {
        let page = match self.tx.get_database_backend() {
            DbBackend::Sqlite => self.next_as_one().await?,
            _ => self.next_as_rows().await?,
        };
        self.last = page.submissions.last().map(|one| one.id.clone()).or(self.last.take());
        Ok(page)
    }

    async fn next_as_rows(&self) -> Result<Page, StorageError> {
        let mut query = submission::Entity::find()
            .select_only()
            .columns([
                submission::Column::SubmissionId,
                submission::Column::Document,
                submission::Column::Nonce,
                submission::Column::LeafHash,
                submission::Column::Status,
                submission::Column::LeafIndex,
            ])
            .filter(submission::Column::RoundId.eq(self.round.as_str()));
        if let Some(last) = &self.last {
            query = query.filter(submission::Column::SubmissionId.gt(last.as_str()));
        }
        let query = query.order_by_asc(submission::Column::SubmissionId);
        let rows: Vec<Row> = query.limit(SUBMISSIONS_PER_PAGE).into_tuple().all(&self.tx).await?;
        Ok(Page::of_rows(rows))
    }

    async fn next_as_one(&self) -> Result<Page, StorageError> {
        let (after, mut values) = ("AND submission_id > ?", vec![self.round.as_str().into()]);
        values.extend(self.last.as_deref().map(Value::from));
        let sql = format!(
            "SELECT json_group_array(json_array(submission_id, octet_length(document), hex(nonce), hex(leaf_hash), \
             status, leaf_index)), CAST(group_concat(document, '') AS BLOB) \
             FROM (SELECT submission_id, document, nonce, leaf_hash, status, leaf_index FROM submission \
             WHERE round_id = ? {} ORDER BY submission_id LIMIT {SUBMISSIONS_PER_PAGE})",
            if self.last.is_some() { after } else { "" }
        );
        let row = one_row(&self.tx, sql, values).await?;
        row.map_or_else(|| Ok(Page::default()), |row| Page::of_one(&row))
    }
}

/// The leaves of a round with their positions, ascending.
pub async fn leaves(db: &Db, round: &str) -> Result<Vec<(u64, [u8; 32])>, StorageError> {
    let mut found: Vec<(u64, [u8; 32])> = Vec::new();
    loop {
        let after = found.last().map_or(i64::MIN, |(index, _)| *index as i64);
        let (indices, hashes) = match db.reader().get_database_backend() {
            DbBackend::Sqlite => leaves_as_one(db, round, after).await?,
            _ => leaves_as_rows(db, round, after).await?,
        };
        if indices.is_empty() {
            return Ok(found);
        }
        let (each, rest) = hashes.as_chunks::<32>();
        if each.len() != indices.len() || !rest.is_empty() {
            return Err(corrupt("page of leaves", hashes.len(), 32 * indices.len()));
        }
        let indices = indices.into_iter().map(|index| index as u64);
        found.extend(indices.zip(each.iter().copied()));
    }
}

async fn leaves_as_rows(db: &Db, round: &str, after: i64) -> Result<(Vec<i64>, Vec<u8>), StorageError> {
    let rows: Vec<(i64, Vec<u8>)> = log_node::Entity::find()
        .select_only()
        .column(log_node::Column::Idx)
        .column(log_node::Column::Hash)
        .filter(log_node::Column::RoundId.eq(round))
        .filter(log_node::Column::Level.eq(0))
        .filter(log_node::Column::Idx.gt(after))
        .order_by_asc(log_node::Column::Idx)
        .limit(LEAVES_PER_PAGE)
        .into_tuple()
        .all(db.reader())
        .await?;
    let (indices, hashes): (Vec<i64>, Vec<Vec<u8>>) = rows.into_iter().unzip();
    Ok((indices, hashes.concat()))
}

async fn leaves_as_one(db: &Db, round: &str, after: i64) -> Result<(Vec<i64>, Vec<u8>), StorageError> {
    let sql = format!(
        "SELECT json_group_array(idx), CAST(group_concat(hash, '') AS BLOB) FROM (SELECT idx, hash FROM log_node \
         WHERE round_id = ? AND level = 0 AND idx > ? ORDER BY idx LIMIT {LEAVES_PER_PAGE})"
    );
    let Some(row) = one_row(db.reader(), sql, vec![round.into(), after.into()]).await? else {
        return Ok(Default::default());
    };
    let indices = from_json("page of leaves", &row.try_get_by_index::<String>(0)?)?;
    let hashes: Option<Vec<u8>> = row.try_get_by_index(1)?;
    Ok((indices, hashes.unwrap_or_default()))
}

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

fn bytes(text: &str) -> Result<Vec<u8>, StorageError> {
    hex::decode(text).map_err(|error| StorageError::Corrupt {
        what: "hash",
        why: error.to_string(),
    })
}

fn corrupt(what: &'static str, found: usize, expected: usize) -> StorageError {
    StorageError::Corrupt {
        what,
        why: format!("{found} bytes instead of {expected}"),
    }
}
