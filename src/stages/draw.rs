//! Draws the sample of every audience from its frame; only what was drawn is stored, with contact data encrypted.

use super::evidence::died;
use super::preparing::frames::read_frame;
use super::status::next;
use super::{App, LoadedRound, StageError};
use crate::domain::assignment::respondent_key;
use crate::domain::data::StratumCount;
use crate::domain::definition::{Audience, AudienceId, SampleDesign};
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::{Key32, seal_contact};
use crate::domain::random;
use crate::domain::refusal::{FieldRefusal, Instead, Refusal};
use crate::domain::sample::{self, Frame, FrameUnit, PlanError, Sample, SamplePlan};
use crate::storage::round::RoundState;
use crate::storage::sample::{Basis, StratumRecord, UnitRecord, save_draw};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;
use tokio::task::spawn_blocking;

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
    draw_from(app, round, frames.clone(), plan.clone(), &Basis::default()).await
}

/// The same; it is only stored if the accepted frames and the chosen sizes are still those of the basis.
///
/// # Errors
/// As before; a conflict when somebody changed frames or sizes meanwhile.
pub async fn draw_from(
    app: &App,
    round: &str,
    frames: BTreeMap<AudienceId, FrameFile>,
    plan: SamplePlan,
    basis: &Basis,
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
    let mut summary = serde_json::json!({"draw_seed_commitment": loaded.record.seed_commitment});
    if !plan.0.is_empty() {
        summary["plan"] = serde_json::json!(plan);
    }
    let contact = app.keys.contact.clone();
    let chances = loaded.survey.audiences.iter().map(|_| app.random.generator()).collect();
    // A large frame takes seconds; other requests go on meanwhile.
    let computing = spawn_blocking(move || compute(&loaded, &frames, &plan, &contact, chances));
    let drawn = computing.await.map_err(died)??;
    summary["audiences"] = serde_json::json!(drawn.report.audiences);
    let leaf = keys_leaf(&drawn.units)?;
    save_draw(
        &app.db,
        round,
        basis,
        &drawn.strata,
        &drawn.units,
        leaf,
        app.now(),
        &summary,
    )
    .await?;
    Ok(drawn.report)
}

/// A draw before it is stored.
struct Drawn {
    report: DrawReport,
    strata: Vec<StratumRecord>,
    units: Vec<UnitRecord>,
}

fn compute(
    loaded: &LoadedRound,
    frames: &BTreeMap<AudienceId, FrameFile>,
    plan: &SamplePlan,
    contact: &Key32,
    chances: Vec<ChaCha20Rng>,
) -> Result<Drawn, StageError> {
    let seed = loaded.seed()?;
    let mut report = DrawReport::default();
    let (mut strata, mut units) = (Vec::new(), Vec::new());
    for (audience, mut rng) in loaded.survey.audiences.iter().zip(chances) {
        let (frame, sample) = draw_audience(loaded, audience, frames, plan, &seed)?;
        strata.extend(sample.strata.iter().map(|stratum| stratum_record(audience, stratum)));
        let sealing = Sealing {
            round: &loaded.record.id,
            audience,
            contact,
            secret: assignment_secret(&seed),
        };
        sealing.add_units(&frame, &sample, &mut rng, &mut units)?;
        let (main, reserve) = sample
            .strata
            .iter()
            .fold((0, 0), |(a, b), s| (a + s.main, b + s.reserve));
        report
            .audiences
            .push((audience.id.clone(), frame.units.len() as u64, main, reserve, frame.hash));
    }
    Ok(Drawn { report, strata, units })
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
    let frame = read_frame(loaded, audience, spec, file)?;
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

/// What the units of one audience are stored with.
struct Sealing<'a> {
    round: &'a str,
    audience: &'a Audience,
    /// Encrypts contact data.
    contact: &'a Key32,
    /// Of the respondents' keys.
    secret: [u8; 32],
}

impl Sealing<'_> {
    fn add_units(
        &self,
        frame: &Frame,
        sample: &Sample,
        rng: &mut ChaCha20Rng,
        units: &mut Vec<UnitRecord>,
    ) -> Result<(), StageError> {
        let by_id: BTreeMap<&str, &FrameUnit> = frame.units.iter().map(|unit| (unit.unit_id.as_str(), unit)).collect();
        for drawn in &sample.units {
            let unit = by_id[drawn.unit_id.as_str()];
            let sample_no = units.len() as u64 + 1;
            let contact = serde_json::to_vec(&unit.contact).expect("text columns serialise");
            let sealed = seal_contact(self.contact, self.round, sample_no, &contact, rng).map_err(|source| {
                StageError::Refused(Refusal::Contact {
                    unit: sample_no,
                    source,
                })
            })?;
            units.push(UnitRecord {
                sample_no,
                audience: self.audience.id.clone(),
                stratum: drawn.stratum.clone(),
                unit_ref: drawn.unit_id.clone(),
                attributes: unit.attributes.clone(),
                supervisors: unit.supervisors.clone(),
                contact: Some(sealed),
                issued: drawn.batch == 0,
                batch: drawn.batch,
                draw_order: drawn.place,
                token_hash: None,
                key_commitment: hex::encode(respondent_key(&self.secret, sample_no).commitment()),
                respondent: None,
                disposition: None,
            });
        }
        Ok(())
    }
}
