//! The facts of a round's sample report: everything that its fifteen parts say, gathered once from what the house has.
//!
//! What did not happen, or is not recorded, is a fact as well ([`Absence`]): it is said and never left out.

mod absence;
mod chronicle;
mod compare;
mod composition;
mod days;
mod dimensions;
mod dispositions;
pub mod labels;
pub mod microdata;
mod questions;
mod sample;
#[cfg(test)]
mod tests;
mod versions;
mod weights;

pub use absence::Absence;
pub use chronicle::{BackChecks, Change, Chronicle, Earlier, Event, FrameFacts, Proposals, StratumFacts};
pub use compare::{AgainstClass, Verdict, YearOnYear, year_on_year};
pub use composition::{Category, MarginTable};
pub use days::{Day, ModeFacts, local};
pub use dimensions::{DimensionCell, Dimensions};
pub use dispositions::{DispositionRow, place as mode_place};
pub use questions::{ChoiceCount, QuestionTable, Rated, TextCount};
pub use sample::Sample;
pub use versions::{Changed, Former, Release, changed};
pub use weights::{BINS, WeightSpread};

use crate::domain::data::RoundData;
use crate::domain::definition::{DepartmentId, Survey};
use crate::domain::score::sheet::ScoreSheet;
use crate::domain::score::{Computation, ScoreError};
use crate::domain::submission::quality::QualityResult;
use microdata::Microdata;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fewest respondents behind a published count or combination of characteristics (METHODOLOGY 3.8, 5.2).
pub const FEWEST: usize = 10;

/// Everything that the sample report and its files say.
#[derive(Debug, Clone)]
pub struct SampleReport {
    /// The survey as registered.
    pub survey: Arc<Survey>,
    /// The sheet, computed again from the answers.
    pub sheet: ScoreSheet,
    /// What the stages recorded.
    pub chronicle: Chronicle,
    /// How cases ended, by audience, mode and code.
    pub dispositions: Vec<DispositionRow>,
    /// Analysed respondents against the population, margin by margin.
    pub composition: Vec<MarginTable>,
    /// Submissions that count, by day of arrival.
    pub days: Vec<Day>,
    /// Analysed submissions and median duration, by audience and mode.
    pub modes: Vec<ModeFacts>,
    /// Distribution of the final weights, by audience.
    pub weights: Vec<WeightSpread>,
    /// Closed questions that are asked once, by audience.
    pub questions: Vec<QuestionTable>,
    /// Dimension items, by audience.
    pub dimensions: Vec<Dimensions>,
    /// Open answers, counted.
    pub texts: Vec<TextCount>,
    /// Each scored department against the mean of its class.
    pub against_class: BTreeMap<DepartmentId, AgainstClass>,
    /// What did not happen or is not recorded.
    pub absences: BTreeSet<Absence>,
    /// Which microdata go with it.
    pub release: Release,
    /// Anonymised microdata; empty unless the release is [`Release::Own`].
    pub microdata: Microdata,
}

impl SampleReport {
    /// Whether the sheet is not sealed yet: then everything made of this report is a draft.
    pub fn is_draft(&self) -> bool {
        self.chronicle.signatures.is_empty()
    }

    /// Whether something did not happen or is not recorded.
    pub fn lacks(&self, what: Absence) -> bool {
        self.absences.contains(&what)
    }
}

/// The dimension items of a round, once more from its answers.
///
/// # Errors
/// As [`gather`].
pub fn dimensions(survey: &Survey, data: &RoundData, quality: &[QualityResult]) -> Result<Vec<Dimensions>, ScoreError> {
    dimensions::all(&Sample::of(survey, data, quality)?)
}

/// Gathers the facts; `data` and `computation` are of the same round, whose answers were held against their log before.
///
/// # Errors
/// The weights or a domain cannot be made again, which the computation of the sheet would have refused as well.
pub fn gather(
    survey: Arc<Survey>,
    data: &RoundData,
    computation: &Computation,
    chronicle: Chronicle,
) -> Result<SampleReport, ScoreError> {
    let sample = Sample::of(&survey, data, &computation.quality)?;
    let release = versions::release(&sample, &chronicle)?;
    let mut report = SampleReport {
        dispositions: dispositions::rows(&sample, &computation.sheet),
        composition: composition::tables(&sample)?,
        days: days::days(&sample),
        modes: days::modes(&sample),
        weights: weights::spreads(&sample),
        questions: questions::tables(&sample)?,
        dimensions: dimensions::all(&sample)?,
        texts: questions::texts(&sample),
        against_class: compare::against_class(&computation.sheet, &computation.covariance),
        absences: BTreeSet::new(),
        microdata: match release {
            Release::Own => Microdata::of(&sample, &computation.sheet)?,
            Release::Draft | Release::Earlier(_) => Microdata::default(),
        },
        release,
        sheet: computation.sheet.clone(),
        survey: survey.clone(),
        chronicle,
    };
    report.absences = absence::of(&report);
    Ok(report)
}
