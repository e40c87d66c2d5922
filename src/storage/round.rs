//! Rounds: what was registered, in which state they are, and what each stage left behind.

mod expect;
mod history;

pub(in crate::storage) use expect::{expect_alone, expect_state, stands};
pub use history::{CORRECTION, GIVEN_UP, PROPOSAL, SENT_BACK, WITHDRAWAL, standing, version};

use super::audit::{self, Change};
use super::entity::{round, stage_record, survey_file};
use super::{Db, StorageError, from_json, to_json};
use crate::domain::definition::{SurveyFile, Text};
use crate::domain::refusal::Conflict;
use history::{AGAIN, most_times};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a round stands: `draft → registered → fielding → closed → scored → sealed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoundState {
    /// Opened; sample not yet drawn.
    Draft,
    /// Method frozen, sample drawn.
    Registered,
    /// Answers are accepted.
    Fielding,
    /// No more answers.
    Closed,
    /// A sheet exists.
    Scored,
    /// The sheet is signed.
    Sealed,
}

impl RoundState {
    /// The word stored and shown in logs.
    pub fn as_str(self) -> &'static str {
        match self {
            RoundState::Draft => "draft",
            RoundState::Registered => "registered",
            RoundState::Fielding => "fielding",
            RoundState::Closed => "closed",
            RoundState::Scored => "scored",
            RoundState::Sealed => "sealed",
        }
    }

    fn parse(text: &str) -> Result<RoundState, StorageError> {
        serde_json::from_value(serde_json::Value::String(text.into())).map_err(|error| StorageError::Corrupt {
            what: "round state",
            why: error.to_string(),
        })
    }
}

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Its answers become scores.
    Evaluation,
    /// It tries the questionnaires out: nothing of it ever counts.
    Pretest,
}

impl Purpose {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Evaluation => "evaluation",
            Purpose::Pretest => "pretest",
        }
    }

    fn parse(text: &str) -> Result<Purpose, StorageError> {
        let known = [Purpose::Evaluation, Purpose::Pretest];
        let found = known.into_iter().find(|purpose| purpose.as_str() == text);
        found.ok_or_else(|| StorageError::Corrupt {
            what: "round purpose",
            why: text.to_owned(),
        })
    }
}

impl fmt::Display for RoundState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A round as stored.
#[derive(Debug, Clone)]
pub struct RoundRecord {
    /// Round id.
    pub id: String,
    /// Survey id.
    pub survey: String,
    /// Title.
    pub title: Text,
    /// State.
    pub state: RoundState,
    /// SHA-256 over the folder.
    pub definition_hash: String,
    /// SHA-256 over the method.
    pub method_hash: String,
    /// 32-byte secret of the round, hex; the draw seed and the respondents' keys derive from it.
    pub seed: String,
    /// SHA-256 of the seed, published before fieldwork.
    pub seed_commitment: String,
    /// Unix seconds.
    pub opened_at: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// When the second officer registered the method, Unix seconds.
    pub registered_at: Option<i64>,
}

/// What a stage left behind.
#[derive(Debug, Clone, Serialize)]
pub struct StageRecord {
    /// Stage name.
    pub stage: String,
    /// Unix seconds.
    pub at: i64,
    /// What it did, as JSON.
    pub summary: serde_json::Value,
}

/// Stores a new round with its survey folder and its first stage record; refuses an id that exists.
pub async fn insert(db: &Db, record: &RoundRecord, files: &[SurveyFile], at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    if round::Entity::find_by_id(record.id.clone()).one(&tx).await?.is_some() {
        return Err(Conflict::RoundExists(record.id.clone()).into());
    }
    let row = round::ActiveModel {
        round_id: Set(record.id.clone()),
        survey_id: Set(record.survey.clone()),
        title_zh: Set(record.title.zh.clone()),
        title_en: Set(record.title.en.clone()),
        state: Set(record.state.as_str().into()),
        definition_hash: Set(record.definition_hash.clone()),
        method_hash: Set(record.method_hash.clone()),
        seed: Set(record.seed.clone()),
        seed_commitment: Set(record.seed_commitment.clone()),
        opened_at: Set(record.opened_at),
        state_at: Set(at),
        purpose: Set(record.purpose.as_str().into()),
        registered_at: Set(record.registered_at),
    };
    round::Entity::insert(row).exec_without_returning(&tx).await?;
    let rows = files.iter().map(|file| survey_file::ActiveModel {
        round_id: Set(record.id.clone()),
        path: Set(file.path.clone()),
        content: Set(file.text.clone()),
    });
    survey_file::Entity::insert_many(rows)
        .exec_without_returning(&tx)
        .await?;
    let summary = serde_json::json!({"definition": record.definition_hash, "seed_commitment": record.seed_commitment});
    add_record(db, &tx, &record.id, "open", at, &summary).await?;
    Ok(tx.commit().await?)
}

/// The round of that id.
pub async fn find(db: &Db, id: &str) -> Result<RoundRecord, StorageError> {
    let row = round::Entity::find_by_id(id.to_owned()).one(db.reader()).await?;
    row.ok_or_else(|| StorageError::NotFound(id.to_owned()))
        .and_then(record)
}

/// The survey folder of a round as registered, by path.
pub async fn files(db: &Db, id: &str) -> Result<Vec<SurveyFile>, StorageError> {
    let rows = survey_file::Entity::find()
        .filter(survey_file::Column::RoundId.eq(id))
        .all(db.reader())
        .await?;
    let mut files: Vec<SurveyFile> = rows
        .into_iter()
        .map(|row| SurveyFile {
            path: row.path,
            text: row.content,
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The state of a round, read from the database each time: another node may have changed it.
pub async fn state(db: &Db, id: &str) -> Result<RoundState, StorageError> {
    Ok(find(db, id).await?.state)
}

/// All rounds, newest first.
pub async fn list(db: &Db) -> Result<Vec<RoundRecord>, StorageError> {
    let rows = round::Entity::find()
        .order_by_desc(round::Column::OpenedAt)
        .order_by_asc(round::Column::RoundId)
        .all(db.reader())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Moves a round on and records the stage; refuses when it is no longer in one of the states `from`.
pub async fn advance(
    db: &Db,
    id: &str,
    from: &[RoundState],
    to: RoundState,
    stage: &str,
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, id, from, to, at).await?;
    add_record(db, &tx, id, stage, at, summary).await?;
    Ok(tx.commit().await?)
}

/// Records a stage that does not change the round's state.
pub async fn note(db: &Db, id: &str, stage: &str, at: i64, summary: &serde_json::Value) -> Result<(), StorageError> {
    let tx = db.write().await?;
    add_record(db, &tx, id, stage, at, summary).await?;
    Ok(tx.commit().await?)
}

/// What the stages left behind, oldest first.
pub async fn records(db: &Db, id: &str) -> Result<Vec<StageRecord>, StorageError> {
    let rows = stage_record::Entity::find()
        .filter(stage_record::Column::RoundId.eq(id))
        .order_by_asc(stage_record::Column::Seq)
        .all(db.reader())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StageRecord {
                stage: row.stage,
                at: row.at,
                summary: from_json("stage record", &row.summary)?,
            })
        })
        .collect()
}

/// Inside a transaction: moves the state, if it is one of `from`.
pub(in crate::storage) async fn move_state(
    tx: &impl ConnectionTrait,
    id: &str,
    from: &[RoundState],
    to: RoundState,
    at: i64,
) -> Result<(), StorageError> {
    let done = round::Entity::update_many()
        .col_expr(round::Column::State, Expr::value(to.as_str()))
        .col_expr(round::Column::StateAt, Expr::value(at))
        .filter(round::Column::RoundId.eq(id))
        .filter(round::Column::State.is_in(from.iter().map(|state| state.as_str())))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::OtherState {
            round: id.to_owned(),
            states: from.iter().map(|state| state.as_str()).collect(),
        }
        .into());
    }
    Ok(())
}

/// Opens a sealed round again for the next version of its sheet; what was sealed stays as it is.
pub async fn reopen(db: &Db, id: &str, at: i64, summary: &serde_json::Value) -> Result<(), StorageError> {
    advance(
        db,
        id,
        &[RoundState::Sealed],
        RoundState::Closed,
        CORRECTION,
        at,
        summary,
    )
    .await
}

/// Ends a correction of which nothing is computed yet: the round is sealed again, as it was.
///
/// # Errors
/// A conflict where the round moved on, or its answers were checked meanwhile.
pub async fn give_up(db: &Db, id: &str, at: i64, summary: &serde_json::Value) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, id, &[RoundState::Closed]).await?;
    if stands(&tx, id, "check").await? {
        let (round, stage) = (id.to_owned(), "check".to_owned());
        return Err(Conflict::StageDone { round, stage }.into());
    }
    move_state(&tx, id, &[RoundState::Closed], RoundState::Sealed, at).await?;
    add_record(db, &tx, id, GIVEN_UP, at, summary).await?;
    Ok(tx.commit().await?)
}

async fn times(tx: &impl ConnectionTrait, id: &str, stage: &str) -> Result<u64, StorageError> {
    let same = stage_record::Entity::find()
        .filter(stage_record::Column::RoundId.eq(id))
        .filter(stage_record::Column::Stage.eq(stage));
    Ok(same.count(tx).await?)
}

/// Inside a transaction: appends a stage record, and who did it to the audit log; refuses a second one of a stage that
/// happens once.
pub(in crate::storage) async fn add_record(
    db: &Db,
    tx: &impl ConnectionTrait,
    id: &str,
    stage: &str,
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let records = stage_record::Entity::find().filter(stage_record::Column::RoundId.eq(id));
    let mut again = 0;
    for turn in AGAIN {
        again += times(tx, id, turn).await?;
    }
    let most = most_times(stage, again);
    if let Some(most) = most
        && times(tx, id, stage).await? >= most
    {
        let (round, stage) = (id.to_owned(), stage.to_owned());
        return Err(StorageError::Conflict(Conflict::StageDone { round, stage }));
    }
    let seq = records.count(tx).await?;
    let row = stage_record::ActiveModel {
        round_id: Set(id.into()),
        seq: Set(i64::try_from(seq).unwrap_or(i64::MAX)),
        stage: Set(stage.into()),
        at: Set(at),
        summary: Set(to_json(summary)),
    };
    stage_record::Entity::insert(row).exec_without_returning(tx).await?;
    let change = Change::of(stage, id).in_round(id).to(summary.clone());
    audit::append(db, tx, change, at).await
}

pub(in crate::storage) fn record(row: round::Model) -> Result<RoundRecord, StorageError> {
    Ok(RoundRecord {
        id: row.round_id,
        survey: row.survey_id,
        title: Text {
            zh: row.title_zh,
            en: row.title_en,
        },
        state: RoundState::parse(&row.state)?,
        definition_hash: row.definition_hash,
        method_hash: row.method_hash,
        seed: row.seed,
        seed_commitment: row.seed_commitment,
        opened_at: row.opened_at,
        purpose: Purpose::parse(&row.purpose)?,
        registered_at: row.registered_at,
    })
}
