//! Draws the sample of every audience from its frame; only what was drawn is stored, with contact data encrypted.

use super::status::next;
use super::{App, LoadedRound, StageError};
use crate::domain::assignment::respondent_key;
use crate::domain::data::StratumCount;
use crate::domain::definition::{
    Audience, AudienceId, DepartmentId, Expected, Found, FrameSpec, Problems, SampleDesign,
};
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::seal_contact;
use crate::domain::refusal::{FieldRefusal, Instead, Refusal};
use crate::domain::sample::{self, Frame, FrameUnit, PlanError, Sample, SamplePlan};
use crate::domain::table::Table;
use crate::domain::{random, table};
use crate::storage::round::RoundState;
use crate::storage::sample::{StratumRecord, UnitRecord, save_draw};
use std::collections::{BTreeMap, BTreeSet};

/// A frame file as it was handed in.
#[derive(Debug, Clone)]
pub struct FrameFile {
    /// Its name, for messages.
    pub name: String,
    /// Its bytes: CSV or XLSX.
    pub bytes: Vec<u8>,
}

/// What a draw did.
#[derive(Debug, Clone, Default)]
pub struct DrawReport {
    /// Per audience: frame size, issued, reserve, hash of the frame.
    pub audiences: Vec<(AudienceId, u64, u64, u64, String)>,
}

/// The seed of the draw: derived from the round's secret, published on the sheet.
pub fn draw_seed(round_seed: &[u8; 32]) -> [u8; 32] {
    random::derive(round_seed, &["barometer/draw/1"])
}

/// The secret of the respondents' keys; it never leaves the house, the keys themselves travel with the submissions.
pub fn assignment_secret(round_seed: &[u8; 32]) -> [u8; 32] {
    random::derive(round_seed, &["barometer/assignment/1"])
}

/// Draws all audiences, one frame file each; a bad row anywhere refuses everything.
pub async fn draw(app: &App, round: &str, frames: &BTreeMap<AudienceId, FrameFile>) -> Result<DrawReport, StageError> {
    draw_with(app, round, frames, &SamplePlan::default()).await
}

/// The same with sizes that the agency chose; the plan stands in the draw's record.
///
/// # Errors
/// Sizes that the frame cannot give, before anything is drawn.
pub async fn draw_with(
    app: &App,
    round: &str,
    frames: &BTreeMap<AudienceId, FrameFile>,
    plan: &SamplePlan,
) -> Result<DrawReport, StageError> {
    let loaded = app.round(round).await?;
    let audiences = loaded.survey.audiences.iter().map(|audience| &audience.id);
    plan.check_audiences(audiences)
        .map_err(|source| refused_plan("", source))?;
    if loaded.survey.round.sample == SampleDesign::None {
        return Err(StageError::OutOfOrder(Refusal::NoSample(round.to_owned())));
    }
    if loaded.record.state != RoundState::Draft {
        loaded.expect_state(&[RoundState::Draft], Instead::DrawOnce(next(app, &loaded).await?))?;
    }
    let seed = loaded.seed()?;
    let mut report = DrawReport::default();
    let (mut strata, mut units) = (Vec::new(), Vec::new());
    for audience in &loaded.survey.audiences {
        let (frame, sample) = draw_audience(&loaded, audience, frames, plan, &seed)?;
        strata.extend(sample.strata.iter().map(|stratum| stratum_record(audience, stratum)));
        add_units(app, round, audience, &frame, &sample, &seed, &mut units)?;
        let (main, reserve) = sample
            .strata
            .iter()
            .fold((0, 0), |(a, b), s| (a + s.main, b + s.reserve));
        report
            .audiences
            .push((audience.id.clone(), frame.units.len() as u64, main, reserve, frame.hash));
    }
    let mut summary =
        serde_json::json!({"draw_seed_commitment": loaded.record.seed_commitment, "audiences": report.audiences});
    if !plan.0.is_empty() {
        summary["plan"] = serde_json::json!(plan);
    }
    save_draw(&app.db, round, &strata, &units, keys_leaf(&units)?, app.now(), &summary).await?;
    Ok(report)
}

/// The log's first leaf: all key commitments by sample number, 32 bytes each, committed to before fieldwork.
pub(super) fn keys_leaf(units: &[UnitRecord]) -> Result<[u8; 32], StageError> {
    let mut bytes = Vec::new();
    for unit in units {
        let one = hex::decode(&unit.key_commitment)
            .map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
        bytes.extend(one);
    }
    Ok(leaf_hash(&bytes))
}

fn draw_audience(
    loaded: &LoadedRound,
    audience: &Audience,
    frames: &BTreeMap<AudienceId, FrameFile>,
    plan: &SamplePlan,
    seed: &[u8; 32],
) -> Result<(Frame, Sample), StageError> {
    let missing = || StageError::Refused(Refusal::NoFrameFile(audience.id.0.clone()));
    let file = frames.get(&audience.id).ok_or_else(missing)?;
    let spec = audience.frame.as_ref().ok_or_else(missing)?;
    let departments: BTreeSet<DepartmentId> = loaded.survey.departments.iter().map(|d| d.id.clone()).collect();
    let table = table::read(&file.name, &file.bytes, None)?;
    let mut problems = unknown_attributes(loaded, audience, spec, &table);
    let frame = match sample::frame(&table, spec, &departments) {
        Ok(frame) if problems.0.is_empty() => frame,
        Ok(_) => return Err(problems.into()),
        Err(found) => {
            problems.0.extend(found.0);
            problems.0.sort();
            return Err(problems.into());
        }
    };
    let sizes = plan.sizes(&audience.id, spec, &frame.counts);
    let sizes = sizes.map_err(|error| match error {
        PlanError::Allocation(source) => StageError::Refused(Refusal::Allocation {
            file: file.name.clone(),
            audience: audience.id.0.clone(),
            source,
        }),
        source => refused_plan(&audience.id.0, source),
    })?;
    let drawn = sample::draw(&frame, &sizes, spec.reserve_share, &audience.id, &draw_seed(seed));
    Ok((frame, drawn))
}

fn refused_plan(audience: &str, source: PlanError) -> StageError {
    let audience = match &source {
        PlanError::Audience(stranger) => stranger.clone(),
        _ => audience.to_owned(),
    };
    StageError::Refused(FieldRefusal::Plan { audience, source }.into())
}

/// Attribute values that no margin category has: after fieldwork nothing could be weighted by them. The stratum column
/// is the frame's own business.
fn unknown_attributes(loaded: &LoadedRound, audience: &Audience, spec: &FrameSpec, table: &Table) -> Problems {
    let mut problems = Problems::default();
    for margin in loaded.survey.margins_of(&audience.id) {
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

fn stratum_record(audience: &Audience, stratum: &sample::StratumDraw) -> StratumRecord {
    StratumRecord {
        count: StratumCount {
            audience: audience.id.clone(),
            stratum: stratum.stratum.clone(),
            frame: stratum.frame,
            issued: stratum.main,
        },
        reserve: stratum.reserve,
    }
}

fn add_units(
    app: &App,
    round: &str,
    audience: &Audience,
    frame: &Frame,
    sample: &Sample,
    seed: &[u8; 32],
    units: &mut Vec<UnitRecord>,
) -> Result<(), StageError> {
    let by_id: BTreeMap<&str, &FrameUnit> = frame.units.iter().map(|unit| (unit.unit_id.as_str(), unit)).collect();
    let secret = assignment_secret(seed);
    let mut rng = app.random.generator();
    for drawn in &sample.units {
        let unit = by_id[drawn.unit_id.as_str()];
        let sample_no = units.len() as u64 + 1;
        let contact = serde_json::to_vec(&unit.contact).expect("text columns serialise");
        let sealed = seal_contact(&app.keys.contact, round, sample_no, &contact, &mut rng).map_err(|source| {
            StageError::Refused(Refusal::Contact {
                unit: sample_no,
                source,
            })
        })?;
        units.push(UnitRecord {
            sample_no,
            audience: audience.id.clone(),
            stratum: drawn.stratum.clone(),
            unit_ref: drawn.unit_id.clone(),
            attributes: unit.attributes.clone(),
            supervisors: unit.supervisors.clone(),
            contact: Some(sealed),
            issued: drawn.batch == 0,
            batch: drawn.batch,
            draw_order: drawn.place,
            token_hash: None,
            key_commitment: hex::encode(respondent_key(&secret, sample_no).commitment()),
            respondent: None,
            disposition: None,
        });
    }
    Ok(())
}
