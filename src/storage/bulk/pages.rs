//! The submissions of a round, page by page as they lie in the database.

use super::super::{Db, StorageError, from_json};
use super::{corrupt, one_row};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, TransactionTrait};
use std::ops::Range;

/// Submissions that are read at a time.
const SUBMISSIONS_PER_PAGE: u64 = 400;

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

/// Id, length of the document, nonce and leaf hash in hex, status and position.
type Short = (String, usize, String, String, String, Option<i64>);

impl Page {
    /// The canonical bytes of one of its submissions.
    pub fn document(&self, of: &PageEntry) -> &[u8] {
        &self.documents[of.document.clone()]
    }

    fn of_rows(rows: &[QueryResult]) -> Result<Page, StorageError> {
        let mut page = Page::default();
        for row in rows {
            let (start, document) = (page.documents.len(), row.try_get_by_index::<Vec<u8>>(1)?);
            page.documents.extend(document);
            let leaf_index: Option<i64> = row.try_get_by_index(5)?;
            page.submissions.push(PageEntry {
                id: row.try_get_by_index(0)?,
                document: start..page.documents.len(),
                nonce: row.try_get_by_index(2)?,
                leaf: row.try_get_by_index(3)?,
                status: row.try_get_by_index(4)?,
                leaf_index: leaf_index.map(|index| index as u64),
            });
        }
        Ok(page)
    }

    fn of_one(row: &QueryResult) -> Result<Page, StorageError> {
        let short: Vec<Short> = from_json("page of submissions", &row.try_get_by_index::<String>(1)?)?;
        let documents = row.try_get_by_index::<Option<Vec<u8>>>(2)?.unwrap_or_default();
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

/// Every submission of a round in pages: accepted, replaced and withdrawn, in the order in which they lie in the
/// database, whatever that is; all of them as they were at one moment.
///
/// Ids are random, so that a million rows by id are a million random reads.
#[derive(Debug)]
pub struct Pages {
    tx: DatabaseTransaction,
    round: String,
    /// Places that are still to be read; without meaning where there is a cursor.
    places: Range<i64>,
}

impl Pages {
    /// From the first on.
    pub async fn begin(db: &Db, round: &str) -> Result<Pages, StorageError> {
        let mut pages = Pages {
            tx: db.scanner().begin().await?,
            round: round.to_owned(),
            places: 0..0,
        };
        match pages.tx.get_database_backend() {
            DbBackend::Sqlite => pages.places = pages.all_places().await?,
            _ => pages.declare().await?,
        }
        Ok(pages)
    }

    /// The next page, empty after the last.
    pub async fn next(&mut self) -> Result<Page, StorageError> {
        match self.tx.get_database_backend() {
            DbBackend::Sqlite => self.next_as_one().await,
            _ => self.fetch().await,
        }
    }

    async fn declare(&self) -> Result<(), StorageError> {
        // All rows are wanted: what gives the first ones soonest is not what gives all of them soonest.
        self.tx
            .execute_unprepared("SET LOCAL cursor_tuple_fraction = 1")
            .await?;
        let sql = "DECLARE pages NO SCROLL CURSOR FOR SELECT submission_id, document, nonce, leaf_hash, status, \
                   leaf_index FROM submission WHERE round_id = $1";
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [self.round.as_str().into()]);
        self.tx.execute_raw(statement).await?;
        Ok(())
    }

    async fn fetch(&self) -> Result<Page, StorageError> {
        let sql = format!("FETCH {SUBMISSIONS_PER_PAGE} FROM pages");
        let rows = self
            .tx
            .query_all_raw(Statement::from_string(DbBackend::Postgres, sql))
            .await?;
        Page::of_rows(&rows)
    }

    async fn all_places(&self) -> Result<Range<i64>, StorageError> {
        let sql = "SELECT min(rowid), max(rowid) FROM submission WHERE round_id = ?";
        let ends = match one_row(&self.tx, sql.to_owned(), vec![self.round.as_str().into()]).await? {
            Some(row) => (
                row.try_get_by_index::<Option<i64>>(0)?,
                row.try_get_by_index::<Option<i64>>(1)?,
            ),
            None => (None, None),
        };
        Ok(match ends {
            (Some(first), Some(last)) => first..last + 1,
            _ => 0..0,
        })
    }

    async fn next_as_one(&mut self) -> Result<Page, StorageError> {
        if self.places.is_empty() {
            return Ok(Page::default());
        }
        // With the plus, the round's own index, which is in order of ids, cannot be used.
        let sql = format!(
            "SELECT max(place), json_group_array(json_array(submission_id, octet_length(document), hex(nonce), \
             hex(leaf_hash), status, leaf_index)), CAST(group_concat(document, '') AS BLOB) \
             FROM (SELECT rowid AS place, submission_id, document, nonce, leaf_hash, status, leaf_index \
             FROM submission WHERE rowid >= ? AND rowid < ? AND +round_id = ? \
             ORDER BY rowid LIMIT {SUBMISSIONS_PER_PAGE})"
        );
        let values = vec![
            self.places.start.into(),
            self.places.end.into(),
            self.round.as_str().into(),
        ];
        let Some(row) = one_row(&self.tx, sql, values).await? else {
            return Ok(Page::default());
        };
        let last: Option<i64> = row.try_get_by_index(0)?;
        self.places.start = last.map_or(self.places.end, |last| last + 1);
        Page::of_one(&row)
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, StorageError> {
    hex::decode(text).map_err(|error| StorageError::Corrupt {
        what: "hash",
        why: error.to_string(),
    })
}
