//! Gathers the sample report of a round: the sheet computed again, and everything that the stages recorded.

use super::correct::corrections;
use super::seal::{StoredSheet, newest, versions};
use super::{App, LoadedRound, StageError, analyse, back_checks};
use crate::domain::data::StratumCount;
use crate::domain::definition::AudienceId;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::removal::Proposal;
use crate::domain::report::{
    self, BackChecks, Change, Chronicle, Earlier, Event, Former, FrameFacts, Proposals, SampleReport, StratumFacts,
};
use crate::storage::round::{self, RoundState, StageRecord};
use crate::storage::{back_check, epoch, log, removal, sample, submission};
use jiff::Timestamp;
use std::collections::BTreeMap;
use tokio::task::spawn_blocking;

/// The report of a version of the sheet; of the newest sealed one where none is asked for, and a draft of the unsealed one
/// where none is sealed yet. A correction under way leaves the reports of what is sealed as they were.
///
/// # Errors
/// The round is not scored yet, there is no such version, its answers are not what the log was made from, or the stored sheet cannot be reached
/// again from them.
pub async fn sample_report(app: &App, round: &str, version: Option<u32>) -> Result<SampleReport, StageError> {
    let loaded = app.round(round).await?;
    let all = versions(app, round).await?;
    if all.is_empty() {
        loaded.expect_state(&[RoundState::Scored, RoundState::Sealed], Instead::First("score"))?;
    }
    let stored = reported(&all, version).ok_or(StageError::Refused(Refusal::NoVersion {
        round: round.to_owned(),
        version: version.unwrap_or(1),
    }))?;
    let (data, computation) = analyse::recompute(app, &loaded, &stored.sheet).await?;
    let chronicle = chronicle(app, &loaded, &all, stored).await?;
    let survey = loaded.survey.clone();
    let gathered = spawn_blocking(move || report::gather(survey, &data, &computation, chronicle)).await;
    let gathered = gathered.map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    Ok(gathered?)
}

/// The version of which a report is made.
pub fn reported(all: &[StoredSheet], version: Option<u32>) -> Option<&StoredSheet> {
    let is_sealed = |one: &&StoredSheet| one.record.sealed_at.is_some();
    match version {
        Some(version) => all.iter().find(|one| one.record.version == version),
        None => all.iter().rfind(is_sealed).or(all.last()),
    }
}

/// What happened until that version was sealed, or until now: what came later belongs to a later version.
async fn history(app: &App, round: &str, stored: &StoredSheet) -> Result<Vec<StageRecord>, StageError> {
    let mut records = round::records(&app.db, round).await?;
    let seals = |record: &StageRecord| record.stage == "seal" && record.summary["version"] == stored.record.version;
    if let Some(place) = records.iter().position(seals) {
        records.truncate(place + 1);
    }
    Ok(records)
}

fn former(all: &[StoredSheet], stored: &StoredSheet) -> Vec<Former> {
    let before = all.iter().filter(|one| one.record.version < stored.record.version);
    let sealed = before.filter(|one| one.record.sealed_at.is_some());
    let former = sealed.map(|one| Former {
        removals: one.record.removals.clone(),
        sheet: one.sheet.clone(),
    });
    former.collect()
}

async fn chronicle(
    app: &App,
    loaded: &LoadedRound,
    all: &[StoredSheet],
    stored: &StoredSheet,
) -> Result<Chronicle, StageError> {
    let (db, round) = (&app.db, loaded.record.id.as_str());
    let records = history(app, round, stored).await?;
    let mut made = corrections(&records).into_iter();
    let correction = made.rfind(|one| one.version == stored.record.version);
    let statuses = submission::count_by_status(db, round).await?;
    let strata = sample::strata(db, round).await?.into_iter().map(|record| StratumFacts {
        count: record.count,
        reserve: record.reserve,
    });
    let status = |name: &str| statuses.get(name).copied().unwrap_or(0);
    Ok(Chronicle {
        frames: frames(&records),
        events: records.iter().map(event).collect(),
        strata: in_order(loaded, strata.collect()),
        seed_commitment: loaded.record.seed_commitment.clone(),
        replaced: status("replaced"),
        withdrawn: status("withdrawn"),
        heads: log::heads(db, round).await?.len() as u64,
        target_tables: epoch::all(db, round).await?.len() as u64,
        signatures: stored.record.signatures.clone(),
        back_checks: checked_again(app, round, &records).await?,
        pretest: pretest(app, round).await?,
        proposals: proposals(&removal::all(db, round).await?, stored.record.sealed_at),
        former: former(all, stored),
        correction: correction.map(|one| one.reason),
        earlier: earlier(app, loaded).await?,
    })
}

async fn checked_again(app: &App, round: &str, records: &[StageRecord]) -> Result<Option<BackChecks>, StageError> {
    let drawn = back_check::all(&app.db, round).await?.len() as u64;
    if drawn == 0 {
        return Ok(None);
    }
    let draws = records.iter().filter(|record| record.stage == "back-check");
    Ok(Some(BackChecks {
        drawn,
        live: draws.into_iter().any(|record| record.summary["live"] == true),
        agreement: back_checks::agreement(app, round).await?,
    }))
}

/// Submissions of the round's pretest, which is a round of its own.
async fn pretest(app: &App, round: &str) -> Result<Option<u64>, StageError> {
    let id = format!("{round}-pretest");
    let rounds = round::list(&app.db).await?;
    Ok(match rounds.iter().any(|one| one.id == id) {
        true => Some(submission::count(&app.db, &id).await?),
        false => None,
    })
}

/// Proposals until then.
fn proposals(all: &[Proposal], sealed_at: Option<i64>) -> Proposals {
    let in_time = |at: i64| sealed_at.is_none_or(|sealed| at <= sealed);
    let decided = |removed| {
        let decisions = all.iter().filter_map(|one| one.decision.as_ref());
        let decided = decisions.filter(|decision| decision.removed == removed && in_time(decision.at));
        decided.count() as u64
    };
    Proposals {
        made: all.iter().filter(|one| in_time(one.at)).count() as u64,
        confirmed: decided(true),
        rejected: decided(false),
    }
}

/// Strata in the order of the survey's audiences.
fn in_order(loaded: &LoadedRound, mut strata: Vec<StratumFacts>) -> Vec<StratumFacts> {
    let place = |count: &StratumCount| loaded.survey.audiences.iter().position(|one| one.id == count.audience);
    strata.sort_by_key(|one| (place(&one.count), one.count.stratum.clone()));
    strata
}

fn event(record: &StageRecord) -> Event {
    let facts = record.summary.as_object().into_iter().flatten();
    let said = |(name, value): (&String, &serde_json::Value)| {
        let text = value
            .as_str()
            .map(str::to_owned)
            .or_else(|| Some(value.as_u64()?.to_string()));
        // Long texts are hashes, which stand elsewhere.
        text.filter(|text| text.len() < 40).map(|text| (name.clone(), text))
    };
    Event {
        stage: record.stage.clone(),
        at: Timestamp::from_second(record.at)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_string(),
        facts: facts.filter_map(said).collect(),
    }
}

/// The frames as the draw recorded them: audience, units, drawn, reserve, hash.
fn frames(records: &[StageRecord]) -> BTreeMap<AudienceId, FrameFacts> {
    let draw = records.iter().find(|record| record.stage == "draw");
    let audiences = draw.and_then(|record| record.summary.get("audiences").cloned());
    let rows: Vec<(AudienceId, u64, u64, u64, String)> = audiences
        .and_then(|rows| serde_json::from_value(rows).ok())
        .unwrap_or_default();
    let frame = |(audience, units, drawn, reserve, hash)| {
        let facts = FrameFacts {
            units,
            drawn,
            reserve,
            hash,
        };
        (audience, facts)
    };
    rows.into_iter().map(frame).collect()
}

/// Sealed rounds of earlier years that share a department with this one.
pub async fn earlier(app: &App, loaded: &LoadedRound) -> Result<Vec<Earlier>, StageError> {
    let mut found = Vec::new();
    for record in round::list(&app.db)
        .await?
        .into_iter()
        .filter(|one| one.state == RoundState::Sealed)
    {
        let other = app.with_survey(record).await?;
        let shared = other
            .survey
            .departments
            .iter()
            .any(|one| loaded.survey.department(&one.id).is_some());
        if other.survey.round.year < loaded.survey.round.year && shared {
            let sheet = newest(app, &other.record.id).await?.sheet;
            found.push(Earlier {
                round: other.record.id.clone(),
                title: other.record.title.clone(),
                year: other.survey.round.year,
                changes: Change::between(&other.survey, &loaded.survey),
                sheet,
            });
        }
    }
    found.sort_by(|a, b| (a.year, &a.round).cmp(&(b.year, &b.round)));
    Ok(found)
}
