//! Sizes that the agency chooses, with what they buy; they can be changed until the draw.

use super::frames::undrawn;
use crate::domain::definition::{Audience, AudienceId};
use crate::domain::refusal::{FieldRefusal, PrepareRefusal, Refusal};
use crate::domain::sample::{AudiencePlan, Expectation, PlanError, Precision, SamplePlan, allocate, precision};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::preparing::frames::{AcceptedFrame, accepted};
use crate::storage::preparing::plan::{PlanRecord, plan, save_plan};
use std::collections::BTreeMap;

/// One audience with its frame and its sizes.
#[derive(Debug)]
pub struct Sizing {
    /// Its accepted frame.
    pub frame: AcceptedFrame,
    /// The saved plan.
    pub saved: PlanRecord,
    /// Units per stratum by the registered rule, or why it cannot divide this frame.
    pub registered: Result<BTreeMap<String, u64>, PlanError>,
}

/// What is known about the sizes of an audience.
///
/// # Errors
/// [`PrepareRefusal::NoFrames`] before its frame is accepted.
pub async fn sizing(app: &App, loaded: &LoadedRound, audience: &Audience) -> Result<Sizing, StageError> {
    let round = &loaded.record.id;
    let mut frames = accepted(&app.db, round).await?;
    let missing = || StageError::Refused(PrepareRefusal::NoFrames(vec![audience.id.0.clone()]).into());
    let frame = frames.remove(&audience.id).ok_or_else(missing)?;
    let spec = audience.frame.as_ref().ok_or_else(missing)?;
    let registered = allocate(spec, &frame.upload.facts.counts).map_err(PlanError::from);
    let saved = plan(&app.db, round).await?;
    Ok(Sizing {
        frame,
        saved,
        registered,
    })
}

/// What a plan buys in an audience with this frame.
///
/// # Errors
/// Sizes that the frame cannot give.
pub fn bought(
    loaded: &LoadedRound,
    audience: &Audience,
    counts: &BTreeMap<String, u64>,
    plan: &AudiencePlan,
    expects: &Expectation,
) -> Result<Precision, StageError> {
    let sizes = match &audience.frame {
        None => return Err(StageError::Refused(Refusal::NoSample(loaded.record.id.clone()))),
        Some(spec) => plan.sizes(spec, counts),
    };
    let sizes = sizes.map_err(|source| {
        let audience = audience.id.0.clone();
        StageError::Refused(FieldRefusal::Plan { audience, source }.into())
    })?;
    Ok(precision(&loaded.survey, audience, counts, &sizes, expects))
}

/// Saves the sizes of one audience, if nobody saved others since version `seen`.
///
/// # Errors
/// Sizes that the frame cannot give; a conflict; a drawn round.
pub async fn choose(
    app: &App,
    round: &str,
    audience: &AudienceId,
    seen: u64,
    chosen: AudiencePlan,
) -> Result<(), StageError> {
    let loaded = undrawn(app, round).await?;
    let unknown = || StageError::Refused(Refusal::NoAudience(audience.0.clone()));
    let known = loaded.survey.audience(audience).ok_or_else(unknown)?;
    let sizing = sizing(app, &loaded, known).await?;
    let spec = known.frame.as_ref().ok_or_else(unknown)?;
    chosen
        .sizes(spec, &sizing.frame.upload.facts.counts)
        .map_err(|source| {
            let audience = audience.0.clone();
            StageError::Refused(FieldRefusal::Plan { audience, source }.into())
        })?;
    let mut whole: SamplePlan = sizing.saved.plan;
    whole.0.insert(audience.clone(), chosen);
    Ok(save_plan(&app.db, round, seen, &whole, app.now()).await?)
}
