//! The commonest write, a page of an open edit, as one statement that checks for itself.

use super::PageSave;
use super::rows::replacing;
use crate::storage::entity::{edit, page_save, round};
use crate::storage::{Db, StorageError, to_json};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement};
use sea_orm::{ConnectionTrait, EntityName};

const COLUMNS: [page_save::Column; 8] = [
    page_save::Column::RoundId,
    page_save::Column::EditId,
    page_save::Column::Page,
    page_save::Column::Data,
    page_save::Column::Seconds,
    page_save::Column::SavedAt,
    page_save::Column::Form,
    page_save::Column::Interviewer,
];

/// Saves the page if the round is in the field, the edit is this respondent's open one, and the page holds nothing that
/// the form does not know of; says whether it did.
///
/// The shared lock on the round's row keeps a round from closing between the check and the commit.
pub(super) async fn save_plain(db: &Db, save: &PageSave) -> Result<bool, StorageError> {
    let insert = Query::insert()
        .into_table(page_save::Entity.table_ref())
        .columns(COLUMNS)
        .select_from(allowed(save))
        .map_err(|error| StorageError::Corrupt {
            what: "statement",
            why: error.to_string(),
        })?
        .on_conflict(replacing(save))
        .to_owned();
    Ok(db.writer.execute(&insert).await?.rows_affected() > 0)
}

/// One row with the page's values where the save is allowed, none where it is not.
fn allowed(save: &PageSave) -> SelectStatement {
    let of = |column: edit::Column| Expr::col((edit::Entity, column));
    Query::select()
        .expr(Expr::value(save.round.as_str()))
        .expr(Expr::value(save.edit.as_str()))
        .expr(Expr::value(save.page.as_str()))
        .expr(Expr::value(to_json(&save.answers)))
        .expr(Expr::value(i64::from(save.seconds)))
        .expr(Expr::value(save.at))
        .expr(Expr::value(save.form.as_str()))
        .expr(Expr::value(save.interviewer.clone()))
        .from(round::Entity.table_ref())
        .inner_join(
            edit::Entity.table_ref(),
            of(edit::Column::RoundId).equals((round::Entity, round::Column::RoundId)),
        )
        .and_where(Expr::col((round::Entity, round::Column::RoundId)).eq(save.round.as_str()))
        .and_where(Expr::col((round::Entity, round::Column::State)).eq("fielding"))
        .and_where(of(edit::Column::EditId).eq(save.edit.as_str()))
        .and_where(of(edit::Column::RespondentId).eq(save.respondent.id.as_str()))
        .and_where(of(edit::Column::Status).eq("open"))
        .lock(LockType::Share)
        .to_owned()
}
