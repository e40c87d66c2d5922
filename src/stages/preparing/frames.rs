//! Frames: read and checked as soon as they are handed in, kept encrypted, accepted by version.

use crate::domain::definition::{
    Audience, AudienceId, DepartmentId, Expected, Found, FrameSpec, Problems, SampleDesign, Survey,
};
use crate::domain::proof::{open_contact, seal_contact, sha256};
use crate::domain::refusal::{PrepareRefusal, Refusal};
use crate::domain::sample::{self, Frame, Preview, preview};
use crate::domain::table::{self, Table};
use crate::stages::draw::FrameFile;
use crate::stages::evidence::died;
use crate::stages::status::next;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::preparing::frames::{self, AcceptedFrame, FrameFacts, UploadRecord};
use crate::storage::round::RoundState;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// What was understood of a file, and what is wrong with it.
#[derive(Debug)]
pub struct FrameCheck {
    /// What its columns are taken for and how it begins; nothing where it is no table.
    pub preview: Option<Preview>,
    /// What it is, or every problem.
    pub frame: Result<FrameFacts, Problems>,
}

/// Reads a file as the frame of an audience; stores nothing.
///
/// # Errors
/// A round without a sample, or after its draw; an audience that the survey does not have. Problems of the file are no
/// error: they stand in the answer.
pub async fn check_frame(
    app: &App,
    round: &str,
    audience: &AudienceId,
    file: FrameFile,
) -> Result<FrameCheck, StageError> {
    let loaded = undrawn(app, round).await?;
    checked(&loaded.survey, audience, file).await.map(|(check, _)| check)
}

/// Checks a file and keeps it, encrypted, if it is without problems; gives its number then.
///
/// # Errors
/// As [`check_frame`].
pub async fn upload(
    app: &App,
    round: &str,
    audience: &AudienceId,
    file: FrameFile,
) -> Result<(FrameCheck, Option<u64>), StageError> {
    let loaded = undrawn(app, round).await?;
    let (check, file) = checked(&loaded.survey, audience, file).await?;
    let Ok(facts) = &check.frame else {
        return Ok((check, None));
    };
    let owner = owner(round, audience, &facts.sha256);
    let sealed = seal_contact(&app.keys.contact, &owner, 0, &file.bytes, &mut app.random.generator());
    let sealed = sealed.map_err(|source| StageError::Refused(Refusal::Contact { unit: 0, source }))?;
    let number = frames::keep_upload(&app.db, round, facts, sealed, app.now()).await?;
    Ok((check, Some(number)))
}

/// A kept file, read again.
///
/// # Errors
/// [`PrepareRefusal::UploadGone`]; as [`check_frame`].
pub async fn uploaded(
    app: &App,
    round: &str,
    audience: &AudienceId,
    number: u64,
) -> Result<(UploadRecord, FrameCheck), StageError> {
    let (record, file) = kept(app, round, audience, number).await?;
    let check = check_frame(app, round, audience, file).await?;
    Ok((record, check))
}

/// Makes a kept file the frame of its audience in place of version `seen`.
///
/// # Errors
/// A conflict when another one was accepted meanwhile or the file is not kept any more; a drawn round.
pub async fn accept(app: &App, round: &str, audience: &AudienceId, number: u64, seen: u64) -> Result<(), StageError> {
    undrawn(app, round).await?;
    Ok(frames::accept(&app.db, round, audience, number, seen, app.now()).await?)
}

/// The files of the accepted frames.
///
/// # Errors
/// [`PrepareRefusal::NoFrames`] where one is missing.
pub(super) async fn accepted_files(
    app: &App,
    loaded: &LoadedRound,
    accepted: &BTreeMap<AudienceId, AcceptedFrame>,
) -> Result<BTreeMap<AudienceId, FrameFile>, StageError> {
    let all = loaded.survey.audiences.iter().map(|audience| &audience.id);
    let missing: Vec<String> = all
        .filter(|id| !accepted.contains_key(id))
        .map(|id| id.0.clone())
        .collect();
    if !missing.is_empty() {
        return Err(refused(PrepareRefusal::NoFrames(missing)));
    }
    let mut files = BTreeMap::new();
    for (audience, frame) in accepted {
        let (_, file) = kept(app, &loaded.record.id, audience, frame.upload.number).await?;
        files.insert(audience.clone(), file);
    }
    Ok(files)
}

/// The round, as long as its frames can still be changed.
pub(super) async fn undrawn(app: &App, round: &str) -> Result<LoadedRound, StageError> {
    let loaded = app.round(round).await?;
    if loaded.survey.round.sample == SampleDesign::None {
        return Err(StageError::OutOfOrder(Refusal::NoSample(round.to_owned())));
    }
    if loaded.record.state != RoundState::Draft {
        let after = next(app, &loaded).await?;
        loaded.expect_state(&[RoundState::Draft], crate::domain::refusal::Instead::DrawOnce(after))?;
    }
    Ok(loaded)
}

pub(super) fn refused(refusal: PrepareRefusal) -> StageError {
    StageError::Refused(refusal.into())
}

async fn kept(
    app: &App,
    round: &str,
    audience: &AudienceId,
    number: u64,
) -> Result<(UploadRecord, FrameFile), StageError> {
    let found = frames::upload(&app.db, round, number).await?;
    let found = found.filter(|(record, _)| record.facts.audience == *audience);
    let (record, sealed) = found.ok_or_else(|| refused(PrepareRefusal::UploadGone))?;
    let owner = owner(round, audience, &record.facts.sha256);
    let bytes = open_contact(&app.keys.contact, &owner, 0, &sealed)
        .map_err(|source| StageError::Refused(Refusal::Contact { unit: 0, source }))?;
    let name = record.facts.file.clone();
    Ok((record, FrameFile { name, bytes }))
}

/// What an encrypted file is bound to.
fn owner(round: &str, audience: &AudienceId, sha256: &str) -> String {
    format!("{round}/frame/{}/{sha256}", audience.0)
}

/// The check on a thread of its own: a large file takes seconds. Gives the file back.
async fn checked(
    survey: &Arc<Survey>,
    audience: &AudienceId,
    file: FrameFile,
) -> Result<(FrameCheck, FrameFile), StageError> {
    let (survey, audience) = (survey.clone(), audience.clone());
    let check = move || {
        let unknown = || StageError::Refused(Refusal::NoAudience(audience.0.clone()));
        let audience = survey.audience(&audience).ok_or_else(unknown)?;
        let spec = audience.frame.as_ref().ok_or_else(unknown)?;
        Ok((check(&survey, audience, spec, &file), file))
    };
    spawn_blocking(check).await.map_err(died)?
}

fn check(survey: &Survey, audience: &Audience, spec: &FrameSpec, file: &FrameFile) -> FrameCheck {
    let table = match table::read(&file.name, &file.bytes, None) {
        Ok(table) => table,
        Err(problems) => {
            return FrameCheck {
                preview: None,
                frame: Err(problems),
            };
        }
    };
    let facts = |frame: Frame| FrameFacts {
        audience: audience.id.clone(),
        file: file.name.clone(),
        sha256: hex::encode(sha256(&file.bytes)),
        hash: frame.hash,
        counts: frame.counts,
    };
    FrameCheck {
        frame: frame_of(survey, audience, spec, &table).map(facts),
        preview: Some(Preview {
            encoding: table::encoding(&file.name, &file.bytes),
            ..preview(&table, spec)
        }),
    }
}

/// Reads a file as a frame, for the draw.
pub(in crate::stages) fn read_frame(
    loaded: &LoadedRound,
    audience: &Audience,
    spec: &FrameSpec,
    file: &FrameFile,
) -> Result<Frame, Problems> {
    let table = table::read(&file.name, &file.bytes, None)?;
    frame_of(&loaded.survey, audience, spec, &table)
}

fn frame_of(survey: &Survey, audience: &Audience, spec: &FrameSpec, table: &Table) -> Result<Frame, Problems> {
    let departments: BTreeSet<DepartmentId> = survey.departments.iter().map(|d| d.id.clone()).collect();
    let mut problems = unknown_attributes(survey, audience, spec, table);
    match sample::frame(table, spec, &departments) {
        Ok(frame) if problems.0.is_empty() => Ok(frame),
        Ok(_) => Err(problems),
        Err(found) => {
            problems.0.extend(found.0);
            // What is wrong with a row comes before what the file as a whole lacks.
            problems
                .0
                .sort_by(|a, b| (a.place.line == 0, a).cmp(&(b.place.line == 0, b)));
            Err(problems)
        }
    }
}

/// Attribute values that no margin category has: after fieldwork nothing could be weighted by them. The stratum column
/// is the frame's own business.
fn unknown_attributes(survey: &Survey, audience: &Audience, spec: &FrameSpec, table: &Table) -> Problems {
    let mut problems = Problems::default();
    for margin in survey.margins_of(&audience.id) {
        for (place, variable) in margin.variables.iter().enumerate() {
            let column = table.header.iter().position(|heading| heading == &variable.name);
            let checked = spec.attributes.contains(&variable.name) && variable.name != spec.stratum;
            let Some(column) = column.filter(|_| checked) else {
                continue;
            };
            let allowed: BTreeSet<&String> = margin.categories.iter().map(|category| &category.key[place]).collect();
            for row in table.rows.iter().filter(|row| !row.cells[column].is_empty()) {
                if !allowed.contains(&row.cells[column]) {
                    let expected = Expected::OneOf(allowed.iter().map(|value| (*value).clone()).collect());
                    let found = Found::Text(row.cells[column].clone());
                    problems.0.push(table.problem(row, column, found, expected));
                }
            }
        }
    }
    problems
}
