//! The analysed sample once more: documents, columns and weights of the round, side by side.

use crate::domain::columns::Columns;
use crate::domain::data::{Document, Fraction, RoundData};
use crate::domain::definition::{AssignmentRule, Audience, DepartmentId, Survey};
use crate::domain::score::ScoreError;
use crate::domain::submission::quality::{Findings, QualityResult};
use crate::domain::weight::{AudienceWeights, Weighting, weigh_columns};

/// The sample that the sheet is about.
pub struct Sample<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Its data.
    pub data: &'a RoundData,
    /// The columns of its documents.
    pub columns: Columns,
    /// What quality decided.
    pub findings: Findings,
    /// The weights, by audience.
    pub weighting: Weighting,
}

impl<'a> Sample<'a> {
    /// Weighs the round again.
    ///
    /// # Errors
    /// The first of what stops the weighting.
    pub fn of(survey: &'a Survey, data: &'a RoundData, quality: &[QualityResult]) -> Result<Sample<'a>, ScoreError> {
        let columns = Columns::of(survey, data.documents.iter().map(Into::into));
        let findings = Findings::from_results(&columns, quality);
        let weighting = weigh_columns(survey, data, &columns, &findings).map_err(|mut stops| stops.swap_remove(0))?;
        Ok(Sample {
            survey,
            data,
            columns,
            findings,
            weighting,
        })
    }

    /// The document of a row of the columns.
    pub fn document(&self, row: u32) -> &'a Document {
        &self.data.documents[self.columns.came[row as usize] as usize]
    }

    /// Audiences with their weights, in the order of the survey.
    pub fn audiences(&self) -> impl Iterator<Item = (usize, &'a Audience, &AudienceWeights)> {
        let pairs = self.survey.audiences.iter().zip(&self.weighting.audiences);
        pairs
            .enumerate()
            .map(|(number, (audience, weights))| (number, audience, weights))
    }

    /// Analysed documents of an audience with their final weights.
    pub fn analysed<'w>(&'w self, weights: &'w AudienceWeights) -> impl Iterator<Item = (&'a Document, f64)> + 'w {
        let pairs = weights.documents.iter().zip(&weights.weight);
        pairs.map(|(row, w)| (self.document(*row), *w))
    }

    /// s · q of a rating, and r where dimension items were drawn; 1 where everybody rates everything.
    pub fn chance(&self, document: &Document, department: &DepartmentId) -> Option<(f64, f64)> {
        if self.survey.method.assignment == AssignmentRule::All {
            return Some((1.0, 1.0));
        }
        let lists = &document.assignment;
        let s = lists.shown.iter().find(|one| &one.department == department)?.s;
        let assigned = lists.assigned.iter().find(|one| &one.department == department)?;
        let r = assigned.r.unwrap_or(Fraction::ONE);
        Some((s.value() * assigned.q.value(), r.value()))
    }
}
