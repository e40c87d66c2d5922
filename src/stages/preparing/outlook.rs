//! The draw from the accepted frames: what exactly would happen, and doing it.

use super::frames::{accepted_files, undrawn};
use crate::domain::definition::{Audience, AudienceId};
use crate::domain::refusal::Conflict;
use crate::domain::sample::{PlanError, SamplePlan, StratumDraw};
use crate::stages::draw::{DrawReport, draw_from};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::StorageError;
use crate::storage::preparing::frames::{AcceptedFrame, accepted};
use crate::storage::preparing::plan::plan;
use crate::storage::sample::Basis;
use std::collections::BTreeMap;

/// What drawing now would do.
#[derive(Debug)]
pub struct Outlook {
    /// Audience by audience, in the survey's order.
    pub audiences: Vec<AudienceOutlook>,
    /// What it is computed from.
    pub basis: Basis,
}

impl Outlook {
    /// Whether everything that the draw needs is there.
    pub fn ready(&self) -> bool {
        self.audiences
            .iter()
            .all(|one| one.frame.is_some() && matches!(one.strata, Some(Ok(_))))
    }
}

/// One audience.
#[derive(Debug)]
pub struct AudienceOutlook {
    /// Which.
    pub audience: AudienceId,
    /// Its accepted frame.
    pub frame: Option<AcceptedFrame>,
    /// Whether its sizes were chosen; they are the registered ones otherwise.
    pub chosen: bool,
    /// Stratum by stratum, or why the frame cannot give the sizes; nothing before there is a frame.
    pub strata: Option<Result<Vec<StratumDraw>, PlanError>>,
}

/// What drawing now would do; counts only, nothing is drawn.
///
/// # Errors
/// The database.
pub async fn outlook(app: &App, loaded: &LoadedRound) -> Result<Outlook, StageError> {
    let round = &loaded.record.id;
    let frames = accepted(&app.db, round).await?;
    let saved = plan(&app.db, round).await?;
    let basis = basis(&frames, saved.version);
    let of = |audience: &Audience| AudienceOutlook {
        audience: audience.id.clone(),
        frame: frames.get(&audience.id).cloned(),
        chosen: saved.plan.0.contains_key(&audience.id),
        strata: frames
            .get(&audience.id)
            .map(|frame| strata(audience, frame, &saved.plan)),
    };
    Ok(Outlook {
        audiences: loaded.survey.audiences.iter().map(of).collect(),
        basis,
    })
}

fn basis(frames: &BTreeMap<AudienceId, AcceptedFrame>, plan: u64) -> Basis {
    Basis {
        frames: frames.iter().map(|(id, frame)| (id.clone(), frame.version)).collect(),
        plan: Some(plan),
    }
}

fn strata(audience: &Audience, frame: &AcceptedFrame, plan: &SamplePlan) -> Result<Vec<StratumDraw>, PlanError> {
    let Some(spec) = &audience.frame else {
        return Ok(Vec::new());
    };
    let counts = &frame.upload.facts.counts;
    let sizes = plan.sizes(&audience.id, spec, counts)?;
    let planned = counts.iter().map(|(stratum, &count)| {
        let size = sizes.get(stratum).copied().unwrap_or(0);
        StratumDraw::planned(stratum, count, size, spec.reserve_share)
    });
    Ok(planned.collect())
}

/// Draws from the accepted frames by the saved sizes, if both are still what `seen` says.
///
/// # Errors
/// Frames that are missing; sizes that cannot be drawn; a conflict when frames or sizes were changed meanwhile.
pub async fn draw_accepted(app: &App, round: &str, seen: &Basis) -> Result<DrawReport, StageError> {
    let loaded = undrawn(app, round).await?;
    let frames: BTreeMap<AudienceId, AcceptedFrame> = accepted(&app.db, round).await?;
    let files = accepted_files(app, &loaded, &frames).await?;
    let saved = plan(&app.db, round).await?;
    let basis = basis(&frames, saved.version);
    if basis != *seen {
        return Err(StorageError::from(Conflict::PreparedMeanwhile).into());
    }
    draw_from(app, round, files, saved.plan, &basis).await
}
