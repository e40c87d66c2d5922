//! Removals that people decide: one proposes with a reason, another one confirms or rejects.
//!
//! The registered rule needs nobody ([`crate::domain::submission::quality`]); duplicates and fabrications do. A removed
//! case keeps its place in every denominator, and every department is shown with and without removals.

use crate::domain::columns::Columns;
use crate::domain::data::{ConfirmedRemoval, RoundData};
use crate::domain::definition::{DepartmentId, Survey};
use crate::domain::invitation::disposition::{FABRICATED, REMOVED};
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet};
use crate::domain::score::{Found, ScoreError, SurveyHashes, score};
use crate::domain::submission::quality::{Findings, find};
use crate::domain::weight::weigh_columns;

/// Why a submission is to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The same person, or the same organisation, twice.
    Duplicate,
    /// Made up.
    Fabrication,
}

impl Cause {
    /// Both.
    pub const ALL: [Cause; 2] = [Cause::Duplicate, Cause::Fabrication];

    /// The disposition that the case gets.
    pub fn code(self) -> &'static str {
        match self {
            Cause::Duplicate => REMOVED,
            Cause::Fabrication => FABRICATED,
        }
    }

    /// The cause of a code; `None` for any other code.
    pub fn of_code(code: &str) -> Option<Cause> {
        Cause::ALL.into_iter().find(|cause| cause.code() == code)
    }
}

/// What somebody decided about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who (login): never who proposed.
    pub by: String,
    /// Removed, or kept.
    pub removed: bool,
    /// Why.
    pub reason: String,
    /// Unix seconds.
    pub at: i64,
}

/// A removal that somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Number within the round, from 1.
    pub number: u32,
    /// The submission.
    pub submission: String,
    /// Why it should not count.
    pub cause: Cause,
    /// In words.
    pub reason: String,
    /// Who (login).
    pub by: String,
    /// Unix seconds.
    pub at: i64,
    /// The other person's decision.
    pub decision: Option<Decision>,
}

impl Proposal {
    /// Whether it stands in the way of another proposal about the same submission.
    pub fn is_open_or_accepted(&self) -> bool {
        self.decision.as_ref().is_none_or(|decision| decision.removed)
    }

    /// The removal, if it was confirmed.
    pub fn confirmed(&self) -> Option<ConfirmedRemoval> {
        self.decision.as_ref().filter(|decision| decision.removed)?;
        Some(ConfirmedRemoval {
            submission: self.submission.clone(),
            code: self.cause.code().to_owned(),
            reason: self.reason.clone(),
        })
    }
}

/// One department with and without removals, by rule and by people.
#[derive(Debug, Clone, PartialEq)]
pub struct RemovalEffect {
    /// Which.
    pub department: DepartmentId,
    /// As it is scored.
    pub with: Figures,
    /// As if nothing had been removed.
    pub without: Figures,
}

/// What the sheet says of a department.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Valid ratings.
    pub n: u64,
    /// Composite satisfaction rate, 0 to 1; `None` where too few may be shown.
    pub rate: Option<f64>,
    /// Points; `None` without a score.
    pub score: Option<String>,
}

/// What removals do to every department, from the very functions that score; `data` holds the confirmed ones.
///
/// # Errors
/// What quality, weighting or scoring refuse, as they would after closing.
pub fn effects(
    survey: &Survey,
    data: &RoundData,
    columns: &Columns,
    hashes: &SurveyHashes,
) -> Result<Vec<RemovalEffect>, ScoreError> {
    let found = find(survey, columns, &data.removals)?;
    let nothing_removed = Findings {
        flags: found.flags.clone(),
        removed: Default::default(),
    };
    // The ceiling of the design effect binds the sheet; here two sheets are compared.
    let mut survey = survey.clone();
    survey.method.deff_block = f64::INFINITY;
    let sheet = |quality: &Findings| -> Result<ScoreSheet, ScoreError> {
        let weighting = weigh_columns(&survey, data, columns, quality).map_err(|mut stops| stops.swap_remove(0))?;
        let found = Found {
            columns,
            quality,
            weighting: &weighting,
            data_hash: String::new(),
        };
        score(&survey, data, &found, hashes)
    };
    let (with, without) = (sheet(&found)?, sheet(&nothing_removed)?);
    let pairs = with.departments.iter().zip(&without.departments);
    let effect = |(with, without): (&DepartmentScore, &DepartmentScore)| RemovalEffect {
        department: with.department_id.clone(),
        with: figures(with),
        without: figures(without),
    };
    Ok(pairs.map(effect).collect())
}

fn figures(row: &DepartmentScore) -> Figures {
    Figures {
        n: row.n,
        rate: row.rate,
        score: row.score.clone(),
    }
}
