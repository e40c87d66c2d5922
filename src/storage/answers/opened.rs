//! Everything that is stored about one unit, in one statement: every page of every respondent asks for it twice.

use super::{DRAFT, EditRecord, Opened, RespondentRecord, SavedPage, StoredInterview};
use crate::storage::entity::{edit, page_save, respondent, round, sample_unit};
use crate::storage::round::record;
use crate::storage::sample::unit;
use crate::storage::{Db, StorageError, from_json};
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Func, Query, SelectStatement, SubQueryStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, JoinType, QueryFilter,
    QueryResult, QuerySelect, QueryTrait, RelationDef, Select,
};
use std::collections::BTreeMap;

// What the columns of each table are called in the answer.
const UNIT: &str = "unit_";
const ROUND: &str = "round_";
const RESPONDENT: &str = "respondent_";
const EDIT: &str = "edit_";
const PAGES: &str = "pages";

// What stands between two pages, and between two values of one: control characters, which no page's name and no JSON
// text holds.
const PAGE_END: char = '\u{1e}';
const VALUE_END: char = '\u{1f}';

/// The unit that holds a token, with all that is stored about it.
pub async fn by_token(db: &Db, token_hash: &[u8]) -> Result<Option<Opened>, StorageError> {
    opened(db, sample_unit::Column::TokenHash.eq(token_hash)).await
}

/// A unit by its number within the round, with all that is stored about it.
pub async fn of_unit(db: &Db, round: &str, sample_no: u64) -> Result<Option<Opened>, StorageError> {
    let number = sample_unit::Column::SampleNo.eq(sample_no as i64);
    opened(db, sample_unit::Column::RoundId.eq(round).and(number)).await
}

async fn opened(db: &Db, which: Expr) -> Result<Option<Opened>, StorageError> {
    // A row for each edit, or one where there is none.
    let rows = db.reader().query_all(&everything(which)).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let respondent = respondent::Model::from_query_result_optional(first, RESPONDENT)?;
    Ok(Some(Opened {
        round: record(round::Model::from_query_result(first, ROUND)?)?,
        unit: unit(sample_unit::Model::from_query_result(first, UNIT)?)?,
        stored: respondent.map(|row| interview(row, &rows)).transpose()?,
    }))
}

fn interview(row: respondent::Model, rows: &[QueryResult]) -> Result<StoredInterview, StorageError> {
    let (mut open, mut submitted_edit) = (None, None);
    for result in rows {
        let Some(edit) = edit::Model::from_query_result_optional(result, EDIT)? else {
            continue;
        };
        if edit.submission_id.is_some() && edit.submission_id == row.current_submission {
            submitted_edit = Some(edit.edit_id);
        } else if edit.status == "open" {
            let pages: Option<String> = result.try_get("", PAGES)?;
            open = Some(edit_record(edit.edit_id, pages.as_deref())?);
        }
    }
    Ok(StoredInterview {
        respondent: respondent_record(row)?,
        open,
        submitted_edit,
    })
}

fn respondent_record(row: respondent::Model) -> Result<RespondentRecord, StorageError> {
    Ok(RespondentRecord {
        id: row.respondent_id,
        assignment: from_json("assignment", &row.assignment)?,
        familiarity: row
            .familiarity
            .map(|text| from_json("familiarity", &text))
            .transpose()?,
        current_submission: row.current_submission,
    })
}

fn edit_record(id: String, saved: Option<&str>) -> Result<EditRecord, StorageError> {
    let (mut pages, mut drafts) = (BTreeMap::new(), BTreeMap::new());
    for row in saved.into_iter().flat_map(|text| text.split(PAGE_END)) {
        let values: Vec<&str> = row.splitn(5, VALUE_END).collect();
        let [page, form, seconds, interviewer, data] = values[..] else {
            return Err(StorageError::Corrupt {
                what: "saved pages",
                why: format!("a page of five values has {}", values.len()),
            });
        };
        let saved = SavedPage {
            answers: from_json("page", data)?,
            seconds: seconds.parse().unwrap_or(0),
            form: form.to_owned(),
            interviewer: (!interviewer.is_empty()).then(|| interviewer.to_owned()),
        };
        match page.strip_prefix(DRAFT) {
            Some(page) => drafts.insert(page.to_owned(), saved),
            None => pages.insert(page.to_owned(), saved),
        };
    }
    Ok(EditRecord { id, pages, drafts })
}

fn everything(which: Expr) -> SelectStatement {
    use {edit::Column as E, respondent::Column as P, round::Column as R, sample_unit::Column as U};
    let in_round: RelationDef = sample_unit::Entity::belongs_to(round::Entity)
        .from(U::RoundId)
        .to(R::RoundId)
        .into();
    let answered_by: RelationDef = sample_unit::Entity::belongs_to(respondent::Entity)
        .from((U::RoundId, U::RespondentId))
        .to((P::RoundId, P::RespondentId))
        .into();
    let filled_in: RelationDef = respondent::Entity::belongs_to(edit::Entity)
        .from((P::RoundId, P::RespondentId))
        .to((E::RoundId, E::RespondentId))
        .into();
    let mut select = sample_unit::Entity::find().select_only();
    select = columns::<sample_unit::Entity>(select, UNIT);
    select = columns::<round::Entity>(select, ROUND);
    select = columns::<respondent::Entity>(select, RESPONDENT);
    select = columns::<edit::Entity>(select, EDIT);
    select
        .column_as(Expr::from(SubQueryStatement::from(saved_pages())), PAGES)
        .join(JoinType::InnerJoin, in_round)
        .join(JoinType::LeftJoin, answered_by)
        .join(JoinType::LeftJoin, filled_in)
        .filter(which)
        .into_query()
}

fn columns<E: EntityTrait>(select: Select<sample_unit::Entity>, prefix: &str) -> Select<sample_unit::Entity> {
    E::Column::iter().fold(select, |select, column| {
        select.column_as(column, format!("{prefix}{}", column.as_str()))
    })
}

/// The pages of the row's edit as one text: as rows of their own they would repeat all other columns.
fn saved_pages() -> SelectStatement {
    use {edit::Column as E, page_save::Column as S};
    let more = [
        S::Form.into_expr(),
        S::Seconds.into_expr().cast_as("text"),
        Func::coalesce([S::Interviewer.into_expr(), Expr::value("")]).into(),
        S::Data.into_expr(),
    ];
    let page = more.into_iter().fold(S::Page.into_expr(), |page, value| {
        joined(joined(page, Expr::value(VALUE_END.to_string())), value)
    });
    let all = Func::cust("string_agg").arg(page).arg(PAGE_END.to_string());
    Query::select()
        .expr(all)
        .from(page_save::Entity)
        .and_where(S::RoundId.into_expr().equals((edit::Entity, E::RoundId)))
        .and_where(S::EditId.into_expr().equals((edit::Entity, E::EditId)))
        .to_owned()
}

fn joined(text: Expr, more: Expr) -> Expr {
    text.binary(BinOper::Custom("||"), more)
}
